import { sql, type Transaction } from 'kysely';
import { OPEN_LINE_STATUSES } from '../../../domain/line-status';
import type { Queryable } from '../database';
import type { AgentRow } from '../organization-tables';
import type { Schema } from '../schema';

/** What may be set on an agent. */
export interface AgentFields {
  readonly name: string;
  readonly provider_reference: string | null;
  readonly welcome_message: string;
  readonly prompt: string;
  readonly pre_call_webhook_url: string | null;
  readonly webhook_direction: AgentRow['webhook_direction'];
}

/** Stores an agent. */
export async function insertAgent(db: Queryable, organizationId: number, fields: AgentFields): Promise<AgentRow> {
  return db
    .insertInto('agents')
    .values({ organization_id: organizationId, ...fields })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** One agent of an organization; undefined for anybody else's. */
export async function findAgent(db: Queryable, organizationId: number, agentId: number): Promise<AgentRow | undefined> {
  return db
    .selectFrom('agents')
    .selectAll()
    .where('id', '=', agentId)
    .where('organization_id', '=', organizationId)
    .executeTakeFirst();
}

/** As `findAgent`, and nobody changes it until the transaction ends. */
export async function keepAgent(
  trx: Transaction<Schema>,
  organizationId: number,
  agentId: number,
): Promise<AgentRow | undefined> {
  return trx
    .selectFrom('agents')
    .selectAll()
    .where('id', '=', agentId)
    .where('organization_id', '=', organizationId)
    .forShare()
    .executeTakeFirst();
}

/** A page of an organization's agents, with how many there are. */
export async function listAgents(
  db: Queryable,
  organizationId: number,
  page: { readonly offset: number; readonly limit: number },
): Promise<{ readonly rows: AgentRow[]; readonly total: number }> {
  const rows = await db
    .selectFrom('agents')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .orderBy('id')
    .offset(page.offset)
    .limit(page.limit)
    .execute();
  const counted = await db
    .selectFrom('agents')
    .select((select) => select.fn.countAll<number>().as('total'))
    .where('organization_id', '=', organizationId)
    .executeTakeFirstOrThrow();
  return { rows, total: counted.total };
}

/** Changes the fields that are given; each further call uses the agent as it is then. */
export async function updateAgent(
  db: Queryable,
  organizationId: number,
  agentId: number,
  fields: Partial<AgentFields>,
): Promise<AgentRow | undefined> {
  return db
    .updateTable('agents')
    .set({ ...fields, updated_at: sql<Date>`now()` })
    .where('id', '=', agentId)
    .where('organization_id', '=', organizationId)
    .returningAll()
    .executeTakeFirst();
}

/** Deletes an agent unless a number that a living campaign calls from needs it, or a call that was asked for with it. */
export async function deleteAgent(
  db: Queryable,
  organizationId: number,
  agentId: number,
): Promise<'deleted' | 'absent' | 'in_use'> {
  // Whoever asks for a call with it meanwhile waits, and finds it gone.
  const found = await db
    .selectFrom('agents')
    .select('id')
    .where('id', '=', agentId)
    .where('organization_id', '=', organizationId)
    .forUpdate()
    .executeTakeFirst();
  if (!found) return 'absent';
  const campaign = await db
    .selectFrom('campaigns')
    .innerJoin('phone_numbers', 'phone_numbers.id', 'campaigns.phone_number_id')
    .select('campaigns.id')
    .where('phone_numbers.agent_id', '=', agentId)
    .where('campaigns.ended_at', 'is', null)
    .where('campaigns.is_direct', '=', false)
    .limit(1)
    .executeTakeFirst();
  const call = await db
    .selectFrom('lines')
    .select('id')
    .where('agent_id', '=', agentId)
    .where('call_status', 'in', OPEN_LINE_STATUSES)
    .limit(1)
    .executeTakeFirst();
  if (campaign || call) return 'in_use';
  await db.deleteFrom('agents').where('id', '=', agentId).execute();
  return 'deleted';
}
