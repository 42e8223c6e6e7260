import { randomUUID } from 'node:crypto';
import type { Insertable, Updateable } from 'kysely';
import type { Database } from '../../infra/db/database';
import type { CampaignTable } from '../../infra/db/campaign-tables';
import type { AttemptRow, AttemptTable, CallbackRow, LineRow, LineTable } from '../../infra/db/line-tables';
import type { ApiWorld } from './api-world';

let lease = 0;

/** Adds a contact over the API, and makes its line what the test needs. */
export async function addLine(
  api: ApiWorld,
  campaignId: number,
  contact: Record<string, unknown> = {},
  changes: Updateable<LineTable> = {},
): Promise<LineRow> {
  const body = { to_number: '+15551234567', ...contact };
  const response = await api.call('post', `/calls/bulk_call/${campaignId}/add_contact`, { body });
  if (response.status !== 200) throw new Error(JSON.stringify(response.body));
  return changeLine(api.db, response.body.line_id as number, changes);
}

export async function changeLine(db: Database, lineId: number, changes: Updateable<LineTable>): Promise<LineRow> {
  return db
    .updateTable('lines')
    .set({ updated_at: new Date(), ...changes })
    .where('id', '=', lineId)
    .returningAll()
    .executeTakeFirstOrThrow();
}

export async function readLine(db: Database, lineId: number): Promise<LineRow> {
  return db.selectFrom('lines').selectAll().where('id', '=', lineId).executeTakeFirstOrThrow();
}

export async function changeCampaign(
  db: Database,
  campaignId: number,
  changes: Updateable<CampaignTable>,
): Promise<void> {
  await db.updateTable('campaigns').set(changes).where('id', '=', campaignId).execute();
}

/** An attempt that has ended, a minute ago unless told; the line counts it. */
export async function addAttempt(
  db: Database,
  line: LineRow,
  changes: Partial<Insertable<AttemptTable>> = {},
): Promise<AttemptRow> {
  lease += 1;
  const endedAt = new Date(Date.now() - 60_000);
  const { attempts } = await readLine(db, line.id);
  await changeLine(db, line.id, { attempts: attempts + 1 });
  return db
    .insertInto('attempts')
    .values({
      organization_id: line.organization_id,
      campaign_id: line.campaign_id,
      line_id: line.id,
      attempt_no: attempts + 1,
      lease,
      reference: randomUUID(),
      phone_number_id: 1,
      from_number: '+15550100001',
      to_number: line.to_number,
      provider: 'simulator',
      status: 'ended',
      disposition: 'busy',
      settings_version: 1,
      deadline_at: endedAt,
      created_at: new Date(endedAt.getTime() - 30_000),
      ended_at: endedAt,
      ...changes,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** A line that was called once, and waits for its retry. */
export async function addRetry(
  api: ApiWorld,
  campaignId: number,
  changes: Updateable<LineTable> = {},
): Promise<LineRow> {
  const line = await addLine(api, campaignId);
  await addAttempt(api.db, line);
  return changeLine(api.db, line.id, {
    call_status: 'retry_scheduled',
    ready: false,
    ready_at: null,
    retries_used: 1,
    next_attempt_at: new Date(Date.now() + 3_600_000),
    next_attempt_reason: 'busy: retry 1 of 3',
    ...changes,
  });
}

/** A promise to call a line back, made in words. */
export async function addCallback(db: Database, line: LineRow, dueAt: Date): Promise<void> {
  await db
    .insertInto('callbacks')
    .values({
      organization_id: line.organization_id,
      campaign_id: line.campaign_id,
      line_id: line.id,
      source: 'words',
      text: 'tomorrow at three',
      wall_clock: '2099-01-01T15:00',
      zone: 'Europe/Berlin',
      asked_for: dueAt,
      due_at: dueAt,
    })
    .execute();
}

/** Every promise to a line, in order. */
export async function callbacksOf(db: Database, lineId: number): Promise<CallbackRow[]> {
  return db.selectFrom('callbacks').selectAll().where('line_id', '=', lineId).orderBy('id').execute();
}

/** The hour of the day, in UTC, that begins in more than five hours, whenever the test runs. */
export function anHourLaterToday(): { readonly start: string; readonly end: string } {
  const start = new Date(Date.now() + 6 * 3_600_000).getUTCHours();
  const text = (hour: number): string => `${String(hour).padStart(2, '0')}:00`;
  return { start: text(start), end: text(start + 1) };
}
