import type { Schemas } from '../../../api/client';
import { duration } from '../line-words';

const DISPOSITION_TEXT: Readonly<Record<string, string>> = {
  completed: 'answered',
  busy: 'busy',
  no_answer: 'no answer',
  declined: 'declined',
  voicemail: 'voicemail',
  failed: 'failed',
  invalid_number: 'the number is invalid',
  suppressed: 'not called: the number is suppressed',
  no_capacity: 'not placed: the provider had no room',
  cancelled: 'cancelled',
  unknown: 'nobody knows how it ended',
};

const UNDER_WAY_TEXT: Readonly<Record<string, string>> = {
  placing: 'is being placed',
  placed: 'placed',
  ringing: 'rings',
  answered: 'somebody talks',
};

/** How a call ended, or how far it is. @example callText({ status: 'ringing', disposition: null }) // 'rings' */
export function callText({ status, disposition }: { status: string; disposition: string | null }): string {
  if (disposition !== null) return DISPOSITION_TEXT[disposition] ?? disposition.replaceAll('_', ' ');
  return UNDER_WAY_TEXT[status] ?? status;
}

const DECISION_TEXT: Readonly<Record<string, string>> = {
  retry: 'It is called again',
  callback: 'It is called back',
  close: 'It is done with',
  nothing: 'Nothing follows from it',
};

/** What followed from a call. @example decisionText('retry') // 'It is called again' */
export function decisionText(kind: string): string {
  return DECISION_TEXT[kind] ?? kind.replaceAll('_', ' ');
}

const SOURCE_TEXT: Readonly<Record<Schemas['Callback']['source'], string>> = {
  provider: 'The voice agent told the time.',
  words: 'The time was read from these words.',
  default_delay: 'No time was understood: the default delay of the campaign.',
  admin: 'Moved by hand.',
};

/** Where a promised time comes from. */
export function sourceText(source: Schemas['Callback']['source']): string {
  return SOURCE_TEXT[source];
}

/** What comes before the time of a promised callback: that of its call, where there is one. */
export function callbackText(
  status: Schemas['Callback']['status'],
  call: { readonly kind: 'attempt' | 'inbound' } | null,
): string {
  if (call !== null) return call.kind === 'attempt' ? 'Called at' : 'The contact called by itself at';
  return status === 'pending' ? 'It is called at' : 'It was to be called at';
}

/** How the pre-call webhook of a call went. */
export function preCallText({ outcome, tries, error, duration_ms }: Schemas['PreCall']): string {
  const took = `${tries === 1 ? 'one try' : `${tries} tries`}, ${duration(duration_ms / 1000)}`;
  if (outcome === 'answered') return `Pre-call webhook: answered (${took}).`;
  if (outcome === 'not_eligible') return `Pre-call webhook: it said not to call (${took}).`;
  return `Pre-call webhook: failed (${took})${error === null ? '' : `: ${error}`}.`;
}

/** @example wallClock('2026-12-25T15:00') // 'Dec 25, 2026, 15:00' */
export function wallClock(text: string): string {
  const at = new Date(`${text}Z`);
  if (Number.isNaN(at.getTime())) return text;
  const options = { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat('en-US', options).format(at);
}

/** @example sentence('reached') // 'Reached.' */
export function sentence(text: string): string {
  if (text === '') return '';
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}
