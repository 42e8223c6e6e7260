/** Something that was said in a call: one turn of it, or all. */
export interface TranscriptPart {
  readonly text: string;
  /** Null where all of the conversation is told at once, or nobody knows. */
  readonly speaker: 'agent' | 'contact' | null;
  /** True for the whole conversation, as it is told after a call; false for one turn. */
  readonly complete: boolean;
  /** Seconds from the beginning of the call, by which turns are put in order; null where they come in order. */
  readonly atS: number | null;
}

/** What the called person wants, as the voice agent has understood it. */
export interface Intent {
  readonly name: string;
  /** 0 to 1; null where the provider tells none. */
  readonly confidence: number | null;
}

/** A fact that was named in a call: a date, an order number. */
export interface Entity {
  readonly name: string;
  readonly value: unknown;
  /** 0 to 1; null where the provider tells none. */
  readonly confidence: number | null;
}

/** What a provider tells of a conversation, while it lasts or after it. */
export type ConversationReport =
  | { readonly type: 'transcript'; readonly transcript: TranscriptPart }
  | { readonly type: 'intent'; readonly intent: Intent }
  | { readonly type: 'entity'; readonly entity: Entity };

type Outcome = Readonly<Record<string, unknown>>;

/** Of one outcome; no conversation of people has as many intents and facts. */
const MAX_REPORTS = 100;
const MAX_NAME_LENGTH = 500;
/** Of an entity's value, as JSON. */
const MAX_VALUE_LENGTH = 16_000;

/**
 * A call's outcome with what its provider has told of the conversation besides: the whole transcript, intents without
 * repetition, entities by their name. Single turns are no part of it.
 *
 * @param outcome the structured outcome that is known so far; null for none.
 * @returns the outcome itself where the report adds nothing.
 * @example withConversation(null, { type: 'intent', intent: { name: 'buy', confidence: null } }) // { intents: ['buy'] }
 */
export function withConversation(outcome: Outcome | null, report: ConversationReport): Outcome | null {
  switch (report.type) {
    case 'transcript':
      return report.transcript.complete ? { ...outcome, transcript: report.transcript.text } : outcome;
    case 'intent':
      return withIntent(outcome, report.intent);
    case 'entity':
      return withEntity(outcome, report.entity);
  }
}

/** What an outcome tells, within bounds. */
export interface ToldConversation {
  readonly reports: readonly ConversationReport[];
  /** How many were left out: beyond the hundredth, or too large. */
  readonly dropped: number;
}

/**
 * What an outcome tells of a conversation, as if it had been reported piece by piece: each intent and entity once, and
 * together with the transcript a hundred of them at most.
 *
 * @example conversationOf({ intents: ['buy'] }).reports // [{ type: 'intent', intent: { name: 'buy', confidence: null } }]
 */
export function conversationOf(outcome: Outcome | null): ToldConversation {
  const all = everythingIn(outcome);
  const reports = all.filter(isOfBearableSize).slice(0, MAX_REPORTS);
  return { reports, dropped: all.length - reports.length };
}

/** A transcript has bounds of its own: those of the event that carries it. */
function isOfBearableSize(report: ConversationReport): boolean {
  switch (report.type) {
    case 'transcript':
      return true;
    case 'intent':
      return report.intent.name.length <= MAX_NAME_LENGTH;
    case 'entity': {
      const { name, value } = report.entity;
      return name.length <= MAX_NAME_LENGTH && (JSON.stringify(value) ?? '').length <= MAX_VALUE_LENGTH;
    }
  }
}

function everythingIn(outcome: Outcome | null): ConversationReport[] {
  const { transcript: text } = outcome ?? {};
  const reports: ConversationReport[] = [];
  if (typeof text === 'string' && text !== '') {
    reports.push({ type: 'transcript', transcript: { text, speaker: null, complete: true, atS: null } });
  }
  for (const name of new Set(intentNames(outcome)))
    reports.push({ type: 'intent', intent: { name, confidence: null } });
  for (const [name, value] of Object.entries(entitiesOf(outcome))) {
    reports.push({ type: 'entity', entity: { name, value, confidence: null } });
  }
  return reports;
}

/** What the provider has written stays as it is: a list of names, or of objects with one. */
function withIntent(outcome: Outcome | null, intent: Intent): Outcome | null {
  if (intentNames(outcome).includes(intent.name)) return outcome;
  const given: unknown = outcome?.['intents'];
  const known: readonly unknown[] = Array.isArray(given) ? given : [];
  return { ...outcome, intents: [...known, known.some(isRecord) ? intent : intent.name] };
}

function withEntity(outcome: Outcome | null, entity: Entity): Outcome {
  const given: unknown = outcome?.['entities'];
  if (!Array.isArray(given)) return { ...outcome, entities: { ...entitiesOf(outcome), [entity.name]: entity.value } };
  const others = given.filter((known) => nameOf(known) !== entity.name) as unknown[];
  return { ...outcome, entities: [...others, entity] };
}

/** Providers write an intent as its name, or as an object with one. */
function intentNames(outcome: Outcome | null): string[] {
  const { intents } = outcome ?? {};
  return Array.isArray(intents) ? intents.map(nameOf).filter((name) => name !== null) : [];
}

/** By name; providers also write a list of names with values. */
function entitiesOf(outcome: Outcome | null): Outcome {
  const { entities } = outcome ?? {};
  if (!Array.isArray(entities)) return isRecord(entities) ? entities : {};
  return Object.fromEntries(
    entities.flatMap((entity): Array<[string, unknown]> => {
      const name = nameOf(entity);
      return name === null ? [] : [[name, (entity as Outcome)['value'] ?? null]];
    }),
  );
}

function nameOf(given: unknown): string | null {
  if (typeof given === 'string') return given;
  return isRecord(given) && typeof given['name'] === 'string' ? given['name'] : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
