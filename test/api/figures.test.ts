import { sql } from 'kysely';
import { addOrganization, createApiWorld, type ApiWorld } from './api-world';
import { addAttempt, addCallback, addLine, addRetry, changeLine } from './line-fixtures';

const MINUTE_MS = 60_000;

let api: ApiWorld;
beforeAll(async () => {
  api = await createApiWorld();
});
afterAll(() => api.close());

interface Figures {
  readonly counts: Record<string, number>;
  readonly calls: { readonly last_hour: Array<{ minute: string; calls: number; answered: number }> };
  readonly callback_figures: Record<string, number>;
  readonly retries_due: number;
  readonly callbacks_due: number;
}

const figures = async (id: number): Promise<Figures> =>
  (await api.call('get', `/calls/bulk_call/${id}/figures`)).body as Figures;
const ago = (minutes: number): Date => new Date(Date.now() - minutes * MINUTE_MS);

describe('the figures of a campaign', () => {
  it('leave connections to others while they are counted, as lists with their activity do, however often asked for', async () => {
    const path = `/calls/bulk_call/${await api.createCampaign()}/figures`;
    let waiting: Array<ReturnType<typeof api.call>> = [];
    await api.db.transaction().execute(async (trx) => {
      // Counting takes as long as this.
      await sql`lock table lines in access exclusive mode`.execute(trx);
      const asked = Array.from({ length: 15 }, () => [path, '/calls/bulk_call?include=activity']).flat();
      waiting = asked.map((address) => api.call('get', address));
      for (let index = 0; index < 5; index += 1) expect((await api.call('get', '/agents')).status).toBe(200);
    });
    const statuses = (await Promise.all(waiting)).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([200]));
  });

  it('are zero, and the answer rate unknown, before its first call', async () => {
    const id = await api.createCampaign();
    const { calls, counts, retries_due, callbacks_due, callback_figures } = await figures(id);
    expect(counts.total_contacts).toBe(0);
    expect(calls).toMatchObject({ in_progress: 0, per_minute: 0, answer_rate: null });
    expect(calls.last_hour).toHaveLength(60);
    expect([retries_due, callbacks_due, callback_figures.pending]).toEqual([0, 0, 0]);
  });

  it('tell how it calls: those in progress, ended in five minutes and in an hour, and how many were answered', async () => {
    const id = await api.createCampaign();
    const line = await addLine(api, id);
    await addAttempt(api.db, line, { ended_at: null, status: 'ringing', disposition: null });
    await addAttempt(api.db, line, { ended_at: ago(1), disposition: 'completed' });
    await addAttempt(api.db, line, { ended_at: ago(4), disposition: 'busy' });
    await addAttempt(api.db, line, { ended_at: ago(30), disposition: 'completed' });
    await addAttempt(api.db, line, { ended_at: ago(50), disposition: 'voicemail' });
    // Neither what is too long ago, nor what was no call.
    await addAttempt(api.db, line, { ended_at: ago(70), disposition: 'completed' });
    await addAttempt(api.db, line, { ended_at: ago(1), disposition: 'no_capacity' });
    await addAttempt(api.db, line, { ended_at: ago(1), disposition: 'cancelled' });
    const { calls } = await figures(id);
    expect(calls).toMatchObject({ in_progress: 1, per_minute: 2 / 5, answer_rate: 1 / 2 });
    const busy = calls.last_hour.filter((minute) => minute.calls > 0);
    expect(busy.map((minute) => [minute.calls, minute.answered])).toEqual([
      [1, 0],
      [1, 1],
      [1, 0],
      [1, 1],
    ]);
    const minutes = calls.last_hour.map(({ minute }) => Date.parse(minute));
    expect(new Set(minutes.slice(1).map((at, index) => at - minutes[index]!))).toEqual(new Set([MINUTE_MS]));
  });

  it('count retries and callbacks that are due, or come within an hour', async () => {
    const id = await api.createCampaign();
    for (const minutes of [-10, 59]) await addRetry(api, id, { next_attempt_at: ago(-minutes) });
    await addRetry(api, id, { next_attempt_at: ago(-61) });
    const called = await addRetry(api, id, { call_status: 'callback_scheduled', next_attempt_at: ago(-5) });
    await addCallback(api.db, called, ago(-5));
    // In the queue it waits for a slot, no longer for its time.
    const queued = await addRetry(api, id);
    await changeLine(api.db, queued.id, { call_status: 'queued', ready: true, next_attempt_at: null });
    const { retries_due, callbacks_due, counts } = await figures(id);
    expect([retries_due, callbacks_due]).toEqual([2, 1]);
    expect(counts).toMatchObject({ waiting_retry: 4, waiting_callback: 1 });
  });

  it('are nobody else’s', async () => {
    const id = await api.createCampaign();
    const { key } = await addOrganization(api.db);
    expect((await api.call('get', `/calls/bulk_call/${id}/figures`, { key })).status).toBe(404);
  });
});

describe('listing campaigns', () => {
  it('finds them by a part of the name, by kind and by several statuses', async () => {
    const running = await api.createCampaign({ name: 'Renewals 100% north' });
    const draft = await api.createCampaign({ name: 'Renewals south', save_as_draft: true });
    const finite = await api.createCampaign({
      name: 'renewals',
      is_dynamic: false,
      contact_list: [{ phone: '+15551234567' }],
    });
    const ids = async (query: string) => {
      const { records, total_records } = (await api.call('get', `/calls/bulk_call?${query}`)).body;
      expect(records).toHaveLength(total_records);
      return (records as Array<{ id: number }>).map((record) => record.id);
    };
    expect(await ids('search=RENEWALS')).toEqual([finite, draft, running]);
    expect(await ids('search=100%25%20n')).toEqual([running]);
    expect(await ids('search=_')).toEqual([]);
    expect(await ids('search=renewals&type=finite')).toEqual([finite]);
    expect(await ids('search=renewals&statuses=draft,waiting')).toEqual([draft, running]);
    expect(await ids('search=renewals&statuses=draft,waiting&status=draft')).toEqual([draft]);
    expect(await ids('search=renewals&statuses=draft&status=waiting')).toEqual([]);
  });

  it.each(['statuses=draft,nope', 'type=other', 'include=everything'])('refuses ?%s', async (query) => {
    expect((await api.call('get', `/calls/bulk_call?${query}`)).status).toBe(422);
  });

  it('tells on demand what each is doing', async () => {
    const [busy, quiet] = [await api.createCampaign({ name: 'Busy' }), await api.createCampaign({ name: 'Busy not' })];
    const statuses = ['queued', 'queued', 'in_progress', 'completed', 'completed', 'completed', 'voicemail'] as const;
    for (const call_status of statuses) await addLine(api, busy, {}, { call_status });
    const last = await addLine(api, busy, {}, { call_status: 'busy', updated_at: new Date('2099-01-01T00:00:00Z') });
    const activity = async () => {
      const { records } = (await api.call('get', '/calls/bulk_call?search=Busy&include=activity')).body;
      return (records as Array<{ id: number; activity: object }>).map((record) => [record.id, record.activity]);
    };
    expect(await activity()).toEqual([
      [quiet, { queued: 0, in_progress: 0, reached: 0, last_activity_at: null }],
      [busy, { queued: 2, in_progress: 1, reached: 3, last_activity_at: last.updated_at.toISOString() }],
    ]);
    const body = { voicemail_policy: 'reached' };
    await api.call('put', `/calls/bulk_call/${busy}/retry_settings`, { body });
    expect(await activity()).toContainEqual([busy, expect.objectContaining({ reached: 4 })]);
    const { records } = (await api.call('get', '/calls/bulk_call?search=Busy')).body;
    expect(records[0]).not.toHaveProperty('activity');
  });
});
