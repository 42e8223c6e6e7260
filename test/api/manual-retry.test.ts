import type { Disposition } from '../../domain/disposition';
import type { LineStatus } from '../../domain/line-status';
import { addKey, addOrganization, createApiWorld, type ApiWorld } from './api-world';
import { addAttempt, addLine, anHourLaterToday, changeCampaign, changeLine, readLine } from './line-fixtures';

let api: ApiWorld;
beforeAll(async () => {
  api = await createApiWorld();
});
afterAll(() => api.close());
beforeEach(() => {
  api.campaigns.told.length = 0;
});

const retry = (id: number, body: unknown = {}, headers: Record<string, string> = {}) =>
  api.call('post', `/calls/bulk_call/${id}/manual_retry`, { body, headers });

/** A line that ended so after one call. */
async function addEnded(campaignId: number, call_status: LineStatus, disposition: Disposition, changes: object = {}) {
  const line = await addLine(api, campaignId);
  await addAttempt(api.db, line, { disposition });
  return changeLine(api.db, line.id, {
    call_status,
    closing_reason: disposition,
    ready: false,
    ready_at: null,
    retries_used: 2,
    callbacks_used: 3,
    held_off_in_a_row: 4,
    closed_at: new Date(),
    ...changes,
  });
}

const WITH_RETRIES = { retry_config: { auto_retry: true, retry_limit: 4 } };

describe('a manual retry', () => {
  it('puts those that were not reached back into the queue, with a fresh budget, and leaves all others', async () => {
    const id = await api.createCampaign(WITH_RETRIES);
    const again = [
      await addEnded(id, 'busy', 'busy', { priority: 9 }),
      await addEnded(id, 'busy', 'declined'),
      await addEnded(id, 'no_answer', 'no_answer'),
      await addEnded(id, 'voicemail', 'voicemail'),
      await addEnded(id, 'failed', 'failed'),
      await addEnded(id, 'unknown', 'unknown'),
    ];
    const left = [
      await addEnded(id, 'completed', 'completed'),
      await addEnded(id, 'failed', 'invalid_number'),
      await addEnded(id, 'suppressed', 'busy'),
      await addEnded(id, 'cancelled', 'busy'),
      await addEnded(id, 'skipped', 'busy'),
      await addEnded(id, 'expired', 'busy'),
      await addEnded(id, 'busy', 'busy', { expires_at: new Date(0) }),
      await addLine(api, id),
    ];
    api.campaigns.told.length = 0;
    const { status, body } = await retry(id);
    expect(status).toBe(200);
    expect(body).toEqual({
      status: 'success',
      message: '6 contacts are called again.',
      requeued: 6,
      max_retries: 4,
      current_status: 'waiting',
    });
    for (const line of again) {
      expect(await readLine(api.db, line.id)).toMatchObject({
        call_status: 'queued',
        ready: true,
        ready_at: expect.any(Date),
        attempts: 1,
        retries_used: 0,
        callbacks_used: 0,
        held_off_in_a_row: 0,
        closed_at: null,
        closing_reason: null,
      });
    }
    for (const line of left) expect((await readLine(api.db, line.id)).call_status).toBe(line.call_status);
    const lineIds = again.map((line) => ({ lineId: line.id, priority: line.priority }));
    expect(api.campaigns.told).toEqual([{ kind: 'contacts', campaignId: id, lineIds }]);
    expect(
      await api.db.selectFrom('audit_log').selectAll().where('action', '=', 'campaign.manual_retry').execute(),
    ).toMatchObject([{ object_id: id, data: { requeued: 6, retries: 4, reopened: false } }]);
  });

  it('takes the reasons given only, also as callbacks spell them', async () => {
    const id = await api.createCampaign();
    const declined = await addEnded(id, 'busy', 'declined');
    const unanswered = await addEnded(id, 'no_answer', 'no_answer');
    const busy = await addEnded(id, 'busy', 'busy');
    expect((await retry(id, { failure_reasons: ['declined', 'no-answer'] })).body.requeued).toBe(2);
    const lines = await Promise.all([declined, unanswered, busy].map((line) => readLine(api.db, line.id)));
    expect(lines.map((line) => line.call_status)).toEqual(['queued', 'queued', 'busy']);
    expect((await retry(id, { failure_reasons: ['completed'] })).status).toBe(422);
    expect((await retry(id, { max_retries: 7 })).status).toBe(422);
  });

  it.each([
    [{ max_retries: 1 }, WITH_RETRIES, 1, 3],
    [{ max_retries: 0 }, WITH_RETRIES, 0, 4],
    [{ max_retries: 6 }, WITH_RETRIES, 4, 0],
    [{ max_retries: 6 }, {}, 0, 0],
  ])('with %j grants no more retries than the campaign does', async (body, settings, granted, used) => {
    const id = await api.createCampaign(settings);
    const line = await addEnded(id, 'busy', 'busy');
    expect((await retry(id, body)).body.max_retries).toBe(granted);
    expect((await readLine(api.db, line.id)).retries_used).toBe(used);
  });

  it('leaves voicemails where they count as reached, unless they are asked for', async () => {
    const id = await api.createCampaign({ voicemail_policy: 'reached' });
    await addEnded(id, 'voicemail', 'voicemail');
    expect((await retry(id)).body.requeued).toBe(0);
    expect((await retry(id, { failure_reasons: ['voicemail'] })).body.requeued).toBe(1);
  });

  it('calls nobody who was suppressed since, or meets the conditions no more', async () => {
    const id = await api.createCampaign({
      call_conditions: [{ column: 'plan', operator: 'equals', value: 'pro' }],
    });
    const pro = { custom_variables: JSON.stringify({ plan: 'pro' }) };
    const suppressed = await addEnded(id, 'busy', 'busy', { ...pro, to_number: '+15551236666' });
    await api.db
      .insertInto('suppressions')
      .values({ organization_id: api.organizationId, number: suppressed.to_number, reason: 'test', source: 'api' })
      .execute();
    await addEnded(id, 'busy', 'busy', { custom_variables: JSON.stringify({ plan: 'free' }) });
    const called = await addEnded(id, 'busy', 'busy', pro);
    expect((await retry(id)).body.requeued).toBe(1);
    expect((await readLine(api.db, called.id)).call_status).toBe('queued');
  });

  it('waits for the hours of the called person', async () => {
    const id = await api.createCampaign({ contact_hours: { enabled: true, ...anHourLaterToday() } });
    const line = await addEnded(id, 'busy', 'busy', { timezone: 'UTC' });
    api.campaigns.told.length = 0;
    expect((await retry(id)).body.requeued).toBe(1);
    const after = await readLine(api.db, line.id);
    expect(after).toMatchObject({
      ready: false,
      ready_at: null,
      next_attempt_reason: expect.stringMatching(/by hand/),
    });
    expect(after.next_attempt_at?.getTime()).toBeGreaterThan(Date.now());
    expect(api.campaigns.told).toEqual([]);
  });

  it('reopens a completed campaign, and starts it anew', async () => {
    const id = await api.createCampaign();
    const line = await addEnded(id, 'busy', 'busy');
    await changeCampaign(api.db, id, {
      type: 'finite',
      status: 'completed',
      status_reason: 'ended',
      ended_at: new Date(),
      workflow_started_at: new Date(),
      projected_revision: 12,
    });
    api.campaigns.told.length = 0;
    const { body } = await retry(id);
    expect(body).toMatchObject({
      requeued: 1,
      current_status: 'in_progress',
      message: expect.stringMatching(/reopened/),
    });
    const campaign = await api.db.selectFrom('campaigns').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
    expect(campaign).toMatchObject({
      status: 'in_progress',
      status_reason: null,
      ended_at: null,
      round: 2,
      halt_requested: null,
      projected_revision: 12,
      workflow_started_at: null,
    });
    expect(api.campaigns.told).toMatchObject([{ kind: 'start', campaign: { id, round: 2 } }]);
    expect((await readLine(api.db, line.id)).ready).toBe(true);
  });

  it('leaves a completed campaign closed when nobody is to be called', async () => {
    const id = await api.createCampaign();
    await addEnded(id, 'completed', 'completed');
    await changeCampaign(api.db, id, { type: 'finite', status: 'completed', ended_at: new Date() });
    api.campaigns.told.length = 0;
    expect((await retry(id)).body).toMatchObject({ requeued: 0, current_status: 'completed' });
    expect(api.campaigns.told).toEqual([]);
  });

  it('answers 200 while Temporal is away, and says that it starts later', async () => {
    const id = await api.createCampaign();
    await addEnded(id, 'busy', 'busy');
    await changeCampaign(api.db, id, { type: 'finite', status: 'completed', ended_at: new Date() });
    api.campaigns.failure = new Error('away');
    const { status, body } = await retry(id);
    api.campaigns.failure = null;
    expect([status, body.message]).toEqual([200, expect.stringMatching(/as soon as Temporal is back/)]);
  });

  it('under one key is done once', async () => {
    const id = await api.createCampaign();
    const line = await addEnded(id, 'busy', 'busy');
    const headers = { 'Idempotency-Key': `retry-${id}` };
    await retry(id, {}, headers);
    await changeLine(api.db, line.id, { call_status: 'busy', ready: false, closed_at: new Date() });
    const again = await retry(id, {}, headers);
    expect(again.body.requeued).toBe(1);
    expect((await readLine(api.db, line.id)).call_status).toBe('busy');
  });

  it.each([
    ['draft', 'campaign_is_draft'],
    ['cancelled', 'campaign_closed'],
    ['failed', 'campaign_closed'],
  ] as const)('is refused for a campaign that is %s', async (status, code) => {
    const id = await api.createCampaign();
    const line = await addEnded(id, 'busy', 'busy');
    await changeCampaign(api.db, id, { status });
    expect((await retry(id)).body).toMatchObject({ status: 409, code });
    expect((await readLine(api.db, line.id)).call_status).toBe('busy');
  });

  it("finds no other organization's campaign, and needs an admin", async () => {
    const id = await api.createCampaign();
    const line = await addEnded(id, 'busy', 'busy');
    const path = `/calls/bulk_call/${id}/manual_retry`;
    expect((await api.call('post', path, { key: (await addOrganization(api.db)).key, body: {} })).status).toBe(404);
    const writer = await addKey(api.db, api.organizationId, ['contacts:write']);
    expect((await api.call('post', path, { key: writer, body: {} })).status).toBe(403);
    expect((await readLine(api.db, line.id)).call_status).toBe('busy');
  });
});
