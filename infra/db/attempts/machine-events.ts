import { sql } from 'kysely';
import type { VoicemailHandling } from '../../../domain/voicemail';
import { renderText, type NamedContact } from '../../templates/agent-texts';
import type { Queryable } from '../database';
import { storableCode } from '../storable-call';
import { attemptsOf, type EventSource } from './event-source';

/** What the campaign wants done about a machine that answers; the message has its variables filled in. */
export interface ClaimedMachineHandling {
  readonly waitForBeep: boolean;
  /** Seconds. */
  readonly timeoutS: number;
  readonly message: string | null;
}

/** An attempt that a machine has answered. */
export interface MachineAttempt {
  readonly attemptId: number;
  readonly provider: string;
  readonly accountId: number | null;
  /** The call on which it was heard; null where neither the event nor anything before it has named it. */
  readonly providerCallId: string | null;
}

/**
 * Stores that a machine has answered. It may come twice, late, and before the call is said to be answered; once the outcome
 * is recorded it changes nothing.
 *
 * @param now epoch milliseconds: when it came.
 * @returns the attempt when nobody has told it before: somebody may have to act; null otherwise.
 */
export async function storeMachineDetected(
  db: Queryable,
  event: { readonly reference: string; readonly providerCallId: string | null },
  source: EventSource,
  now: number = Date.now(),
): Promise<MachineAttempt | null> {
  const heardOn = event.providerCallId === null ? null : storableCode(event.providerCallId);
  const told = await db
    .updateTable('attempts')
    .set({
      answered_by: 'machine',
      disposition: sql`case when disposition = 'completed' then 'voicemail' else disposition end`,
      provider_call_id: sql<string | null>`coalesce(provider_call_id, ${heardOn})`,
      updated_at: new Date(now),
    })
    .where('reference', '=', event.reference)
    .where(attemptsOf(source))
    .where('answered_by', 'is distinct from', 'machine')
    .where('recorded_at', 'is', null)
    .where((eb) => eb.or([eb('status', '!=', 'ended'), eb('disposition', '=', 'completed')]))
    .returning(['id as attemptId', 'provider', 'account_id as accountId', 'provider_call_id as providerCallId'])
    .executeTakeFirst();
  return told ? { ...told, providerCallId: heardOn ?? told.providerCallId } : null;
}

/**
 * What is to be done now about the machine that has answered a call: as the campaign's settings say by now, with the
 * variables that the call was made with.
 *
 * @returns null when nothing is: its call is over, or the campaign listens for machines no longer.
 */
export async function findMachineHandling(db: Queryable, attemptId: number): Promise<ClaimedMachineHandling | null> {
  const call = await db
    .selectFrom('attempts')
    .innerJoin('campaigns', 'campaigns.id', 'attempts.campaign_id')
    .innerJoin('lines', 'lines.id', 'attempts.line_id')
    .select(['attempts.variables', 'campaigns.settings'])
    .select(['lines.to_number', 'lines.external_id', 'lines.timezone'])
    .where('attempts.id', '=', attemptId)
    .where('attempts.ended_at', 'is', null)
    .executeTakeFirst();
  return call ? machineHandlingOf(call.settings.voicemail, call, call.variables ?? {}).handling : null;
}

/**
 * What a campaign's settings make of a machine that answers one call.
 *
 * @returns `handling` null where nobody listens for one; `unresolved`: the variables of the message that have no value.
 * @example machineHandlingOf(settings.voicemail, line, { name: 'Ada' }).handling // { waitForBeep: true, timeoutS: 30, message: 'Hello Ada' }
 */
export function machineHandlingOf(
  { detection, timeoutS, message }: VoicemailHandling,
  contact: NamedContact,
  variables: Readonly<Record<string, unknown>>,
): { readonly handling: ClaimedMachineHandling | null; readonly unresolved: readonly string[] } {
  if (detection === 'off') return { handling: null, unresolved: [] };
  const said = message === null ? null : renderText(message, contact, variables);
  const handling = { waitForBeep: detection === 'wait_for_beep', timeoutS, message: said?.text ?? null };
  return { handling, unresolved: said?.unresolved ?? [] };
}
