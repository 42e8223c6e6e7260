import { sql, type SelectQueryBuilder } from 'kysely';
import type { Disposition } from '../../../domain/disposition';
import { CALL_LOG_FIELDS, type CallLogField } from '../../../domain/webhook-endpoint';
import type { Queryable } from '../database';
import { callSid } from '../deliveries/delivery-bodies';
import { callPart, spokenTranscript } from '../deliveries/call-part';
import { inboundCallPart } from '../deliveries/inbound-announcements';
import type { AnsweredBy } from '../line-tables';
import type { Schema } from '../schema';

/** Which calls are wanted; what is left out is not asked for. */
export interface CallLogFilter {
  readonly agentId?: number;
  /** How it ended; `in_progress`: it has not. */
  readonly status?: Disposition | 'in_progress';
  readonly campaignId?: number;
  readonly lineId?: number;
  /** E.164. */
  readonly toNumber?: string;
  readonly direction?: 'inbound' | 'outbound';
  /** When it was asked for, or came in: from then on. */
  readonly since?: Date;
  /** Before then. */
  readonly until?: Date;
}

/** A call as the log shows it. */
export interface LoggedCall {
  /** Every field of it, as events tell them. */
  readonly call: Readonly<Record<CallLogField, unknown>>;
  readonly lineId: number | null;
  readonly externalId: string | null;
  readonly metadata: Readonly<Record<string, unknown>> | null;
  /** Null: nobody has, or the provider cannot tell. */
  readonly answeredBy: AnsweredBy | null;
  /** The provider's own word for how it ended. */
  readonly rawCode: string | null;
}

/** A page of an organization's calls, those made and those that came in, newest first. */
export async function listCalls(
  db: Queryable,
  organizationId: number,
  filter: CallLogFilter,
  page: { readonly offset: number; readonly limit: number },
): Promise<LoggedCall[]> {
  // Each in the order of its own index, and no further than the page: neither is read to its end.
  const reached = page.offset + page.limit;
  const outbound = matching(db, 'attempts', organizationId, filter).select('id').orderBy('id', 'desc').limit(reached);
  const inbound = matching(db, 'inbound_calls', organizationId, filter)
    .select('id')
    .orderBy('id', 'desc')
    .limit(reached);
  const ids = await db
    .selectFrom(outbound.as('outbound'))
    .select('id')
    .unionAll(db.selectFrom(inbound.as('inbound')).select('id'))
    .orderBy('id', 'desc')
    .offset(page.offset)
    .limit(page.limit)
    .execute();
  return readCalls(
    db,
    organizationId,
    ids.map(({ id }) => id),
  );
}

/** How many calls a filter finds. */
export async function countCalls(db: Queryable, organizationId: number, filter: CallLogFilter): Promise<number> {
  const { total } = await db
    .selectNoFrom([
      matching(db, 'attempts', organizationId, filter)
        .select((eb) => eb.fn.countAll<number>().as('calls'))
        .as('outbound'),
      matching(db, 'inbound_calls', organizationId, filter)
        .select((eb) => eb.fn.countAll<number>().as('calls'))
        .as('inbound'),
    ])
    .executeTakeFirstOrThrow()
    .then(({ outbound, inbound }) => ({ total: Number(outbound) + Number(inbound) }));
  return total;
}

/**
 * One call of an organization; undefined for anybody else's. A call that was dispatched and has not been made shows the
 * status of its contact: it waits in the queue, or it has ended there.
 */
export async function findCall(db: Queryable, organizationId: number, callId: number): Promise<LoggedCall | undefined> {
  const [made] = await readCalls(db, organizationId, [callId]);
  return made ?? findPromised(db, organizationId, callId);
}

type LogTable = 'attempts' | 'inbound_calls';

/** Both tables have the columns that are asked for. */
function matching<Table extends LogTable>(db: Queryable, table: Table, organizationId: number, filter: CallLogFilter) {
  const { agentId, status, campaignId, lineId, toNumber, direction, since, until } = filter;
  const equal = { agent_id: agentId, campaign_id: campaignId, line_id: lineId, to_number: toNumber };
  let wanted = db
    .selectFrom<LogTable>(table)
    .where('organization_id', '=', organizationId) as unknown as SelectQueryBuilder<Schema, 'attempts', object>;
  if (direction !== undefined && direction !== (table === 'attempts' ? 'outbound' : 'inbound')) {
    return wanted.where(sql<boolean>`false`);
  }
  for (const [column, value] of Object.entries(equal)) {
    if (value !== undefined) wanted = wanted.where(column as keyof typeof equal, '=', value);
  }
  if (status === 'in_progress') wanted = wanted.where('ended_at', 'is', null);
  else if (status === 'unknown')
    wanted = wanted.where('ended_at', 'is not', null).where(sql<boolean>`coalesce(disposition, 'unknown') = 'unknown'`);
  else if (status !== undefined) wanted = wanted.where('disposition', '=', status);
  if (since) wanted = wanted.where('created_at', '>=', since);
  if (until) wanted = wanted.where('created_at', '<', until);
  return wanted;
}

/** @param ids what is no call of the organization is left out. */
async function readCalls(db: Queryable, organizationId: number, ids: readonly number[]): Promise<LoggedCall[]> {
  if (ids.length === 0) return [];
  const attempts = await db
    .selectFrom('attempts')
    .innerJoin('lines', 'lines.id', 'attempts.line_id')
    .innerJoin('campaigns', 'campaigns.id', 'attempts.campaign_id')
    .leftJoin('phone_numbers', 'phone_numbers.id', 'attempts.phone_number_id')
    .selectAll('attempts')
    .select(['lines.custom_variables', 'lines.metadata', 'lines.external_id', 'campaigns.is_direct'])
    .select(['phone_numbers.agent_id as number_agent_id', spokenTranscript().as('spoken')])
    .where('attempts.id', 'in', [...ids])
    .where('attempts.organization_id', '=', organizationId)
    .execute();
  const inbound = await db
    .selectFrom('inbound_calls')
    .leftJoin('lines', 'lines.id', 'inbound_calls.line_id')
    .selectAll('inbound_calls')
    .select(['lines.metadata', 'lines.external_id'])
    .where('inbound_calls.id', 'in', [...ids])
    .where('inbound_calls.organization_id', '=', organizationId)
    .execute();
  const calls = new Map<number, LoggedCall>();
  for (const row of attempts) {
    calls.set(row.id, {
      call: callPart(row, row, row.is_direct ? null : row.campaign_id),
      lineId: row.line_id,
      externalId: row.external_id,
      metadata: row.metadata,
      answeredBy: row.answered_by,
      rawCode: row.raw_code,
    });
  }
  for (const row of inbound) {
    calls.set(row.id, {
      call: inboundCallPart(row),
      lineId: row.line_id,
      externalId: row.external_id,
      metadata: row.metadata,
      answeredBy: null,
      rawCode: row.raw_code,
    });
  }
  return ids.map((id) => calls.get(id)).filter((call) => call !== undefined);
}

const NOTHING_KNOWN = Object.fromEntries(CALL_LOG_FIELDS.map((field) => [field, null])) as Record<CallLogField, null>;

/** A call that was dispatched, and that there is no attempt of yet. */
async function findPromised(db: Queryable, organizationId: number, callId: number): Promise<LoggedCall | undefined> {
  const line = await db
    .selectFrom('lines')
    .innerJoin('campaigns', 'campaigns.id', 'lines.campaign_id')
    .innerJoin('phone_numbers', 'phone_numbers.id', 'campaigns.phone_number_id')
    .selectAll('lines')
    .select('phone_numbers.number as from_number')
    .where('lines.call_id', '=', callId)
    .where('lines.organization_id', '=', organizationId)
    .executeTakeFirst();
  if (!line) return undefined;
  const call = {
    ...NOTHING_KNOWN,
    call_id: callId,
    call_sid: callSid(callId),
    company_id: organizationId,
    agent_id: line.agent_id,
    contact_id: line.id,
    from_number: line.from_number,
    to_number: line.to_number,
    status: line.call_status,
    direction: 'outbound',
    dynamic_variables: line.custom_variables,
    created_at: line.created_at.toISOString(),
    ended_at: line.closed_at?.toISOString() ?? null,
  };
  const { id: lineId, external_id: externalId, metadata } = line;
  return { call, lineId, externalId, metadata, answeredBy: null, rawCode: null };
}
