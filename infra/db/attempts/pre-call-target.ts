import { sql } from 'kysely';
import { preCallUrlOf, type AskedPreCall } from '../../../domain/pre-call';
import { signingSecrets } from '../../../domain/signing-secrets';
import type { Database } from '../database';
import { callbackRotationOf, type CallbackSecretColumns } from '../organizations/callback-secret';
import type { AgentRow } from '../organization-tables';
import { mayDial, type Gate } from './attempt-claim';
import { chooseCaller, takeTurn } from './claim/claim-number';
import { lockLine, SPEAKS_TO_LINE } from './claim/locked-line';

/** Whom to ask before a call, and about what. */
export interface PreCallTarget extends Pick<AskedPreCall, 'fromNumber' | 'campaignNumberId'> {
  readonly organizationId: number;
  /** Null: the agent of the number whose turn it is has none, and the call is to come from that number all the same. */
  readonly url: string | null;
  readonly agentId: number;
  readonly toNumber: string;
  /** The organization's callback secrets; two while they rotate, the new one first. */
  readonly secrets: readonly string[];
}

interface CallToAskAbout extends Gate, CallbackSecretColumns {
  readonly organization_id: number;
  readonly to_number: string;
  readonly ready: boolean;
  readonly number: string;
  readonly agent_id: number | null;
  readonly pre_call_webhook_url: string | null;
  readonly webhook_direction: AgentRow['webhook_direction'];
  readonly rests_until: Date | null;
  /** Whether an agent of its rotating numbers has a webhook; null where it calls from its own number. */
  readonly rotation_asks: boolean | null;
}

/**
 * Finds out whether the webhook of an agent is to be asked before a line's next call: null when the call goes on without,
 * and when it cannot be made now. In a rotating campaign whose agents have a webhook, or some of them, the number that is
 * called from has its turn with that, also where its own agent has none: the others would choose it as well, and find
 * somebody unasked.
 *
 * @param now epoch milliseconds.
 */
export async function findPreCallTarget(db: Database, lineId: number, now: number): Promise<PreCallTarget | null> {
  const call = await readCall(db, lineId);
  if (!call?.ready || !mayDial(call, now)) return null;
  const { organization_id: organizationId, to_number: toNumber } = call;
  const found = { organizationId, toNumber, secrets: signingSecrets(callbackRotationOf(call), now) };
  if (call.rotation_asks === false) return null;
  if (call.rotation_asks) {
    const told = await takeNumber(db, lineId, now);
    return told && { ...found, ...told };
  }
  // There will be no call: whoever claims it finds the account at rest.
  if (call.rests_until !== null && call.rests_until.getTime() > now) return null;
  const url = preCallUrlOf({ url: call.pre_call_webhook_url, direction: call.webhook_direction }, 'outbound');
  if (url === null || call.agent_id === null) return null;
  return { ...found, url, agentId: call.agent_id, fromNumber: call.number, campaignNumberId: null };
}

async function readCall(db: Database, lineId: number): Promise<CallToAskAbout | undefined> {
  return db
    .selectFrom('lines')
    .innerJoin('campaigns', 'campaigns.id', 'lines.campaign_id')
    .innerJoin('organizations', 'organizations.id', 'lines.organization_id')
    .innerJoin('phone_numbers', 'phone_numbers.id', 'campaigns.phone_number_id')
    .innerJoin('provider_accounts', 'provider_accounts.id', 'phone_numbers.account_id')
    .leftJoin('agents', (join) => join.on(SPEAKS_TO_LINE))
    .select([
      'lines.organization_id',
      'lines.to_number',
      'lines.ready',
      'campaigns.status',
      'campaigns.halt_requested',
      'campaigns.starts_at',
      'organizations.callback_secret',
      'organizations.previous_callback_secret',
      'organizations.previous_callback_secret_until',
      'phone_numbers.number',
      'provider_accounts.rests_until',
      'agents.id as agent_id',
      'agents.pre_call_webhook_url',
      'agents.webhook_direction',
      sql<boolean | null>`
        case when jsonb_typeof(campaigns.settings->'rotation') = 'object' then (
          select bool_or(speaking.pre_call_webhook_url is not null) from campaign_numbers
          join phone_numbers each on each.id = campaign_numbers.phone_number_id
          left join agents speaking on speaking.id = coalesce(each.agent_id, phone_numbers.agent_id)
          where campaign_numbers.campaign_id = campaigns.id) end`.as('rotation_asks'),
    ])
    .where('lines.id', '=', lineId)
    .executeTakeFirst();
}

/** Chooses the number as the claim will, and takes its turn; null where that finds none. */
async function takeNumber(db: Database, lineId: number, now: number) {
  return db.transaction().execute(async (trx) => {
    const locked = await lockLine(trx, lineId);
    if (!locked) return null;
    const choice = await chooseCaller(trx, locked, now);
    if (choice.kind !== 'chosen') return null;
    const { from, agent, turn } = choice.caller;
    if (turn) await takeTurn(trx, turn);
    return {
      url: agent.preCallUrl,
      agentId: agent.id,
      fromNumber: from.number,
      campaignNumberId: turn?.campaignNumberId ?? null,
    };
  });
}
