/** Whether, and within which bounds, the called person may ask to be called back. */
export interface CallbackPolicy {
  readonly enabled: boolean;
  /** Used when the person asked for a callback and no time could be read. */
  readonly defaultDelayS: number;
  /** Callbacks granted to one contact; retries are counted apart. */
  readonly limit: number;
  readonly maxDays: number;
}

/** A called person's wish to be called later. */
export interface CallbackRequest {
  /** The instant asked for in epoch milliseconds; null when no time is known. */
  readonly at: number | null;
  /** Whether the provider gave the instant, or it was read from the words. */
  readonly source: 'provider' | 'words';
  /** The words it came from. */
  readonly text: string | null;
}

/** Where the instant of a promise comes from; `default_delay`: no time asked for could be used. */
export type CallbackSource = CallbackRequest['source'] | 'default_delay';

/** A callback within the campaign's bounds, before the hours are looked at. */
export interface GrantedCallback {
  /** Epoch milliseconds. */
  readonly askedFor: number;
  readonly source: CallbackSource;
  readonly reason: string;
}

/** The call that a wish was made in. All in epoch milliseconds. */
export interface CallbackMoment {
  /** When the call was over. */
  readonly endedAt: number;
  readonly now: number;
}

const SECOND_MS = 1000;
const DAY_MS = 24 * 60 * 60 * SECOND_MS;
const MAX_SHOWN_LENGTH = 200;

/** A callback is kept when the call is placed no later than this after its time. */
export const KEPT_WITHIN_MS = 5 * 60 * SECOND_MS;

/**
 * Brings a wish into the campaign's bounds: not in the past, and no further on than its days. Without a usable time the
 * default delay after the call holds, and the reason says so.
 *
 * @returns an instant not before `moment.now`.
 * @example grantCallback({ at: null, source: 'words', text: 'soon' }, moment, policy).source // 'default_delay'
 */
export function grantCallback(
  request: CallbackRequest,
  { endedAt, now }: CallbackMoment,
  policy: CallbackPolicy,
): GrantedCallback {
  const asked = `asked to be called back${shownWords(request.text)}`;
  const latest = now + policy.maxDays * DAY_MS;
  if (request.at === null || request.at <= endedAt) {
    const why = request.at === null ? 'no time could be read' : 'the time asked for had passed';
    const at = Math.min(Math.max(endedAt + policy.defaultDelayS * SECOND_MS, now), latest);
    return { askedFor: at, source: 'default_delay', reason: `${asked}; ${why}, so the default delay` };
  }
  const { source } = request;
  if (request.at > latest) {
    return { askedFor: latest, source, reason: `${asked}; bounded to ${policy.maxDays} days` };
  }
  return { askedFor: Math.max(request.at, now), source, reason: asked };
}

/**
 * How a promised callback has ended once its call was placed.
 *
 * @param dueAt epoch milliseconds, as `placedAt`.
 * @example keptOrLate(dueAt, dueAt + 60_000) // 'kept'
 */
export function keptOrLate(dueAt: number, placedAt: number): 'kept' | 'late' {
  return placedAt <= dueAt + KEPT_WITHIN_MS ? 'kept' : 'late';
}

function shownWords(text: string | null): string {
  if (!text) return '';
  return ` ("${text.length > MAX_SHOWN_LENGTH ? `${text.slice(0, MAX_SHOWN_LENGTH)}...` : text}")`;
}
