import { eventually } from './eventually';

/** One server-sent event. */
export interface ReadEvent {
  readonly event: string;
  readonly id: string;
  // What the API sends is held against its document by the tests.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly data: any;
}

/** A stream of server-sent events that is being read. */
export interface EventReader {
  readonly response: Response;
  /** All of them so far. */
  readonly events: ReadEvent[];
  /** What came that was no event: comments, `retry`. */
  readonly asides: string[];
  /** `open`, `ended` by the server, or `broken` off. */
  readonly state: () => 'open' | 'ended' | 'broken';
  /** Waits for an event, one that has come already included. */
  until(what: string, check: (event: ReadEvent) => boolean): Promise<ReadEvent>;
  close(): void;
}

/** Opens a stream of server-sent events and reads it until it is closed. */
export async function readEvents(url: string, headers: Record<string, string>): Promise<EventReader> {
  const ending = new AbortController();
  const response = await fetch(url, { headers, signal: ending.signal });
  const events: ReadEvent[] = [];
  const asides: string[] = [];
  let state: ReturnType<EventReader['state']> = 'open';
  const read = async (): Promise<void> => {
    let text = '';
    const decoder = new TextDecoder();
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      text += decoder.decode(chunk, { stream: true });
      const parts = text.split('\n\n');
      text = parts.pop() ?? '';
      for (const part of parts) {
        const event = parse(part);
        if (event) events.push(event);
        else asides.push(part);
      }
    }
  };
  void read().then(
    () => (state = 'ended'),
    () => (state = 'broken'),
  );
  return {
    response,
    events,
    asides,
    state: () => state,
    until: (what, check) => eventually(() => events.find(check) ?? null, { what, timeoutMs: 10_000 }),
    close: () => ending.abort(),
  };
}

function parse(part: string): ReadEvent | null {
  const fields = new Map(
    part.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
  );
  const [event, id, data] = ['event', 'id', 'data'].map((name) => fields.get(name));
  if (event === undefined || id === undefined || data === undefined) return null;
  return { event, id, data: JSON.parse(data) };
}
