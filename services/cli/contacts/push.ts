import { createWriteStream } from 'node:fs';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { CampaignRecord } from '../api-records';
import type { Query } from '../client';
import type { Context } from '../context';
import { failure, usageFault } from '../failure';
import { printable } from '../printable';
import { openSource, type Source } from './source';
import { uploadWithPatience } from './upload';
import { createUploadBar } from './upload-bar';
import { waitForContacts } from './wait';

export interface PushOptions {
  readonly campaign: number;
  readonly map?: readonly string[];
  readonly ignoreUnmapped?: boolean;
  readonly rejected?: string;
  readonly wait?: boolean;
  readonly again?: boolean;
  /** In seconds. */
  readonly patience: number;
}

/** What became of a file. */
export interface Imported {
  readonly import_id: number;
  readonly campaign_status: string;
  readonly rows: number;
  readonly accepted: number;
  readonly skipped: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly rejected_rows_url: string | null;
  readonly first_rejections: readonly { readonly line: number; readonly reason: string }[];
}

const MOST_FAULTS_SHOWN = 3;

/**
 * Sends a file of contacts to a campaign.
 *
 * @param file `-` is stdin.
 * @throws CliFailure when the file cannot be read, or none of its rows was taken.
 */
export async function pushContacts(context: Context, file: string, options: PushOptions): Promise<void> {
  const query = queryOf(options);
  const { campaign: id } = options;
  // Before the file is read: who may not send it learns it at once.
  const { details } = await context.api.get<{ details: CampaignRecord }>(`calls/bulk_call/${id}`);
  const source = await openSource(context, file);
  try {
    const { imported, replayed } = await upload(context, source, { id, query, options });
    const savedTo =
      imported.rejected_rows_url === null ? null : await saveRejected(context, imported, { file, options });
    tell(context, { campaign: details, imported, replayed, savedTo });
    if (options.wait) await waitForContacts(context, id, imported);
    if (imported.rows > 0 && imported.rejected === imported.rows) {
      throw failure('all_rejected', `No row of ${printable(file)} could be taken.`);
    }
  } finally {
    source.close();
  }
}

async function upload(
  context: Context,
  source: Source,
  { id, query, options }: { readonly id: number; readonly query: Query; readonly options: PushOptions },
): Promise<{ readonly imported: Imported; readonly replayed: boolean }> {
  const { api, output, signal } = context;
  const bar = createUploadBar(output, source.bytes);
  try {
    const answer = await uploadWithPatience({
      url: api.urlOf(`calls/bulk_call/${id}/contacts.csv`, query),
      headers: {
        ...api.authorization(),
        'content-type': 'text/csv',
        ...(source.gzipped && { 'content-encoding': 'gzip' }),
        'idempotency-key': await source.key([
          String(id),
          JSON.stringify(query),
          options.again ? String(Date.now()) : '',
        ]),
      },
      source,
      signal,
      connection: api.connection,
      patienceMs: options.patience * 1_000,
      onSent: bar.update,
      onBroken: bar.broken,
    });
    return { imported: answer.body as unknown as Imported, replayed: answer.replayed };
  } finally {
    bar.end();
  }
}

function queryOf({ map = [], ignoreUnmapped }: PushOptions): Query {
  const mapped = map.map((text) => {
    const at = text.indexOf('=');
    if (at > 0 && at < text.length - 1) return [`map.${text.slice(0, at)}`, text.slice(at + 1)] as const;
    throw usageFault(`--map ${text}: write it like to_number=Mobile, the column after the equals sign.`);
  });
  return { ...Object.fromEntries(mapped), ...(ignoreUnmapped && { unmapped: 'ignore' }) };
}

/** @returns where they are. */
async function saveRejected(
  { api }: Context,
  { import_id, rejected_rows_url }: Imported,
  { file, options }: { readonly file: string; readonly options: PushOptions },
): Promise<string> {
  const named = file === '-' ? 'contacts' : basename(file).replace(/(\.csv)?(\.gz)?$/i, '');
  const target = options.rejected ?? `${named}.rejected-${import_id}.csv`;
  const response = await api.open((rejected_rows_url ?? '').replace(/^\/api\/v1\//, ''), { accept: 'text/csv' });
  try {
    // Numbers of people: for nobody else on this machine.
    await pipeline(Readable.fromWeb(response.body as never), createWriteStream(target, { mode: 0o600 }));
  } catch (error) {
    throw failure(
      'cannot_write',
      `The rejected rows could not be written to ${target}: ${(error as Error).message}`,
      error,
    );
  }
  return target;
}

interface Told {
  readonly campaign: CampaignRecord;
  readonly imported: Imported;
  readonly replayed: boolean;
  readonly savedTo: string | null;
}

function tell({ output }: Context, { campaign, imported, replayed, savedTo }: Told): void {
  if (replayed) {
    output.note(
      'This file was sent to this campaign before, in the last 24 hours: nothing was added again (--again does).',
    );
  }
  if (output.json) {
    output.document({ ...imported, replayed, rejected_file: savedTo });
    return;
  }
  const { colors } = output;
  const { rows, accepted, skipped, duplicates, rejected, first_rejections } = imported;
  const parts = [
    `${colors.green(String(accepted))} added`,
    ...(skipped > 0 ? [`${skipped} skipped by a condition`] : []),
    ...(duplicates > 0 ? [`${duplicates} there already`] : []),
    ...(rejected > 0 ? [`${colors.red(String(rejected))} rejected`] : []),
  ];
  output.text(`${colors.bold(printable(campaign.name))}: ${rows} rows, ${parts.join(', ')}`);
  for (const { line, reason } of first_rejections.slice(0, MOST_FAULTS_SHOWN)) {
    output.text(`  ${colors.dim(`line ${line}`)}  ${printable(reason)}`);
  }
  if (savedTo !== null) output.text(`Rejected rows: ${printable(savedTo)}`);
}
