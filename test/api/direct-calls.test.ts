import { addKey, addOrganization, createApiWorld, type ApiWorld } from './api-world';
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

describe('dispatching a call', () => {
  it('stores it once as a contact of a hidden campaign, with the agent and the variables that were given', async () => {
    const agent = await own.newAgent();
    const { status, body } = await own.dispatch({
      agent_id: String(agent),
      to_number: '+1 (555) 123-4567',
      call_context: { name: 'Ann' },
      metadata: { order: 7 },
      unknown_field: true,
    });
    expect([status, body]).toEqual([
      200,
      {
        status: 'success',
        success: true,
        message: expect.any(String),
        call_id: expect.any(Number),
        line_id: expect.any(Number),
        requestId: body.line_id,
        warnings: [{ code: 'number_not_valid', detail: expect.any(String) }],
      },
    ]);
    const [campaign] = await own.hidden();
    expect(campaign).toMatchObject({ phone_number_id: own.phoneNumberId, type: 'dynamic', status: 'waiting' });
    expect(campaign?.settings).toMatchObject({
      pacing: { concurrency: 1000, callsPerSecond: null },
      retry: { enabled: false },
      callback: { enabled: false },
      breaker: null,
      duplicates: { policy: 'allow' },
      contactHours: null,
    });
    expect(await own.lines()).toMatchObject([
      {
        id: body.line_id,
        call_id: body.call_id,
        campaign_id: campaign?.id,
        to_number: TO,
        agent_id: agent,
        priority: 9,
        ready: true,
        custom_variables: { name: 'Ann' },
        metadata: { order: 7 },
      },
    ]);
  });

  it('starts the workflow for calls from a number with the first of them, and tells it of the others', async () => {
    await own.dispatch();
    const [campaign] = await own.hidden();
    expect(api.campaigns.told).toEqual([{ kind: 'start', campaign: expect.objectContaining({ id: campaign?.id }) }]);
    await change(campaign?.id, { workflow_started_at: new Date() });
    const { body } = await own.dispatch();
    expect(api.campaigns.of('contacts')).toEqual([
      { kind: 'contacts', campaignId: campaign?.id, lineIds: [{ lineId: body.line_id, priority: 9 }] },
    ]);
    expect(await own.hidden()).toHaveLength(1);
  });

  it('makes one hidden campaign when many calls from a number are the first', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => own.dispatch()));
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
    expect(await own.hidden()).toHaveLength(1);
    expect(new Set(answers.map(({ body }) => body.line_id as number)).size).toBe(20);
    expect(new Set(answers.map(({ body }) => body.call_id as number)).size).toBe(20);
  });

  it('gives the stored answer under the same idempotency key, and no second call', async () => {
    const headers = { 'Idempotency-Key': 'call-1' };
    const answers = [await own.dispatch({}, headers), await own.dispatch({}, headers)];
    expect(answers[1]?.body).toEqual(answers[0]?.body);
    expect(answers[1]?.headers['idempotency-replayed']).toBe('true');
    expect(await own.lines()).toHaveLength(1);
    expect((await own.dispatch({ to_number: '+15551234568' }, headers)).status).toBe(422);
  });

  it('calls from the number given, else from one of the agent, else from the first one', async () => {
    const numberOf = async (fields: object) => {
      const { body } = await own.dispatch(fields);
      const line = (await own.lines()).find(({ id }) => id === body.line_id);
      return (await own.hidden()).find(({ id }) => id === line?.campaign_id)?.phone_number_id;
    };
    const agent = await own.newAgent();
    expect(await numberOf({ agent_id: agent })).toBe(own.phoneNumberId);
    const theirs = await own.newNumber('+15550100002', agent);
    const third = await own.newNumber('+15550100003');
    expect(await numberOf({ agent_id: agent })).toBe(theirs);
    expect(await numberOf({ agent_id: agent, from_number_id: String(third) })).toBe(third);
  });

  it('calls from a number whose provider can use the agent, before one that cannot', async () => {
    await api.db.updateTable('phone_numbers').set({ provider: 'vapi' }).where('id', '=', own.phoneNumberId).execute();
    const agent = await own.newAgent();
    await api.db
      .updateTable('agents')
      .set({ provider_reference: 'agent_1a2b3c4d5e6f' })
      .where('id', '=', agent)
      .execute();
    const none = await own.dispatch({ agent_id: agent });
    expect(none.body).toMatchObject({ status: 422, code: 'agent_unusable', errors: [{ pointer: '/agent_id' }] });
    const retell = await own.newNumber('+15550100002', null, 'retell');
    expect((await own.dispatch({ agent_id: agent })).status).toBe(200);
    expect(await own.hidden()).toMatchObject([{ phone_number_id: retell }]);
  });

  it('is refused without a number to call from', async () => {
    await api.db.deleteFrom('phone_numbers').where('organization_id', '=', own.organizationId).execute();
    const { status, body } = await own.dispatch();
    expect([status, body.code, body.errors[0].pointer]).toEqual([422, 'no_phone_number', '/from_number_id']);
  });

  it("does not know another organization's agent or number", async () => {
    const other = await addOrganization(api.db);
    const agent = await own.dispatch({ agent_id: other.agentId });
    expect([agent.status, agent.body.code, agent.body.errors[0].pointer]).toEqual([
      404,
      'agent_not_found',
      '/agent_id',
    ]);
    const number = await own.dispatch({ from_number_id: other.phoneNumberId });
    expect([number.status, number.body.code]).toEqual([404, 'phone_number_not_found']);
    expect([await own.hidden(), await own.lines()]).toEqual([[], []]);
  });

  it('is refused for what cannot be a number', async () => {
    const { status, body } = await own.dispatch({ to_number: 'nobody' });
    expect([status, body.code, body.errors[0].pointer]).toEqual([422, 'invalid_phone', '/to_number']);
    expect((await own.dispatch({ to_number: undefined })).status).toBe(422);
    expect(await own.lines()).toEqual([]);
  });

  it('is refused for a suppressed number, and stores nothing', async () => {
    await own.call('post', '/suppressions', { number: TO });
    const { status, body } = await own.dispatch();
    expect([status, body.code]).toEqual([409, 'suppressed']);
    expect([await own.hidden(), await own.lines()]).toEqual([[], []]);
  });

  it('waits for the hours of the called person where a number really dials, and says until when', async () => {
    // An hour of the day that is not now.
    const from = new Date().getUTCHours() < 12 ? 20 * 60 : 60;
    await own.allowHours(from, from + 60);
    const simulated = await own.dispatch();
    expect(simulated.body).not.toHaveProperty('will_call_after');
    const number = await own.newNumber('+15550100002', null, 'twilio');
    const { body } = await own.dispatch({ from_number_id: number });
    expect(body).toMatchObject({ reason: 'contact_hours' });
    const at = new Date(body.will_call_after as string);
    expect([at.getUTCHours() * 60 + at.getUTCMinutes(), at.getTime() > Date.now()]).toEqual([from, true]);
    const line = (await own.lines()).find(({ id }) => id === body.line_id);
    expect(line).toMatchObject({ ready: false, next_attempt_at: at, expires_at: new Date(at.getTime() + 86_400_000) });
    await own.allowHours(60, 60);
    const never = await own.dispatch({ from_number_id: number });
    expect([never.status, never.body.code]).toEqual([409, 'no_calling_hours']);
  });

  it('is accepted while Temporal is away, and the answer says so', async () => {
    api.campaigns.failure = new Error('away');
    const { status, body } = await own.dispatch();
    expect([status, body.message]).toEqual([200, expect.stringContaining('Temporal')]);
    expect(await own.lines()).toHaveLength(1);
  });

  it('needs the scope to write contacts', async () => {
    const key = await addKey(api.db, own.organizationId, ['read', 'campaigns:admin']);
    const body = { agent_id: own.agentId, to_number: TO };
    expect((await api.call('post', '/calls/dispatch', { key, body })).status).toBe(403);
  });
});
