import { Context, Output, toValueSync, type Emitter } from 'liquidjs';
import { engine, hasDefault, isNothing, outputsIn, parseTemplate, phraseIn, problemOf, textOf } from './liquid-engine';
import { STOPPED_AFTER_MS, stopLongTexts } from './stop-watch';

type Variables = Readonly<Record<string, unknown>>;

/** A template cannot be rendered; the message says why, for the person who wrote it. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
}

/** A text for programs: what is absent in it is `null`. */
export interface ValueTemplate {
  /** The names it asks for, without what follows a dot. */
  readonly variables: readonly string[];
  /**
   * The text. A variable without a value, and without a `default`, is the word `null`.
   *
   * @throws TemplateError
   */
  readonly text: (variables: Variables) => string;
  /**
   * What a placeholder that stands alone is worth, of whatever type; the text of every other template.
   *
   * @throws TemplateError
   * @example readValueTemplate('{{ n }}').value({ n: 5 }) // 5
   */
  readonly value: (variables: Variables) => unknown;
}

/**
 * Reads a template of Liquid.
 *
 * @throws TemplateError
 * @example readValueTemplate('Hi {{ name }}').text({ name: null }) // 'Hi null'
 */
export function readValueTemplate(source: string): ValueTemplate {
  return explained([source], () => {
    const templates = parseTemplate(source);
    const phrases = outputsIn(templates).flatMap((output) => showNothingAsNull(output) ?? []);
    const [only] = templates;
    const text = (variables: Variables): string =>
      explained([source], () => String(engine.renderSync(templates, { ...variables })));
    return {
      variables: [...new Set([...engine.globalVariablesSync(templates), ...phrases])],
      text,
      value: templates.length === 1 && only instanceof Output ? (given) => valueOf(only, given) : text,
    };
  });
}

function showNothingAsNull(output: Output): string | null {
  const phrase = phraseIn(output.token.content);
  if (phrase !== null) output.arguments = () => [][Symbol.iterator]();
  output.render = function* (context: Context, emitter: Emitter): IterableIterator<unknown> {
    const value: unknown = yield evaluate(output, context);
    const text = isNothing(value) ? 'null' : textOf(value);
    context.memoryLimit.use(text.length);
    emitter.write(text);
  };
  return phrase;
}

/** Filters make an empty text of nothing; only `default` may. */
function* evaluate(output: Output, context: Context): Generator<unknown, unknown, unknown> {
  const phrase = phraseIn(output.token.content);
  if (phrase !== null) return context.getSync([phrase]);
  const found = yield output.value.initial.evaluate(context, true);
  if (isNothing(found) && !hasDefault(output)) return null;
  return yield output.value.value(context, true);
}

function valueOf(output: Output, variables: Variables): unknown {
  return explained([output.token.content], () => {
    const context = new Context({ ...variables }, engine.options, { sync: true });
    return toValueSync(evaluate(output, context)) ?? null;
  });
}

function explained<T>(texts: readonly string[], work: () => T): T {
  try {
    return stopLongTexts(texts, STOPPED_AFTER_MS.rendering, work);
  } catch (error) {
    throw new TemplateError(problemOf(error), { cause: error });
  }
}
