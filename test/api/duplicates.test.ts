import { randomUUID } from 'node:crypto';
import type { LineRow } from '../../infra/db/line-tables';
import { createApiWorld, type ApiWorld } from './api-world';

let api: ApiWorld;
beforeAll(async () => {
  api = await createApiWorld();
});
afterAll(() => api.close());
beforeEach(() => {
  api.campaigns.told.length = 0;
});

const PHONE = '+14155550001';
const add = async (campaign: number, body: object, headers: Record<string, string> = {}) => {
  const response = await api.call('post', `/calls/bulk_call/${campaign}/add_contact`, {
    body: { phone: PHONE, ...body },
    headers,
  });
  expect(response.status).toBe(200);
  return response.body as Record<string, unknown> & { line_id: number };
};
const linesOf = (campaign: number) =>
  api.db.selectFrom('lines').selectAll().where('campaign_id', '=', campaign).orderBy('id').execute();
const lineOf = (id: number) => api.db.selectFrom('lines').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
const change = (id: number, values: Partial<LineRow>) =>
  api.db
    .updateTable('lines')
    .set(values as object)
    .where('id', '=', id)
    .execute();
const withPolicy = (policy: string, more: object = {}, fields: object = {}) =>
  api.createCampaign({ duplicates: { policy, ...more }, ...fields });
const RETRIES = { retry_config: { auto_retry: true, retry_limit: 3, rules: { busy: { delay_s: 3600 } } } };

/** A line that was called, and is done with. */
const FINISHED: Partial<LineRow> = {
  call_status: 'no_answer',
  ready: false,
  ready_at: null,
  attempts: 3,
  retries_used: 2,
  callbacks_used: 1,
  uncounted_in_a_row: 1,
  closing_reason: 'no_answer: no retries left',
  closed_at: new Date(),
};

describe('a contact that is there already', () => {
  it('gets another line where duplicates are allowed, as they are unless told', async () => {
    const id = await api.createCampaign();
    const [first, second] = [await add(id, {}), await add(id, {})];
    expect(second.line_id).not.toBe(first.line_id);
    expect(second).not.toHaveProperty('duplicate');
  });

  it.each<[string, Partial<LineRow>]>([
    ['waits', { call_status: 'queued' }],
    ['is called', { call_status: 'in_progress', ready: false }],
    ['is done with', FINISHED],
  ])('is left out with skip: its line %s', async (_, state) => {
    const id = await withPolicy('skip');
    const first = await add(id, { custom_variables: { name: 'Jane' } });
    await change(first.line_id, state);
    const before = await lineOf(first.line_id);
    api.campaigns.told.length = 0;
    expect(await add(id, { custom_variables: { name: 'Joe' } })).toEqual({
      status: 'success',
      campaign_status: 'waiting',
      line_id: first.line_id,
      duplicate: 'skipped',
    });
    expect(await linesOf(id)).toEqual([before]);
    expect(api.campaigns.told).toEqual([]);
  });

  it('of fifty that come at once, one gets the line', async () => {
    const id = await withPolicy('skip');
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) => add(id, {}, index % 2 ? { 'Idempotency-Key': `fifty-${index}` } : {})),
    );
    expect(new Set(answers.map((answer) => answer.line_id)).size).toBe(1);
    expect(answers.filter((answer) => answer['duplicate'] === undefined)).toHaveLength(1);
    expect(await linesOf(id)).toHaveLength(1);
  });

  it('is found among the rows of its own request', async () => {
    const id = await withPolicy('skip');
    const contacts = [{ phone: PHONE }, { phone: '+14155550002' }, { phone: '(415) 555-0001' }];
    const { body } = await api.call('post', `/calls/bulk_call/${id}/add_contacts`, { body: { contacts } });
    const [first, second] = await linesOf(id);
    expect(body).toMatchObject({
      accepted: [
        { index: 0, line_id: first?.id },
        { index: 1, line_id: second?.id },
      ],
      skipped: [{ index: 2, line_id: first?.id, condition: 'duplicate' }],
    });
    expect(await linesOf(id)).toHaveLength(2);
  });

  it('of one request gives its line the data of its last row with update', async () => {
    const id = await withPolicy('update');
    const contacts = ['a', 'b', 'c'].map((name) => ({ phone: PHONE, custom_variables: { name } }));
    const { body } = await api.call('post', `/calls/bulk_call/${id}/add_contacts`, { body: { contacts } });
    expect(body.accepted).toMatchObject([{ index: 0 }, { duplicate: 'updated' }, { duplicate: 'updated' }]);
    expect(await linesOf(id)).toMatchObject([{ custom_variables: { name: 'c' } }]);
  });

  it('replaces the data of a line that waits with update, and nothing else', async () => {
    const id = await withPolicy('update', {}, RETRIES);
    const first = await add(id, { custom_variables: { name: 'Jane', old: 1 }, metadata: { a: 1 }, priority: 9 });
    const later = new Date((await busyAttempt(id, first.line_id)).getTime() + 3_600_000);
    const waits = {
      call_status: 'retry_scheduled',
      ready: false,
      attempts: 1,
      retries_used: 1,
      next_attempt_at: later,
    };
    await change(first.line_id, waits as Partial<LineRow>);
    const expires_at = '2099-01-01T00:00:00.000Z';
    const second = await add(id, {
      custom_variables: { name: 'Joe' },
      metadata: { b: 2 },
      timezone: 'Asia/Tokyo',
      expires_at,
      external_id: 'crm-1',
    });
    expect(second).toMatchObject({
      line_id: first.line_id,
      duplicate: 'updated',
      reason: 'retry_scheduled',
      will_call_after: later.toISOString(),
    });
    expect(await linesOf(id)).toMatchObject([
      {
        ...waits,
        custom_variables: { name: 'Joe' },
        metadata: { b: 2 },
        priority: 5,
        timezone: 'Asia/Tokyo',
        expires_at: new Date(expires_at),
        external_id: 'crm-1',
        wake_requested_at: null,
      },
    ]);
  });

  it('does not call anybody again with update who is done with', async () => {
    const id = await withPolicy('update');
    const first = await add(id, {});
    await change(first.line_id, FINISHED);
    api.campaigns.told.length = 0;
    expect(await add(id, { custom_variables: { name: 'Joe' } })).toMatchObject({
      duplicate: 'updated',
      reason: 'duplicate',
      will_call_after: null,
    });
    expect(await linesOf(id)).toMatchObject([{ ...FINISHED, custom_variables: { name: 'Joe' } }]);
    expect(api.campaigns.told).toEqual([]);
  });

  it('puts a line that is done with back into the queue with requeue, with a fresh budget', async () => {
    const id = await withPolicy('requeue');
    const first = await add(id, {});
    await change(first.line_id, { ...FINISHED, held_off_in_a_row: 4 });
    api.campaigns.told.length = 0;
    expect(await add(id, { custom_variables: { name: 'Joe' } })).toEqual({
      status: 'success',
      campaign_status: 'waiting',
      line_id: first.line_id,
      duplicate: 'requeued',
    });
    expect(await linesOf(id)).toMatchObject([
      {
        call_status: 'queued',
        ready: true,
        ready_at: expect.any(Date),
        attempts: 3,
        retries_used: 0,
        callbacks_used: 0,
        uncounted_in_a_row: 0,
        held_off_in_a_row: 0,
        closing_reason: null,
        closed_at: null,
        next_attempt_at: null,
        custom_variables: { name: 'Joe' },
      },
    ]);
    expect(api.campaigns.of('contacts')).toMatchObject([{ campaignId: id, lineIds: [{ lineId: first.line_id }] }]);
  });

  it('makes a line due now with requeue that sleeps, and wakes its contact', async () => {
    const id = await withPolicy('requeue', {}, RETRIES);
    const first = await add(id, {});
    await busyAttempt(id, first.line_id);
    await change(first.line_id, {
      call_status: 'retry_scheduled',
      ready: false,
      attempts: 1,
      retries_used: 1,
      next_attempt_at: new Date(Date.now() + 3_600_000),
      next_attempt_reason: 'busy: retry 1 of 3',
    });
    expect(await add(id, {})).toMatchObject({ line_id: first.line_id, duplicate: 'requeued' });
    const [line] = await linesOf(id);
    expect(line).toMatchObject({ call_status: 'retry_scheduled', attempts: 1, wake_requested_at: expect.any(Date) });
    expect(line?.next_attempt_at?.getTime()).toBeLessThanOrEqual(Date.now());
  });

  it('makes a scheduled line ready with requeue that was never called', async () => {
    const id = await withPolicy('requeue');
    const first = await add(id, { schedule_at: '2099-01-01T00:00:00Z' });
    expect(first).toMatchObject({ reason: 'scheduled_contact' });
    expect(await add(id, {})).toMatchObject({ line_id: first.line_id, duplicate: 'requeued' });
    expect(await linesOf(id)).toMatchObject([{ ready: true, schedule_at: null, wake_requested_at: null }]);
    expect(api.campaigns.of('contacts')).toMatchObject([{ lineIds: [{ lineId: first.line_id }] }]);
  });

  it('leaves the call that goes on alone with requeue, and replaces the data for the next one', async () => {
    const id = await withPolicy('requeue');
    const first = await add(id, {});
    await change(first.line_id, { call_status: 'in_progress', ready: false, attempts: 1 });
    expect(await add(id, { custom_variables: { name: 'Joe' } })).toMatchObject({ duplicate: 'updated' });
    expect(await linesOf(id)).toMatchObject([
      { call_status: 'in_progress', ready: false, custom_variables: { name: 'Joe' }, wake_requested_at: null },
    ]);
  });

  it('does not requeue a number that is suppressed, nor one that has expired', async () => {
    const id = await withPolicy('requeue');
    const first = await add(id, {});
    await change(first.line_id, FINISHED);
    expect(await add(id, { expires_at: '2020-01-01T00:00:00Z' })).toMatchObject({ duplicate: 'updated' });
    await api.call('post', '/suppressions', { body: { number: PHONE } });
    expect(await add(id, {})).toMatchObject({ duplicate: 'updated' });
    expect(await linesOf(id)).toMatchObject([{ call_status: 'no_answer', ready: false }]);
    await api.call('delete', `/suppressions/${encodeURIComponent(PHONE)}`);
  });

  it('is looked for by its external id where asked, and is new without one', async () => {
    const id = await withPolicy('update', { key: 'external_id' });
    const first = await add(id, { external_id: 'crm-1' });
    const second = await add(id, { phone: '+14155550002', external_id: 'crm-1' });
    expect(second).toMatchObject({ line_id: first.line_id, duplicate: 'updated' });
    expect(await linesOf(id)).toMatchObject([{ to_number: '+14155550002' }]);
    await add(id, {});
    await add(id, {});
    expect(await linesOf(id)).toHaveLength(3);
  });

  it('is looked for in its own campaign only, unless asked', async () => {
    const [id, other] = [await withPolicy('skip'), await withPolicy('skip')];
    await add(other, {});
    expect(await add(id, {})).not.toHaveProperty('duplicate');
  });
});

describe('a contact that is there already in another campaign of the organization', () => {
  const everywhere = { scope: 'organization' };

  it('is left out with skip, also when that campaign has ended', async () => {
    const [id, other] = [await withPolicy('skip', everywhere), await api.createCampaign()];
    const { line_id } = await add(other, { phone: '+14155551001' });
    const again = { phone: '+14155551001' };
    expect(await add(id, again)).toMatchObject({ line_id, duplicate: 'skipped' });
    await api.db.updateTable('campaigns').set({ status: 'cancelled' }).where('id', '=', other).execute();
    expect(await add(id, again)).toMatchObject({ line_id, duplicate: 'skipped' });
    expect(await linesOf(id)).toEqual([]);
  });

  it('is requeued there, and new when that campaign has ended', async () => {
    const [id, other] = [await withPolicy('requeue', everywhere), await api.createCampaign()];
    const phone = { phone: '+14155551002' };
    const { line_id } = await add(other, phone);
    await change(line_id, FINISHED);
    api.campaigns.told.length = 0;
    expect(await add(id, phone)).toMatchObject({ line_id, duplicate: 'requeued' });
    expect(api.campaigns.of('contacts')).toMatchObject([{ campaignId: other, lineIds: [{ lineId: line_id }] }]);
    await api.db.updateTable('campaigns').set({ status: 'cancelled' }).where('id', '=', other).execute();
    const fresh = await add(id, phone);
    expect(fresh).not.toHaveProperty('duplicate');
    expect(await linesOf(id)).toMatchObject([{ id: fresh.line_id }]);
  });

  it('is found by two campaigns that get it at once', async () => {
    const campaigns = [await withPolicy('skip', everywhere), await withPolicy('skip', everywhere)];
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => add(campaigns[index % 2] ?? 0, { phone: '+14155551003' })),
    );
    expect(new Set(answers.map((answer) => answer.line_id)).size).toBe(1);
  });
});

/** @returns when it ended. */
async function busyAttempt(campaignId: number, lineId: number): Promise<Date> {
  const endedAt = new Date();
  await api.db
    .insertInto('attempts')
    .values({
      organization_id: api.organizationId,
      campaign_id: campaignId,
      line_id: lineId,
      attempt_no: 1,
      lease: 1,
      reference: randomUUID(),
      phone_number_id: api.phoneNumberId,
      from_number: '+15550100001',
      to_number: PHONE,
      provider: 'simulator',
      status: 'ended',
      disposition: 'busy',
      settings_version: 1,
      deadline_at: endedAt,
      ended_at: endedAt,
    })
    .execute();
  return endedAt;
}
