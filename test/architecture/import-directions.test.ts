import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '../..');
const FOLDERS = ['domain', 'workflows', 'activities', 'infra', 'services'];

interface Violation {
  readonly rule: { readonly name: string };
  readonly from: string;
  readonly to: string;
}

/** Runs dependency-cruiser with the project's rules on the five folders below `cwd`. */
async function violationsIn(cwd: string): Promise<{ violations: readonly Violation[]; modules: number }> {
  const cruiser = path.join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const rules = path.join(ROOT, '.dependency-cruiser.cjs');
  const output = await new Promise<string>((resolve, reject) => {
    const args = [cruiser, '--config', rules, '--output-type', 'json', ...FOLDERS];
    // It exits with the number of violations, so the answer counts and not the code.
    execFile(process.execPath, args, { cwd, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (stdout) resolve(stdout);
      else reject(new Error(`dependency-cruiser printed nothing: ${stderr}`, { cause: error }));
    });
  });
  const { summary } = JSON.parse(output) as { summary: { violations: Violation[]; totalCruised: number } };
  return { violations: summary.violations, modules: summary.totalCruised };
}

const describeViolation = ({ rule, from, to }: Violation): string => `${rule.name}: ${from} -> ${to}`;

describe('import directions', () => {
  it('hold in the whole tree', async () => {
    const { violations, modules } = await violationsIn(ROOT);
    expect(violations.map(describeViolation)).toEqual([]);
    expect(modules).toBeGreaterThan(20);
  });

  describe('in a tree that breaks them', () => {
    // file, what it imports, the rule that must report it.
    const broken: Array<[string, string, string]> = [
      ['domain/reads-a-file.ts', 'node:fs', 'domain-imports'],
      ['domain/knows-infra.ts', '../infra/good', 'domain-imports'],
      ['domain/takes-a-library.ts', 'zod', 'domain-imports'],
      ['workflows/reads-a-file.ts', 'fs', 'workflows-imports'],
      ['workflows/knows-infra.ts', '../infra/good', 'workflows-imports'],
      ['workflows/takes-a-library.ts', 'zod', 'workflows-imports'],
      ['activities/knows-infra.ts', '../infra/good', 'activities-imports'],
      ['activities/runs-a-workflow.ts', '../workflows/campaign/workflow', 'activities-imports'],
      ['infra/knows-a-contract.ts', '../workflows/campaign/contract', 'infra-imports'],
      ['infra/knows-a-process.ts', '../services/api/good', 'nobody-imports-services'],
      ['services/simulator/knows-the-api.ts', '../api/good', 'processes-are-apart'],
      ['services/wiring/knows-the-api.ts', '../api/good', 'processes-are-apart'],
      ['services/dry-run/knows-the-simulator.ts', '../simulator/good', 'the-dry-run-is-api-and-workers'],
      ['services/api/runs-a-workflow.ts', '../../workflows/campaign/workflow', 'workflow-code-only-in-the-bundle'],
      ['services/api/takes-a-dev-dependency.ts', 'fast-check', 'no-dev-dependencies-in-production'],
      ['services/api/takes-what-is-not-declared.ts', 'express', 'no-undeclared-dependencies'],
      ['services/api/misspells.ts', './there-is-no-such-file', 'no-unresolvable'],
      ['domain/cycle-a.ts', './cycle-b', 'no-cycles'],
    ];
    // A cycle is reported once, at its first file.
    const otherHalf: [string, string] = ['domain/cycle-b.ts', './cycle-a'];
    const allowed: Array<[string, string]> = [
      ['domain/good.ts', ''],
      ['workflows/campaign/contract.ts', '../../domain/good'],
      ['workflows/campaign/workflow.ts', '@temporalio/workflow'],
      ['activities/good.ts', '../workflows/campaign/contract'],
      ['infra/good.ts', '../domain/good'],
      ['services/wiring/good.ts', '../../infra/good'],
      ['services/api/good.ts', '../wiring/good'],
      ['services/simulator/good.ts', ''],
      ['services/dry-run/good.ts', '../api/good'],
    ];

    let folder: string;
    let found: Array<[string, string]>;

    beforeAll(async () => {
      folder = await mkdtemp(path.join(tmpdir(), 'everdial-imports-'));
      await symlink(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
      const manifest = {
        dependencies: { zod: '*', '@temporalio/workflow': '*' },
        devDependencies: { 'fast-check': '*' },
      };
      await writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest));
      for (const [file, imported] of [...broken, ...allowed, otherHalf]) {
        await mkdir(path.join(folder, path.dirname(file)), { recursive: true });
        // Even an import of a type alone is a direction.
        const line = imported.includes('infra')
          ? `import type * as it from '${imported}';`
          : `import * as it from '${imported}';`;
        await writeFile(path.join(folder, file), imported ? `${line}\nexport { it };\n` : 'export const it = 1;\n');
      }
      const { violations } = await violationsIn(folder);
      found = violations.map(({ rule, from }) => [from, rule.name]);
    });

    afterAll(() => rm(folder, { recursive: true, force: true }));

    it.each(broken)('%s importing %s is reported as %s', (file, _imported, rule) => {
      expect(found).toContainEqual([file, rule]);
    });

    it('what is allowed is not reported', () => {
      const reported = found.map(([from]) => from);
      expect(allowed.map(([file]) => file).filter((file) => reported.includes(file))).toEqual([]);
    });
  });
});
