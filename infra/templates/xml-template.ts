import {
  CaptureTag,
  CycleTag,
  EchoTag,
  Output,
  TablerowTag,
  type Context,
  type Emitter,
  type Template,
} from 'liquidjs';
import { childrenOf, engine, isNothing, parseTemplate, phraseIn, problemOf, textOf } from './liquid-engine';
import { STOPPED_AFTER_MS, stopLongTexts } from './stop-watch';
import { TemplateError } from './value-template';

/** XML with `{{ placeholders }}`, read once. */
export interface XmlTemplate {
  /**
   * The XML: values are text in it, whatever they are, and what has no value is nothing.
   *
   * @throws TemplateError
   */
  readonly render: (variables: Readonly<Record<string, unknown>>) => string;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};
/** What XML 1.0 has no way to write (2.2), lone surrogates among it. */
const NOT_IN_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

/**
 * A text as it stands in XML, inside of elements and of attributes.
 *
 * @example escapeXml('Fish & "Chips"') // 'Fish &amp; &quot;Chips&quot;'
 */
export function escapeXml(text: string): string {
  return text.replaceAll(NOT_IN_XML, '').replaceAll(/[&<>"']/g, (mark) => ENTITIES[mark] ?? mark);
}

/**
 * Reads a template of Liquid whose values are escaped for XML.
 *
 * @throws TemplateError when Liquid cannot read it, or it has a tag that writes values as they are.
 * @example readXmlTemplate('<Say>{{ name }}</Say>').render({ name: '<b>' }) // '<Say>&lt;b&gt;</Say>'
 */
export function readXmlTemplate(source: string): XmlTemplate {
  const templates = explained(source, STOPPED_AFTER_MS.reading, () => parseTemplate(source));
  escapeOutputs(templates);
  return {
    render: (variables) =>
      explained(source, STOPPED_AFTER_MS.rendering, () => String(engine.renderSync(templates, { ...variables }))),
  };
}

function escapeOutputs(templates: readonly Template[]): void {
  for (const template of templates) {
    // They write values, or elements of HTML, as they are.
    if (template instanceof EchoTag || template instanceof CycleTag || template instanceof TablerowTag) {
      throw new TemplateError(
        'The tags echo, cycle and tablerow cannot stand in XML. Write {{ name }} instead, and for loops.',
      );
    }
    if (template instanceof Output) escapeOutput(template);
    // What is captured is written by an output, and escaped there.
    else if (!(template instanceof CaptureTag)) escapeOutputs(childrenOf(template));
  }
}

function escapeOutput(output: Output): void {
  const phrase = phraseIn(output.token.content);
  output.render = function* (context: Context, emitter: Emitter): IterableIterator<unknown> {
    const value: unknown = phrase === null ? yield output.value.value(context, true) : context.getSync([phrase]);
    const text = isNothing(value) ? '' : escapeXml(textOf(value));
    context.memoryLimit.use(text.length);
    emitter.write(text);
  };
}

function explained<T>(source: string, timeoutMs: number, work: () => T): T {
  try {
    return stopLongTexts([source], timeoutMs, work);
  } catch (error) {
    throw new TemplateError(problemOf(error), { cause: error });
  }
}
