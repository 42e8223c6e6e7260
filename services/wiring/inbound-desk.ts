import { setTimeout as sleep } from 'node:timers/promises';
import { preCallUrlOf, type PreCallResult } from '../../domain/pre-call';
import { signingSecrets } from '../../domain/signing-secrets';
import { systemClock, type Clock } from '../../infra/clock';
import type { EventSource } from '../../infra/db/attempts/event-source';
import type { Database } from '../../infra/db/database';
import { findCalledNumber, type CalledNumber } from '../../infra/db/inbound/called-number';
import { acceptInboundCall, refuseInboundCall, storeInboundCall } from '../../infra/db/inbound/inbound-calls';
import { findWaitingContact, type WaitingContact } from '../../infra/db/inbound/waiting-contact';
import { findAgent } from '../../infra/db/organizations/agents';
import type { InboundCallRow } from '../../infra/db/provider-tables';
import type { AgentRow } from '../../infra/db/organization-tables';
import type { PreCallRecord } from '../../infra/db/webhook-tables';
import type { Logger } from '../../infra/observability/logger';
import type { InboundAnswer, InboundCall } from '../../infra/telephony/provider';
import { renderAgentTexts } from '../../infra/templates/agent-texts';
import { askPreCallWebhook, type PreCallWorld } from '../../infra/webhook-http/pre-call-webhook';
import { eventsUrl } from './telephony';

/** What answering callers needs. */
export interface InboundDesk {
  readonly db: Database;
  readonly sender: PreCallWorld['sender'];
  readonly logger: Logger;
  /** The API's base, as providers reach it. */
  readonly providerUrl: string;
  /** Says when a call came; the system's own unless given. */
  readonly clock?: Clock;
}

/**
 * All tries of the pre-call webhook together, milliseconds. The least patient provider hangs up on the caller after 7.5 s
 * (Vapi; Retell waits 10 s, Twilio 15 s), and the answer has to travel, too.
 */
const PRE_CALL_WITHIN_MS = 5_500;

/** Why nobody speaks to a caller, as the call's raw code. */
const REFUSED = { noAgent: 'no_agent', notEligible: 'not_eligible' } as const;

/** What a caller may be called from; everything else (a name, a withheld number) is nobody's number. */
const READABLE = /^[\x20-\x7e]{1,64}$/;
const UNKNOWN_CALLER = 'unknown';

/**
 * Says who speaks to somebody who calls one of our numbers, and stores the call: a contact that waits for ours is
 * recognised, and its variables, with those of the agent's pre-call webhook, fill what the agent says. Asked again about the
 * same call, it answers the same.
 *
 * @returns null when nobody speaks to the caller: the number is none of the account's, has no agent, or the pre-call webhook
 * has said no.
 */
export async function answerCaller(
  desk: InboundDesk,
  source: EventSource,
  asked: InboundCall,
): Promise<InboundAnswer | null> {
  const { db, logger, clock = systemClock } = desk;
  const now = await clock();
  const to = asked.to.trim();
  const number = READABLE.test(to) ? await findCalledNumber(db, { ...source, number: to }) : null;
  if (!number) {
    logger.warn({ ...source }, 'somebody calls a number that the account does not have; the call is refused');
    return null;
  }
  const from = READABLE.test(asked.from.trim()) ? asked.from.trim() : UNKNOWN_CALLER;
  const contact = await findWaitingContact(db, { ...number, number: from });
  const { providerCallId } = asked;
  const call = await storeInboundCall(db, { providerCallId, from, number, contact, now });
  const agent = call.agent_id === null ? undefined : await findAgent(db, number.organizationId, call.agent_id);
  const decided = call.variables === null ? await decide(desk, { call, number, contact, agent, now }) : call;
  if (!agent || decided.status === 'ended' || decided.variables === null) return null;
  return answerOf(desk, source, { call: decided, agent, contact });
}

interface Asked {
  readonly call: InboundCallRow;
  readonly number: CalledNumber;
  readonly contact: WaitingContact | null;
  readonly agent: AgentRow | undefined;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** Somebody who calls is answered also where the pre-call webhook fails: only its no refuses the call. */
async function decide(desk: InboundDesk, asked: Asked): Promise<InboundCallRow> {
  const { call, contact, agent, now } = asked;
  const { db } = desk;
  if (call.status === 'ended') return call;
  if (!agent) return refuseInboundCall(db, call.id, { reason: REFUSED.noAgent, preCall: null, now });
  const result = await askWebhook(desk, asked, agent);
  const preCall = result && recordOf(result, call.to_number);
  if (result?.kind === 'not_eligible') {
    return refuseInboundCall(db, call.id, { reason: REFUSED.notEligible, preCall, now });
  }
  const more = result?.kind === 'answered' ? result.variables : {};
  return acceptInboundCall(db, call.id, { variables: { ...contact?.customVariables, ...more }, preCall });
}

async function askWebhook(
  { sender }: InboundDesk,
  { call, number, now }: Asked,
  agent: AgentRow,
): Promise<PreCallResult | null> {
  const url = preCallUrlOf({ url: agent.pre_call_webhook_url, direction: agent.webhook_direction }, 'inbound');
  if (url === null) return null;
  return askPreCallWebhook(
    { sender, sleep: (ms) => sleep(ms) },
    {
      url,
      secrets: signingSecrets(number.callbackSecret, now),
      webhookId: `msg_pre_call_${call.reference}`,
      direction: 'inbound',
      agentId: agent.id,
      from: call.from_number,
      to: call.to_number,
      withinMs: PRE_CALL_WITHIN_MS,
    },
  );
}

/** @param fromNumber our number, as for calls that we make. */
function recordOf(result: PreCallResult, fromNumber: string): PreCallRecord {
  const { kind: outcome, tries, durationMs } = result;
  return { outcome, tries, error: errorOf(result), durationMs, fromNumber };
}

function errorOf(result: PreCallResult): string | null {
  if (result.kind === 'failed') return result.error;
  return result.kind === 'not_eligible' ? result.reason : null;
}

function answerOf(
  { providerUrl }: InboundDesk,
  { provider, accountId }: EventSource,
  { call, agent, contact }: { call: InboundCallRow; agent: AgentRow; contact: WaitingContact | null },
): InboundAnswer {
  const variables = call.variables ?? {};
  const caller = {
    to_number: call.from_number,
    external_id: contact?.externalId ?? null,
    timezone: contact?.timezone ?? null,
  };
  const texts = { welcomeMessage: agent.welcome_message, prompt: agent.prompt };
  return {
    reference: call.reference,
    agentReference: agent.provider_reference,
    ...renderAgentTexts(texts, caller, variables).texts,
    variables,
    eventsUrl: eventsUrl(providerUrl, provider, accountId),
  };
}
