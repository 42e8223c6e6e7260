import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { AttemptRow, Schema } from '../../tables';
import type { CallAgent } from './caller-line';
import { noteTurn, type ChosenCaller } from './claim-number';
import type { LockedLine } from './locked-line';

/** What a call is made of. */
export interface ClaimedCall {
  readonly attempt: AttemptRow;
  readonly agent: CallAgent;
  readonly variables: Record<string, unknown>;
  readonly timezone: string;
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
}

const DEADLINE_MARGIN_MS = 30_000;

/** Takes a line out of the queue, and writes its next attempt. */
export async function writeAttempt(
  trx: Transaction<Schema>,
  { line, campaign }: LockedLine,
  plan: AttemptPlan,
): Promise<ClaimedCall> {
  const { from, agent, turn } = plan.caller;
  const now = new Date(plan.now);
  const attempt = await trx
    .insertInto('attempts')
    .values({
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
      deadline_at: new Date(plan.now + plan.maxCallMs + DEADLINE_MARGIN_MS),
      created_at: now,
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
      updated_at: now,
    })
    .where('id', '=', line.id)
    .execute();
  if (turn) await noteTurn(trx, turn);
  return {
    attempt,
    agent,
    variables: line.custom_variables,
    timezone: line.timezone ?? campaign.timezone,
    allowedUntil: plan.allowedUntil,
    credentialsRefused: campaign.credentials_refused_since !== null,
  };
}
