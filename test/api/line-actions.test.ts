import { addKey, addOrganization, createApiWorld, type ApiWorld } from './api-world';
import {
  addCallback,
  addLine,
  addRetry,
  anHourLaterToday,
  callbacksOf,
  changeCampaign,
  changeLine,
  readLine,
} from './line-fixtures';

const HOUR_MS = 3_600_000;

let api: ApiWorld;
beforeAll(async () => {
  api = await createApiWorld();
});
afterAll(() => api.close());
beforeEach(() => {
  api.campaigns.told.length = 0;
});

const inHours = (hours: number): string => new Date(Date.now() + hours * HOUR_MS).toISOString();
type Action = 'call_now' | 'skip' | 'reschedule' | 'suppress';
const act = (line: { campaign_id: number; id: number }, action: Action, body?: unknown) =>
  api.call('post', `/calls/bulk_call/${line.campaign_id}/lines/${line.id}/${action}`, { body });
const audited = (lineId: number) =>
  api.db
    .selectFrom('audit_log')
    .selectAll()
    .where('object_id', '=', lineId)
    .where('object_type', '=', 'line')
    .execute();

describe('call now', () => {
  it('puts a scheduled contact at the head of the queue, and tells the campaign', async () => {
    const id = await api.createCampaign();
    const line = await addLine(api, id, { schedule_at: inHours(1) });
    const { status, body } = await act(line, 'call_now');
    expect(status).toBe(200);
    expect(body).toEqual({
      status: 'success',
      message: 'The contact is called next.',
      line_id: line.id,
      call_status: 'queued',
      next_attempt_at: null,
    });
    expect(await readLine(api.db, line.id)).toMatchObject({ ready: true, priority: 9, schedule_at: null });
    const announced = { lineId: line.id, priority: 9 };
    expect(api.campaigns.of('contacts')).toEqual([{ kind: 'contacts', campaignId: id, lineIds: [announced] }]);
    expect(await audited(line.id)).toMatchObject([{ action: 'line.call_now', api_key_id: expect.any(Number) }]);
  });

  it('wakes a contact that waits for its retry, and uses up no other', async () => {
    const line = await addRetry(api, await api.createCampaign());
    api.campaigns.told.length = 0;
    expect((await act(line, 'call_now')).status).toBe(200);
    const after = await readLine(api.db, line.id);
    expect(after).toMatchObject({ call_status: 'retry_scheduled', retries_used: 1, callbacks_used: 0 });
    expect(after.next_attempt_at?.getTime()).toBeLessThanOrEqual(Date.now());
    expect(after.wake_requested_at).not.toBeNull();
    // A contact that has a workflow is woken, not started.
    expect(api.campaigns.of('contacts')).toEqual([]);
  });

  it('pulls a promised callback forward without dropping it', async () => {
    const line = await addRetry(api, await api.createCampaign(), { call_status: 'callback_scheduled' });
    await addCallback(api.db, line, new Date(Date.now() + 5 * HOUR_MS));
    await act(line, 'call_now');
    expect(await callbacksOf(api.db, line.id)).toMatchObject([{ status: 'pending' }]);
  });

  it('repeated, changes nothing', async () => {
    const id = await api.createCampaign();
    const [fresh, retried] = [await addLine(api, id), await addRetry(api, id)];
    for (const line of [fresh, retried]) {
      await act(line, 'call_now');
      const first = await readLine(api.db, line.id);
      expect((await act(line, 'call_now')).body).toMatchObject({ message: 'Its call was asked for already.' });
      expect(await readLine(api.db, line.id)).toEqual(first);
      expect(await audited(line.id)).toHaveLength(1);
    }
  });

  it('never leaves the hours: it says why the contact waits, and until when', async () => {
    const id = await api.createCampaign({ calling_hours: { windows: [anHourLaterToday()] } });
    const line = await addRetry(api, id, { next_attempt_at: new Date(Date.now() + 24 * HOUR_MS) });
    const { body } = await act(line, 'call_now');
    expect(body).toMatchObject({ reason: 'outside_calling_hours', will_call_after: expect.any(String) });
    const at = Date.parse(body.will_call_after as string);
    expect(at).toBeGreaterThan(Date.now());
    const after = await readLine(api.db, line.id);
    expect(after.next_attempt_at?.getTime()).toBe(at);
    expect(after).toMatchObject({ ready: false, next_attempt_reason: expect.stringMatching(/moved into/) });
    expect(after.wake_requested_at).not.toBeNull();
  });

  it('says when the campaign is paused, and refuses for a draft', async () => {
    const paused = await api.createCampaign();
    const line = await addLine(api, paused);
    await changeCampaign(api.db, paused, { status: 'paused', status_reason: 'paused' });
    expect((await act(line, 'call_now')).body).toMatchObject({ reason: 'campaign_paused', will_call_after: null });
    const draft = await addLine(api, await api.createCampaign({ save_as_draft: true }));
    expect((await act(draft, 'call_now')).body).toMatchObject({ status: 409, code: 'campaign_is_draft' });
  });
});

describe('skip', () => {
  it('ends a waiting contact for good, and takes its callback back', async () => {
    const line = await addRetry(api, await api.createCampaign(), { call_status: 'callback_scheduled' });
    await addCallback(api.db, line, new Date(Date.now() + HOUR_MS));
    api.campaigns.told.length = 0;
    const { body } = await act(line, 'skip');
    expect(body).toMatchObject({ call_status: 'skipped', next_attempt_at: null });
    expect(await readLine(api.db, line.id)).toMatchObject({
      call_status: 'skipped',
      closing_reason: 'skipped by hand',
      ready: false,
      closed_at: expect.any(Date),
      // Its contact sleeps, and has to end.
      wake_requested_at: expect.any(Date),
    });
    expect(await callbacksOf(api.db, line.id)).toMatchObject([{ status: 'dropped' }]);
    expect(api.campaigns.of('contacts')).toEqual([]);
  });

  it('lets a finite campaign find out that it is through', async () => {
    const id = await api.createCampaign({ is_dynamic: false, contact_list: [{ phone: '+15551230001' }] });
    api.campaigns.told.length = 0;
    const { id: lineId } = await api.db
      .selectFrom('lines')
      .select('id')
      .where('campaign_id', '=', id)
      .executeTakeFirstOrThrow();
    await act({ campaign_id: id, id: lineId }, 'skip');
    expect(api.campaigns.of('contacts')).toEqual([{ kind: 'contacts', campaignId: id, lineIds: [lineId] }]);
  });
});

describe('suppress', () => {
  it("ends the number's waiting contacts in every campaign, and nobody else's", async () => {
    const [here, there] = [await api.createCampaign(), await api.createCampaign()];
    const number = '+15551239999';
    const line = await addLine(api, here, { to_number: number });
    const elsewhere = await addLine(api, there, { to_number: number });
    const calling = await addLine(api, there, { to_number: number }, { call_status: 'in_progress', ready: false });
    const other = await addLine(api, here, { to_number: '+15551239998' });
    const { body } = await act(line, 'suppress');
    expect(body).toMatchObject({ call_status: 'suppressed', ended_lines: 2 });
    const statuses = await Promise.all([elsewhere, calling, other].map(({ id }) => readLine(api.db, id)));
    expect(statuses.map(({ call_status }) => call_status)).toEqual(['suppressed', 'in_progress', 'queued']);
    expect(await api.db.selectFrom('suppressions').selectAll().where('number', '=', number).execute()).toMatchObject([
      { organization_id: api.organizationId, source: 'line', reason: 'suppressed by hand' },
    ]);
    // The audit names no number.
    expect(JSON.stringify(await audited(line.id))).not.toContain(number);
  });
});

describe('any action', () => {
  const ACTIONS = ['call_now', 'skip', 'reschedule', 'suppress'] as const;
  const bodyOf = (action: Action) => (action === 'reschedule' ? { at: inHours(1) } : undefined);

  it.each(ACTIONS)(
    '%s is refused for a contact that is being called, and for one that is done with',
    async (action) => {
      const line = await addLine(api, await api.createCampaign());
      await changeLine(api.db, line.id, { call_status: 'in_progress', ready: false });
      expect((await act(line, action, bodyOf(action))).body).toMatchObject({ status: 409, code: 'line_in_progress' });
      await changeLine(api.db, line.id, { call_status: 'completed' });
      expect((await act(line, action, bodyOf(action))).body).toMatchObject({ status: 409, code: 'line_closed' });
      expect(await audited(line.id)).toEqual([]);
    },
  );

  it.each(ACTIONS)("%s finds neither another campaign's nor another organization's contacts", async (action) => {
    const line = await addLine(api, await api.createCampaign());
    const misplaced = { id: line.id, campaign_id: await api.createCampaign() };
    expect((await act(misplaced, action, bodyOf(action))).status).toBe(404);
    const { key } = await addOrganization(api.db);
    const path = `/calls/bulk_call/${line.campaign_id}/lines/${line.id}/${action}`;
    expect((await api.call('post', path, { key, body: bodyOf(action) })).status).toBe(404);
    const reader = await addKey(api.db, api.organizationId, ['read']);
    expect((await api.call('post', path, { key: reader, body: bodyOf(action) })).status).toBe(403);
    expect(await readLine(api.db, line.id)).toEqual(line);
  });

  it('under one key it is done once', async () => {
    const line = await addRetry(api, await api.createCampaign());
    const path = `/calls/bulk_call/${line.campaign_id}/lines/${line.id}/skip`;
    const headers = { 'Idempotency-Key': `skip-${line.id}` };
    const first = await api.call('post', path, { headers });
    const second = await api.call('post', path, { headers });
    expect(second.body).toEqual(first.body);
    expect(second.headers['idempotency-replayed']).toBe('true');
    expect(await audited(line.id)).toHaveLength(1);
  });
});
