import fc from 'fast-check';
import { openCsv } from '../../infra/csv/csv-table';
import { contactOfRow, planColumns } from '../../services/api/contacts/csv-columns';
import { guessMapping, mappingFaults, uploadQuery } from '../../web/dashboard/src/campaigns/csv/column-mapping';
import { readCsv } from '../../web/dashboard/src/campaigns/csv/csv-reader';
import { readingOf, withoutNames } from '../../web/dashboard/src/campaigns/csv/csv-reading';
import { asRead } from '../../web/dashboard/src/campaigns/csv/file-beginning';
import type { ColumnTarget } from '../../web/dashboard/src/campaigns/csv/csv-choice';

/* The wizard reads files in the browser, and the API when they are sent: they must find the same. */

const field = fc.stringMatching(/^[a-zA-Z0-9 +,;"\n\u00e9\u20ac]{0,8}$/);

/** Quoted where it has to be. */
const written = (text: string): string => (/[",;\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

test('the wizard and the API find the same columns and rows in a file', async () => {
  const file = fc.record({
    header: fc.uniqueArray(fc.stringMatching(/^[a-z]{1,6}$/), { minLength: 2, maxLength: 4 }),
    rows: fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { maxLength: 6 }),
    lineBreak: fc.constantFrom('\n', '\r\n'),
  });
  await fc.assert(
    fc.asyncProperty(file, async ({ header, rows, lineBreak }) => {
      const lines = [header, ...rows].map((fields) => fields.map(written).join(','));
      const text = lines.join(lineBreak);
      const theirs = await openCsv(chunksOf(text));
      const rowsOfApi = [];
      for await (const row of theirs.rows) rowsOfApi.push(row);
      const rowsOfWizard = [];
      let columns: readonly string[] = [];
      for await (const part of readCsv(new Blob([text]))) {
        ({ columns } = part);
        rowsOfWizard.push(...part.rows);
      }
      expect(columns).toEqual(theirs.columns);
      expect(rowsOfWizard).toEqual(rowsOfApi);
    }),
    { numRuns: 300 },
  );
});

test.each([
  ['with a line about the separator', 'sep=;\r\nphone;name\r\n+15550109001;Jane\r\n', false],
  ['whose first row is a contact', '\ufeff+15550109001;Jane\n+15550109002;Joe\n', true],
  ['with both', 'sep=;\n+15550109001;Jane\n+15550109002;Joe\n', true],
])('the API reads a file %s as it was read before it was sent', async (_, text, isHeadless) => {
  const file = new Blob([text]);
  const named = await readingOf(file, null);
  const reading = isHeadless ? await withoutNames(file, named) : named;
  const sent = asRead(file, reading.beginning);
  const theirs = await openCsv(chunksOf(await sent.text()));
  const rowsOfApi = [];
  for await (const row of theirs.rows) rowsOfApi.push(row);
  const rowsRead = [];
  for await (const part of readCsv(sent)) rowsRead.push(...part.rows);
  expect(theirs.columns).toEqual(reading.columns);
  expect(rowsOfApi).toEqual(rowsRead);
  expect(rowsOfApi[0]?.fields).toEqual(['+15550109001', 'Jane']);
});

async function* chunksOf(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text);
}

const TARGETS = ['external_id', 'timezone', 'priority', 'schedule_at', 'expires_at', 'nothing'] as const;
const name = fc.stringMatching(/^[a-zA-Z_ .&=+#\u00e9]{1,8}$/);
const target: fc.Arbitrary<ColumnTarget> = fc.oneof(
  fc.constantFrom(...TARGETS).map((to) => ({ to })),
  fc.record({ to: fc.constantFrom('variable' as const, 'metadata' as const), name }),
);

/** Values of a row by what the wizard says they become. */
function expected(mapping: readonly ColumnTarget[]) {
  const named = (kind: 'variable' | 'metadata') =>
    Object.fromEntries(
      mapping.flatMap((to, column) => (to.to === kind ? [[(to as { name: string }).name, `value ${column}`]] : [])),
    );
  return { custom_variables: named('variable'), metadata: named('metadata') };
}

test('the API takes the columns of a file for what the wizard says they are', () => {
  const given = fc
    .uniqueArray(name, { minLength: 1, maxLength: 6, selector: (text) => text.trim() })
    .map((names) => names.map((text) => text.trim()))
    .filter((names) => names.every((text) => text !== ''))
    .chain((columns) =>
      fc.tuple(
        fc.constant(columns),
        fc.array(target, { minLength: columns.length - 1, maxLength: columns.length - 1 }),
      ),
    );
  fc.assert(
    fc.property(given, ([columns, others]) => {
      const mapping: ColumnTarget[] = [{ to: 'number' }, ...others];
      fc.pre(mappingFaults(columns, mapping).size === 0);
      const query = new URLSearchParams(uploadQuery(columns, mapping));
      const planned = planColumns(columns, {
        query: Object.fromEntries(query),
        ignoreUnmapped: query.get('unmapped') === 'ignore',
      });
      if (!planned.ok) throw new Error(JSON.stringify(planned.faults));
      const contact = contactOfRow(
        columns.map((_, column) => `value ${column}`),
        planned.plan,
      );
      expect(contact['to_number']).toBe('value 0');
      expect({ metadata: {}, ...contact }).toMatchObject(expected(mapping));
      expect(contact['custom_variables']).toEqual(expected(mapping).custom_variables);
      for (const field of TARGETS.slice(0, -1)) {
        const column = mapping.findIndex(({ to }) => to === field);
        expect(contact[field]).toBe(column === -1 ? undefined : `value ${column}`);
      }
    }),
    { numRuns: 1_000 },
  );
});

test('what the wizard guesses has no faults, and the API takes it', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-zA-Z_ .\u00e9]{0,8}$/), { maxLength: 6 }), (others) => {
      const columns = ['phone', ...others.map((text) => text.trim())];
      const mapping = guessMapping(columns, []);
      expect([...mappingFaults(columns, mapping).values()]).toEqual([]);
      const query = new URLSearchParams(uploadQuery(columns, mapping));
      const planned = planColumns(columns, {
        query: Object.fromEntries(query),
        ignoreUnmapped: query.get('unmapped') === 'ignore',
      });
      expect(planned.ok).toBe(true);
    }),
    { numRuns: 500 },
  );
});
