import { setTimeout as delay } from 'node:timers/promises';
import { reasonOf, type ApiClient } from './client';
import { EXIT_CODES } from './exit-codes';
import { CliFailure } from './failure';

/** One server-sent event. */
export interface StreamEvent {
  readonly event: string;
  /** Null for an event without an id. */
  readonly id: string | null;
  readonly data: string;
}

/** What following a stream can be told, and tells. */
export interface FollowOptions {
  readonly signal: AbortSignal;
  /** The connection is gone, and is tried again. */
  readonly onLost: (reason: string) => void;
  /** It is there again. */
  readonly onBack: () => void;
}

const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 10_000;
/** The API sends a comment every 15 seconds: a longer silence is a dead connection. */
const SILENCE_MS = 45_000;
/** Of one event: a server that never ends one must not fill the memory. */
const LONGEST_EVENT_CHARACTERS = 16_000_000;

/**
 * Follows server-sent events. A connection that breaks is made again, and goes on behind the last event that came.
 *
 * @param path below `/api/v1`.
 * @throws CliFailure when the API refuses, and when it cannot be reached the first time; the signal's reason.
 * @example for await (const { event, data } of followEvents(api, 'calls/bulk_call/12/events', options)) { ... }
 */
export async function* followEvents(api: ApiClient, path: string, options: FollowOptions): AsyncGenerator<StreamEvent> {
  const state: StreamState = { lastId: null, retryMs: FIRST_RETRY_MS };
  let failures = 0;
  let begun = false;
  for (;;) {
    try {
      const headers = { accept: 'text/event-stream', ...(state.lastId !== null && { 'last-event-id': state.lastId }) };
      const response = await api.open(path, headers);
      if (begun) options.onBack();
      begun = true;
      for await (const event of readEvents(response, state)) {
        failures = 0;
        yield event;
      }
      options.onLost('the API has ended the stream');
    } catch (error) {
      options.signal.throwIfAborted();
      if (!begun || !isPassing(error)) throw error;
      options.onLost(reasonOf(error));
    }
    await delay(Math.min(state.retryMs * 2 ** failures, LONGEST_RETRY_MS), undefined, { signal: options.signal }).catch(
      () => options.signal.throwIfAborted(),
    );
    failures += 1;
  }
}

interface StreamState {
  lastId: string | null;
  retryMs: number;
}

/** The API that is away comes back; one that refuses goes on refusing. */
function isPassing(error: unknown): boolean {
  if (!(error instanceof CliFailure)) return true;
  return error.exitCode === EXIT_CODES.unreachable || (error.problem?.status ?? 0) >= 500;
}

/** Parses one connection, and notes what the next one needs. */
async function* readEvents(response: Response, state: StreamState): AsyncGenerator<StreamEvent> {
  let event = '';
  let data: string[] = [];
  // Counts with the end of its event only: what broke off has to come again.
  let id = state.lastId;
  for await (const line of linesOf(response)) {
    if (line === '') {
      state.lastId = id;
      if (data.length > 0) yield { event: event || 'message', id: state.lastId, data: data.join('\n') };
      [event, data] = ['', []];
      continue;
    }
    const [, field = '', value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (field === 'event') event = value;
    else if (field === 'data') data.push(value);
    else if (field === 'id' && !value.includes('\0')) id = value;
    else if (field === 'retry' && /^\d{1,6}$/.test(value)) state.retryMs = Number(value);
  }
}

async function* linesOf({ body }: Response): AsyncGenerator<string> {
  if (!body) return;
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of withinSilence(body)) {
    rest += decoder.decode(chunk, { stream: true });
    if (rest.length > LONGEST_EVENT_CHARACTERS) throw new Error('an event is longer than events are');
    const lines = rest.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    yield* lines;
  }
}

async function* withinSilence(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  try {
    for (;;) {
      let timer: NodeJS.Timeout | undefined;
      const silence = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Error('nothing was heard for too long')), SILENCE_MS);
      });
      const { done, value } = await Promise.race([reader.read(), silence]).finally(() => clearTimeout(timer));
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
