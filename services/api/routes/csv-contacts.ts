import { csvText } from '../../../infra/csv/csv-text';
import {
  allRejections,
  beginImport,
  findImport,
  finishImport,
  listRejections,
  type Rejection,
} from '../../../infra/db/lines/csv-imports';
import type { Queryable } from '../../../infra/db/database';
import type { StoredContact } from '../../../infra/db/lines/line-insertion';
import type { CsvImportRow } from '../../../infra/db/campaign-tables';
import { planColumns, REJECTION_COLUMNS } from '../contacts/csv-columns';
import { importCsv } from '../contacts/csv-import';
import { openSentCsv } from '../contacts/csv-problems';
import { createOriginLookup } from '../contacts/number-origins';
import { announceContacts, requireOpenCampaign } from '../contacts/stored-contacts';
import type { ApiDependencies } from '../dependencies';
import { defineOperation, route, streamRoute, uploadRoute, type Route } from '../http/operation';
import { invalidRequest, notFound } from '../http/problem';
import { csvContactsAnswer, csvContactsQuery, csvImportAnswer, rejectedRows } from '../schemas/csv';
import { requireCampaign } from './campaigns';

/** The campaign remembers that there are more than it was told of (its mailbox holds 1,000), and asks Postgres. */
const MOST_ANNOUNCED = 1_001;
const FIRST_REJECTIONS = 20;

const uploadContacts = defineOperation({
  id: 'addContactsCsv',
  method: 'post',
  path: '/calls/bulk_call/{id}/contacts.csv',
  tag: 'contacts',
  summary: 'Add contacts from a CSV file of any length',
  description:
    'Streamed: rows are stored while the file comes, some hundred at a time, and each stands alone. The first line names ' +
    'the columns. The number is in `to_number`, `phone_number` or `phone`; every other column is a custom variable named ' +
    'as the column. `map.<target>=<column>` says otherwise, target being `to_number`, `external_id`, `timezone`, ' +
    '`priority`, `schedule_at`, `expires_at`, `metadata.<key>`, or the name of a variable. UTF-8, separated by commas, ' +
    'semicolons or tabs. An upload that broke off and is sent again with the same `Idempotency-Key` goes on where it was.',
  scope: 'contacts:write',
  notedAs: 'addContactsCsv',
  upload: 'text/csv',
  query: csvContactsQuery,
  answer: csvContactsAnswer,
});

const getImport = defineOperation({
  id: 'getCsvImport',
  method: 'get',
  path: '/calls/bulk_call/{id}/imports/{import_id}',
  tag: 'contacts',
  summary: 'Tell how far a CSV file was read',
  scope: 'read',
  answer: csvImportAnswer,
});

const downloadRejections = defineOperation({
  id: 'getRejectedRows',
  method: 'get',
  path: '/calls/bulk_call/{id}/imports/{import_id}/rejected.csv',
  tag: 'contacts',
  summary: 'Get the rows of a CSV file that could not be taken, as CSV',
  description: 'Line of the file, code and reason, then the columns as they were sent. Safe to open as a spreadsheet.',
  scope: 'read',
  streams: 'text/csv',
  answer: rejectedRows,
});

/** Adding contacts from files. */
export function csvContactRoutes(deps: ApiDependencies): Route[] {
  const originOfCampaign = createOriginLookup();
  return [
    uploadRoute(uploadContacts, async ({ id, query, caller }, file) => {
      const { organizationId } = caller;
      const { db } = deps;
      const campaignId = id();
      const campaignStatus = await requireOpenCampaign(db, organizationId, campaignId);
      const table = await openSentCsv(file.chunks);
      const planned = planColumns(table.columns, { query, ignoreUnmapped: query.unmapped === 'ignore' });
      if (!planned.ok) throw invalidRequest(planned.faults);
      const begun = await beginImport(db, {
        organizationId,
        campaignId,
        columns: table.columns,
        resumptionKey: file.resumptionKey,
      });
      const origin = await originOfCampaign(db, organizationId, campaignId);
      const announcer = createAnnouncer(deps);
      await importCsv({
        db,
        begun,
        table,
        plan: planned.plan,
        destination: { organizationId, campaignId, origin },
        onStored: announcer.announce,
      });
      const done = await finishImport(db, begun.id);
      return {
        status: 'success' as const,
        campaign_status: announcer.campaignStatus ?? campaignStatus,
        ...(await importRecord(db, done)),
      };
    }),
    route(getImport, async ({ id, caller, db }) => {
      const found = await requireImport(db, caller.organizationId, id(), id('import_id'));
      return {
        status: 'success' as const,
        ...(await importRecord(db, found)),
        columns: found.columns,
        created_at: found.created_at.toISOString(),
        finished_at: found.finished_at?.toISOString() ?? null,
      };
    }),
    streamRoute(downloadRejections, async ({ id, caller, db }) => {
      const found = await requireImport(db, caller.organizationId, id(), id('import_id'));
      const columns = [...REJECTION_COLUMNS, ...found.columns];
      const chunks = csvText(columns, rejectedFields(allRejections(db, found.id)));
      return { fileName: `rejected-${found.id}.csv`, chunks };
    }),
  ];
}

async function requireImport(
  db: Queryable,
  organizationId: number,
  campaignId: number,
  importId: number,
): Promise<CsvImportRow> {
  await requireCampaign(db, organizationId, campaignId);
  const found = await findImport(db, campaignId, importId);
  if (!found) throw notFound('import');
  return found;
}

async function importRecord(db: Queryable, row: CsvImportRow) {
  const rejections = row.rejected === 0 ? [] : await listRejections(db, row.id, 0, FIRST_REJECTIONS);
  return {
    import_id: row.id,
    rows: row.rows_read,
    accepted: row.accepted,
    skipped: row.skipped,
    duplicates: row.duplicates,
    rejected: row.rejected,
    rejected_rows_url:
      row.rejected === 0 ? null : `/api/v1/calls/bulk_call/${row.campaign_id}/imports/${row.id}/rejected.csv`,
    first_rejections: rejections.map(({ line, code, reason }) => ({ line, code, reason })),
  };
}

async function* rejectedFields(rejections: AsyncIterable<Rejection>): AsyncGenerator<string[]> {
  for await (const { line, code, reason, fields } of rejections) yield [String(line), code, reason, ...fields];
}

/** Tells the campaign of the first contacts of a file. */
function createAnnouncer({ campaigns }: ApiDependencies) {
  let announced = 0;
  let campaignStatus: string | null = null;
  return {
    /** As of the last part that was stored. */
    get campaignStatus() {
      return campaignStatus;
    },
    announce(contacts: readonly StoredContact[]): void {
      campaignStatus = contacts.at(-1)?.campaignStatus ?? campaignStatus;
      const ready = contacts.filter((contact) => contact.ready).slice(0, MOST_ANNOUNCED - announced);
      announced += ready.length;
      announceContacts(campaigns, ready);
    },
  };
}
