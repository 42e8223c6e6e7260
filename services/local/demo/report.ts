import pc from 'picocolors';
import type { CallbackCounts } from './callback-receiver';
import type { LedgerAgreement } from './ledger';
import { faultsOf, type PlayedContact } from './judge';
import { expectedCallbacks } from './scenario';
import { nextCallOf, paint, plainTable } from './view';

/** All that is known when the demo is over. */
export interface Finished {
  readonly campaignId: number;
  readonly contacts: readonly PlayedContact[];
  readonly timedOut: string | null;
  readonly counts: Readonly<Record<string, number>>;
  readonly callbacks: CallbackCounts;
  readonly ledger: LedgerAgreement;
  readonly urls: DemoUrls;
}

export interface DemoUrls {
  readonly api: string;
  readonly campaign: string;
  readonly temporal_ui: string | null;
  readonly workflow: string | null;
  readonly simulator_ledger: string;
}

/** The last line of `--json`. */
export interface Summary {
  readonly ok: boolean;
  readonly campaign_id: number;
  /** Everything that is not as it should be, in words. */
  readonly faults: readonly string[];
  readonly contacts: readonly ContactSummary[];
  readonly counts: Readonly<Record<string, number>>;
  readonly callbacks: {
    readonly call_status: number;
    readonly call_schedule: number;
    readonly status: number;
    /** True when there were some, and each was signed with the organization's secret. */
    readonly verified: boolean;
  };
  readonly ledger: LedgerAgreement;
  readonly urls: DemoUrls;
}

interface ContactSummary {
  readonly name: string;
  readonly to_number: string;
  readonly expected: string;
  /** Null when the demo ended before it was posted. */
  readonly call_status: string | null;
  readonly attempts: number;
  readonly next_attempt_at: string | null;
  readonly ok: boolean;
}

/** Judges a finished demo. */
export function summarize(finished: Finished): Summary {
  const { campaignId, contacts, timedOut, counts, callbacks, ledger, urls } = finished;
  const { call_status, call_schedule, status, unverified } = callbacks;
  const faults = [
    ...(timedOut ? [timedOut] : []),
    ...contacts.flatMap((played) => faultsOf(played).map((fault) => `${played.contact.name}: ${fault}`)),
    ...callbackFaults(finished),
    ...(ledger.agrees
      ? []
      : [`the provider was asked for ${ledger.asked} calls, the database has ${ledger.attempts} attempts`]),
  ];
  return {
    ok: faults.length === 0,
    campaign_id: campaignId,
    faults,
    contacts: contacts.map(summarizeContact),
    counts,
    callbacks: {
      call_status,
      call_schedule,
      status,
      verified: unverified === 0 && call_status + call_schedule + status > 0,
    },
    ledger,
    urls,
  };
}

/** What the demo shows at its end. */
export function describeEnd({ contacts, callbacks }: Finished, summary: Summary): string {
  const table = plainTable(['', 'Contact', 'Number', 'Calls', 'Ended', 'Called back']);
  for (const played of contacts) {
    const { contact, number, story } = played;
    const { call_status: callStatus = null, next_attempt_at: nextAttemptAt = null } = story?.line ?? {};
    const isRight = faultsOf(played).length === 0;
    const calls = counted(story?.attempts.map(({ disposition }) => disposition ?? 'unfinished') ?? []);
    const next = nextCallOf({ contact, callStatus, nextAttemptAt });
    table.push([isRight ? pc.green('✓') : pc.red('✗'), contact.name, number, calls, paint(callStatus), next]);
  }
  return `${table.toString()}\n\n${listOf(rowsOf(callbacks, summary))}\n${verdictOf(summary)}`;
}

/** @example counted(['busy', 'busy', 'completed']) // 'busy x2, completed' */
function counted(words: readonly string[]): string {
  const runs: { word: string; times: number }[] = [];
  for (const word of words) {
    const last = runs.at(-1);
    if (last?.word === word) last.times += 1;
    else runs.push({ word, times: 1 });
  }
  return runs.map(({ word, times }) => (times === 1 ? word : `${word} x${times}`)).join(', ');
}

/** Labels and values in two columns. */
function listOf(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([label]) => label.length));
  return rows.map(([label, value]) => `  ${pc.dim(label.padEnd(width))}  ${value}\n`).join('');
}

function summarizeContact(played: PlayedContact): ContactSummary {
  const { contact, number, story } = played;
  return {
    name: contact.name,
    to_number: number,
    expected: contact.expected.callStatus,
    call_status: story?.line.call_status ?? null,
    attempts: story?.attempts.length ?? 0,
    next_attempt_at: story?.line.next_attempt_at ?? null,
    ok: faultsOf(played).length === 0,
  };
}

function callbackFaults({ contacts, callbacks }: Finished): string[] {
  const { calls, ends } = expectedCallbacks(contacts.flatMap(({ story }) => story?.line ?? []));
  const wanted = [
    ['call_status_callback', callbacks.call_status, calls],
    ['call_schedule_callback', callbacks.call_schedule, ends],
    // The campaign has not ended.
    ['status_callback', callbacks.status, 0],
  ] as const;
  const faults = wanted.flatMap(([name, got, expected]) =>
    got === expected ? [] : [`${name} came ${got} times instead of ${expected}`],
  );
  return callbacks.unverified === 0 ? faults : [...faults, `${callbacks.unverified} callbacks had a wrong signature`];
}

function rowsOf(callbacks: CallbackCounts, { counts, ledger, urls }: Summary): readonly (readonly [string, string])[] {
  const { call_status, call_schedule, status, unverified } = callbacks;
  const signatures = unverified === 0 ? 'all signatures right' : pc.red(`${unverified} with a wrong signature`);
  const parts = Object.entries(counts).filter(([, count]) => count > 0);
  return [
    ['Counts', parts.map(([name, count]) => `${name} ${count}`).join(', ')],
    [
      'Callbacks',
      `${call_status} call status, ${call_schedule} call schedule, ${status} campaign status; ${signatures}`,
    ],
    [
      'Ledger',
      `${ledger.asked} calls asked for, ${ledger.attempts} attempts: ${ledger.agrees ? 'each once' : pc.red('differs')}`,
    ],
    ['API', urls.api],
    ['Campaign', urls.campaign],
    ['Its workflow', urls.workflow ?? 'not known (TEMPORAL_UI_URL)'],
    ['Simulator ledger', urls.simulator_ledger],
  ];
}

function verdictOf({ ok, faults }: Summary): string {
  if (ok) return pc.green('Every contact ended as it should.');
  return [pc.red('Not everything ended as it should:'), ...faults.map((fault) => `  - ${fault}`)].join('\n');
}
