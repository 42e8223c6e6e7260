import { addOrganization, createApiWorld, type ApiWorld } from './api-world';
import { addAttempt, addLine, anHourLaterToday, addRetry, changeCampaign, changeLine } from './line-fixtures';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

let api: ApiWorld;
beforeAll(async () => {
  api = await createApiWorld();
});
afterAll(() => api.close());

const forecast = async (id: number) => {
  const response = await api.call('get', `/calls/bulk_call/${id}/forecast`);
  expect(response.status).toBe(200);
  return response.body as { through_at: string; assumptions: unknown };
};
const minutesAhead = (text: string): number => (Date.parse(text) - Date.now()) / MINUTE_MS;

async function addContacts(id: number, count: number): Promise<void> {
  const contacts = Array.from({ length: count }, () => ({ to_number: '+15551234567' }));
  await api.call('post', `/calls/bulk_call/${id}/add_contacts`, { body: { contacts } });
}

describe('a forecast', () => {
  it('assumes calls of a minute, half of them answered, until enough have been made', async () => {
    const id = await api.createCampaign({
      concurrent_call_limit: 10,
      retry_config: { auto_retry: true, retry_limit: 1, rules: { no_answer: { delay_s: 60 } } },
    });
    await addContacts(id, 200);
    const found = await forecast(id);
    expect(found).toMatchObject({
      campaign_status: 'waiting',
      expected_calls: 300,
      remaining_contacts: 200,
      assumptions: {
        average_call_s: 60,
        answer_share: 0.5,
        concurrency: 10,
        calls_per_second: null,
        basis: 'assumed',
      },
      text: expect.stringMatching(/^About 300 calls to 200 contacts: through by \d{4}-.* UTC, if nothing changes\.$/),
    });
    expect(minutesAhead(found.through_at)).toBeGreaterThan(29);
    expect(minutesAhead(found.through_at)).toBeLessThan(35);
  });

  it('measures how the last calls went', async () => {
    const id = await api.createCampaign({ concurrent_call_limit: 1 });
    const line = await addLine(api, id);
    const ended_at = new Date();
    const created_at = new Date(ended_at.getTime() - 20_000);
    for (let call = 0; call < 12; call += 1) {
      await addAttempt(api.db, line, { disposition: call < 9 ? 'completed' : 'busy', created_at, ended_at });
    }
    await addAttempt(api.db, line, { disposition: 'no_capacity', created_at: new Date(0), ended_at });
    expect((await forecast(id)).assumptions).toMatchObject({
      average_call_s: 20,
      answer_share: 0.75,
      basis: 'measured on 12 calls',
    });
  });

  it('counts what the pre-call webhook has failed among the outcomes, not as calls that take no time', async () => {
    const id = await api.createCampaign({ concurrent_call_limit: 1 });
    const line = await addLine(api, id);
    const ended_at = new Date();
    const created_at = new Date(ended_at.getTime() - 20_000);
    const fail = () =>
      addAttempt(api.db, line, { disposition: 'failed', raw_code: 'pre_call_webhook', created_at: ended_at, ended_at });
    for (let call = 0; call < 10; call += 1) await fail();
    expect((await forecast(id)).assumptions).toMatchObject({ basis: 'assumed' });
    for (let call = 0; call < 10; call += 1) {
      await addAttempt(api.db, line, { disposition: 'completed', created_at, ended_at });
    }
    expect((await forecast(id)).assumptions).toMatchObject({
      average_call_s: 20,
      answer_share: 0.5,
      basis: 'measured on 10 calls',
    });
  });

  it('counts what waits, and what never will be called', async () => {
    const id = await api.createCampaign();
    await addLine(api, id);
    await addRetry(api, id, { next_attempt_at: new Date(Date.now() + 5 * HOUR_MS) });
    for (const call_status of ['suppressed', 'skipped', 'expired', 'completed'] as const) {
      const line = await addLine(api, id);
      await changeLine(api.db, line.id, { call_status, ready: false, closed_at: new Date() });
    }
    const found = await forecast(id);
    expect(found).toMatchObject({ remaining_contacts: 2, suppressed: 1, skipped: 1, expired: 1 });
    expect(minutesAhead(found.through_at)).toBeGreaterThan(5 * 60);
  });

  it('waits for the hours', async () => {
    const id = await api.createCampaign({ calling_hours: { windows: [anHourLaterToday()] } });
    await addLine(api, id);
    const ahead = minutesAhead((await forecast(id)).through_at);
    expect(ahead).toBeGreaterThan(4.5 * 60);
    expect(ahead).toBeLessThan(7 * 60);
  });

  it('begins with a scheduled start', async () => {
    const at = new Date(Date.now() + 48 * HOUR_MS).toISOString().slice(0, 19).replace('T', ' ');
    const id = await api.createCampaign({ is_scheduled: true, scheduled_datetime: at });
    await addLine(api, id);
    expect(minutesAhead((await forecast(id)).through_at)).toBeGreaterThan(47 * 60);
  });

  it('has no time for a campaign that calls nobody until somebody acts', async () => {
    const id = await api.createCampaign();
    await addLine(api, id);
    await changeCampaign(api.db, id, { status: 'paused', status_reason: 'paused' });
    expect(await forecast(id)).toMatchObject({
      through_at: null,
      remaining_contacts: 1,
      text: expect.stringMatching(/paused/),
    });
    // By itself it goes on tomorrow.
    await changeCampaign(api.db, id, { status_until: new Date(Date.now() + 24 * HOUR_MS) });
    expect(minutesAhead((await forecast(id)).through_at)).toBeGreaterThan(23 * 60);
    await changeCampaign(api.db, id, { status: 'cancelled', status_until: null });
    expect(await forecast(id)).toMatchObject({ through_at: null, text: 'The campaign is cancelled.' });
    const draft = await api.createCampaign({ save_as_draft: true });
    expect(await forecast(draft)).toMatchObject({ through_at: null, text: expect.stringMatching(/draft/) });
  });

  it('says which limit ends it, and how many contacts are left then', async () => {
    const total = await api.createCampaign({ limits: { calls_total: 12 } });
    const line = await addLine(api, total);
    const ended_at = new Date();
    for (let call = 0; call < 2; call += 1) await addAttempt(api.db, line, { disposition: 'completed', ended_at });
    await changeLine(api.db, line.id, { call_status: 'completed', ready: false, closed_at: new Date() });
    await addContacts(total, 50);
    expect(await forecast(total)).toMatchObject({
      through_at: null,
      expected_calls: 10,
      remaining_contacts: 50,
      stop: { limit: 'calls_total', at: expect.any(String), contacts: 40 },
      text: expect.stringMatching(
        /^About 10 calls, then the limit of 12 calls is reached by .* UTC: 40 contacts are not called any more, unless it is raised\.$/,
      ),
    });

    const tomorrow = new Date(Date.now() + 24 * HOUR_MS).toISOString().slice(0, 10);
    const lastDay = await api.createCampaign({ limits: { end_date: tomorrow }, concurrent_call_limit: 1 });
    for (let batch = 0; batch < 3; batch += 1) await addContacts(lastDay, 1_000);
    const found = await forecast(lastDay);
    expect(found).toMatchObject({
      through_at: null,
      stop: { limit: 'end_date', at: new Date(Date.parse(`${tomorrow}T00:00:00Z`) + 24 * HOUR_MS).toISOString() },
      text: expect.stringContaining(`up to the last day, ${tomorrow}: after it`),
    });
  });

  it('makes no more calls a day than allowed', async () => {
    const id = await api.createCampaign({ limits: { calls_per_day: 10 } });
    await addContacts(id, 31);
    const found = await forecast(id);
    expect(found).toMatchObject({ expected_calls: 31, stop: null, assumptions: { calls_per_day: 10 } });
    expect(minutesAhead(found.through_at)).toBeGreaterThan(48 * 60);
    expect(minutesAhead(found.through_at)).toBeLessThan(73 * 60);
  });

  it('gives calls in flight no second place under the limit', async () => {
    const id = await api.createCampaign({ limits: { calls_total: 3 } });
    for (let call = 0; call < 3; call += 1) {
      const line = await addLine(api, id);
      await addAttempt(api.db, line, { status: 'placed', ended_at: null, disposition: null });
      await changeLine(api.db, line.id, { call_status: 'in_progress', ready: false, attempts: 1 });
    }
    expect(await forecast(id)).toMatchObject({ stop: null, through_at: expect.any(String) });
  });

  it('of a campaign with nobody to call is through', async () => {
    expect(await forecast(await api.createCampaign())).toMatchObject({
      expected_calls: 0,
      remaining_contacts: 0,
      through_at: expect.any(String),
      text: 'Nobody waits to be called.',
    });
  });

  it("finds no other organization's campaign", async () => {
    const { key } = await addOrganization(api.db);
    const id = await api.createCampaign();
    expect((await api.call('get', `/calls/bulk_call/${id}/forecast`, { key })).status).toBe(404);
  });
});
