import { spawn } from 'node:child_process';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '../..');

interface LintMessage {
  readonly ruleId: string | null;
  readonly line: number;
  readonly message: string;
}

/** Lints `code` as if it stood in `file`, which exists. Answers the rules reported, line by line. */
async function lint(file: string, code: readonly string[]): Promise<Record<string, readonly string[]>> {
  const binary = path.join(ROOT, 'node_modules/eslint/bin/eslint.js');
  const child = spawn(process.execPath, [binary, '--stdin', '--stdin-filename', file, '--format', 'json'], {
    cwd: ROOT,
    // In a single run typescript-eslint reads the file instead of what it is given.
    env: { ...process.env, TSESTREE_SINGLE_RUN: 'false' },
  });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  child.stdin.end(code.join('\n'));
  await new Promise((resolve) => child.once('close', resolve));
  if (!output) throw new Error(`ESLint printed nothing: ${errors}`);
  const [result] = JSON.parse(output) as [{ messages: LintMessage[] }];
  const byLine: Record<string, string[]> = {};
  for (const { ruleId, line, message } of result.messages) {
    (byLine[code[line - 1] ?? ''] ??= []).push(ruleId ?? message);
  }
  return byLine;
}

/** What each line must be refused by; the last ones are allowed. */
type Fence = ReadonlyArray<readonly [line: string, rule: string | null]>;

const WORKFLOW_FENCE: Fence = [
  [`import * as a from 'fs';`, 'no-restricted-imports'],
  [`import * as b from 'node:fs';`, 'no-restricted-imports'],
  [`import * as c from 'fs/promises';`, 'no-restricted-imports'],
  [`import * as d from 'node:timers/promises';`, 'no-restricted-imports'],
  [`export const e = process.env.HOME;`, 'no-restricted-globals'],
  [`export const f = Buffer.from('f');`, 'no-restricted-globals'],
  [`setTimeout(() => undefined, 1000);`, 'no-restricted-globals'],
  [`Promise.resolve(1);`, '@typescript-eslint/no-floating-promises'],
  [`export const g = Date.now();`, null],
  [`export const used = [a, b, c, d];`, null],
];

const DOMAIN_FENCE: Fence = [
  [`import * as a from 'crypto';`, 'no-restricted-imports'],
  [`import * as b from 'node:crypto';`, 'no-restricted-imports'],
  [`export const c = Math.random();`, 'no-restricted-properties'],
  [`export const d = Date.now();`, 'no-restricted-properties'],
  [`export const e = process.pid;`, 'no-restricted-globals'],
  [`setTimeout(() => undefined, 1000);`, 'no-restricted-globals'],
  [`export const f = Date.UTC(2026, 0, 1);`, null],
  [`export const used = [a, b];`, null],
];

describe('the linter', () => {
  it.each<[string, string, Fence]>([
    ['workflow code', 'workflows/task-queues.ts', WORKFLOW_FENCE],
    ['the rules', 'domain/disposition.ts', DOMAIN_FENCE],
  ])('keeps %s deterministic', async (_what, file, fence) => {
    const found = await lint(
      file,
      fence.map(([line]) => line),
    );
    const missed = fence.filter(([line, rule]) => rule !== null && !found[line]?.includes(rule));
    expect(missed).toEqual([]);
    const refused = fence.filter(
      ([line, rule]) => rule === null && found[line]?.some((id) => id.startsWith('no-restricted')),
    );
    expect(refused).toEqual([]);
  });
});
