import { sql } from 'kysely';
import type { Database, Queryable } from '../database';
import { storableJson } from '../storable-json';

/** Which of the requests that bring contacts it was. */
export type ContactOperation = 'addContact' | 'addContacts' | 'addContactsCsv' | 'addLeads';

/** A request that brought contacts, with its answer. */
export interface ContactRequest {
  readonly receivedAt: Date;
  readonly operation: ContactOperation;
  readonly httpStatus: number;
  /** Of the problem that was answered; null when it was accepted. */
  readonly code: string | null;
  readonly requestId: string;
  readonly apiKeyId: number | null;
  /** The beginning of each. */
  readonly body: string;
  readonly answer: string;
}

/** One of them as it is shown. */
export interface ContactRequestRecord {
  readonly id: number;
  readonly received_at: Date;
  readonly operation: ContactOperation;
  readonly http_status: number;
  readonly code: string | null;
  readonly request_id: string;
  readonly api_key_prefix: string | null;
  readonly body: string;
  readonly answer: string;
}

/** As many of a campaign are kept. */
const KEPT = 50;

/**
 * Keeps requests of a campaign, in order, and the newest fifty of all. Of a campaign that is not the organization's
 * nothing is kept.
 */
export async function storeContactRequests(
  db: Database,
  campaign: { readonly organizationId: number; readonly campaignId: number },
  requests: readonly ContactRequest[],
): Promise<void> {
  const { campaignId, organizationId } = campaign;
  const found = await db
    .selectFrom('campaigns')
    .select('id')
    .where('id', '=', campaignId)
    .where('organization_id', '=', organizationId)
    .executeTakeFirst();
  if (!found || requests.length === 0) return;
  const rows = requests.map((request) => ({
    campaign_id: campaignId,
    received_at: request.receivedAt,
    operation: request.operation,
    http_status: request.httpStatus,
    code: request.code,
    request_id: request.requestId,
    api_key_id: request.apiKeyId,
    body: storableText(request.body),
    answer: storableText(request.answer),
  }));
  await db.insertInto('contact_requests').values(rows).execute();
  await sql`
    delete from contact_requests where campaign_id = ${campaignId} and id <= (
      select id from contact_requests where campaign_id = ${campaignId} order by id desc offset ${KEPT} limit 1)
  `.execute(db);
}

/** Postgres takes neither NUL nor half a surrogate pair, which cutting a text may leave. */
function storableText(text: string): string {
  return (JSON.parse(storableJson([text])) as [string])[0];
}

/** The last requests of a campaign, newest first. */
export async function listContactRequests(
  db: Queryable,
  campaignId: number,
  limit: number,
): Promise<ContactRequestRecord[]> {
  const rows = await db
    .selectFrom('contact_requests')
    .leftJoin('api_keys', 'api_keys.id', 'contact_requests.api_key_id')
    .select(['contact_requests.id', 'received_at', 'operation', 'http_status', 'code', 'request_id', 'body', 'answer'])
    .select('api_keys.prefix as api_key_prefix')
    .where('campaign_id', '=', campaignId)
    .orderBy('contact_requests.id', 'desc')
    .limit(limit)
    .execute();
  return rows as ContactRequestRecord[];
}
