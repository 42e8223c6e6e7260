import type { Disposition } from '../../../domain/disposition';
import type { LineStatus } from '../../../domain/line-status';

/** How a contact has to end. */
export interface ExpectedEnd {
  readonly callStatus: LineStatus;
  /** Of each attempt, in order. */
  readonly dispositions: readonly Disposition[];
  /** To be called back tomorrow at 15:00 in the contact's own zone. */
  readonly callback?: true;
}

/** One contact of the demo: whom the simulator plays, and how that has to end. */
export interface DemoContact {
  readonly name: string;
  /** What happens, for people. */
  readonly story: string;
  /** Country code and area; a number that nobody has. */
  readonly prefix: string;
  /** The last four digits, which choose the simulator's script (docs/simulator.md). */
  readonly script: string;
  /** The campaign's zone unless told. */
  readonly timezone?: string;
  readonly posted: 'at_the_start' | 'while_paused';
  readonly expected: ExpectedEnd;
}

/** The campaign's. */
export const DEMO_TIMEZONE = 'America/New_York';
export const DEMO_RETRY_LIMIT = 2;

const US = { prefix: '+1555', posted: 'at_the_start' } as const;

/** A dozen contacts, in the order in which they are posted. */
export const DEMO_CONTACTS: readonly DemoContact[] = [
  {
    ...US,
    name: 'Ada',
    story: 'answers',
    script: '9001',
    expected: { callStatus: 'completed', dispositions: ['completed'] },
  },
  {
    ...US,
    name: 'Ben',
    story: 'busy, answers the retry',
    script: '9013',
    expected: { callStatus: 'completed', dispositions: ['busy', 'completed'] },
  },
  {
    ...US,
    name: 'Cleo',
    story: 'never answers',
    script: '9003',
    expected: { callStatus: 'no_answer', dispositions: ['no_answer', 'no_answer', 'no_answer'] },
  },
  {
    ...US,
    name: 'Dan',
    story: 'busy all the time',
    script: '9002',
    expected: { callStatus: 'busy', dispositions: ['busy', 'busy', 'busy'] },
  },
  {
    ...US,
    name: 'Eve',
    story: 'voicemail',
    script: '9004',
    expected: { callStatus: 'voicemail', dispositions: ['voicemail'] },
  },
  {
    ...US,
    name: 'Finn',
    story: 'asks for tomorrow at three',
    script: '9006',
    expected: { callStatus: 'callback_scheduled', dispositions: ['completed'], callback: true },
  },
  {
    ...US,
    name: 'Gita',
    story: 'asks the same, in India',
    prefix: '+91555',
    script: '9006',
    timezone: 'Asia/Kolkata',
    expected: { callStatus: 'callback_scheduled', dispositions: ['completed'], callback: true },
  },
  {
    ...US,
    name: 'Hugo',
    story: 'answers, reported twice',
    script: '9009',
    expected: { callStatus: 'completed', dispositions: ['completed'] },
  },
  {
    ...US,
    name: 'Iris',
    story: 'answers, reported out of order',
    script: '9010',
    expected: { callStatus: 'completed', dispositions: ['completed'] },
  },
  {
    ...US,
    name: 'Jon',
    story: 'answers, our request cut off',
    script: '9011',
    expected: { callStatus: 'completed', dispositions: ['completed'] },
  },
  {
    ...US,
    name: 'Kim',
    story: 'asks not to be called again',
    script: '9015',
    expected: { callStatus: 'suppressed', dispositions: ['completed'] },
  },
  {
    name: 'Liv',
    story: 'posted while paused',
    prefix: '+44555',
    script: '9001',
    timezone: 'Europe/London',
    posted: 'while_paused',
    expected: { callStatus: 'completed', dispositions: ['completed'] },
  },
];
