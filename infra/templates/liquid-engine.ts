import { Liquid, Output, type Template } from 'liquidjs';

// Limits that no text of ours comes near. Time is the last of them: whatever loops is stopped by it.
const MAX_TEMPLATE_LENGTH = 200_000;
const MAX_ALLOCATIONS = 2_000_000;
/** How long one rendering may take. */
export const MAX_RENDER_MS = 250;

/** A tenth of what a stack holds. */
const MAX_NESTING = 400;
/** Brackets, and tags that may hold others; those of the tag `liquid` stand at the beginning of lines. */
const NESTING = /[[\]()]|(\{%-?|\n)[^\S\n]*(end)?(?:if|unless|for|case|tablerow|capture|comment|raw|liquid)\b/g;

/** Tags that read other templates: there are none to read, and no file of ours is anybody's business. */
const FILE_TAGS = ['include', 'render', 'layout', 'block'];
const WORDS_OF_LIQUID = /(^|\s)(and|or|not|contains|true|false|nil|null|empty|blank)(\s|$)/;

/**
 * Liquid for texts of customers: only the variables' own properties are seen, nothing can be included, and size, memory
 * and time are limited.
 */
export const engine = createEngine();

function createEngine(): Liquid {
  const liquid = new Liquid({
    ownPropertyOnly: true,
    strictFilters: true,
    // Were a file tag left, it would find nothing.
    templates: {},
    timezoneOffset: 'UTC',
    locale: 'en',
    parseLimit: MAX_TEMPLATE_LENGTH,
    memoryLimit: MAX_ALLOCATIONS,
    renderLimit: MAX_RENDER_MS,
  });
  for (const tag of FILE_TAGS) delete liquid.tags[tag];
  return liquid;
}

/**
 * Reads a text for rendering.
 *
 * @throws when Liquid cannot read it, or it is nested too deeply.
 */
export function parseTemplate(source: string): Template[] {
  if (nestingOf(source) > MAX_NESTING) throw new RangeError('it is nested too deeply');
  return engine.parse(source);
}

/**
 * At least as deep as Liquid will go. It goes by recursion, and V8 ends the process when the stack is full at the moment a
 * regular expression is compiled: so deep texts never get there.
 */
function nestingOf(source: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [mark, , end] of source.matchAll(NESTING)) {
    const isEnd = mark === ']' || mark === ')' || end !== undefined;
    depth = Math.max(0, depth + (isEnd ? -1 : 1));
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

/** Every `{{ ... }}`, also inside of conditions and loops. */
export function outputsIn(templates: readonly Template[]): Output[] {
  return templates.flatMap((template) => {
    return template instanceof Output ? [template] : outputsIn(childrenOf(template));
  });
}

/** What stands between a tag and its end. */
export function childrenOf(template: Template): readonly Template[] {
  const children = template.children?.(false, true);
  return children ? drained(children) : [];
}

/** What a generator returns; of built-in tags it yields nothing when partials are left out. */
function drained(children: Generator<unknown, Template[]>): Template[] {
  for (;;) {
    const { done, value } = children.next();
    if (done) return value;
  }
}

/**
 * The name that an output asks for when that has spaces, as headings of spreadsheets do; Liquid would take the first
 * word alone. Null for any other output.
 *
 * @example phraseIn(' First Name ') // 'First Name'
 */
export function phraseIn(content: string): string | null {
  const text = content.trim();
  return /^[\p{L}\p{N}_-]+(?: +[\p{L}\p{N}_-]+)+$/u.test(text) && !WORDS_OF_LIQUID.test(text) ? text : null;
}

/** True for what has no value. */
export function isNothing(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}

/** True for an output that says itself what to show in place of nothing. */
export function hasDefault({ value }: Output): boolean {
  return value.filters.some((filter) => filter.name === 'default');
}

/**
 * A value inside of a text.
 *
 * @example textOf(['tea', 1, { a: 2 }]) // 'tea, 1, {"a":2}'
 */
export function textOf(value: unknown): string {
  if (isNothing(value)) return '';
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(textOf).join(', ');
  return JSON.stringify(value) ?? '';
}

/** What Liquid has against a text, for the person who wrote it. */
export function problemOf(error: unknown): string {
  const message = error instanceof Error ? error.message : 'it cannot be rendered';
  if (error instanceof RangeError || /call stack|string length/i.test(message)) {
    return 'The text cannot be rendered: it is nested too deeply, or becomes too long.';
  }
  // Liquid's own words, without the excerpt of the source behind them.
  return `The text cannot be rendered: ${message.split('\n', 1)[0]}.`;
}
