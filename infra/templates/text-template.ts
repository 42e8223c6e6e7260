import type { Context, Emitter, Output, Template } from 'liquidjs';
import { engine, hasDefault, isNothing, outputsIn, parseTemplate, phraseIn, problemOf, textOf } from './liquid-engine';
import { STOPPED_AFTER_MS, StoppedError, stopLongTexts } from './stop-watch';

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
  /** Those of them that it says, and has no default for. */
  readonly needed: readonly string[];
  /** Why it cannot be read; null when it can be. */
  readonly problem: string | null;
  readonly render: (variables: Variables) => RenderedTemplate;
}

/** No message for a voice agent comes near. */
const MAX_TEXT_LENGTH = 500_000;

/**
 * Reads a text with `{{ variables }}` (Liquid). Never throws: a text that cannot be read renders as it is, and says why.
 *
 * Only the variables' own properties are seen, nothing can be included, and size, memory and time are limited. A text that
 * had to be stopped once is not rendered for further contacts.
 *
 * @example readTemplate('Hello {{ customer_name }}').render({}) // { text: 'Hello {{ customer_name }}', unresolved: ['customer_name'], ... }
 */
export function readTemplate(source: string): TextTemplate {
  const asItIs = (problem: string): RenderedTemplate => ({ text: source, unresolved: [], problem });
  try {
    const { templates, asked, said } = stopLongTexts([source], STOPPED_AFTER_MS.reading, () => parse(source));
    let stoppedBefore: string | null = null;
    return {
      variables: [...new Set(asked)],
      needed: [...new Set(said.filter((name) => asked.includes(name)))],
      problem: null,
      render: (variables) => {
        if (stoppedBefore !== null) return asItIs(stoppedBefore);
        try {
          return stopLongTexts([source], STOPPED_AFTER_MS.rendering, () => renderAll(templates, variables));
        } catch (error) {
          const problem = problemOf(error);
          // Nor is the time spent again on the next contact.
          if (error instanceof StoppedError) stoppedBefore = problem;
          return asItIs(problem);
        }
      },
    };
  } catch (error) {
    const problem = problemOf(error);
    return { variables: [], needed: [], problem, render: () => asItIs(problem) };
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

interface ParsedText {
  readonly templates: Template[];
  readonly asked: readonly string[];
  /** What outputs without a default say; some of it may be the text's own. */
  readonly said: readonly string[];
}

function parse(source: string): ParsedText {
  const templates = parseTemplate(source);
  const outputs = outputsIn(templates).map(showWhenUnresolved);
  const asked = [...engine.globalFullVariablesSync(templates), ...outputs.flatMap(({ phrase }) => phrase ?? [])];
  return { templates, asked, said: outputs.flatMap(({ name, needsValue }) => (needsValue ? [name] : [])) };
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

/**
 * Makes an output write itself as it stands in the source when it has no value.
 *
 * @returns `phrase`: the name it asks for when that has spaces, as headings of spreadsheets do. Liquid would take the
 * first word alone. `name`: the first name it asks for. `needsValue`: it has no default.
 */
function showWhenUnresolved(output: Output): { phrase: string | null; name: string; needsValue: boolean } {
  const { token, value } = output;
  const phrase = phraseIn(token.content);
  const [name = token.content.trim()] = phrase === null ? engine.fullVariablesSync([output]) : [phrase];
  if (phrase !== null) output.arguments = () => [][Symbol.iterator]();
  output.render = function* (context: Context, emitter: Emitter): IterableIterator<unknown> {
    const found: unknown = phrase === null ? yield value.initial.evaluate(context, true) : context.getSync([phrase]);
    if (isNothing(found) && !hasDefault(output)) {
      missingOf(context).add(name);
      emitter.write(token.getText());
      return;
    }
    const text = textOf(phrase === null ? yield value.value(context, true) : found);
    context.memoryLimit.use(text.length);
    emitter.write(text);
  };
  return { phrase, name, needsValue: !hasDefault(output) };
}

function missingOf(context: Context): Missing {
  return (context.globals as { [MISSING]: Missing })[MISSING];
}
