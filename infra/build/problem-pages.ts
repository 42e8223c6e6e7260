import { Marked, type Token, type Tokens } from 'marked';

/** What is said about a code of a problem. A code that means two things stands under two headings. */
interface Entry {
  readonly code: string;
  /** The heading under which it stands. */
  readonly group: string;
  readonly html: string;
}

const SECTION = 'Error codes';

/**
 * The pages about problem codes: one that lists all, and one for each.
 *
 * @param markdown docs/failure-modes.md, whose section "Error codes" has a heading for each code.
 * @returns contents by file name.
 * @throws Error when there is no such section, or nothing in it.
 * @example problemPages(text).get('campaign_closed.html')
 */
export function problemPages(markdown: string): Map<string, string> {
  const entries = readEntries(markdown);
  if (entries.length === 0) throw new Error(`The section "${SECTION}" is empty`);
  const files = new Map([['index.html', listPage(entries)]]);
  for (const { code } of entries) {
    const same = entries.filter((entry) => entry.code === code);
    files.set(`${code}.html`, codePage(code, same));
  }
  return files;
}

function readEntries(markdown: string): Entry[] {
  const marked = new Marked();
  const tokens = marked.lexer(asPages(markdown));
  const start = tokens.findIndex((token) => isHeading(token, 1) && token.text === SECTION);
  if (start < 0) throw new Error(`There is no section "${SECTION}"`);
  const codes = new Set(tokens.filter((token) => isHeading(token, 3)).map(({ text }) => text));
  marked.use({ renderer: { link: linkWithin(codes) } });

  const entries: Array<{ code: string; group: string; tokens: Token[] }> = [];
  let group = '';
  for (const token of tokens.slice(start + 1)) {
    if (isHeading(token, 1)) break;
    if (isHeading(token, 2)) group = token.text;
    else if (isHeading(token, 3)) entries.push({ code: token.text, group, tokens: [] });
    else entries.at(-1)?.tokens.push(token);
  }
  return entries.map(({ tokens: said, ...entry }) => ({ ...entry, html: marked.parser(said).trim() }));
}

/** A status at the beginning is no number of a list, and remarks that only lead to other documents are left out. */
function asPages(markdown: string): string {
  return markdown.replace(/^(\d{3})\. /gm, '$1\\. ').replace(/\s+\(\[[^\]]*\]\([^)#][^)]*\)\)/g, '');
}

function isHeading(token: Token, depth: number): token is Tokens.Heading {
  return token.type === 'heading' && (token as Tokens.Heading).depth === depth;
}

/** Links to other codes lead to their pages; the documents that others lead to are not served. */
function linkWithin(codes: ReadonlySet<string>) {
  return ({ href, text }: Tokens.Link): string => {
    const code = href.startsWith('#') ? href.slice(1) : '';
    return codes.has(code) ? `<a href="/problems/${code}">${escaped(text)}</a>` : escaped(text);
  };
}

function listPage(entries: readonly Entry[]): string {
  const groups = [...new Set(entries.map(({ group }) => group))];
  const sections = groups.map((group) => {
    const items = entries.filter((entry) => entry.group === group).map(itemOf);
    return `<h2>${escaped(group)}</h2>\n<dl>\n${items.join('\n')}\n</dl>`;
  });
  const introduction =
    '<p>Every error of the API is a problem document (RFC 9457) with a <code>code</code> for programs. Its ' +
    '<code>type</code> is the address of a page here.</p>';
  return documentOf('Problems', `<h1>Problems</h1>\n${introduction}\n${sections.join('\n')}`);
}

function itemOf({ code, html }: Entry): string {
  return `<dt><a href="/problems/${code}"><code>${code}</code></a></dt>\n<dd>${html}</dd>`;
}

function codePage(code: string, entries: readonly Entry[]): string {
  const said = entries.map(({ group, html }) => `<p class="group">${escaped(group)}</p>\n${html}`);
  const footer =
    '<footer><p>The answer itself says more: <code>detail</code> what to do, <code>errors</code> where, and ' +
    '<code>request_id</code> finds it in the log.</p></footer>';
  return documentOf(code, `<h1><code>${code}</code></h1>\n${said.join('\n')}\n${footer}`);
}

function documentOf(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Everdial</title>
<link rel="icon" type="image/svg+xml" href="/favicon.svg">
<link rel="stylesheet" href="/problems/style.css">
</head>
<body>
<nav><a href="/problems">All problems</a> <a href="/docs">API reference</a> <a href="/">Dashboard</a></nav>
<main>
${body}
</main>
</body>
</html>
`;
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}
