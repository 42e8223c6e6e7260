import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import type { Plugin } from 'vite';

/*
 * A page loads the components that it shows, and their styles, and no others. Left to itself the bundler gives whatever any
 * page takes from a package's one big index to the first page too, and Mantine's styles are one file for all.
 */

const require = createRequire(import.meta.url);
const PACKAGES = ['@mantine/core', '@mantine/hooks', '@tabler/icons-react'];
const STYLES = dirname(require.resolve('@mantine/core/styles/global.css'));
const MODULES = resolve(STYLES, '../esm');
/** What every component builds on, in Mantine's own order. */
const BASE_STYLES = ['baseline', 'default-css-variables', 'global'];

interface Part {
  readonly file: string;
  /** Its name in that file. */
  readonly name: string;
}

/** Has each module import what it uses from where it is, and each component bring its styles. */
export function mantineParts(): Plugin {
  let parts: ReadonlyMap<string, ReadonlyMap<string, Part>> = new Map();
  let stylesOf: ReadonlyMap<string, readonly string[]> = new Map();
  return {
    name: 'mantine-parts',
    apply: 'build',
    enforce: 'post',
    async buildStart() {
      const find: Find = async (from, importer) => {
        // A package's own files need no search: there are thousands of icons.
        if (from.startsWith('.')) return resolve(dirname(importer), from);
        const found = await this.resolve(from, importer);
        if (!found) throw new Error(`${from} is not installed`);
        return found.id;
      };
      const found = PACKAGES.map(async (name): Promise<[string, Map<string, Part>]> => {
        return [name, await partsOf(await find(name, import.meta.filename), find)];
      });
      parts = new Map(await Promise.all(found));
      stylesOf = readStyleOrder();
    },
    load: {
      filter: { id: /@mantine\/core\/styles\.css$/ },
      handler: () => BASE_STYLES.map((name) => readFileSync(join(STYLES, `${name}.css`), 'utf8')).join('\n'),
    },
    transform: {
      filter: { id: [/\/web\/dashboard\/src\/.*\.tsx?$/, /\/@mantine\/.*\.mjs$/] },
      handler(code, id) {
        const styles = id.startsWith(MODULES) ? (stylesOf.get(styleNameIn(code) ?? '') ?? []) : [];
        const direct = [...importsIn(code)].reduceRight((text, found) => {
          const names = parts.get(found.from);
          return names ? text.slice(0, found.start) + directly(found, names) + text.slice(found.end) : text;
        }, code);
        if (direct === code && styles.length === 0) return null;
        // Lines stay where they were.
        return { code: direct + styles.map((file) => `\nimport ${JSON.stringify(file)};`).join(''), map: null };
      },
    },
  };
}

interface Import {
  readonly start: number;
  readonly end: number;
  readonly names: string;
  readonly from: string;
}

/** The imports of a compiled module that name what they take. */
function* importsIn(code: string): Generator<Import> {
  for (const { index, 0: text, groups } of code.matchAll(
    /^import\s*\{(?<names>[^}]*)\}\s*from\s*["'](?<from>[^"']+)["'];?/gm,
  )) {
    yield { start: index, end: index + text.length, names: groups?.names ?? '', from: groups?.from ?? '' };
  }
}

function directly({ names, from }: Import, parts: ReadonlyMap<string, Part>): string {
  const lines = [...namesIn(names)].map(([name, local]) => {
    const part = parts.get(name);
    if (!part) throw new Error(`${from} has no ${name}`);
    return `import { ${part.name} as ${local} } from ${JSON.stringify(part.file)};`;
  });
  return lines.join(' ') + '\n'.repeat(names.split('\n').length - 1);
}

/** @example [...namesIn('a, b as c')] // [['a', 'a'], ['b', 'c']] */
function* namesIn(list: string): Generator<[string, string]> {
  for (const entry of list.split(',')) {
    const [name, local = name] = entry.trim().split(/\s+as\s+/);
    if (name) yield [name, local ?? name];
  }
}

type Find = (from: string, importer: string) => Promise<string>;

/** Where a package's index has each of its exports from. */
async function partsOf(index: string, find: Find): Promise<Map<string, Part>> {
  const code = readFileSync(index, 'utf8');
  const imported = new Map<string, Part>();
  const parts = new Map<string, Part>();
  for (const { names, from } of importsIn(code)) {
    const file = await find(from, index);
    for (const [name, local] of namesIn(names)) imported.set(local, { file, name });
  }
  for (const { 1: names = '', 2: from } of code.matchAll(/^export\s*\{([^}]*)\}(?:\s*from\s*["']([^"']+)["'])?/gm)) {
    const file = from === undefined ? null : await find(from, index);
    for (const [name, exported] of namesIn(names)) {
      const part = file === null ? imported.get(name) : { file, name };
      parts.set(exported, part ?? { file: index, name: exported });
    }
  }
  return parts;
}

/** Which styles a component needs: its own and those of the components in it, as Mantine's one file has them in order. */
function readStyleOrder(): Map<string, string[]> {
  const files = readdirSync(MODULES, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.mjs'));
  const rooms = new Map(
    files
      .filter((file) => file.endsWith('.module.mjs'))
      .map((file) => [basename(file, '.module.mjs'), `${dirname(file)}/`] as const),
  );
  const whole = readFileSync(join(STYLES, '../styles.css'), 'utf8');
  const rank = (file: string) => whole.indexOf(readFileSync(file, 'utf8').trim());
  return new Map(
    [...rooms].map(([name, room]) => {
      const seen = new Set<string>();
      for (const file of files.filter((each) => each.startsWith(room))) follow(join(MODULES, file), seen);
      const styles = [...rooms.keys()].filter((each) =>
        seen.has(join(MODULES, rooms.get(each) ?? '', `${each}.module.mjs`)),
      );
      return [name, styles.map((style) => join(STYLES, `${style}.css`)).sort((one, other) => rank(one) - rank(other))];
    }),
  );
}

/** Adds a file and all that it imports of its own package. */
function follow(file: string, seen: Set<string>): void {
  if (seen.has(file)) return;
  seen.add(file);
  for (const [, from = ''] of readFileSync(file, 'utf8').matchAll(/from "(\.[^"]+\.mjs)"/g)) {
    follow(resolve(dirname(file), from), seen);
  }
}

function styleNameIn(code: string): string | null {
  return /from "[^"]*\/(\w+)\.module\.mjs"/.exec(code)?.[1] ?? null;
}
