import { sql, type Transaction } from 'kysely';
import { rulesWithDefaults } from '../../../domain/organization-rules';
import { createArrivalJudge } from './line-arrival';
import type { NewLine } from './new-line';
import type { CampaignRow } from '../campaign-tables';
import type { Schema } from '../schema';

/** Before everything else that waits for the same number or account. */
const PRIORITY = 9;
/** A call that could not be made for so long after its time is not made any more. */
const GIVEN_UP_AFTER_MS = 24 * 60 * 60 * 1000;

/** A call that is wanted outside of campaigns. */
export type NewDirectCall = Pick<NewLine, 'toNumber' | 'customVariables' | 'metadata'> & {
  /** Who speaks, whatever agent the number has. */
  readonly agentId: number;
};

/** What became of it. */
export type DirectCallAnswer =
  | {
      readonly kind: 'stored';
      readonly lineId: number;
      /** Of the call, which there is not yet. */
      readonly callId: number;
      readonly priority: number;
      /** When the called person's own hours open, where they hold it off; null: it stands in the queue. */
      readonly deferredUntil: Date | null;
    }
  /** It is not stored: the number is on the organization's list, or is never in its hours. */
  | { readonly kind: 'refused'; readonly reason: 'suppressed' | 'no_calling_hours' };

/**
 * Stores a call that is wanted outside of campaigns, as a contact of the hidden campaign of the number that it comes from,
 * unless it would never be made.
 *
 * @param campaign as `openDirectCampaign` gives it.
 * @param now epoch milliseconds.
 */
export async function insertDirectCall(
  trx: Transaction<Schema>,
  campaign: CampaignRow,
  call: NewDirectCall,
  now: number,
): Promise<DirectCallAnswer> {
  const { agentId, toNumber, customVariables, metadata } = call;
  const facts = await readFacts(trx, campaign, toNumber);
  const line: NewLine = {
    organizationId: campaign.organization_id,
    campaignId: campaign.id,
    toNumber,
    externalId: null,
    timezone: null,
    priority: PRIORITY,
    scheduleAt: null,
    expiresAt: null,
    customVariables,
    metadata,
  };
  const judge = createArrivalJudge({ campaign, rules: rulesWithDefaults(facts.calling_rules), ...facts }, now);
  const arrival = judge(line, facts.suppressed === true);
  if (arrival.kind === 'closed') {
    return { kind: 'refused', reason: arrival.status === 'suppressed' ? 'suppressed' : 'no_calling_hours' };
  }
  const deferredUntil = arrival.kind === 'later' ? new Date(arrival.at) : null;
  const { id, call_id } = await trx
    .insertInto('lines')
    .values({
      organization_id: line.organizationId,
      campaign_id: line.campaignId,
      to_number: toNumber,
      external_id: null,
      timezone: null,
      priority: PRIORITY,
      expires_at: new Date((deferredUntil?.getTime() ?? now) + GIVEN_UP_AFTER_MS),
      custom_variables: JSON.stringify(customVariables),
      metadata: JSON.stringify(metadata),
      interaction_status: null,
      closing_reason: null,
      agent_id: agentId,
      call_id: sql<number>`nextval(pg_get_serial_sequence('attempts', 'id'))`,
      ready: deferredUntil === null,
      ready_at: deferredUntil === null ? new Date(now) : null,
      next_attempt_at: deferredUntil,
      next_attempt_reason: arrival.kind === 'later' ? arrival.reason : null,
    })
    .returning(['id', 'call_id'])
    .executeTakeFirstOrThrow();
  return { kind: 'stored', lineId: id, callId: Number(call_id), priority: PRIORITY, deferredUntil };
}

async function readFacts(trx: Transaction<Schema>, campaign: CampaignRow, toNumber: string) {
  return trx
    .selectFrom('phone_numbers')
    .innerJoin('organizations', 'organizations.id', 'phone_numbers.organization_id')
    .select(['phone_numbers.provider', 'organizations.calling_rules'])
    .select(({ exists, selectFrom }) =>
      exists(
        selectFrom('suppressions')
          .select('number')
          .where('organization_id', '=', campaign.organization_id)
          .where('number', '=', toNumber),
      ).as('suppressed'),
    )
    .where('phone_numbers.id', '=', campaign.phone_number_id)
    .executeTakeFirstOrThrow();
}
