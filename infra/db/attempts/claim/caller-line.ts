import { preCallUrlOf } from '../../../../domain/pre-call';
import type { SharedLines } from '../../numbers/capacity';
import type { AgentRow } from '../../organization-tables';

/** Who speaks in a call. */
export interface CallAgent {
  readonly id: number;
  /** The provider's id of the agent; null where the provider needs none. */
  readonly reference: string | null;
  readonly welcomeMessage: string;
  readonly prompt: string;
  /** The webhook to ask before each call that we make; null where there is none. */
  readonly preCallUrl: string | null;
}

/** A number that a call may come from. */
export interface CallerLine extends SharedLines {
  readonly number: string;
  readonly provider: string;
  /** The provider's own id of the number; null where it goes by the number itself. */
  readonly numberReference: string | null;
  readonly agent: CallAgent | null;
  /** Its account's provider has asked for quiet until then, epoch milliseconds; null where it has not. */
  readonly restsUntil: number | null;
}

/** What is read of a number, its account and its agent, by every query that reads callers. */
export const CALLER_LINE_COLUMNS = [
  'phone_numbers.id as phone_number_id',
  'phone_numbers.number',
  'phone_numbers.provider',
  'phone_numbers.provider_reference as number_reference',
  'phone_numbers.account_id',
  'phone_numbers.concurrency_limit as number_limit',
  'provider_accounts.concurrency_limit as account_limit',
  'provider_accounts.rests_until as account_rests_until',
  'agents.id as agent_id',
  'agents.provider_reference',
  'agents.welcome_message',
  'agents.prompt',
  'agents.pre_call_webhook_url',
  'agents.webhook_direction',
] as const;

/** Those columns. */
export interface CallerLineColumns {
  readonly phone_number_id: number;
  readonly number: string;
  readonly provider: string;
  readonly number_reference: string | null;
  readonly account_id: number;
  readonly number_limit: number | null;
  readonly account_limit: number | null;
  readonly account_rests_until: Date | null;
  readonly agent_id: number | null;
  readonly provider_reference: string | null;
  readonly welcome_message: string | null;
  readonly prompt: string | null;
  readonly pre_call_webhook_url: string | null;
  readonly webhook_direction: AgentRow['webhook_direction'];
}

/** The same as one object. */
export function callerLineOf(row: CallerLineColumns): CallerLine {
  return {
    phoneNumberId: row.phone_number_id,
    number: row.number,
    provider: row.provider,
    numberReference: row.number_reference,
    accountId: row.account_id,
    accountLimit: row.account_limit,
    numberLimit: row.number_limit,
    restsUntil: row.account_rests_until?.getTime() ?? null,
    agent: row.agent_id === null ? null : agentOf(row, row.agent_id),
  };
}

function agentOf(row: CallerLineColumns, id: number): CallAgent {
  return {
    id,
    reference: row.provider_reference,
    welcomeMessage: row.welcome_message ?? '',
    prompt: row.prompt ?? '',
    preCallUrl: preCallUrlOf({ url: row.pre_call_webhook_url, direction: row.webhook_direction }, 'outbound'),
  };
}
