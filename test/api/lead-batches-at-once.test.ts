import { sql } from 'kysely';
import type { Response } from 'supertest';
import { claimLeadBatch } from '../../infra/db/lines/lead-batches';
import { eventually } from '../setup/eventually';
import { createApiWorld, type ApiWorld } from './api-world';
import { createLeadWorld, type LeadWorld } from './lead-world';

let api: ApiWorld;
let leads: LeadWorld;
beforeAll(async () => {
  api = await createApiWorld();
  leads = await createLeadWorld(api);
});
afterAll(() => api.close());

/** As many numbers as there are leads; other ones in each area. */
const batchFor = (campaignIds: readonly number[], size: number, area = 415) =>
  Array.from({ length: size }, (_, n) => ({
    campaign_id: campaignIds[n % campaignIds.length],
    phone: `+1${area}555${1000 + n}`,
    n,
  }));
const countWaiting = async (): Promise<number> => {
  const { rows } = await sql<{ count: number }>`select count(*) from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`.execute(api.db);
  return rows[0]?.count ?? 0;
};
/** What is told of an answer. */
const statusAndAccepted = ({ status, body }: Response) => [status, (body as { accepted?: number }).accepted];
const times = <T>(count: number, work: (n: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, n) => work(n)));

it('of 50 requests with one key one is taken, and every lead is there once, though two processes take them', async () => {
  const second = await createApiWorld({ db: api.db });
  const campaigns = [await api.createCampaign(), await api.createCampaign({ duplicates: { policy: 'update' } })];
  const batch = batchFor(campaigns, 100);
  const responses = await times(50, (n) => leads.post('contended', batch, { through: n % 2 ? api : second }));
  await second.close();
  const taken = responses.filter(({ status }) => status === 202);
  const refused = responses.filter(({ status }) => status === 409);
  expect([taken.length, refused.length]).toEqual([1, 49]);
  const { request_id, accepted } = taken[0]?.body as { request_id: string; accepted: number };
  expect(accepted).toBe(100);
  expect(new Set(refused.map(({ body }) => `${body.code} ${body.request_id}`))).toEqual(
    new Set([`duplicate_request ${request_id}`]),
  );
  const lines = (await Promise.all(campaigns.map((id) => leads.linesOf(id)))).flat();
  const ids = lines.map(({ external_id }) => external_id).sort();
  expect(ids).toEqual(batch.map((_, n) => `${request_id}-${n}`).sort());
});

it('requests that wait for one with their key keep nobody else from an answer', async () => {
  const lead = { campaign_id: await api.createCampaign(), phone: '+14155551000' };
  const claim = { organizationId: api.organizationId, idempotencyKey: 'held', requestId: 'the-first' };
  const held = await api.db.transaction().execute(async (trx) => {
    await claimLeadBatch(trx, claim);
    const waiting = times(30, () => leads.post('held', [lead]));
    await eventually(async () => (await countWaiting()) > 0);
    expect((await api.call('get', '/webhook_token')).status).toBe(200);
    return { waiting };
  });
  const answers = await held.waiting;
  expect(answers.map(({ status, body }) => `${status} ${body.request_id}`)).toEqual(answers.map(() => '409 the-first'));
});

it.each([
  ['allow', 212],
  ['update', 213],
  ['requeue', 214],
])('batches that name the same campaigns in crossing orders are all taken (%s)', async (policy, area) => {
  const duplicates = { policy, scope: 'organization' };
  const [a, b] = [await api.createCampaign({ duplicates }), await api.createCampaign({ duplicates })];
  const batch = batchFor([a, b], 10, area);
  // Lines that all of them want to change.
  await leads.post(`before-${policy}`, batch);
  const crossing = await times(20, (n) => leads.post(`${policy}-${n}`, n % 2 ? batch : [...batch].reverse()));
  expect(crossing.map(statusAndAccepted)).toEqual(crossing.map(() => [202, 10]));
  const lines = [...(await leads.linesOf(a)), ...(await leads.linesOf(b))];
  expect(lines).toHaveLength(policy === 'allow' ? 21 * 10 : 10);
});

it('batches that Postgres ends to resolve a deadlock are stored all the same, once', async () => {
  const policy = 'update';
  const own = await api.createCampaign({ duplicates: { policy, scope: 'campaign' } });
  const shared = await api.createCampaign({ duplicates: { policy, scope: 'organization' } });
  const [first, second] = ['+12155551001', '+12155551002'];
  const naming = (one?: string, other?: string) => [
    { campaign_id: own, phone: one },
    { campaign_id: shared, phone: other },
  ];
  await leads.post('mixed', [...naming(first), { campaign_id: own, phone: second }]);
  // Each has the line that the other one waits for, if they meet: the order follows the campaigns.
  for (const round of [1, 2, 3, 4]) {
    const both = await times(2, (n) =>
      leads.post(`mixed-${round}-${n}`, n === 0 ? naming(first, second) : naming(second, first)),
    );
    expect(both.map(statusAndAccepted)).toEqual(both.map(() => [202, 2]));
  }
  expect([...(await leads.linesOf(own)), ...(await leads.linesOf(shared))]).toHaveLength(2);
});

describe('a batch that fails when most of it is written', () => {
  const breakAt = async (table: string, event: string, action: string): Promise<void> => {
    await sql
      .raw(
        `create function break_off() returns trigger language plpgsql as $$
      begin ${action}; return new; end $$`,
      )
      .execute(api.db);
    await sql
      .raw(
        `create trigger break_off after ${event} on ${table} for each row
      when (new.${table === 'lines' ? "to_number = '+14155551009'" : 'accepted > 0'}) execute function break_off()`,
      )
      .execute(api.db);
  };
  afterEach(() => sql.raw('drop function if exists break_off cascade').execute(api.db));

  it.each([
    ['by a fault', 'lead_batches', 'update', "raise exception 'broken'", 500],
    ['by a connection that is killed', 'lines', 'insert', 'perform pg_terminate_backend(pg_backend_pid())', 503],
  ])('stores nothing, tells nobody, and leaves the key free (%s)', async (_how, table, event, action, status) => {
    const campaigns = [await api.createCampaign(), await api.createCampaign({ save_as_draft: true })];
    const key = `broken-${table}`;
    const linesNow = async () => (await Promise.all(campaigns.map((id) => leads.linesOf(id)))).flat().length;
    await breakAt(table, event, action);
    api.campaigns.told.length = 0;
    expect((await leads.post(key, batchFor(campaigns, 10))).status).toBe(status);
    expect(await linesNow()).toBe(0);
    expect(api.campaigns.told).toEqual([]);

    await sql.raw('drop function break_off cascade').execute(api.db);
    const again = await leads.post(key, batchFor(campaigns, 10));
    expect([again.status, again.body.accepted]).toEqual([202, 10]);
    expect(await linesNow()).toBe(10);
  });
});
