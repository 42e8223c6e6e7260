import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import * as environment from '../../infra/config/environment';
import { scripts } from '../../package.json';

const ROOT = path.resolve(__dirname, '../..');
const FOLDERS = ['domain', 'workflows', 'activities', 'infra', 'services', 'test', 'docs', 'deploy', '.ci'];
const NPM_ITSELF = ['ci', 'install'];
/** Codes that come from a schema's own words, and stand nowhere in our sources. */
const CODES_OF_SCHEMAS = ['invalid_type', 'invalid_value', 'invalid_format', 'too_small', 'too_big'];

const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

function filesBelow(folder: string, suffix: string): string[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => path.join(folder, file))
    .filter((file) => file.endsWith(suffix));
}

const pages = [...readdirSync(ROOT).filter((file) => file.endsWith('.md')), ...filesBelow('docs', '.md')];

/** What a page says, without blocks of code, whose brackets are no links. */
const proseOf = (text: string): string => text.replace(/^ *```[^]*?^ *```/gm, '');

const spansIn = (text: string): string[] => [...proseOf(text).matchAll(/`([^`]+)`/g)].map(([, span]) => span!);

/** The anchor that a heading gets. @example anchorOf('Error codes') // 'error-codes' */
const anchorOf = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');

const headingsOf = (text: string): string[] =>
  [...proseOf(text).matchAll(/^#+ (.+)$/gm)].map(([, heading]) => heading!);

function brokenLinks(page: string, text: string): string[] {
  const targets = [...proseOf(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target!);
  return targets.filter((target) => {
    if (/^[a-z]+:/.test(target)) return false;
    const [file, anchor] = target.split('#');
    const found = file === '' ? path.join(ROOT, page) : path.resolve(ROOT, path.dirname(page), file!);
    if (!existsSync(found)) return true;
    if (anchor === undefined) return false;
    return !headingsOf(readFileSync(found, 'utf8')).map(anchorOf).includes(anchor);
  });
}

/** Code spans that look like a path of this repository, and lead nowhere. A folder may end in a slash. */
function missingFiles(text: string): string[] {
  const looksLikePath = new RegExp(`^(?:${FOLDERS.join('|').replaceAll('.', '[.]')})/[\\w./-]*$`);
  return spansIn(text).filter((span) => {
    if (!looksLikePath.test(span)) return false;
    const found = path.join(ROOT, span);
    return !existsSync(found) || (span.endsWith('/') && !statSync(found).isDirectory());
  });
}

function missingScripts(text: string): string[] {
  const named = [...text.matchAll(/\bnpm (?:run (?:--silent )?)?([a-z][a-z:-]*)/g)].filter(
    ([command, name]) => command.startsWith('npm run ') || ['test', 'start'].includes(name!),
  );
  return named.map(([, name]) => name!).filter((name) => !(name in scripts) && !NPM_ITSELF.includes(name));
}

/** Every `code` that the API's sources name. */
function codesOfTheApi(): string[] {
  const sources = [...filesBelow('services/api', '.ts'), 'infra/webhook-http/endpoint-faults.ts'].map(read);
  const places = sources.flatMap((source) => [
    ...source.matchAll(/new Problem\(\s*\d{3},([^,]*),/g),
    ...source.matchAll(/\bcode: ([^,}\n]*)/g),
    ...source.matchAll(/\b(?:temporarilyUnavailable|fault)\(('\w+')/g),
  ]);
  const words = places.flatMap(([, place]) => [
    ...place!.replace(/typeof \w+ === '\w+'/g, '').matchAll(/'([a-z][a-z_]*)'/g),
  ]);
  return [...new Set(words.map(([, code]) => code!))].sort();
}

describe('the documentation', () => {
  it('is looked for where it is', () => {
    expect(pages).toEqual(expect.arrayContaining(['README.md', 'ARCHITECTURE.md', 'docs/api.md']));
    expect(pages.length).toBeGreaterThan(15);
  });

  it.each(pages)('%s links to pages, headings and images that exist', (page) => {
    expect(brokenLinks(page, read(page))).toEqual([]);
  });

  it.each(pages)('%s names files and npm scripts that exist', (page) => {
    expect(missingFiles(read(page))).toEqual([]);
    expect(missingScripts(read(page))).toEqual([]);
  });

  it('would be caught naming what does not exist', () => {
    expect(
      brokenLinks('README.md', '[a](docs/nothing.md) [b](docs/api.md#nothing) [c](#nothing) ![](x.png)'),
    ).toHaveLength(4);
    expect(missingFiles('`domain/nothing.ts` and `services/nothing/`, not `node_modules/nothing`')).toHaveLength(2);
    expect(missingScripts('npm run nothing, npm test, npm ci')).toEqual(['nothing']);
  });

  it('keeps ARCHITECTURE.md short enough to be read', () => {
    expect(read('ARCHITECTURE.md').split('\n').length).toBeLessThan(250);
  });

  it('has a heading for every code that the API answers, and for no other', () => {
    const codes = [...codesOfTheApi(), ...CODES_OF_SCHEMAS];
    const section = read('docs/failure-modes.md').split('# Error codes\n')[1]!;
    const headings = [...section.matchAll(/^### (\w+)$/gm)].map(([, heading]) => heading!);
    expect(codes.length).toBeGreaterThan(30);
    expect(codes.filter((code) => !headings.includes(code))).toEqual([]);
    expect(headings.filter((heading) => !codes.includes(heading))).toEqual([]);
  });

  it('explains every variable that a process reads', () => {
    const schemas = Object.values(environment).filter((value) => typeof value === 'object' && 'shape' in value);
    const ofMigrate = [...read('services/migrate/main.ts').matchAll(/^ {2}([A-Z][A-Z_]+): z\./gm)].map(
      ([, name]) => name!,
    );
    const variables = [...schemas.flatMap(({ shape }) => Object.keys(shape)), ...ofMigrate];
    const explained = spansIn(read('docs/configuration.md'));
    expect(schemas).toHaveLength(5);
    expect(ofMigrate.length).toBeGreaterThan(3);
    expect(variables.filter((variable) => !explained.includes(variable))).toEqual([]);
  });
});
