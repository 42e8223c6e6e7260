import { createApiWorld, type ApiWorld } from './api-world';
import { addAttempt, addLine } from './line-fixtures';

let api: ApiWorld;
let campaign: number;
beforeAll(async () => {
  api = await createApiWorld();
  campaign = await api.createCampaign();
});
afterAll(() => api.close());
beforeEach(async () => {
  await api.db.deleteFrom('attempts').execute();
});

const logs = async (query = '') => api.call('get', `/calls/logs${query}`);
const idsOf = async (query: string) =>
  ((await logs(query)).body.call_log_data as Array<{ id: number }>).map(({ id }) => id);

/** A call that has ended, to a contact of its own. */
async function newCall(columns: Parameters<typeof addAttempt>[2] = {}, contact: Record<string, unknown> = {}) {
  const line = await addLine(api, campaign, contact);
  return { line, attempt: await addAttempt(api.db, line, { to_number: line.to_number, ...columns }) };
}

describe('the log of calls', () => {
  it('shows a call with everything that is known of it, also by the names of existing clients', async () => {
    const outcome = {
      summary: 'Wants a demo.',
      transcript: 'agent: Hello',
      recording_url: 'https://rec.example/1.mp3',
    };
    const { line, attempt } = await newCall(
      {
        disposition: 'completed',
        raw_code: 'completed-ok',
        duration_s: 31,
        answered_by: 'person',
        agent_id: api.agentId,
        outcome: JSON.stringify(outcome),
      },
      { external_id: 'crm-7', metadata: { order: 7 }, custom_variables: { name: 'Ann' } },
    );
    const shown = {
      id: attempt.id,
      call_id: attempt.id,
      call_sid: `call_${attempt.id}`,
      campaign_id: campaign,
      agent_id: api.agentId,
      line_id: line.id,
      contact_id: line.id,
      external_id: 'crm-7',
      metadata: { order: 7 },
      direction: 'outbound',
      from_number: attempt.from_number,
      to_number: line.to_number,
      status: 'completed',
      call_status: 'completed',
      raw_code: 'completed-ok',
      answered_by: 'person',
      duration: 31,
      call_duration_in_seconds: 31,
      ...outcome,
      call_conversation: 'agent: Hello',
      sentiment: null,
      dynamic_variables: { name: 'Ann' },
      post_call_outcomes: { summary: 'Wants a demo.', recording_url: 'https://rec.example/1.mp3' },
      call_request_id: { id: line.id },
    };
    const list = await logs();
    expect(list.body).toMatchObject({ status: 'success', call_log_data: [shown], total_records: 1 });
    const one = await api.call('get', `/calls/logs/${attempt.id}`);
    expect(one.body).toEqual(list.body);
  });

  it('is read page by page, 150 calls at most', async () => {
    const ids: number[] = [];
    for (let count = 0; count < 5; count += 1) ids.unshift((await newCall()).attempt.id);
    expect([...(await idsOf('?pageno=1&pagesize=2')), ...(await idsOf('?pageno=2&pagesize=3'))]).toEqual([
      ...ids.slice(0, 2),
      ...ids.slice(3),
    ]);
    expect((await logs('?pagesize=1')).body.total_records).toBe(5);
    expect((await logs('?pagesize=150')).status).toBe(200);
    const { status, body } = await logs('?pagesize=151');
    expect([status, body.errors[0].pointer]).toEqual([422, '?pagesize']);
  });

  it('is searched as spec and clients write it', async () => {
    const busy = (await newCall({ disposition: 'busy', agent_id: 77 }, { to_number: '+14155550001' })).attempt.id;
    const missed = (await newCall({ disposition: 'no_answer' }, { to_number: '+14155550002' })).attempt.id;
    expect(await idsOf('?agentid=77')).toEqual([busy]);
    expect(await idsOf('?call_status=busy')).toEqual([busy]);
    expect(await idsOf('?call_status=no_answer')).toEqual([missed]);
    expect(await idsOf('?call_status=no-answer')).toEqual([missed]);
    expect(await idsOf(`?campaign_id=${campaign}&direction=outbound`)).toEqual([missed, busy]);
    expect(await idsOf('?to_number=%2B14155550001')).toEqual([busy]);
    expect(await idsOf('?to_number=+14155550001')).toEqual([busy]);
    expect(await idsOf('?direction=inbound')).toEqual([]);
    expect(await idsOf('?since=2099-01-01T00:00:00Z')).toEqual([]);
    expect(await idsOf('?until=2099-01-01T00:00:00Z&agentid=')).toEqual([missed, busy]);
    for (const query of ['?call_status=gone', '?to_number=nobody', '?since=yesterday', '?direction=up']) {
      expect([query, (await logs(query)).status]).toEqual([query, 422]);
    }
  });

  it('shows a dispatched call from then on, with what becomes of it', async () => {
    const body = { agent_id: api.agentId, to_number: '+14155550009', metadata: { order: 9 } };
    const { call_id, requestId, line_id } = (await api.call('post', '/calls/dispatch', { body })).body;
    const show = async () =>
      (await api.call('get', `/calls/logs/${call_id}`)).body.call_log_data[0] as Record<string, unknown>;
    expect(await show()).toMatchObject({
      id: call_id,
      status: 'queued',
      campaign_id: null,
      metadata: { order: 9 },
      call_request_id: { id: requestId },
    });
    await api.call('post', '/suppressions', { body: { number: '+14155550009' } });
    expect(await show()).toMatchObject({ id: call_id, status: 'suppressed', ended_at: expect.any(String) });
    expect(await idsOf(`?line_id=${line_id}`)).toEqual([]);
  });

  it('has 404 for a call that there is not', async () => {
    expect((await api.call('get', '/calls/logs/999999999')).status).toBe(404);
    expect((await api.call('get', '/calls/logs/last')).status).toBe(404);
    expect((await logs('?campaign_id=999999')).status).toBe(404);
  });
});
