import { Liquid, Output, type Context, type Emitter, type Template } from 'liquidjs';

/** A text with its variables filled in. */
export interface RenderedTemplate {
  /** What could not be filled in is left in it as it was written, `{{ name }}`. */
  readonly text: string;
  /** Variables that have no value, each once. */
  readonly unresolved: readonly string[];
  /** Why the text was left as it is: it cannot be read, or wants too much; null when all went well. */
  readonly problem: string | null;
}

type Variables = Readonly<Record<string, unknown>>;

/** A text that was read once, to be rendered for many contacts. */
export interface TextTemplate {
  /** The variables that the text asks for, such as `customer_name` and `address.city`, each once. */
  readonly variables: readonly string[];
  /** Why it cannot be read; null when it can be. */
  readonly problem: string | null;
  readonly render: (variables: Variables) => RenderedTemplate;
}

// Limits that no message for a voice agent comes near. Time is the last of them: whatever loops is stopped by it.
const MAX_TEMPLATE_LENGTH = 200_000;
const MAX_TEXT_LENGTH = 500_000;
const MAX_ALLOCATIONS = 2_000_000;
const MAX_RENDER_MS = 250;

/** Tags that read other templates: there are none to read, and no file of ours is anybody's business. */
const FILE_TAGS = ['include', 'render', 'layout', 'block'];
const WORDS_OF_LIQUID = /(^|\s)(and|or|not|contains|true|false|nil|null|empty|blank)(\s|$)/;

const engine = createEngine();

/**
 * Reads a text with `{{ variables }}` (Liquid). Never throws: a text that cannot be read renders as it is, and says why.
 *
 * Only the variables' own properties are seen, nothing can be included, and size, memory and time are limited.
 *
 * @example readTemplate('Hello {{ customer_name }}').render({}) // { text: 'Hello {{ customer_name }}', unresolved: ['customer_name'], ... }
 */
export function readTemplate(source: string): TextTemplate {
  const asItIs = (problem: string): RenderedTemplate => ({ text: source, unresolved: [], problem });
  try {
    const templates = engine.parse(source);
    const outputs = outputsIn(templates).map(showWhenUnresolved);
    const asked = [...engine.globalFullVariablesSync(templates), ...outputs.flatMap(({ phrase }) => phrase ?? [])];
    return {
      variables: [...new Set(asked)],
      problem: null,
      render: (variables) => {
        try {
          return renderAll(templates, variables);
        } catch (error) {
          return asItIs(problemOf(error));
        }
      },
    };
  } catch (error) {
    const problem = problemOf(error);
    return { variables: [], problem, render: () => asItIs(problem) };
  }
}

/**
 * Fills in a text's variables; `readTemplate` says how.
 *
 * @example renderTemplate('Hi {{ name | default: "there" }}', { name: 'Ada' }).text // 'Hi Ada'
 */
export function renderTemplate(text: string, variables: Variables): RenderedTemplate {
  return readTemplate(text).render(variables);
}

/**
 * The variables that a text asks for.
 *
 * @example templateVariables('{{ name }}, {{ address.city }}') // ['name', 'address.city']
 */
export function templateVariables(text: string): readonly string[] {
  return readTemplate(text).variables;
}

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

/** Where the outputs of one rendering note what they miss. */
const MISSING = Symbol('missing');
type Missing = Set<string>;

function renderAll(templates: Template[], variables: Variables): RenderedTemplate {
  const missing: Missing = new Set();
  // A copy: `increment` writes into it.
  const text = String(engine.renderSync(templates, { ...variables }, { globals: { [MISSING]: missing } }));
  if (text.length > MAX_TEXT_LENGTH) throw new Error('the rendered text is too long');
  return { text, unresolved: [...missing], problem: null };
}

/** Every `{{ ... }}`, also inside of conditions and loops. */
function outputsIn(templates: readonly Template[]): Output[] {
  return templates.flatMap((template) => {
    if (template instanceof Output) return [template];
    const children = template.children?.(false, true);
    return children ? outputsIn(drained(children)) : [];
  });
}

/** What a generator returns; of built-in tags it yields nothing when partials are left out. */
function drained(children: Generator<unknown, Template[]>): Template[] {
  for (;;) {
    const { done, value } = children.next();
    if (done) return value;
  }
}

/**
 * Makes an output write itself as it stands in the source when it has no value.
 *
 * @returns `phrase`: the name it asks for when that has spaces, as headings of spreadsheets do. Liquid would take the
 * first word alone.
 */
function showWhenUnresolved(output: Output): { phrase: string | null } {
  const { token, value } = output;
  const phrase = phraseIn(token.content);
  const [name = token.content.trim()] = phrase === null ? engine.fullVariablesSync([output]) : [phrase];
  const hasDefault = value.filters.some((filter) => filter.name === 'default');
  if (phrase !== null) output.arguments = () => [][Symbol.iterator]();
  output.render = function* (context: Context, emitter: Emitter): IterableIterator<unknown> {
    const found: unknown = phrase === null ? yield value.initial.evaluate(context, true) : context.getSync([phrase]);
    if (isNothing(found) && !hasDefault) {
      missingOf(context).add(name);
      emitter.write(token.getText());
      return;
    }
    const text = textOf(phrase === null ? yield value.value(context, true) : found);
    context.memoryLimit.use(text.length);
    emitter.write(text);
  };
  return { phrase };
}

function phraseIn(content: string): string | null {
  const text = content.trim();
  return /^[\p{L}\p{N}_-]+(?: +[\p{L}\p{N}_-]+)+$/u.test(text) && !WORDS_OF_LIQUID.test(text) ? text : null;
}

function missingOf(context: Context): Missing {
  return (context.globals as { [MISSING]: Missing })[MISSING];
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null;
}

function textOf(value: unknown): string {
  if (isNothing(value)) return '';
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(textOf).join(', ');
  return JSON.stringify(value) ?? '';
}

function problemOf(error: unknown): string {
  const message = error instanceof Error ? error.message : 'it cannot be rendered';
  if (error instanceof RangeError || /call stack|string length/i.test(message)) {
    return 'The text cannot be rendered: it is nested too deeply, or becomes too long.';
  }
  // Liquid's own words, without the excerpt of the source behind them.
  return `The text cannot be rendered: ${message.split('\n', 1)[0]}.`;
}
