import type { Schemas } from '../../api/client';
import type { LineStatus } from '../../../../../domain/line-status';

const INTERACTION_TEXT: Readonly<Record<string, string>> = {
  answered: 'Answered',
  not_reached: 'Not reached',
  callback_requested: 'Asked to be called back',
  do_not_call: 'Asked not to be called',
};

/** @example interactionText('not_reached') // 'Not reached' */
export function interactionText(interaction: string | null): string {
  if (interaction === null) return '–';
  return INTERACTION_TEXT[interaction] ?? interaction.replaceAll('_', ' ');
}

/** Which part of a campaign's counts has exactly the contacts of a status; the others are not counted apart. */
const COUNTED_IN: Partial<Record<LineStatus, keyof Schemas['LineCounts']>> = {
  in_progress: 'in_progress',
  callback_scheduled: 'waiting_callback',
  completed: 'completed',
  busy: 'busy',
  no_answer: 'no_answer',
  voicemail: 'voicemail',
  failed: 'failed',
};

/** How many contacts have a status; null where the counts do not tell it. */
export function countOf(counts: Schemas['LineCounts'] | undefined, status: LineStatus): number | null {
  const part = COUNTED_IN[status];
  return counts === undefined || part === undefined ? null : counts[part];
}

/** @example duration(75) // '1 min 15 s' */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** An address that may be linked to; null for anything but http and https. */
export function webAddress(text: unknown): string | null {
  if (typeof text !== 'string' || !/^https?:\/\//i.test(text) || !URL.canParse(text)) return null;
  return text;
}
