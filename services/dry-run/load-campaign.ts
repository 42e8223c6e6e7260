import { postCsv, postJson, type DryRunApi } from './api-requests';
import { prepareCampaign, type CampaignFile } from './campaign-file';
import { contactsCsv } from './contacts-file';
import { isSampled } from './sample';

/** What is going to be called. */
export interface Contacts {
  readonly campaign: CampaignFile;
  /** A CSV; null for none. */
  readonly file: string | null;
  /** In the CSV. */
  readonly rows: number;
  /** No more than this many are called. */
  readonly limit: number;
}

/** A campaign that is stored, with its contacts, as a draft. */
export interface LoadedCampaign {
  readonly id: number;
  /** How many contacts there are in all. */
  readonly contacts: number;
  /** How many of them were given to the campaign. */
  readonly sampled: number;
  /** What is different from the files, and what of them was not taken, for people. */
  readonly notes: readonly string[];
}

/** Where to load it, and what it calls from. */
export interface Loader {
  readonly api: DryRunApi;
  readonly phoneNumberId: number;
  readonly agentId: number;
}

const MOST_REJECTIONS = 5;

/**
 * Stores a campaign and its contacts by the API, as an integrator does.
 *
 * @throws Error with the API's own words when it refuses.
 */
export async function loadCampaign(loader: Loader, given: Contacts): Promise<LoadedCampaign> {
  const list = given.campaign.contact_list ?? [];
  const contacts = list.length + given.rows;
  const sampled = Math.min(given.limit, contacts);
  const share = contacts === 0 ? 1 : sampled / contacts;
  const prepared = prepareCampaign(given.campaign, share);
  const listed = Math.round(list.length * share);
  const { id, warnings = [] } = await postJson<{ id: number; warnings?: { detail: string }[] }>(
    loader.api,
    'calls/bulk_call/create',
    {
      ...prepared.body,
      ...(await numbersFor(loader, given.campaign)),
      contact_list: list.filter((_, index) => isSampled(index, list.length, listed)),
    },
  );
  const notes = given.file === null ? [] : await addContacts(loader, id, { ...given, limit: sampled - listed });
  const warned = [...new Set(warnings.map(({ detail }) => detail))];
  return { id, contacts, sampled, notes: [...prepared.notes, ...warned, ...notes] };
}

/** Starts a loaded campaign. */
export async function startCampaign({ api }: Loader, campaignId: number): Promise<void> {
  await postJson(api, `calls/bulk_call/${campaignId}/start`, {});
}

/** As many simulated numbers as the campaign has its own. */
async function numbersFor({ api, phoneNumberId, agentId }: Loader, { rotation }: CampaignFile): Promise<object> {
  const numbers = rotation?.numbers ?? [];
  if (numbers.length === 0) return { phone_number_id: phoneNumberId };
  const ids = [phoneNumberId];
  while (ids.length < numbers.length) {
    const number = `+1555011${String(ids.length).padStart(4, '0')}`;
    const { id } = await postJson<{ id: number }>(api, 'phone_numbers', { number, agent_id: agentId });
    ids.push(id);
  }
  const chosen = numbers.map((choice, index) => ({ ...choice, phone_number_id: ids[index] }));
  return { phone_number_id: phoneNumberId, rotation: { ...rotation, numbers: chosen } };
}

interface ImportedContacts {
  readonly duplicates: number;
  readonly rejected: number;
  readonly first_rejections: readonly { readonly line: number; readonly reason: string }[];
}

async function addContacts({ api }: Loader, campaignId: number, { file, rows, limit }: Contacts): Promise<string[]> {
  const chunks = contactsCsv(file ?? '', rows, limit);
  const path = `calls/bulk_call/${campaignId}/contacts.csv`;
  const { duplicates, rejected, first_rejections: first } = await postCsv<ImportedContacts>(api, path, chunks);
  // Lines of a sample are not those of the file.
  const place = (line: number): string => (limit < rows ? '' : `line ${line}: `);
  return [
    ...(duplicates > 0
      ? [
          `${duplicates} ${duplicates === 1 ? 'contact was' : 'contacts were'} there already: the campaign's \`duplicates\` decides.`,
        ]
      : []),
    ...(rejected > 0
      ? [`${rejected} ${rejected === 1 ? 'contact is' : 'contacts are'} refused, the first of them:`]
      : []),
    ...first.slice(0, MOST_REJECTIONS).map(({ line, reason }) => `  ${place(line)}${reason}`),
  ];
}
