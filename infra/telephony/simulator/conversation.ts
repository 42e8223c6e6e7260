import type { ConversationReport } from '../../../domain/conversation';

/** When a simulated agent reports what was said and understood. */
export type Telling = 'nothing' | 'live' | 'late' | 'live_and_late';

/** One report, so long after the call was answered, or after its end. */
export interface Told {
  /** Milliseconds at speed 1. */
  readonly afterMs: number;
  readonly report: ConversationReport;
}

/** All that is reported of one conversation, in order. */
export interface ToldConversation {
  readonly live: readonly Told[];
  readonly late: readonly Told[];
}

const TURNS = [
  { speaker: 'agent', text: 'Hello, this is Everdial. May I book a table for you?' },
  { speaker: 'contact', text: 'Yes, for three of us, on Tuesday please.' },
  { speaker: 'agent', text: 'It is booked. Goodbye.' },
] as const;
const INTENT = { name: 'book_table', confidence: 0.93 };
const PARTY_SIZE = { name: 'party_size', value: 3, confidence: 0.98 };
const DAY = { name: 'day', value: 'Tuesday', confidence: 0.87 };
const LATE_BY_MS = 300;

/**
 * What is reported of a conversation: live turn by turn, with what was understood in between; late the whole transcript and
 * what an analysis after the call has found.
 *
 * @param talkMs how long the call lasts after it was answered, in milliseconds.
 * @example toldConversation('live', 1_000).live.map(({ report }) => report.type)
 * // ['transcript', 'transcript', 'intent', 'entity', 'transcript']
 */
export function toldConversation(telling: Telling, talkMs: number): ToldConversation {
  return {
    live: telling === 'live' || telling === 'live_and_late' ? toldLive(talkMs) : [],
    late: telling === 'late' || telling === 'live_and_late' ? toldLate() : [],
  };
}

function toldLive(talkMs: number): Told[] {
  const [first, second, third] = TURNS;
  const turn = (part: (typeof TURNS)[number], share: number): Told => {
    const afterMs = Math.round(talkMs * share);
    return { afterMs, report: { type: 'transcript', transcript: { ...part, complete: false, atS: afterMs / 1_000 } } };
  };
  return [
    turn(first, 0.1),
    turn(second, 0.4),
    { afterMs: Math.round(talkMs * 0.5), report: { type: 'intent', intent: INTENT } },
    { afterMs: Math.round(talkMs * 0.6), report: { type: 'entity', entity: PARTY_SIZE } },
    turn(third, 0.8),
  ];
}

function toldLate(): Told[] {
  const text = TURNS.map(({ speaker, text: said }) => `${speaker}: ${said}`).join('\n');
  const reports: ConversationReport[] = [
    { type: 'transcript', transcript: { text, speaker: null, complete: true, atS: null } },
    { type: 'intent', intent: INTENT },
    { type: 'entity', entity: PARTY_SIZE },
    { type: 'entity', entity: DAY },
  ];
  return reports.map((report, index) => ({ afterMs: LATE_BY_MS * (index + 1), report }));
}
