import { z } from 'zod';
import type { Disposition } from '../../../domain/disposition';
import { readAgentReport, withoutEmpty } from '../agent-report';
import type { CallEnd, InboundCall, ProviderEvent, ReceivedWebhook } from '../provider';
import { holdsInTime } from '../timed-signature';

const SIGNATURE = /^v=(?<at>\d{1,15}),d=(?<digest>[0-9a-f]{64})$/i;
/** Of a conversation so far, whose turns were told before: a few that were not, should webhooks be lost. */
const TURNS_TOLD = 4;

/** By `disconnection_reason`: the called person was never spoken to. Nothing more is to be reported about such a call. */
const NEVER_CONNECTED = dispositions({
  dial_busy: 'busy',
  dial_no_answer: 'no_answer',
  user_declined: 'declined',
  dial_failed: 'failed',
  invalid_destination: 'invalid_number',
  sip_routing_error: 'failed',
  marked_as_spam: 'failed',
  registered_call_timeout: 'failed',
  error_user_not_joined: 'no_answer',
  concurrency_limit_reached: 'no_capacity',
  no_concurrency_fallback: 'no_capacity',
  no_valid_payment: 'no_capacity',
  telephony_provider_permission_denied: 'no_capacity',
  telephony_provider_unavailable: 'no_capacity',
});

/** By `disconnection_reason`: somebody, or something, has answered; or may have. */
const CONNECTED = dispositions({
  user_hangup: 'completed',
  agent_hangup: 'completed',
  call_transfer: 'completed',
  transfer_bridged: 'completed',
  transfer_cancelled: 'completed',
  call_take_over: 'completed',
  manual_stopped: 'completed',
  inactivity: 'completed',
  max_duration_reached: 'completed',
  voicemail_reached: 'voicemail',
  // A machine as well: it asks for keys to be pressed.
  ivr_reached: 'voicemail',
  scam_detected: 'failed',
  error_llm_websocket_open: 'failed',
  error_llm_websocket_lost_connection: 'failed',
  error_llm_websocket_runtime: 'failed',
  error_llm_websocket_corrupt_payload: 'failed',
  error_no_audio_received: 'failed',
  error_asr: 'failed',
  error_retell: 'failed',
  error_unknown: 'failed',
});

const text = z.string().nullish().catch(null);
const wordSchema = z.object({ start: z.number().nullish() });
const utteranceSchema = z.object({
  role: z.enum(['agent', 'user', 'transfer_target']),
  content: z.string(),
  words: z.array(wordSchema).nullish().catch(null),
});
const callSchema = z.object({
  call_id: z.string().min(1),
  call_status: z.string(),
  disconnection_reason: text,
  duration_ms: z.number().nullish().catch(null),
  end_timestamp: z.number().nullish().catch(null),
  metadata: z
    .object({ reference: z.string().min(1) })
    .nullish()
    .catch(null),
  transcript: text,
  transcript_with_tool_calls: z.array(z.unknown()).nullish().catch(null),
  recording_url: text,
  call_analysis: z
    .object({
      call_summary: text,
      call_successful: z.boolean().nullish().catch(null),
      in_voicemail: z.boolean().nullish().catch(null),
      user_sentiment: text,
      custom_analysis_data: z.unknown().optional(),
    })
    .nullish()
    .catch(null),
});
const EVENTS = ['call_started', 'call_ended', 'call_analyzed', 'transcript_updated'] as const;
const eventSchema = z.object({ event: z.enum(EVENTS), call: callSchema });
/** Transfers, chats and whatever is added: nothing for us. */
const otherEventSchema = z.object({
  event: z.string().refine((name) => !(EVENTS as readonly string[]).includes(name)),
});
const inboundSchema = z.object({
  event: z.literal('call_inbound'),
  call_inbound: z.object({ call_id: text, from_number: z.string().min(1), to_number: z.string().min(1) }),
});

export type RetellCall = z.output<typeof callSchema>;

/** @returns null when Retell has not said which call it took. */
export function readRetellCallId(body: unknown): string | null {
  return callSchema.pick({ call_id: true }).safeParse(body).data?.call_id ?? null;
}

/** @returns null when this is no call of Retell's. */
export function readRetellCall(body: unknown): RetellCall | null {
  return callSchema.safeParse(body).data ?? null;
}

/** True while the called person may be spoken to, or their phone may ring. */
export function isLive({ call_status: status }: RetellCall): boolean {
  return status === 'registered' || status === 'ongoing';
}

/**
 * True for a call that is over whose analysis Retell has yet to make: it may tell of wishes to be called back, or never again.
 *
 * @param withinMs for how long after the end an analysis is waited for.
 * @param now epoch milliseconds.
 */
export function awaitsAnalysis(call: RetellCall, withinMs: number, now: number): boolean {
  if (wasNeverConnected(call) || call.call_analysis) return false;
  return typeof call.end_timestamp === 'number' && now - call.end_timestamp < withinMs;
}

/** How a call that is over ended, with what its analysis tells so far: nothing where nobody was spoken to. */
export function endOfRetellCall(call: RetellCall): CallEnd {
  const { call_analysis: analysis, duration_ms: durationMs } = call;
  const disposition = dispositionOf(call);
  const rawCode = call.disconnection_reason ?? call.call_status;
  if (wasNeverConnected(call)) return { disposition, rawCode, durationS: null, outcome: {} };
  return {
    disposition: analysis?.in_voicemail === true && disposition === 'completed' ? 'voicemail' : disposition,
    rawCode,
    durationS: typeof durationMs === 'number' ? Math.round(durationMs / 1_000) : null,
    outcome: withoutEmpty({
      ...readAgentReport(analysis?.custom_analysis_data),
      summary: analysis?.call_summary,
      sentiment: analysis?.user_sentiment?.toLowerCase(),
      call_successful: analysis?.call_successful,
      transcript: call.transcript,
      recording_url: call.recording_url,
    }),
  };
}

/**
 * Verifies and reads a webhook about calls.
 *
 * @returns null when the signature does not hold.
 * @throws when it cannot be read.
 */
export function readRetellEvents(webhook: ReceivedWebhook, key: string): readonly ProviderEvent[] | null {
  if (!isSigned(webhook, key)) return null;
  const body: unknown = JSON.parse(webhook.rawBody.toString('utf8'));
  if (otherEventSchema.safeParse(body).success) return [];
  const { event, call } = eventSchema.parse(body);
  const head = { reference: call.metadata?.reference ?? null, providerCallId: call.call_id };
  switch (event) {
    case 'call_started':
      return [{ ...head, type: 'answered' }];
    case 'call_ended':
      // The analysis follows, with wishes to be called back, or never again.
      return wasNeverConnected(call)
        ? [{ ...head, type: 'ended', end: endOfRetellCall(call) }]
        : [{ ...head, type: 'ending' }];
    case 'call_analyzed':
      return [{ ...head, type: 'ended', end: endOfRetellCall(call) }];
    case 'transcript_updated':
      return turnsOf(call).map((turn) => ({ ...head, ...turn }));
  }
}

/**
 * Verifies and reads the question who speaks to a caller.
 *
 * @returns null when the signature does not hold.
 * @throws when it cannot be read.
 */
export function readRetellInbound(webhook: ReceivedWebhook, key: string): InboundCall | null {
  if (!isSigned(webhook, key)) return null;
  const { call_inbound: call } = inboundSchema.parse(JSON.parse(webhook.rawBody.toString('utf8')));
  return { providerCallId: call.call_id ?? null, from: call.from_number, to: call.to_number };
}

function dispositions(byReason: Readonly<Record<string, Disposition>>): ReadonlyMap<string, Disposition> {
  return new Map(Object.entries(byReason));
}

function wasNeverConnected({ call_status: status, disconnection_reason: reason }: RetellCall): boolean {
  return status === 'not_connected' || NEVER_CONNECTED.has(reason ?? '');
}

function dispositionOf(call: RetellCall): Disposition {
  const { call_status: status, disconnection_reason: reason } = call;
  // Stopped while it rang: by us, or by somebody at Retell.
  if (reason === 'manual_stopped' && wasNeverConnected(call)) return 'cancelled';
  return (
    NEVER_CONNECTED.get(reason ?? '') ?? CONNECTED.get(reason ?? '') ?? (status === 'ended' ? 'completed' : 'failed')
  );
}

/** Retell tells the whole conversation again at each turn, the last of which may still be spoken. */
function turnsOf(call: RetellCall) {
  const turns = (call.transcript_with_tool_calls ?? []).flatMap((part) => utteranceSchema.safeParse(part).data ?? []);
  const spoken = isLive(call) ? turns.slice(0, -1) : turns;
  const first = Math.max(0, spoken.length - TURNS_TOLD);
  return spoken.slice(first).map(({ role, content, words }, index) => ({
    type: 'transcript' as const,
    eventId: `turn-${first + index}`,
    transcript: { text: content, speaker: speakerOf(role), complete: false, atS: words?.[0]?.start ?? null },
  }));
}

function speakerOf(role: z.output<typeof utteranceSchema>['role']): 'agent' | 'contact' | null {
  switch (role) {
    case 'agent':
      return 'agent';
    case 'user':
      return 'contact';
    case 'transfer_target':
      return null;
  }
}

function isSigned({ rawBody, headers }: ReceivedWebhook, key: string): boolean {
  const { at, digest } = SIGNATURE.exec(headers['x-retell-signature'] ?? '')?.groups ?? {};
  if (at === undefined || digest === undefined) return false;
  return holdsInTime({ at: Number(at), digest, covers: [rawBody, at] }, key);
}
