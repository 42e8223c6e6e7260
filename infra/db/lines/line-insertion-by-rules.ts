import { sql, type Transaction } from 'kysely';
import { MOVED_INTO_HOURS } from '../../../domain/call-calendar';
import type { CampaignStatus } from '../../../domain/campaign-status';
import { duplicateKeyOf, type DuplicateAnswer, type DuplicatePolicy } from '../../../domain/duplicates';
import { rulesWithDefaults, type ChangedOrganizationRules } from '../../../domain/organization-rules';
import { statusBehindGate } from '../campaigns/campaigns';
import type { Queryable } from '../database';
import { retryOnDeadlock } from '../deadlock';
import { writeFreshLines } from './fresh-lines';
import { refreshKnownLines } from './known-line-changes';
import { findKnownLines, lockKeys, type KnownKey } from './known-lines';
import { createArrivalJudge, OUTSIDE_CONTACT_HOURS, type Arrival, type ArrivalJudge } from './line-arrival';
import { placeContacts, type Place } from './line-placing';
import type { InsertionAnswer, NewLine, StoredContact } from './new-line';
import type { CampaignRow } from '../campaign-tables';
import type { LineRow } from '../line-tables';
import type { Schema } from '../schema';

type JudgedCampaign = CampaignRow & { readonly provider: string; readonly calling_rules: ChangedOrganizationRules };
type Campaigns = ReadonlyMap<number, JudgedCampaign>;

/**
 * Inserts contacts of campaigns that have conditions, look for duplicates, or heed the hours of the called person, in one
 * transaction. Of many that come at once with the same number (or external id), one gets the line.
 *
 * @param now epoch milliseconds.
 * @returns one answer for each contact, in order.
 */
export async function insertByRules(
  db: Queryable,
  contacts: readonly NewLine[],
  now: number,
): Promise<InsertionAnswer[]> {
  if (contacts.length === 0) return [];
  return retryOnDeadlock(db, async (trx) => {
    const { keys, isSuppressed } = await readFacts(trx, contacts);
    const asked = keys.filter((key) => key !== null);
    // Lines before campaigns: so does whoever calls them.
    await lockKeys(trx, asked);
    const knownLines = await findKnownLines(trx, asked);
    const campaigns = await lockCampaigns(trx, [...contacts, ...knownLines.values()]);
    const { places, fresh, refreshments } = placeContacts(contacts, keys, { campaigns, knownLines, isSuppressed, now });

    const lines = fresh.map(({ data }) => data);
    const judge = judgeOf(campaigns, now);
    const arrivals = lines.map((line) => judge(line, isSuppressed(line)));
    const ids = await writeFreshLines(trx, lines, arrivals);
    await refreshKnownLines(trx, refreshments, campaigns, now);
    const freshLines = lines.map((line, index) => freshLine(line, ids[index] ?? 0, arrivals[index] as Arrival));
    return answersOf(places, contacts, campaigns, freshLines, await readKnown(trx, places));
  });
}

interface Facts {
  /** By what each contact is looked for; null where nobody looks. The policy is the one of this moment. */
  readonly keys: Array<KnownKey | null>;
  readonly isSuppressed: (line: NewLine) => boolean;
}

async function readFacts(trx: Transaction<Schema>, contacts: readonly NewLine[]): Promise<Facts> {
  const { rows } = await sql<{ policies: Record<string, DuplicatePolicy | null> | null; suppressed: string[] | null }>`
    select
      (select json_object_agg(id, settings->'duplicates') from campaigns
        where id = any(${[...new Set(contacts.map(({ campaignId }) => campaignId))]}::bigint[])) as policies,
      (select json_agg(organization_id || ' ' || number) from suppressions
        where (organization_id, number) in (select * from unnest(
          ${contacts.map(({ organizationId }) => organizationId)}::bigint[],
          ${contacts.map(({ toNumber }) => toNumber)}::text[]))) as suppressed
  `.execute(trx);
  const policies = rows[0]?.policies ?? {};
  const suppressed = new Set(rows[0]?.suppressed);
  return {
    keys: contacts.map((contact) => keyOf(contact, policies[contact.campaignId] ?? null)),
    isSuppressed: ({ organizationId, toNumber }) => suppressed.has(`${organizationId} ${toNumber}`),
  };
}

function keyOf(contact: NewLine, duplicates: DuplicatePolicy | null): KnownKey | null {
  const value = duplicates && duplicateKeyOf(duplicates, contact);
  if (!duplicates || duplicates.policy === 'allow' || value === null) return null;
  const { policy, scope, key } = duplicates;
  const other = key === 'to_number' ? 'external_id' : 'to_number';
  // Two campaigns of an organization may look for the same contact by different keys.
  const otherValue = scope === 'organization' ? duplicateKeyOf({ ...duplicates, key: other }, contact) : null;
  return {
    policy,
    scope,
    key,
    value,
    otherValue,
    organizationId: contact.organizationId,
    campaignId: contact.campaignId,
  };
}

async function lockCampaigns(
  trx: Transaction<Schema>,
  lines: ReadonlyArray<{ readonly campaignId: number }>,
): Promise<Campaigns> {
  const rows = await trx
    .selectFrom('campaigns')
    .innerJoin('phone_numbers', 'phone_numbers.id', 'campaigns.phone_number_id')
    .innerJoin('organizations', 'organizations.id', 'campaigns.organization_id')
    .selectAll('campaigns')
    .select(['phone_numbers.provider', 'organizations.calling_rules'])
    .where('campaigns.id', 'in', [...new Set(lines.map(({ campaignId }) => campaignId))])
    .orderBy('campaigns.id')
    .forShare('campaigns')
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

function judgeOf(campaigns: Campaigns, now: number): ArrivalJudge {
  const judges = new Map<number, ArrivalJudge>();
  for (const campaign of campaigns.values()) {
    const rules = rulesWithDefaults(campaign.calling_rules);
    judges.set(campaign.id, createArrivalJudge({ campaign, rules, provider: campaign.provider }, now));
  }
  return (line, suppressed) => (judges.get(line.campaignId) as ArrivalJudge)(line, suppressed);
}

/** A line as far as its sender is told about it. */
type ToldLine = Pick<
  StoredContact,
  'lineId' | 'campaignId' | 'callStatus' | 'ready' | 'skippedCondition' | 'nextAttemptAt' | 'deferredUntil' | 'priority'
>;

function freshLine({ campaignId, priority }: NewLine, lineId: number, arrival: Arrival): ToldLine {
  const at = arrival.kind === 'later' ? new Date(arrival.at) : null;
  return {
    lineId,
    campaignId,
    priority,
    callStatus: arrival.kind === 'closed' ? arrival.status : 'queued',
    ready: arrival.kind === 'ready',
    skippedCondition: arrival.kind === 'closed' ? arrival.condition : null,
    nextAttemptAt: at,
    deferredUntil: arrival.kind === 'later' && arrival.heldByContactHours ? at : null,
  };
}

/** What became of the lines that were there already. */
async function readKnown(trx: Transaction<Schema>, places: readonly Place[]): Promise<ReadonlyMap<number, ToldLine>> {
  const ids = places.flatMap((place) => (place.kind === 'known' ? [place.lineId] : []));
  if (ids.length === 0) return new Map();
  const rows = await trx.selectFrom('lines').selectAll().where('id', 'in', ids).execute();
  return new Map(rows.map((row) => [row.id, knownLine(row)]));
}

function knownLine(row: LineRow): ToldLine {
  const reason = row.next_attempt_reason ?? '';
  const heldByHours = reason.includes(OUTSIDE_CONTACT_HOURS) || reason.includes(MOVED_INTO_HOURS);
  return {
    lineId: row.id,
    campaignId: row.campaign_id,
    priority: row.priority,
    callStatus: row.call_status,
    ready: row.ready,
    skippedCondition: row.call_status === 'skipped' ? row.skipped_condition : null,
    nextAttemptAt: row.next_attempt_at,
    deferredUntil: heldByHours ? row.next_attempt_at : null,
  };
}

function answersOf(
  places: readonly Place[],
  contacts: readonly NewLine[],
  campaigns: Campaigns,
  fresh: readonly ToldLine[],
  known: ReadonlyMap<number, ToldLine>,
): InsertionAnswer[] {
  return places.map((place, index) => {
    if (place.kind === 'absent' || place.kind === 'closed') return place;
    const line = place.kind === 'fresh' ? fresh[place.index] : known.get(place.lineId);
    const campaign = campaigns.get(contacts[index]?.campaignId ?? 0);
    if (!line || !campaign) throw new Error('a contact was stored and is not there');
    return stored(line, campaign, place.duplicate);
  });
}

function stored(line: ToldLine, campaign: JudgedCampaign, duplicate: DuplicateAnswer | null): StoredContact {
  const campaignStatus: CampaignStatus = statusBehindGate(campaign);
  return {
    kind: 'inserted',
    ...line,
    campaignStatus,
    campaignStartsAt: campaign.starts_at,
    campaignOpensAt: campaign.opens_at,
    // The line of a duplicate that was left out goes on as it was.
    ready: line.ready && duplicate !== 'skipped',
    suppressed: line.callStatus === 'suppressed',
    duplicate,
  };
}
