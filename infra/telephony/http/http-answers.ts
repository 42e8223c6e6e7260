import { isMeaning, type HttpSettings, type Meaning } from './http-settings';
import type { CallEnd, CallLookup, CallToFind, InboundCall, PlaceAnswer, ProviderEvent } from '../provider';
import { readAgentReport } from '../agent-report';
import { placeRefusal, type HttpAnswer } from '../provider-http';

/** A call that a dialler took may not be found at once. */
const FOUND_WITHIN_MS = 90_000;
/** Of requests that were given up on the way: there may be a call, whatever the answer says. */
const GIVEN_UP = [408, 499];

/** What an answer to a request for a call says, where the account's settings tell to look. */
export function readPlaceAnswer(answer: HttpAnswer, { answer: paths }: HttpSettings, reference: string): PlaceAnswer {
  const code = paths.code === null ? null : textAt(answer.body, paths.code);
  const disposition = code !== null && Object.hasOwn(paths.codes, code) ? paths.codes[code] : undefined;
  if (disposition !== undefined && code !== null && isDecided(answer)) {
    return { kind: 'refused', disposition, rawCode: code, retryAfterS: answer.retryAfterS };
  }
  // It has the reference already: there may be a call by an earlier request.
  if (answer.status === 409) return { kind: 'ambiguous', rawCode: code ?? 'http_409' };
  if (answer.status < 200 || answer.status >= 300) return placeRefusal(answer, code);
  const providerCallId = paths.call_id === null ? reference : textAt(answer.body, paths.call_id);
  return providerCallId === null
    ? { kind: 'ambiguous', rawCode: 'unreadable_answer' }
    : { kind: 'accepted', providerCallId };
}

/** Some say no with a 200; a 5xx, or a redirect, leaves open whether there is a call, whatever it says. */
function isDecided({ status }: HttpAnswer): boolean {
  return (status >= 200 && status < 300) || (status >= 400 && status < 500 && !GIVEN_UP.includes(status));
}

/**
 * What an answer to a look-up says.
 *
 * @param byCallId whether it went by the dialler's own id: whoever asks so has been told of a call, and that it is
 * forgotten does not say that it never was.
 */
export function readLookup(
  answer: HttpAnswer,
  settings: HttpSettings,
  asked: CallToFind,
  byCallId: boolean,
): CallLookup {
  const lookUp = settings.look_up!;
  const unknown = (rawCode: string): CallLookup => ({ kind: 'unknown', rawCode });
  const absent = byCallId ? unknown('not_found') : ({ kind: 'absent' } as const);
  if (answer.status === 404) {
    // A page of a gateway, or of a wrong path, says nothing about calls.
    if (answer.body === undefined) return unknown('not_found');
    return Date.now() - asked.askedAt < FOUND_WITHIN_MS ? unknown('not_listed_yet') : absent;
  }
  if (answer.status !== 200) return unknown(`http_${answer.status}`);
  const call = lookUp.call === null ? answer.body : valueAt(answer.body, lookUp.call);
  if (call === null || (call === undefined && isEmptyListAt(answer.body, lookUp.call))) return absent;
  const facts = factsOf(call, { ...settings.events, ...given(lookUp) });
  if (facts === null) return unknown('unreadable_answer');
  if (!isOf(facts, asked, byCallId)) return unknown('another_call');
  const providerCallId = facts.callId ?? asked.providerCallId ?? asked.reference;
  const { meaning } = facts;
  switch (meaning) {
    case undefined:
      return unknown(`status_${facts.status}`);
    case 'queued':
    case 'ringing':
    case 'answered':
    case 'machine_detected':
      return { kind: 'live', providerCallId };
    default:
      return { kind: 'ended', providerCallId, end: { ...facts.end, disposition: meaning } };
  }
}

/** By our reference, where it is named; else by the id that was asked for. */
function isOf({ reference, callId }: CallFacts, asked: CallToFind, byCallId: boolean): boolean {
  if (reference !== null) return reference === asked.reference;
  return !byCallId || callId === null || callId === asked.providerCallId;
}

/** Only what is there. */
function given(paths: NonNullable<HttpSettings['look_up']>): Partial<HttpSettings['events']> {
  return Object.fromEntries(Object.entries(paths).filter(([, value]) => value !== undefined));
}

function isEmptyListAt(body: unknown, path: string | null): boolean {
  const parent = path?.split('.').slice(0, -1).join('.') ?? '';
  return Array.isArray(parent === '' ? body : valueAt(body, parent));
}

/**
 * What an event tells.
 *
 * @throws when a signed body is no event of a call, or has a status that is mapped to nothing.
 */
export function readEvents(body: unknown, { events }: HttpSettings): readonly ProviderEvent[] {
  const facts = factsOf(body, events);
  if (!facts || (facts.reference === null && facts.callId === null)) {
    throw new Error(`The event has no ${events.status}, or neither ${events.reference} nor ${events.call_id}.`);
  }
  const { meaning } = facts;
  const head = { reference: facts.reference, providerCallId: facts.callId };
  switch (meaning) {
    case undefined:
      throw new Error(`The status "${facts.status}" is mapped to nothing. Add it to events.statuses of the account.`);
    case 'queued':
      return facts.reference !== null && facts.callId !== null ? [{ ...head, type: 'taken' }] : [];
    case 'ringing':
    case 'answered':
    case 'machine_detected':
      return [{ ...head, type: meaning }];
    default:
      return [{ ...head, type: 'ended', end: { ...facts.end, disposition: meaning } }];
  }
}

/** What is told of a call, in an event or by a look-up. */
interface CallFacts {
  readonly reference: string | null;
  readonly callId: string | null;
  readonly status: string;
  /** Undefined where the status is mapped to nothing. */
  readonly meaning: Meaning | undefined;
  readonly end: Omit<CallEnd, 'disposition'>;
}

/** Our own words need no mapping. */
function meaningOf(status: string, statuses: HttpSettings['events']['statuses']): Meaning | undefined {
  if (Object.hasOwn(statuses, status)) return statuses[status];
  return isMeaning(status) ? status : undefined;
}

/** Null where there is no status. */
function factsOf(call: unknown, paths: HttpSettings['events']): CallFacts | null {
  const status = textAt(call, paths.status);
  if (status === null) return null;
  const outcome = paths.outcome === null ? null : valueAt(call, paths.outcome);
  return {
    reference: textAt(call, paths.reference),
    callId: textAt(call, paths.call_id),
    status,
    meaning: meaningOf(status, paths.statuses),
    end: {
      rawCode: (paths.code === null ? null : textAt(call, paths.code)) ?? status,
      durationS: paths.duration_s === null ? null : numberAt(call, paths.duration_s),
      outcome: readAgentReport(outcome),
    },
  };
}

/** @throws when a signed body is no question. */
export function readInbound(body: unknown, paths: NonNullable<HttpSettings['inbound']>): InboundCall {
  const [from, to] = [textAt(body, paths.from), textAt(body, paths.to)];
  if (from === null || to === null) throw new Error(`The question has no ${paths.from}, or no ${paths.to}.`);
  return { from, to, providerCallId: paths.call_id === null ? null : textAt(body, paths.call_id) };
}

/** What stands at a path of names, and numbers within lists; undefined where it leads nowhere. */
function valueAt(within: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (part, name) =>
        typeof part === 'object' && part !== null && Object.hasOwn(part, name)
          ? (part as Record<string, unknown>)[name]
          : undefined,
      within,
    );
}

function textAt(within: unknown, path: string): string | null {
  const value = valueAt(within, path);
  if (typeof value === 'string') return value === '' ? null : value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}

function numberAt(within: unknown, path: string): number | null {
  const text = textAt(within, path);
  const value = Number(text);
  return text === null || !Number.isFinite(value) || value < 0 ? null : value;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
