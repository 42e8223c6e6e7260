import { sql } from 'kysely';
import { replaceWebhookToken } from '../../infra/db/organizations/webhook-tokens';
import { eventually } from '../setup/eventually';
import { createApiWorld, SECRET_KEY, type ApiWorld } from './api-world';
import { createDispatching, TO, type Dispatching } from './dispatching';

let api: ApiWorld;
let own: Dispatching;
beforeAll(async () => {
  api = await createApiWorld();
});
afterAll(() => api.close());
beforeEach(async () => {
  own = await createDispatching(api);
  api.campaigns.told.length = 0;
  api.campaigns.failure = null;
});

const change = (id: number | undefined, changes: object) =>
  api.db
    .updateTable('campaigns')
    .set(changes)
    .where('id', '=', id ?? 0)
    .execute();

async function waitsForLock(): Promise<boolean> {
  const { rows } = await sql<{ waiting: number }>`
    select count(*)::int as waiting from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'
  `.execute(api.db);
  return (rows[0]?.waiting ?? 0) > 0;
}

describe('what holds the calls from a number', () => {
  it('goes on with the next call when it was paused, also if only a gate was closed', async () => {
    for (const changes of [{ status: 'paused' as const }, { halt_requested: 'pause' as const }]) {
      await own.dispatch();
      const [campaign] = await own.hidden();
      await change(campaign?.id, { workflow_started_at: new Date(), ...changes });
      api.campaigns.told.length = 0;
      expect((await own.dispatch()).status).toBe(200);
      expect(api.campaigns.of('signal')).toMatchObject([{ campaignId: campaign?.id, signal: 'resume' }]);
      expect(await own.hidden()).toMatchObject([{ id: campaign?.id, halt_requested: null }]);
      await change(campaign?.id, { status: 'waiting' });
    }
  });

  it('stores no call that nobody could make: paused, while Temporal is away', async () => {
    await own.dispatch();
    const [campaign] = await own.hidden();
    await change(campaign?.id, { status: 'paused', halt_requested: 'pause', workflow_started_at: new Date() });
    api.campaigns.failure = new Error('away');
    const { status, body } = await own.dispatch();
    expect([status, body.code]).toEqual([503, 'temporal_unavailable']);
    expect(await own.lines()).toHaveLength(1);
    expect(await own.hidden()).toMatchObject([{ halt_requested: 'pause' }]);
  });

  it('stays paused when the call is refused: nothing is called because of it', async () => {
    await own.dispatch();
    const [campaign] = await own.hidden();
    await change(campaign?.id, { status: 'paused', halt_requested: 'pause', workflow_started_at: new Date() });
    await own.call('post', '/suppressions', { number: TO });
    api.campaigns.told.length = 0;
    expect((await own.dispatch()).body).toMatchObject({ status: 409, code: 'suppressed' });
    expect(api.campaigns.told).toEqual([]);
    expect(await own.hidden()).toMatchObject([{ halt_requested: 'pause' }]);
  });

  it.each(['cancel', 'fail'] as const)('is begun anew with the next call once its %s is asked for', async (halt) => {
    await own.dispatch();
    const [campaign] = await own.hidden();
    await change(campaign?.id, { halt_requested: halt, workflow_started_at: new Date() });
    expect((await own.dispatch()).status).toBe(200);
    const [, second] = await own.hidden();
    expect((await own.lines()).map(({ campaign_id }) => campaign_id)).toEqual([campaign?.id, second?.id]);
  });

  it('is begun anew when it ends this instant', async () => {
    await own.dispatch();
    const [campaign] = await own.hidden();
    let dispatched = Promise.resolve<number[]>([]);
    await api.db.transaction().execute(async (trx) => {
      const ending = { halt_requested: 'cancel' as const };
      await trx
        .updateTable('campaigns')
        .set(ending)
        .where('id', '=', campaign?.id ?? 0)
        .execute();
      dispatched = Promise.all([own.dispatch().then(({ status }) => status)]);
      await eventually(waitsForLock);
    });
    expect(await dispatched).toEqual([200]);
    const [, second] = await own.hidden();
    expect((await own.lines()).map(({ campaign_id }) => campaign_id)).toEqual([campaign?.id, second?.id]);
  });

  it('is begun anew with the next call once it is cancelled, also before its last calls have ended', async () => {
    await own.dispatch();
    const [campaign] = await own.hidden();
    await change(campaign?.id, { status: 'cancelled', workflow_started_at: new Date() });
    api.campaigns.told.length = 0;
    expect((await own.dispatch()).status).toBe(200);
    const [, second] = await own.hidden();
    expect(api.campaigns.of('start')).toMatchObject([{ campaign: { id: second?.id } }]);
    expect((await own.lines()).map(({ campaign_id }) => campaign_id)).toEqual([campaign?.id, second?.id]);
  });

  it('is no campaign of anybody: not in lists, not by its id, and takes no contacts', async () => {
    const lineId = `${(await own.dispatch()).body.line_id}`;
    const [campaign] = await own.hidden();
    const id = campaign?.id ?? 0;
    expect((await own.call('get', '/calls/bulk_call')).body).toMatchObject({ records: [], total_records: 0 });
    const { paths } = (await api.agent.get('/openapi.json')).body as { paths: Record<string, Record<string, object>> };
    const answers: Record<string, number> = {};
    for (const [path, operations] of Object.entries(paths)) {
      if (!/^\/api\/v1\/(calls\/bulk_call|bulk-call)\/\{id\}/.test(path)) continue;
      const rest = path.split('{id}')[1] ?? '';
      const url = path
        .replace('/api/v1', '')
        .replace('{id}', `${id}`)
        .replace('{line_id}', lineId)
        .replace(/\{\w+\}/, '1');
      for (const method of Object.keys(operations) as Array<'get' | 'post' | 'put' | 'delete'>) {
        const isCsv = url.endsWith('contacts.csv');
        const headers: Record<string, string> = isCsv ? { 'Content-Type': 'text/csv' } : {};
        const body = isCsv ? 'phone\n+15551234567\n' : BODIES[`${method} ${rest}`];
        answers[`${method} ${url}`] = (await api.call(method, url, { key: own.key, headers, body })).status;
      }
    }
    expect(Object.keys(answers).length).toBeGreaterThan(20);
    expect(Object.entries(answers).filter(([, status]) => status !== 404)).toEqual([]);
    expect(await own.lines()).toHaveLength(1);
    expect(await own.hidden()).toMatchObject([{ id, status: 'waiting', halt_requested: null }]);
    expect((await own.call('get', `/webhooks?campaign_id=${id}`)).status).toBe(404);
    expect((await own.call('get', `/calls/logs?campaign_id=${id}`)).status).toBe(404);
  });

  /** What operations need to be understood, by method and the end of their path. */
  const BODIES: Record<string, object> = {
    'put ': { action: 'pause' },
    'post /add_contact': { to_number: TO },
    'post /add_contacts': { contacts: [{ to_number: TO }] },
    'put /concurrency': { concurrent_call_limit: 2 },
    'put /daily-time-control': { enable_daily_hard_stop: false },
    'put /retry_settings': { auto_retry: false },
    'put /reschedule_settings': { enabled_reschedule_call: false },
    'put /call_conditions': { call_conditions: [] },
    'put /calling_hours': { calling_hours: null },
    'put /limits': { limits: {} },
    'post /manual_retry': {},
    'post /numbers': { phone_number_id: 1 },
    'put /numbers/{assignment_id}': { is_active: false },
    'post /lines/{line_id}/reschedule': { at: '2099-01-01T10:00:00Z' },
  };

  it('has no part in what campaigns look for: leads, and contacts that are known in the organization', async () => {
    await own.dispatch();
    const [campaign] = await own.hidden();
    const { token } = await replaceWebhookToken(api.db, own.organizationId, SECRET_KEY);
    const batch = { idempotency_key: 'batch-1', leads: [{ campaign_id: campaign?.id, phone: TO }] };
    const leads = await api.call('post', '/leads', { key: token, body: batch });
    expect(leads.body).toMatchObject({ accepted: 0, rejected: [{ index: 0, code: 'unknown_campaign' }] });
    const duplicates = { policy: 'skip', scope: 'organization' };
    const created = await own.call('post', '/calls/bulk_call/create', {
      name: 'Own',
      phone_number_id: own.phoneNumberId,
      is_dynamic: true,
      duplicates,
    });
    const added = await own.call('post', `/calls/bulk_call/${created.body.id}/add_contact`, { to_number: TO });
    expect(added.body).not.toHaveProperty('duplicate');
    expect(added.body.line_id).not.toBe((await own.lines())[0]?.id);
  });

  it('loses a call that waits when its number is suppressed', async () => {
    await own.dispatch();
    expect((await own.call('post', '/suppressions', { number: TO })).body).toMatchObject({ contacts_ended: 1 });
    expect(await own.lines()).toMatchObject([{ call_status: 'suppressed', ready: false }]);
  });

  it('keeps its number; its agent can be taken from the number, and deleted when no call waits for it', async () => {
    const { body } = await own.dispatch();
    const number = await own.call('delete', `/phone_numbers/${own.phoneNumberId}`);
    expect([number.status, number.body.code]).toEqual([409, 'number_in_use']);
    const detached = await own.call('post', '/phone_number/detach', { phone_number_id: own.phoneNumberId });
    expect(detached.status).toBe(200);
    const waiting = await own.call('delete', `/agents/${own.agentId}`);
    expect([waiting.status, waiting.body.code]).toEqual([409, 'agent_in_use']);
    await api.db.updateTable('lines').set({ call_status: 'completed' }).where('id', '=', body.line_id).execute();
    expect((await own.call('delete', `/agents/${own.agentId}`)).status).toBe(200);
    expect(await own.lines()).toMatchObject([{ agent_id: null }]);
  });
});
