import { execFileSync } from 'node:child_process';
import { KINDS, LANGUAGES, sampleOf } from './code-samples';

const SAMPLE = { origin: 'https://calls.example.com', campaignId: 4711, variables: ["it's", 'plan'] };

const EVERY = LANGUAGES.flatMap((language) => KINDS.map((kind) => [language.value, kind.value] as const));

test.each(EVERY)('%s for %s reads the key from the environment, and names this campaign', (language, kind) => {
  const code = sampleOf(language, kind, SAMPLE);
  expect(code).toContain(kind === 'leads' ? 'EVERDIAL_WEBHOOK_TOKEN' : 'EVERDIAL_KEY');
  expect(code).toContain('https://calls.example.com/api/v1/');
  expect(code).toContain('4711');
  expect(code).not.toMatch(/evdw?_/);
});

test.each(KINDS.map(({ value }) => value))('a shell gives curl the body of %s as it is meant', (kind) => {
  const shown = 'curl() { for word; do printf "%s\\0" "$word"; done; }\n';
  const env = { PATH: process.env['PATH'], EVERDIAL_KEY: 'key', EVERDIAL_WEBHOOK_TOKEN: 'token' };
  const words = execFileSync('/bin/sh', ['-c', shown + sampleOf('curl', kind, SAMPLE)], { env, encoding: 'utf8' });
  const [, , url, , authorization, , , , body = ''] = words.split('\0');
  expect(url).toMatch(/^https:\/\/calls\.example\.com\/api\/v1\/(?:leads|calls\/bulk_call\/4711\/add_contacts?)$/);
  expect(authorization).toBe(`Authorization: Bearer ${kind === 'leads' ? 'token' : 'key'}`);
  expect(JSON.stringify(JSON.parse(body))).toContain(`"it's":"..."`);
});

test.each(KINDS.map(({ value }) => value))('Node understands the code for %s', (kind) => {
  const check = ['--input-type=module', '--check'];
  const input = sampleOf('node', kind, SAMPLE);
  expect(() => execFileSync(process.execPath, check, { input, stdio: 'pipe' })).not.toThrow();
});
