import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

const ROOT = path.resolve(__dirname, '../..');

/** What the sandbox may hold: our own rules and workflows, and what the SDK itself brings along. */
const ALLOWED_FOLDERS = ['domain', 'workflows'];
const ALLOWED_PACKAGES = ['@temporalio/workflow', '@temporalio/common', 'nexus-rpc', 'ms', 'long'];

/** Measured as the worker loads it, without the source map. A library that slips in is larger than the room left. */
const MAX_BUNDLE_KB = 750;

interface Bundle {
  readonly codeKb: number;
  /** Packages, folders of ours, and webpack's own names for modules without a file. */
  readonly contents: readonly string[];
}

/** The part of webpack that is used here. */
interface Compiler {
  hooks: {
    compilation: { tap(name: string, done: (compilation: Compilation) => void): void };
  };
}
interface Compilation {
  hooks: { afterOptimizeModules: { tap(name: string, done: (modules: Iterable<Module>) => void): void } };
}
interface Module {
  readonly resource?: string;
  identifier(): string;
}

async function bundle(workflowsPath: string): Promise<Bundle> {
  const modules = new Set<string>();
  const collector = {
    apply(compiler: Compiler) {
      compiler.hooks.compilation.tap('list', (compilation) =>
        compilation.hooks.afterOptimizeModules.tap('list', (all) => {
          for (const module of all) {
            const name = module.resource ? partOf(module.resource) : module.identifier();
            // Places for custom converters that nobody fills.
            if (!name.startsWith('ignored|')) modules.add(name);
          }
        }),
      );
    },
  };
  const complaints: string[] = [];
  const logger = new DefaultLogger('ERROR', ({ message }) => complaints.push(message));
  const { code } = await bundleWorkflowCode({
    workflowsPath,
    logger,
    webpackConfigHook: (config) => ({
      ...config,
      plugins: [...(config.plugins ?? []), collector as unknown as NonNullable<typeof config.plugins>[number]],
    }),
  }).catch((error: unknown) => {
    throw new Error(`The workflows cannot be bundled: ${String(error)} ${complaints.join('\n')}`, { cause: error });
  });
  const withoutMap = code.slice(0, code.indexOf('//# sourceMappingURL=data:'));
  return { codeKb: Math.round(withoutMap.length / 1024), contents: [...modules].sort() };
}

/** The package or top folder that a module belongs to. */
function partOf(resource: string): string {
  const packages = resource.split('node_modules/');
  if (packages.length > 1) {
    const [scope = '', name = ''] = (packages.at(-1) ?? '').split('/');
    return scope.startsWith('@') ? `${scope}/${name}` : scope;
  }
  return path.relative(ROOT, resource).split(path.sep)[0] ?? resource;
}

function notAllowed({ contents }: Bundle): readonly string[] {
  return contents.filter((part) => ![...ALLOWED_FOLDERS, ...ALLOWED_PACKAGES].includes(part));
}

describe('the workflow bundle', () => {
  let ours: Bundle;

  beforeAll(async () => {
    ours = await bundle(path.join(ROOT, 'workflows/index.ts'));
  });

  it('holds our workflows and rules', () => {
    expect(ours.contents).toEqual(expect.arrayContaining(['domain', 'workflows', '@temporalio/workflow']));
  });

  it('holds nothing else than what it may', () => {
    expect(notAllowed(ours)).toEqual([]);
  });

  it('holds no Node built-in', () => {
    // Whatever webpack would have to ask its surroundings for is called "external ..." or has a scheme.
    expect(ours.contents.filter((part) => /^(external |node:)/.test(part))).toEqual([]);
  });

  it(`is smaller than ${MAX_BUNDLE_KB} kB`, () => {
    expect(ours.codeKb).toBeGreaterThan(100);
    expect(ours.codeKb).toBeLessThan(MAX_BUNDLE_KB);
  });

  describe('of a workflow that imports what it may not', () => {
    let folder: string;
    beforeAll(async () => {
      folder = await mkdtemp(path.join(tmpdir(), 'everdial-bundle-'));
      await symlink(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
    });
    afterAll(() => rm(folder, { recursive: true, force: true }));

    it('shows a library', async () => {
      const file = path.join(folder, 'library.ts');
      await writeFile(file, `import * as zod from 'zod';\nexport async function fails() { return zod.string(); }\n`);
      expect(notAllowed(await bundle(file))).toContain('zod');
    });

    it.each(['node:fs', 'fs'])('is refused for the Node built-in %s', async (name) => {
      const file = path.join(folder, 'built-in.ts');
      await writeFile(file, `import * as it from '${name}';\nexport async function fails() { return it; }\n`);
      await expect(bundle(file)).rejects.toThrow(new RegExp(`['"]${name}['"]`));
    });
  });
});
