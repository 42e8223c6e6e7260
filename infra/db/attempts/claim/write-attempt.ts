import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import { PRE_CALL_WEBHOOK } from '../../../../domain/pre-call';
import { renderAgentTexts } from '../../../templates/agent-texts';
import type { AttemptRow } from '../../line-tables';
import type { Schema } from '../../schema';
import type { PreCallRecord } from '../../webhook-tables';
import { machineHandlingOf, type ClaimedMachineHandling } from '../machine-events';
import type { CallAgent } from './caller-line';
import { noteTurn, type ChosenCaller } from './claim-number';
import type { LockedLine } from './locked-line';

/** What a call is made of. */
export interface ClaimedCall {
  readonly attempt: AttemptRow;
  /** Its welcome message and prompt have their variables filled in. */
  readonly agent: CallAgent;
  /** The contact's, and those of the pre-call webhook, which win. */
  readonly variables: Record<string, unknown>;
  readonly timezone: string;
  /** The provider's own id of the number that it comes from; null where it goes by the number itself. */
  readonly numberReference: string | null;
  /** What is done when a machine answers; null: nobody listens whether one does. */
  readonly machine: ClaimedMachineHandling | null;
  /** Epoch milliseconds up to which it may be started: then the hours end. Null: nothing ends them. */
  readonly allowedUntil: number | null;
  /** The provider has refused the campaign's credentials so far. */
  readonly credentialsRefused: boolean;
}

/** What an attempt is written with beside the line. */
export interface AttemptPlan {
  readonly lease: number;
  /** Epoch milliseconds. */
  readonly now: number;
  /** Milliseconds, ring included. */
  readonly maxCallMs: number;
  readonly caller: ChosenCaller;
  readonly allowedUntil: number | null;
  /** What the pre-call webhook has added to the contact's variables. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** Null where it was not asked. */
  readonly preCall: PreCallRecord | null;
  /** The pre-call webhook has failed it: it is over as it begins. */
  readonly failed: boolean;
}

const DEADLINE_MARGIN_MS = 30_000;

/**
 * When the longest call is over, with a margin: then the provider is asked about one that has reported no end.
 *
 * @param askedAt epoch milliseconds.
 * @param maxCallMs milliseconds, ring included.
 */
export function longestCallEnds(askedAt: number, maxCallMs: number): number {
  return askedAt + maxCallMs + DEADLINE_MARGIN_MS;
}

/** Takes a line out of the queue, and writes its next attempt. */
export async function writeAttempt(
  trx: Transaction<Schema>,
  { line, campaign }: LockedLine,
  plan: AttemptPlan,
): Promise<ClaimedCall> {
  const { from, agent, turn } = plan.caller;
  const now = new Date(plan.now);
  const variables = { ...line.custom_variables, ...plan.variables };
  const { texts, unresolved } = renderAgentTexts(agent, line, variables);
  const machine = machineHandlingOf(campaign.settings.voicemail, line, variables);
  const attempt = await trx
    .insertInto('attempts')
    .values({
      ...(line.call_id !== null && line.attempts === 0 && { id: line.call_id }),
      organization_id: line.organization_id,
      campaign_id: campaign.id,
      line_id: line.id,
      attempt_no: line.attempts + 1,
      lease: plan.lease,
      reference: randomUUID(),
      phone_number_id: from.phoneNumberId,
      account_id: from.accountId,
      from_number: from.number,
      to_number: line.to_number,
      provider: from.provider,
      settings_version: campaign.settings_version,
      deadline_at: new Date(longestCallEnds(plan.now, plan.maxCallMs)),
      agent_id: agent.id,
      variables: JSON.stringify(variables),
      unresolved_variables: [...new Set([...unresolved, ...machine.unresolved])],
      pre_call: plan.preCall && JSON.stringify(plan.preCall),
      created_at: now,
      ...(plan.failed && endedColumns(now)),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await trx
    .updateTable('lines')
    .set({
      call_status: 'in_progress',
      ready: false,
      ready_at: null,
      attempts: attempt.attempt_no,
      next_attempt_at: null,
      next_attempt_reason: null,
      held_off_in_a_row: 0,
      updated_at: now,
    })
    .where('id', '=', line.id)
    .execute();
  if (turn && !plan.failed) await noteTurn(trx, turn);
  return {
    attempt,
    agent: { ...agent, ...texts },
    variables,
    timezone: line.timezone ?? campaign.timezone,
    numberReference: from.numberReference,
    machine: machine.handling,
    allowedUntil: plan.allowedUntil,
    credentialsRefused: campaign.credentials_refused_since !== null,
  };
}

function endedColumns(at: Date) {
  return {
    status: 'ended' as const,
    disposition: 'failed' as const,
    raw_code: PRE_CALL_WEBHOOK,
    outcome: '{}',
    ended_at: at,
    updated_at: at,
  };
}
