/** A request as it could be sent, for the API's document. A test sends every one of them. */
export interface RequestExample {
  /** What it does, where an operation has several. */
  readonly summary?: string;
  readonly path?: Readonly<Record<string, string | number>>;
  readonly query?: Readonly<Record<string, string | number>>;
  /** JSON; for a file, its text. */
  readonly body?: unknown;
}

/** The examples of operations, by their ids. */
export type RequestExamples = Readonly<Record<string, RequestExample | readonly RequestExample[]>>;

/** Ids in examples. All differ: whoever wants to send an example knows which object each stands for. */
export const EXAMPLE_IDS = {
  campaign: 1012,
  agent: 1021,
  phoneNumber: 1031,
  otherPhoneNumber: 1032,
  account: 1041,
  webhook: 1051,
  assignment: 1061,
  import: 1071,
  draft: 1081,
  apiKey: 1091,
  line: 20345,
  call: 30345,
  delivery: 40987,
} as const;

/** Times that lie ahead of whoever sends an example. */
export const EXAMPLE_TIMES = {
  date: '2026-12-25',
  /** In the zone of whatever it is a time of. */
  wallClock: '2026-12-25 10:00:00',
  instant: '2026-12-25T15:00:00Z',
} as const;

/** A time that has passed. */
export const PAST_INSTANT = '2026-01-31T00:00:00Z';
