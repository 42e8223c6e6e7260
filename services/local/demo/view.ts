import Table from 'cli-table3';
import logUpdate from 'log-update';
import pc from 'picocolors';
import type { LineStatus } from '../../../domain/line-status';
import { localTimeOf } from '../../../infra/time-zones/local-time';
import { DEMO_TIMEZONE, type DemoContact } from './contacts';

/** Characters that a live table needs, borders included. */
const WIDTH_WITH_NUMBER = 92;
const WIDTH_WITH_STORY = 124;

/** A contact as it stands. */
export interface ContactRow {
  readonly contact: DemoContact;
  readonly number: string;
  /** Null before it is posted. */
  readonly callStatus: LineStatus | null;
  readonly attempts: number;
  readonly nextAttemptAt: string | null;
}

/** Everything that moves while the demo runs. */
export interface Scene {
  readonly rows: readonly ContactRow[];
  readonly campaignStatus: string;
  readonly callbacks: number;
}

/** Where people watch the demo. */
export interface View {
  /** A line that stays. */
  say(line: string): void;
  show(scene: Scene): void;
  /** Leaves the last scene standing. */
  end(): void;
}

/** A table that is drawn over and over, for a terminal. */
export function createLiveTable(stream: NodeJS.WriteStream): View {
  const draw = logUpdate.create(stream);
  let last: Scene | undefined;
  const show = (scene: Scene): void => {
    last = scene;
    draw(tableOf(scene, stream.columns));
  };
  return {
    say(line) {
      draw.clear();
      stream.write(`${line}\n`);
      if (last) show(last);
    },
    show,
    end: () => draw.done(),
  };
}

/** A line for each change, for a file or a pipe. */
export function createLineView(stream: NodeJS.WritableStream): View {
  const known = new Map<string, string>();
  const say = (line: string): void => void stream.write(`${line}\n`);
  return {
    say,
    show({ rows }) {
      for (const row of rows) {
        const now = describe(row);
        if (row.callStatus === null || known.get(row.number) === now) continue;
        known.set(row.number, now);
        say(`${clock(new Date())}  ${row.contact.name.padEnd(5)} ${row.number.padEnd(14)} ${now}`);
      }
    },
    end: () => undefined,
  };
}

/** A table without lines between its rows. */
export function plainTable(head: readonly string[]): Table.Table {
  const chars = { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' };
  return new Table({ head: head.map((title) => pc.bold(title)), chars, style: { head: [], border: [] } });
}

/** The status in the colour of what it means. */
export function paint(status: LineStatus | null): string {
  switch (status) {
    case null:
      return pc.dim('not posted');
    case 'completed':
      return pc.green(status);
    case 'in_progress':
      return pc.cyan(status);
    case 'callback_scheduled':
    case 'suppressed':
      return pc.magenta(status);
    case 'failed':
    case 'unknown':
      return pc.red(status);
    case 'queued':
      return pc.dim(status);
    default:
      return pc.yellow(status);
  }
}

/** When the next call is, in words; empty when there is none. */
export function nextCallOf({ contact, callStatus, nextAttemptAt }: Omit<ContactRow, 'number' | 'attempts'>): string {
  if (nextAttemptAt === null) return '';
  if (callStatus === 'retry_scheduled') return `at ${clock(new Date(nextAttemptAt))}`;
  if (callStatus !== 'callback_scheduled') return '';
  const zone = contact.timezone ?? DEMO_TIMEZONE;
  const [date, time] = localTimeOf(new Date(nextAttemptAt), zone).split(' ');
  return `${date?.slice('2026-'.length)} ${time?.slice(0, 'HH:MM'.length)} ${zone}`;
}

/** Narrow terminals go without the columns that don't move. */
function tableOf({ rows, campaignStatus, callbacks }: Scene, columns: number): string {
  const [withNumber, withStory] = [columns >= WIDTH_WITH_NUMBER, columns >= WIDTH_WITH_STORY];
  const pick = (name: string, number: string, story: string, ...moving: string[]): string[] => [
    name,
    ...(withNumber ? [number] : []),
    ...(withStory ? [story] : []),
    ...moving,
  ];
  const table = plainTable(pick('Contact', 'Number', 'What happens', 'Calls', 'Status', 'Next call'));
  for (const row of rows) {
    const { contact, number, attempts, callStatus } = row;
    table.push(pick(contact.name, number, contact.story, String(attempts), paint(callStatus), nextCallOf(row)));
  }
  return `${table.toString()}\ncampaign ${pc.bold(campaignStatus)}, ${callbacks} callbacks received`;
}

function describe(row: ContactRow): string {
  const calls = row.attempts === 1 ? '1 call' : `${row.attempts} calls`;
  const next = nextCallOf(row);
  return `${String(row.callStatus)} (${calls})${next && `, next ${next}`}`;
}

function clock(instant: Date): string {
  return instant.toTimeString().slice(0, 8);
}
