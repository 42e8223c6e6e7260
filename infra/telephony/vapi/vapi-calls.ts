import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { readAgentReport, withoutEmpty } from '../agent-report';
import type { CallEnd, InboundCall, ProviderEvent, ReceivedWebhook } from '../provider';
import { readEndedReason } from './vapi-ended-reasons';

/** The header that carries the secret. Vapi signs nothing: whoever knows the secret is Vapi. */
export const SECRET_HEADER = 'x-vapi-secret';

const LIVE = ['scheduled', 'queued', 'ringing', 'in-progress', 'forwarding'];

const text = z.string().nullish().catch(null);
const numberSchema = z.object({ number: text }).nullish().catch(null);
const overridesSchema = z
  .object({
    metadata: z
      .object({ reference: z.string().min(1) })
      .nullish()
      .catch(null),
  })
  .nullish()
  .catch(null);
const analysisSchema = z
  .object({ summary: text, structuredData: z.unknown().optional(), successEvaluation: z.unknown().optional() })
  .nullish()
  .catch(null);
const artifactSchema = z
  .object({
    transcript: text,
    recordingUrl: text,
    structuredOutputs: z.record(z.string(), z.unknown()).nullish().catch(null),
  })
  .nullish()
  .catch(null);
const callSchema = z.object({
  id: z.string().min(1),
  status: text,
  createdAt: text,
  startedAt: text,
  endedAt: text,
  endedReason: text,
  assistantOverrides: overridesSchema,
  customer: numberSchema,
  phoneNumber: numberSchema,
  monitor: z.object({ controlUrl: text }).nullish().catch(null),
  analysis: analysisSchema,
  artifact: artifactSchema,
});
const messageHead = { call: callSchema, timestamp: z.number().nullish().catch(null) };
const outputSchema = z.object({ name: z.string().min(1), result: z.unknown().optional() });

const MESSAGES = {
  'status-update': z.object({ ...messageHead, status: z.string(), endedReason: text }),
  'end-of-call-report': z.object({
    ...messageHead,
    endedReason: z.string(),
    startedAt: text,
    endedAt: text,
    analysis: analysisSchema,
    artifact: artifactSchema,
  }),
  transcript: z.object({ ...messageHead, role: z.string(), transcriptType: z.string(), transcript: z.string() }),
} as const;
const messageSchema = z.object({ message: z.looseObject({ type: z.string().min(1) }) });
const inboundSchema = z.object({
  type: z.literal('assistant-request'),
  call: callSchema,
  customer: numberSchema,
  phoneNumber: numberSchema,
});

export type VapiCall = z.output<typeof callSchema>;
type EndedCall = Pick<VapiCall, 'startedAt' | 'endedAt' | 'endedReason' | 'analysis' | 'artifact'>;

/** @returns null when this is no call of Vapi's. */
export function readVapiCall(body: unknown): VapiCall | null {
  return callSchema.safeParse(body).data ?? null;
}

/** Our reference, as Vapi has kept it; null for a call that is none of ours. */
export function referenceOf({ assistantOverrides }: VapiCall): string | null {
  return assistantOverrides?.metadata?.reference ?? null;
}

/** True while the called person may be spoken to, or their phone may ring. */
export function isLive({ status }: VapiCall): boolean {
  return LIVE.includes(status ?? '');
}

/**
 * True for a call that is over whose analysis Vapi has yet to make: it may tell of wishes to be called back, or never again.
 *
 * @param withinMs for how long after the end an analysis is waited for.
 * @param now epoch milliseconds.
 */
export function awaitsAnalysis(call: VapiCall, withinMs: number, now: number): boolean {
  const { analysis, artifact, endedAt, endedReason, startedAt } = call;
  if (endedReason && (readEndedReason(endedReason).neverConnected || isUnstarted(endedReason, startedAt))) return false;
  const told = [analysis?.summary, analysis?.structuredData, analysis?.successEvaluation, artifact?.structuredOutputs];
  return told.every((one) => one === null || one === undefined) && now - Date.parse(endedAt ?? '') < withinMs;
}

/** How a call that is over ended, with what is reported about it so far: nothing where nobody was spoken to. */
export function endOfVapiCall({ startedAt, endedAt, endedReason, analysis, artifact }: EndedCall): CallEnd {
  const rawCode = endedReason ?? 'ended';
  const { disposition, neverConnected } = readEndedReason(rawCode);
  if (neverConnected) return { disposition, rawCode, durationS: null, outcome: {} };
  return {
    disposition: isUnstarted(rawCode, startedAt) ? 'cancelled' : disposition,
    rawCode,
    durationS: secondsBetween(startedAt, endedAt),
    outcome: withoutEmpty({
      ...readAgentReport(namedOutputs(artifact?.structuredOutputs ?? {})),
      ...readAgentReport(analysis?.structuredData),
      summary: analysis?.summary,
      success_evaluation: analysis?.successEvaluation,
      transcript: artifact?.transcript,
      recording_url: artifact?.recordingUrl,
    }),
  };
}

/**
 * Verifies and reads a message about calls.
 *
 * @returns null when it has not the secret.
 * @throws when it cannot be read.
 */
export function readVapiEvents(webhook: ReceivedWebhook, secret: string): readonly ProviderEvent[] | null {
  const message = readMessage(webhook, secret);
  if (message === null) return null;
  switch (message.type) {
    case 'status-update':
      return readStatus(MESSAGES['status-update'].parse(message));
    case 'end-of-call-report': {
      const report = MESSAGES['end-of-call-report'].parse(message);
      return [{ ...headOf(report.call), type: 'ended', end: endOfVapiCall(withTimesOfCall(report)) }];
    }
    case 'transcript':
    case 'transcript[transcriptType="final"]':
      return readTurn(MESSAGES.transcript.parse(message));
    default:
      // Conversations, speech, tools and whatever is added: nothing for us.
      return [];
  }
}

/**
 * Verifies and reads the question who speaks to a caller.
 *
 * @returns null when it has not the secret.
 * @throws when it cannot be read.
 */
export function readVapiInbound(webhook: ReceivedWebhook, secret: string): InboundCall | null {
  const message = readMessage(webhook, secret);
  if (message === null) return null;
  const { call, customer, phoneNumber } = inboundSchema.parse(message);
  const from = call.customer?.number ?? customer?.number;
  const to = phoneNumber?.number ?? call.phoneNumber?.number;
  if (!from || !to) throw new Error('An assistant-request of Vapi does not say who calls whom.');
  return { providerCallId: call.id, from, to };
}

function readMessage({ rawBody, headers }: ReceivedWebhook, secret: string): { readonly type: string } | null {
  if (!isSame(headers[SECRET_HEADER] ?? '', secret)) return null;
  return messageSchema.parse(JSON.parse(rawBody.toString('utf8'))).message;
}

/** Cancelled while it rang. */
function isUnstarted(endedReason: string, startedAt: string | null | undefined): boolean {
  return endedReason === 'manually-canceled' && !startedAt;
}

function headOf(call: VapiCall) {
  return { reference: referenceOf(call), providerCallId: call.id };
}

function readStatus(update: z.output<(typeof MESSAGES)['status-update']>): ProviderEvent[] {
  const { call, status, endedReason } = update;
  const head = headOf(call);
  switch (status) {
    case 'queued':
      return [{ ...head, type: 'taken' }];
    case 'ringing':
      return [{ ...head, type: 'ringing' }];
    case 'in-progress':
      return [{ ...head, type: 'answered' }];
    case 'ended':
      // The report follows, with wishes to be called back, or never again.
      return endedReason && readEndedReason(endedReason).neverConnected
        ? [{ ...head, type: 'ended', end: endOfVapiCall({ ...call, endedReason }) }]
        : [{ ...head, type: 'ending' }];
    default:
      return [];
  }
}

/** Only what is said for good: parts of it come before, and are corrected. */
function readTurn(turn: z.output<(typeof MESSAGES)['transcript']>): ProviderEvent[] {
  const { call, role, transcriptType, transcript, timestamp } = turn;
  if (transcriptType !== 'final') return [];
  const startedAt = call.startedAt ? Date.parse(call.startedAt) : NaN;
  const atS = timestamp ? (timestamp - startedAt) / 1_000 : NaN;
  return [
    {
      ...headOf(call),
      type: 'transcript',
      eventId: timestamp ? `${role}-${timestamp}` : null,
      transcript: {
        text: transcript,
        speaker: role === 'user' ? 'contact' : 'agent',
        complete: false,
        atS: Number.isNaN(atS) ? null : Math.max(0, atS),
      },
    },
  ];
}

function withTimesOfCall(report: z.output<(typeof MESSAGES)['end-of-call-report']>): EndedCall {
  const { call } = report;
  return {
    endedReason: report.endedReason,
    startedAt: report.startedAt ?? call.startedAt,
    endedAt: report.endedAt ?? call.endedAt,
    analysis: report.analysis ?? call.analysis,
    artifact: report.artifact ?? call.artifact,
  };
}

/** By their names: one that is an object tells several fields. */
function namedOutputs(outputs: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const fields = Object.values(outputs).map((output): object => {
    const { name, result } = outputSchema.safeParse(output).data ?? {};
    if (name === undefined) return {};
    return typeof result === 'object' && result !== null && !Array.isArray(result) ? result : { [name]: result };
  });
  return Object.assign({}, ...fields) as Record<string, unknown>;
}

function secondsBetween(from: string | null | undefined, to: string | null | undefined): number | null {
  const ms = Date.parse(to ?? '') - Date.parse(from ?? '');
  return Number.isNaN(ms) ? null : Math.max(0, Math.round(ms / 1_000));
}

/** In constant time, whatever their lengths. */
function isSame(left: string, right: string): boolean {
  const digest = (value: string): Buffer => createHash('sha256').update(value).digest();
  return timingSafeEqual(digest(left), digest(right));
}
