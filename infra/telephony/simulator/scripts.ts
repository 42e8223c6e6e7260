import type { Disposition } from '../../../domain/disposition';
import type { Telling } from './conversation';

/** How a simulated call ends: in our words, in the simulator's own (`rawCode`), and with what the agent reports. */
export interface Ending {
  readonly disposition: Disposition;
  readonly rawCode: string;
  readonly isAnswered: boolean;
  readonly outcome: 'task_completed' | 'callback_tomorrow' | 'do_not_call' | 'none';
}

/** How calls can end; the names are those of a mix's shares. */
export const ENDINGS = {
  completed: { disposition: 'completed', rawCode: 'normal_clearing', isAnswered: true, outcome: 'task_completed' },
  busy: { disposition: 'busy', rawCode: 'user_busy', isAnswered: false, outcome: 'none' },
  no_answer: { disposition: 'no_answer', rawCode: 'no_user_response', isAnswered: false, outcome: 'none' },
  voicemail: { disposition: 'voicemail', rawCode: 'machine_detected', isAnswered: true, outcome: 'none' },
  declined: { disposition: 'declined', rawCode: 'call_rejected', isAnswered: false, outcome: 'none' },
  failed: { disposition: 'failed', rawCode: 'network_out_of_order', isAnswered: false, outcome: 'none' },
  callback: { disposition: 'completed', rawCode: 'normal_clearing', isAnswered: true, outcome: 'callback_tomorrow' },
  do_not_call: { disposition: 'completed', rawCode: 'normal_clearing', isAnswered: true, outcome: 'do_not_call' },
} as const satisfies Record<string, Ending>;

export type EndingName = keyof typeof ENDINGS;

/** What happens to a call. Times are in milliseconds at speed 1. */
export interface Script {
  readonly title: string;
  readonly ending: EndingName;
  /** The first call from one number to another ends so instead. */
  readonly firstEnding?: EndingName;
  /** How the request for the call is answered; only `refuse` makes no call. */
  readonly answer: 'accept' | 'reset' | 'error_500' | 'refuse';
  /** How its events are posted. */
  readonly reports: 'in_order' | 'twice' | 'ended_first' | 'never';
  readonly ringMs: readonly [min: number, max: number];
  readonly talkMs: readonly [min: number, max: number];
  /** What it reports of the conversation. */
  readonly tells: Telling;
}

/** Every number without a script of its own. */
export const DEFAULT_SCRIPT: Script = {
  title: 'answered, ends in under 2 s',
  ending: 'completed',
  answer: 'accept',
  reports: 'in_order',
  ringMs: [200, 400],
  talkMs: [600, 1200],
  tells: 'nothing',
};

/** By the last four digits of the called number. docs/simulator.md lists them for people. */
export const SCRIPTS: Readonly<Record<string, Script>> = {
  '9001': { ...DEFAULT_SCRIPT, title: 'completed' },
  '9002': { ...DEFAULT_SCRIPT, title: 'busy', ending: 'busy' },
  '9003': { ...DEFAULT_SCRIPT, title: 'no answer', ending: 'no_answer', ringMs: [1000, 1500] },
  '9004': { ...DEFAULT_SCRIPT, title: 'voicemail', ending: 'voicemail' },
  '9005': { ...DEFAULT_SCRIPT, title: 'declined', ending: 'declined' },
  '9006': { ...DEFAULT_SCRIPT, title: 'asks to be called back tomorrow at 3', ending: 'callback' },
  '9007': { ...DEFAULT_SCRIPT, title: 'slow: a call of 20 s', talkMs: [20_000, 20_000] },
  '9008': { ...DEFAULT_SCRIPT, title: 'never reports', reports: 'never', ringMs: [300, 300], talkMs: [1200, 1200] },
  '9009': { ...DEFAULT_SCRIPT, title: 'reports twice', reports: 'twice' },
  '9010': { ...DEFAULT_SCRIPT, title: 'reports out of order', reports: 'ended_first' },
  '9011': { ...DEFAULT_SCRIPT, title: 'accepts, then resets the connection', answer: 'reset' },
  '9012': { ...DEFAULT_SCRIPT, title: 'accepts, then answers 500', answer: 'error_500' },
  '9013': { ...DEFAULT_SCRIPT, title: 'busy the first time, then answered', firstEnding: 'busy' },
  '9014': { ...DEFAULT_SCRIPT, title: 'invalid number, refused', answer: 'refuse' },
  '9015': { ...DEFAULT_SCRIPT, title: 'says stop: do not call', ending: 'do_not_call' },
  '9016': { ...DEFAULT_SCRIPT, title: 'reports the conversation while it lasts', tells: 'live' },
  '9017': { ...DEFAULT_SCRIPT, title: 'reports the conversation after the call', tells: 'late' },
};

/**
 * The script of a called number, or null when it has none of its own.
 *
 * @example scriptOf('+15550109002')?.ending // 'busy'
 */
export function scriptOf(to: string): Script | null {
  return SCRIPTS[to.slice(-4)] ?? null;
}
