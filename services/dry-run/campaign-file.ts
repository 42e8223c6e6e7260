import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { DEFAULT_SETTINGS } from '../../domain/campaign-settings';

/** Create's body, as far as a dry run has to look at it; the API judges the rest. */
const campaignFile = z.looseObject({
  name: z.string().optional(),
  is_dynamic: z.boolean().nullish(),
  timezone: z.string().nullish(),
  concurrent_call_limit: z.number().nullish(),
  calls_per_second: z.number().nullish(),
  contact_list: z.array(z.unknown()).nullish(),
  contact_hours: z.looseObject({ enabled: z.boolean().nullish() }).nullish(),
  limits: z
    .looseObject({
      calls_per_day: z.number().nullish(),
      calls_total: z.number().nullish(),
      connected_minutes: z.number().nullish(),
    })
    .nullish(),
  rotation: z.looseObject({ numbers: z.array(z.looseObject({ phone_number_id: z.unknown() })).nullish() }).nullish(),
});

export type CampaignFile = z.output<typeof campaignFile>;

/** Where an integrator is told something: nothing is told of a campaign that is not real. */
const CALLBACK_URLS = ['call_status_callback', 'call_schedule_callback', 'status_callback'];
/** Say which of an installation's own things it uses; a dry run has others. */
const IDS = ['phone_number_id', 'bot_id'];

/**
 * Reads a campaign, in the shape of create's body.
 *
 * @throws Error that names the file and what is wrong with it.
 */
export async function readCampaignFile(file: string): Promise<CampaignFile> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new Error(`${file} cannot be read: ${(error as Error).message}`, { cause: error });
  });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new Error(`${file} is not JSON: ${(error as Error).message}`, { cause: error });
  }
  const read = campaignFile.safeParse(json);
  if (!read.success) throw new Error(`${file} is no campaign (docs/api.md):\n${z.prettifyError(read.error)}`);
  return read.data;
}

export interface PreparedCampaign {
  /** Ready for create, as a draft; without its numbers and contacts. */
  readonly body: Record<string, unknown>;
  /** What is different from the file, for people. */
  readonly notes: readonly string[];
}

/**
 * What a dry run makes of a campaign: nobody is told, the called person's hours are asked as if it dialled for real, and
 * with a sample of the contacts it calls with the same share of its capacity.
 *
 * @param share of the contacts that are called, above 0, at most 1.
 */
export function prepareCampaign(file: CampaignFile, share: number): PreparedCampaign {
  const notes: string[] = [];
  const body: Record<string, unknown> = { ...file, name: file.name ?? 'Dry run', save_as_draft: true };
  for (const name of CALLBACK_URLS.filter((name) => body[name])) {
    delete body[name];
    notes.push(`${name} is left out: no webhook leaves.`);
  }
  for (const name of IDS) delete body[name];
  if (file.contact_hours?.enabled === false) {
    notes.push("The file switches the called person's own hours off (contact_hours.enabled).");
  } else {
    body.contact_hours = { ...file.contact_hours, enabled: true };
  }
  if (share < 1) Object.assign(body, scaledDown(file, share, notes));
  return { body, notes };
}

/** A tenth of the contacts with a tenth of the slots takes as long as all with all. */
function scaledDown(file: CampaignFile, share: number, notes: string[]): Record<string, unknown> {
  const slots = (file.concurrent_call_limit ?? DEFAULT_SETTINGS.pacing.concurrency) * share;
  if (slots < 1) {
    const wanted = Math.ceil(1 / (file.concurrent_call_limit ?? DEFAULT_SETTINGS.pacing.concurrency) / share);
    notes.push(
      `The sample would have less than one slot, and has one: it is through sooner than the campaign. ` +
        `${wanted} times as many contacts (--max-contacts) tell it right.`,
    );
  }
  const scaled = (value: number): number => Math.max(1, Math.round(value * share));
  const limits = Object.fromEntries(
    Object.entries(file.limits ?? {}).map(([name, value]) =>
      ['calls_per_day', 'calls_total', 'connected_minutes'].includes(name) && typeof value === 'number' && value > 0
        ? [name, scaled(value)]
        : [name, value],
    ),
  );
  return {
    concurrent_call_limit: Math.max(1, Math.round(slots)),
    ...(file.calls_per_second ? { calls_per_second: file.calls_per_second * share } : {}),
    ...(file.limits ? { limits } : {}),
  };
}

/** The zone in which a campaign's days are counted. */
export function zoneOf(file: CampaignFile): string {
  return file.timezone ?? 'UTC';
}
