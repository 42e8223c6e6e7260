import type { ColumnTarget } from '../../csv/csv-choice';
import { scanCsv } from '../../csv/csv-scan';
import { fieldColumns } from '../../csv/row-fault';
import { columnsAsked, countPassing, readConditions } from './condition-count';

const NUMBER: ColumnTarget = { to: 'number' };
const PLAN: ColumnTarget = { to: 'variable', name: 'plan' };

async function count(text: string, mapping: ColumnTarget[], { conditions, duplicates }: CountOptions) {
  const keep = columnsAsked(conditions, mapping);
  const { kept } = await scanCsv(new Blob([text]), { fields: fieldColumns(mapping), keep });
  const read = readConditions(conditions) ?? [];
  return countPassing({ kept, mapping, duplicates }, read, new AbortController().signal);
}

interface CountOptions {
  readonly conditions: Array<{ column: string; operator: string; value?: unknown }>;
  readonly duplicates?: { policy: 'skip' | 'update' | 'allow'; key?: 'to_number' | 'external_id' };
}

const FILE = 'phone,plan\n+15551230001,Pro\n+15551230002,basic\nnobody,pro\n+15551230001,basic\n';

test('conditions count whom they let through, among the rows that can be taken', async () => {
  const conditions = [{ column: 'plan', operator: '=', value: 'pro' }];
  expect(await count(FILE, [NUMBER, PLAN], { conditions })).toEqual({ asked: 3, passing: 1 });
});

test('of duplicates the first counts where later ones are skipped, and the last where it replaces them', async () => {
  const conditions = [{ column: 'plan', operator: 'equals', value: 'pro' }];
  const of = (policy: 'skip' | 'update') => count(FILE, [NUMBER, PLAN], { conditions, duplicates: { policy } });
  expect(await of('skip')).toEqual({ asked: 2, passing: 1 });
  expect(await of('update')).toEqual({ asked: 2, passing: 0 });
});

test('contacts without an external id are no duplicates of each other', async () => {
  const conditions = [{ column: 'external_id', operator: 'exists', value: false }];
  const duplicates = { policy: 'skip', key: 'external_id' } as const;
  const mapping: ColumnTarget[] = [NUMBER, { to: 'external_id' }];
  expect(await count('phone,id\n+15551230001,\n+15551230002,\n', mapping, { conditions, duplicates })).toEqual({
    asked: 2,
    passing: 2,
  });
});

test('fields of the contact can be asked for: number, time zone, priority', async () => {
  const mapping: ColumnTarget[] = [NUMBER, { to: 'timezone' }, { to: 'priority' }];
  const text = 'phone,tz,prio\n+1 555 123 0001,Europe/Berlin,\n+15551230002,UTC,9\n';
  const passing = async (column: string, operator: string, value: unknown) =>
    (await count(text, mapping, { conditions: [{ column, operator, value }] })).passing;
  expect(await passing('to_number', 'equals', '+15551230001')).toBe(1);
  expect(await passing('timezone', 'contains', 'europe')).toBe(1);
  expect(await passing('priority', 'greater_than', 4)).toBe(2);
});

test('a condition that is not complete is not counted', () => {
  expect(readConditions([{ column: 'plan', operator: 'equals', value: '' }])).toBeNull();
  expect(readConditions([{ column: '', operator: 'exists' }])).toBeNull();
});
