import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { actionText } from './action-texts';

const ROOT = resolve(__dirname, '../../../../..');
const WRITES_AUDIT = /\b(?:writeAudit|audit|auditEndpoint)\(/;
const ACTION =
  /'((?:agent|api_key|calling_rules|campaign|deliver(?:y|ies)|phone_number|provider_account|suppression|webhook(?:_\w+)?)\.\w+)'/g;
/** Those whose names are put together where they are written. */
const COMPOSED = [
  ...['call_now', 'skip', 'reschedule', 'suppress'].map((action) => `line.${action}`),
  ...['pause', 'resume', 'cancel'].map((action) => `campaign.${action}`),
];

test('every action that is written to the audit log has words of its own', () => {
  const written = ['services', 'infra', 'activities'].flatMap(sourcesIn).filter((text) => WRITES_AUDIT.test(text));
  const actions = new Set(written.flatMap((text) => [...text.matchAll(ACTION)].map(([, action = '']) => action)));
  for (const action of COMPOSED) actions.add(action);
  expect(actions.size).toBeGreaterThan(30);
  expect([...actions].filter((action) => actionText(action) === spelled(action))).toEqual([]);
});

test('an action that is not known yet is spelled', () => {
  expect(actionText('robot.polish')).toBe('robot polish');
});

function spelled(action: string): string {
  return action.replaceAll(/[._]/g, ' ');
}

function sourcesIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => readFileSync(join(ROOT, folder, name), 'utf8'));
}
