import logUpdate from 'log-update';
import { hasEnded, type CampaignRecord, type LineRecord } from '../api-records';
import type { Context } from '../context';
import { followEvents, type StreamEvent } from '../event-stream';
import { failure } from '../failure';
import { drawScene, type Figures, type Scene } from './scene';

const FRAME_MS = 100;
/** Contacts that have changed last, as many as fit beside the rest. */
const SHOWN_LINES = 10;

/** Follows a campaign until it ends: a table that is drawn over and over, or events as they come. */
export async function watchCampaign(context: Context, id: number): Promise<void> {
  const view = context.output.json ? documentView(context) : tableView(context);
  const { signal } = context;
  try {
    const path = `calls/bulk_call/${id}/events`;
    for await (const event of followEvents(context.api, path, { signal, onLost: view.lost, onBack: view.back })) {
      view.show(event);
      if (event.event === 'campaign' && hasEnded(read<CampaignRecord>(event).status)) return;
    }
  } finally {
    view.end();
  }
}

interface View {
  show(event: StreamEvent): void;
  lost(reason: string): void;
  back(): void;
  end(): void;
}

function documentView({ output }: Context): View {
  return {
    show: (event) => output.document({ event: event.event, id: event.id, data: read<unknown>(event) }),
    lost: (reason) => output.note(`connection lost (${reason}), trying again`),
    back: () => output.note('connected again'),
    end: () => undefined,
  };
}

function tableView({ output }: Context): View {
  const draw = logUpdate.create(output.stdout);
  const lines = new Map<number, LineRecord>();
  let scene: Scene = { campaign: null, figures: null, lines: [], lost: null };
  let timer: NodeJS.Timeout | undefined;
  const paint = (): void => {
    timer = undefined;
    draw(drawScene(output, scene));
  };
  const change = (changes: Partial<Scene>): void => {
    scene = { ...scene, ...changes };
    // A hundred changes a second are one picture.
    timer ??= setTimeout(paint, FRAME_MS);
  };
  return {
    show: (event) => {
      if (event.event === 'campaign') change({ campaign: read<CampaignRecord>(event) });
      if (event.event === 'figures') change({ figures: read<Figures>(event) });
      if (event.event === 'lines') change({ lines: latest(lines, read<{ lines: LineRecord[] }>(event).lines) });
    },
    lost: (reason) => change({ lost: reason }),
    back: () => change({ lost: null }),
    end: () => {
      clearTimeout(timer);
      if (scene.campaign) paint();
      draw.done();
    },
  };
}

/** The contacts that have changed last, newest first. */
function latest(known: Map<number, LineRecord>, changed: readonly LineRecord[]): readonly LineRecord[] {
  for (const line of changed) {
    known.delete(line.line_id);
    known.set(line.line_id, line);
  }
  for (const lineId of known.keys()) {
    if (known.size <= SHOWN_LINES) break;
    known.delete(lineId);
  }
  return [...known.values()].reverse();
}

function read<T>({ event, data }: StreamEvent): T {
  try {
    return JSON.parse(data) as T;
  } catch (error) {
    throw failure('not_the_api', `An event (${event}) is no JSON: something else than the API answers.`, error);
  }
}
