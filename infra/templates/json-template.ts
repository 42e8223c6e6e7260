import { MAX_RENDER_MS } from './liquid-engine';
import { readValueTemplate, TemplateError, type ValueTemplate } from './value-template';

type Variables = Readonly<Record<string, unknown>>;

/** JSON with `{{ placeholders }}`, read once. */
export interface JsonTemplate {
  /** The names it asks for. */
  readonly variables: readonly string[];
  /**
   * The JSON, as long as at most `maxBytes` in UTF-8.
   *
   * @throws TemplateError
   */
  readonly render: (variables: Variables, maxBytes: number) => string;
}

/** What is copied as it is, or filled in. A name of an object's field is always a text. */
type Piece = string | { readonly template: ValueTemplate; readonly isName: boolean };

const TOKEN = /"[^"\\]*(?:\\[^][^"\\]*)*"|\{\{[^{}]*\}\}|[^"{]+|\{/gy;
const HINT = 'Quotes inside of a placeholder are written as \\" or as single quotes.';

/**
 * Reads a JSON template. A placeholder that stands alone, with or without quotes, keeps its value's type; inside of a
 * longer string it is text. Whatever the values are, JSON comes out, for they are never part of what is parsed.
 *
 * @throws TemplateError when what is around the placeholders is not JSON, or Liquid cannot read a placeholder.
 * @example readJsonTemplate('{"n": "{{ n }}", "text": "n is {{ n }}"}').render({ n: 5 }, 1_000) // '{"n": 5, "text": "n is 5"}'
 */
export function readJsonTemplate(source: string): JsonTemplate {
  const tokens = source.match(TOKEN) ?? [];
  if (tokens.join('').length !== source.length) throw new TemplateError('The template is not JSON: a quote is open.');
  const skeleton = tokens.map((token) => (token.startsWith('{{') ? '""' : token)).join('');
  try {
    JSON.parse(skeleton);
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/\s+/g, ' ').slice(0, 200) : 'unreadable';
    throw new TemplateError(`The template is not JSON: ${reason}. ${HINT}`);
  }
  const pieces = tokens.map((token, index) => pieceOf(token, nextMark(tokens, index)));
  const templates = pieces.flatMap((piece) => (typeof piece === 'string' ? [] : [piece.template]));
  return {
    variables: [...new Set(templates.flatMap(({ variables }) => variables))],
    render: (variables, maxBytes) => renderPieces(pieces, variables, maxBytes),
  };
}

function pieceOf(token: string, next: string): Piece {
  const isPlaceholder = token.startsWith('{{');
  if (!isPlaceholder && !token.startsWith('"')) return token;
  const text = isPlaceholder ? token : (JSON.parse(token) as string);
  if (!/\{[{%]/.test(text)) return token;
  return { template: readValueTemplate(text), isName: next === ':' };
}

/** The first character after a token that is no space. */
function nextMark(tokens: readonly string[], index: number): string {
  return tokens[index + 1]?.trimStart().charAt(0) ?? '';
}

function renderPieces(pieces: readonly Piece[], variables: Variables, maxBytes: number): string {
  const deadline = performance.now() + MAX_RENDER_MS;
  let bytes = 0;
  const rendered: string[] = [];
  for (const piece of pieces) {
    if (performance.now() > deadline) throw new TemplateError('The template takes too long to render.');
    const text = typeof piece === 'string' ? piece : jsonOf(piece, variables);
    bytes += Buffer.byteLength(text);
    if (bytes > maxBytes) {
      throw new TemplateError(`The rendered template is larger than ${Math.floor(maxBytes / 1024)} KB.`);
    }
    rendered.push(text);
  }
  return rendered.join('');
}

function jsonOf({ template, isName }: Exclude<Piece, string>, variables: Variables): string {
  // Infinity and the like have no JSON of their own: null. Values that only Liquid knows have none at all.
  return JSON.stringify(isName ? template.text(variables) : template.value(variables)) ?? 'null';
}
