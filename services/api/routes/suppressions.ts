import type { Caller } from '../../../infra/db/organizations/callers';
import type { Queryable } from '../../../infra/db/database';
import { retryOnDeadlock } from '../../../infra/db/deadlock';
import {
  endWaitingLinesOf,
  listSuppressions,
  removeSuppression,
  suppressNumbers,
  type SuppressionOrigin,
} from '../../../infra/db/lines/suppressions';
import { readPhoneNumber } from '../../../infra/phone-numbers/read-phone-number';
import { audit } from '../audit';
import { openSentCsv, rejectionOfStop, rowFault } from '../contacts/csv-problems';
import type { ApiDependencies } from '../dependencies';
import { defineOperation, route, uploadRoute, type Route } from '../http/operation';
import { invalidRequest, notFound, type FieldFault } from '../http/problem';
import { pageOf } from '../schemas/common';
import {
  listSuppressionsAnswer,
  listSuppressionsQuery,
  suppressAnswer,
  suppressCsvAnswer,
  suppressCsvQuery,
  suppressInput,
  unsuppressAnswer,
} from '../schemas/suppression';

const ROWS_A_BATCH = 500;
const FIRST_REJECTIONS = 20;
const ENDED_REASON = 'the number was suppressed';
const INVALID = 'This cannot be a phone number. Write it with its country code, like +15551234567.';
const NUMBER_COLUMNS = ['number', 'phone', 'to_number', 'phone_number'];

const list = defineOperation({
  id: 'listSuppressions',
  method: 'get',
  path: '/suppressions',
  tag: 'suppressions',
  summary: 'List the numbers that are never called, newest first',
  scope: 'read',
  query: listSuppressionsQuery,
  answer: listSuppressionsAnswer,
});

const add = defineOperation({
  id: 'suppress',
  method: 'post',
  path: '/suppressions',
  tag: 'suppressions',
  summary: 'Never call numbers again',
  description:
    'Up to 1,000, all or none. Contacts that wait for a call end as `suppressed`, in every campaign; calls in progress go ' +
    'on, and nothing follows them.',
  scope: 'campaigns:admin',
  body: suppressInput,
  answer: suppressAnswer,
});

const addCsv = defineOperation({
  id: 'suppressCsv',
  method: 'post',
  path: '/suppressions/csv',
  tag: 'suppressions',
  summary: 'Never call the numbers of a CSV file again',
  description:
    'Streamed, of any length; each row stands alone. The number is in the column `number`, `phone`, `to_number` or ' +
    '`phone_number`, else in the first. The first line names the columns.',
  scope: 'campaigns:admin',
  upload: 'text/csv',
  query: suppressCsvQuery,
  answer: suppressCsvAnswer,
});

const remove = defineOperation({
  id: 'unsuppress',
  method: 'delete',
  path: '/suppressions/{number}',
  tag: 'suppressions',
  summary: 'Allow calls to a number again',
  description: 'Contacts that were ended because of it stay so.',
  scope: 'campaigns:admin',
  answer: unsuppressAnswer,
});

/** The numbers that an organization never calls. */
export function suppressionRoutes(deps: ApiDependencies): Route[] {
  return [
    route(list, async ({ query, caller, db }) => {
      const page = { search: query.search ?? null, ...pageOf(query) };
      const { rows, total } = await listSuppressions(db, caller.organizationId, page);
      const records = rows.map(({ number, reason, source, created_at }) => ({
        number,
        reason,
        source,
        created_at: created_at.toISOString(),
      }));
      return { status: 'success' as const, records, total_records: total };
    }),
    route(add, async ({ body, caller, db }) => {
      const numbers = readNumbers(body);
      const origin = { reason: body.reason ?? 'added by hand', source: 'api' } as const;
      const counts = await retryOnDeadlock(db, async (trx) => {
        const { added, contacts_ended, ...rest } = await suppress(trx, caller, numbers, origin);
        await audit(trx, caller, 'suppression.add', null, { added, contacts_ended, source: origin.source });
        return { added, contacts_ended, ...rest };
      });
      return { status: 'success' as const, ...counts };
    }),
    uploadRoute(addCsv, async ({ query, caller }, file) => {
      const origin = { reason: query.reason ?? 'added from a file', source: 'csv' } as const;
      return { status: 'success' as const, ...(await suppressFile(deps, caller, file.chunks, origin)) };
    }),
    route(remove, async ({ text, caller, db }) => {
      const number = readPhoneNumber(text('number'))?.e164;
      await retryOnDeadlock(db, async (trx) => {
        if (number === undefined || !(await removeSuppression(trx, caller.organizationId, number))) {
          throw notFound('suppression');
        }
        await audit(trx, caller, 'suppression.remove', null, { removed: 1 });
      });
      return { status: 'success' as const, message: 'Campaigns may call this number again.' };
    }),
  ];
}

interface Counts {
  readonly added: number;
  readonly already: number;
  readonly contacts_ended: number;
}

async function suppress(
  db: Queryable,
  caller: Caller,
  numbers: readonly string[],
  origin: SuppressionOrigin,
): Promise<Counts> {
  return retryOnDeadlock(db, async (trx) => {
    const { added } = await suppressNumbers(trx, caller.organizationId, numbers, origin);
    const { ended } = await endWaitingLinesOf(trx, caller.organizationId, numbers, ENDED_REASON);
    return { added, already: numbers.length - added, contacts_ended: ended };
  });
}

function readNumbers(body: { number?: string; numbers?: string[] }): string[] {
  const given = [
    ...(body.number === undefined ? [] : [{ pointer: '/number', text: body.number }]),
    ...(body.numbers ?? []).map((text, index) => ({ pointer: `/numbers/${index}`, text })),
  ];
  if (given.length === 0) {
    throw invalidRequest([{ pointer: '/number', code: 'required', detail: 'Give number, or numbers.' }]);
  }
  const faults: FieldFault[] = [];
  const numbers = given.flatMap(({ pointer, text }) => {
    const read = readPhoneNumber(text);
    if (!read) faults.push({ pointer, code: 'invalid_phone', detail: INVALID });
    return read ? [read.e164] : [];
  });
  if (faults.length > 0) throw invalidRequest(faults);
  return numbers;
}

/**
 * Repeating it changes nothing, so what a broken upload has stored may stay.
 *
 * @throws what reading the file throws.
 */
async function suppressFile(
  { db }: ApiDependencies,
  caller: Caller,
  chunks: AsyncIterable<Buffer>,
  origin: SuppressionOrigin,
) {
  const table = await openSentCsv(chunks);
  const named = table.columns.findIndex((name) => NUMBER_COLUMNS.includes(name.toLowerCase().replace(/[\s-]+/g, '_')));
  const counts = { rows: 0, added: 0, already: 0, contacts_ended: 0, rejected: 0 };
  const first_rejections: Array<{ line: number; code: string; reason: string }> = [];
  const reject = ({ line, code, reason }: { line: number; code: string; reason: string }): void => {
    counts.rejected += 1;
    if (first_rejections.length < FIRST_REJECTIONS) first_rejections.push({ line, code, reason });
  };
  // A list without a header begins with a number.
  const first = named === -1 ? readPhoneNumber(table.columns[0] ?? '') : null;
  let batch: string[] = first ? [first.e164] : [];
  counts.rows += batch.length;
  const store = async (): Promise<void> => {
    const { added, already, contacts_ended } = await suppress(db, caller, batch, origin);
    counts.added += added;
    counts.already += already;
    counts.contacts_ended += contacts_ended;
    batch = [];
  };
  try {
    for await (const row of table.rows) {
      counts.rows += 1;
      const fault = rowFault(row, table.columns.length);
      const number = fault ? null : readPhoneNumber(row.fields[Math.max(0, named)] ?? '');
      if (number) batch.push(number.e164);
      else reject({ line: row.line, ...(fault ?? { code: 'invalid_phone', reason: INVALID }) });
      if (batch.length === ROWS_A_BATCH) await store();
    }
    const stop = table.stop();
    if (stop) {
      counts.rows += 1;
      reject(rejectionOfStop(stop));
    }
    if (batch.length > 0) await store();
  } finally {
    // Of a file that broke off too: what was stored stays.
    const { added, contacts_ended } = counts;
    if (added > 0) await audit(db, caller, 'suppression.add', null, { added, contacts_ended, source: origin.source });
  }
  return { ...counts, first_rejections };
}
