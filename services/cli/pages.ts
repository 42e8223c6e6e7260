import type { Command } from 'commander';
import type { CursorPage } from './api-records';
import type { Query } from './client';
import type { Context } from './context';
import { wholeNumber } from './readers';
import { tableOf, type Column } from './table';

const LARGEST_PAGE = 150;
const USUAL_LIMIT = 30;
const MOST = 1_000_000_000;

export interface PageOptions {
  readonly limit?: number;
  readonly all?: boolean;
  readonly cursor?: string;
}

interface Listing<Item> {
  readonly path: string;
  readonly filter: Query;
  readonly options: PageOptions;
  readonly columns: readonly Column<Item>[];
}

/** The options of a list that is gone through by cursor. */
export function addPageOptions(command: Command): Command {
  return command
    .option('--limit <n>', `how many at most; ${USUAL_LIMIT} unless told`, wholeNumber(1, MOST))
    .option('--all', 'all of them')
    .option('--cursor <cursor>', 'go on where the list before has ended');
}

/** Prints what a list has, page by page as it comes; where the next page begins goes to stderr. */
export async function printPages<Item extends object>(context: Context, listing: Listing<Item>): Promise<void> {
  const { api, output, signal } = context;
  let left = listing.options.all ? Infinity : (listing.options.limit ?? USUAL_LIMIT);
  let cursor = listing.options.cursor ?? null;
  let any = false;
  do {
    signal.throwIfAborted();
    const query = { ...listing.filter, pagesize: Math.min(left, LARGEST_PAGE), cursor: cursor ?? undefined };
    const page = await api.get<CursorPage<Item>>(listing.path, query);
    any ||= page.records.length > 0;
    if (output.json) page.records.forEach((record) => output.document(record));
    else if (page.records.length > 0) output.text(tableOf(output, listing.columns, page.records));
    left -= page.records.length;
    cursor = page.next_cursor;
  } while (cursor !== null && left > 0);
  if (!any && !output.json) output.note('Nothing found.');
  if (cursor !== null) output.note(`There are more: --cursor ${cursor}, or --all.`);
}
