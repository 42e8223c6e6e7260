import type { Schemas } from '../../api/client';

type StreamEvent = Schemas['CampaignStreamEvent'];
type DataOf<Name extends StreamEvent['event']> = Extract<StreamEvent, { event: Name }>['data'];

/** Whether what happens is heard of at the moment. */
export type StreamState = 'connecting' | 'live' | 'broken';

/** What is done with what the stream tells. */
export interface StreamListeners {
  readonly campaign: (campaign: DataOf<'campaign'>) => void;
  readonly figures: (figures: DataOf<'figures'>) => void;
  readonly lines: (lines: DataOf<'lines'>['lines']) => void;
  readonly reset: () => void;
  readonly state: (state: StreamState) => void;
  /** Asked after an answer that was no stream: whether another try may help. */
  readonly mayConnectAgain: () => Promise<boolean>;
}

const CONNECT_AGAIN_MS = 1_000;
/** A browser has six connections to one address: tabs that nobody looks at give theirs back. */
const HIDDEN_FOR_MS = 20_000;

/** Where in the campaign's events one is: with it the next stream goes on where the last one ended. */
export interface StreamPlace {
  lastEventId: string;
}

/**
 * Listens to a campaign's events: goes on where it was when the connection breaks, or when the tab was hidden for long.
 *
 * @param place - where it begins; kept up to date.
 * @returns what ends it.
 */
export function openCampaignStream(campaignId: number, place: StreamPlace, listeners: StreamListeners): () => void {
  const ended = new AbortController();
  let source: EventSource | null = null;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let rest: ReturnType<typeof setTimeout> | undefined;
  let isResting = document.hidden;

  const connect = () => {
    if (ended.signal.aborted) return;
    source = new EventSource(addressOf(campaignId, place));
    source.addEventListener('open', () => listeners.state('live'));
    source.addEventListener('error', onError);
    on(source, 'campaign', listeners.campaign);
    on(source, 'figures', listeners.figures);
    on(source, 'lines', ({ lines }) => listeners.lines(lines));
    on(source, 'reset', listeners.reset);
  };
  const on = <Name extends StreamEvent['event']>(from: EventSource, name: Name, tell: (data: DataOf<Name>) => void) => {
    from.addEventListener(name, (event: MessageEvent<string>) => {
      place.lastEventId = event.lastEventId;
      tell(JSON.parse(event.data) as DataOf<Name>);
    });
  };
  const onError = () => {
    listeners.state('broken');
    // While it is only broken, the browser connects again by itself. After an answer that is no stream it gives up.
    if (source?.readyState !== EventSource.CLOSED) return;
    void listeners.mayConnectAgain().then((may) => {
      if (may && !isResting) retry = setTimeout(connect, CONNECT_AGAIN_MS);
    });
  };
  const disconnect = () => {
    clearTimeout(retry);
    clearTimeout(rest);
    source?.close();
    source = null;
  };
  const onVisibility = () => {
    clearTimeout(rest);
    if (document.hidden) {
      rest = setTimeout(() => {
        isResting = true;
        disconnect();
      }, HIDDEN_FOR_MS);
    } else if (isResting) {
      isResting = false;
      connect();
    }
  };

  document.addEventListener('visibilitychange', onVisibility, { signal: ended.signal });
  listeners.state('connecting');
  if (!isResting) connect();
  return () => {
    ended.abort();
    disconnect();
  };
}

function addressOf(campaignId: number, { lastEventId }: StreamPlace): string {
  const query = lastEventId === '' ? '' : `?last_event_id=${encodeURIComponent(lastEventId)}`;
  return `/api/v1/calls/bulk_call/${campaignId}/events${query}`;
}
