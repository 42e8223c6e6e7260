/** The kinds of events that a campaign's stream sends. */
export type StreamEventName = 'campaign' | 'figures' | 'lines' | 'reset';

/** What a stream begins with: whoever loses it tries again after a second. */
export const STREAM_BEGINNING = 'retry: 1000\n\n';
/** Says that the stream is still there. */
export const ALIVE = ': alive\n\n';

/**
 * One server-sent event.
 *
 * @param toldUs its id: as far as everything has been told, microseconds since the epoch.
 * @param json in one line.
 * @example eventText('reset', 1767225600000000, '{"reason":"too_far_behind"}')
 */
export function eventText(name: StreamEventName, toldUs: number, json: string): string {
  return `event: ${name}\nid: ${toldUs}\ndata: ${json}\n\n`;
}

/** As far as somebody has been told everything, microseconds since the epoch; `unknown` for an id that is none of ours. */
export type EventId = number | 'unknown';

/** Reads the id of the last event that somebody has received; null where none was given. */
export function readEventId(text: string | undefined): EventId | null {
  if (text === undefined || text === '') return null;
  return /^\d{1,16}$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : 'unknown';
}
