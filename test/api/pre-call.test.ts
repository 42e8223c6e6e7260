import { claimAttempt } from '../../infra/db/attempts/attempt-claim';
import { createApiWorld, type ApiWorld } from './api-world';
import { addLine } from './line-fixtures';

let api: ApiWorld;
beforeAll(async () => {
  api = await createApiWorld();
});
afterAll(() => api.close());

async function details(id: number): Promise<Record<string, unknown>> {
  return (await api.call('get', `/calls/bulk_call/${id}`)).body.details as Record<string, unknown>;
}
const TAKEN = { tries: 1, durationMs: 80 };

describe('the pre-call webhook in the API', () => {
  it('takes a policy for the campaign; it fails calls unless told otherwise', async () => {
    expect(await details(await api.createCampaign())).toMatchObject({ pre_call_failure: 'fail_call' });
    const id = await api.createCampaign({ pre_call_failure: 'requeue' });
    expect(await details(id)).toMatchObject({ pre_call_failure: 'requeue' });
    // A change of something else leaves it.
    await api.call('put', `/calls/bulk_call/${id}/retry_settings`, { body: { voicemail_policy: 'reached' } });
    expect(await details(id)).toMatchObject({ pre_call_failure: 'requeue' });
  });

  it('takes no other policy, and no other direction', async () => {
    const body = { name: 'A', phone_number_id: 1, is_dynamic: true, pre_call_failure: 'call_anyway' };
    const refused = await api.call('post', '/calls/bulk_call/create', { body });
    expect([refused.status, refused.body.errors[0].pointer]).toEqual([422, '/pre_call_failure']);
    const agent = { name: 'A', pre_call_webhook_url: 'https://example.com/', webhook_direction: 'sideways' };
    const direction = await api.call('post', '/agents', { body: agent });
    expect([direction.status, direction.body.errors[0].pointer]).toEqual([422, '/webhook_direction']);
  });

  it("tells in the line's story what the agent was given, what was missing, and how asking went", async () => {
    await api.db.updateTable('agents').set({ welcome_message: 'Hi {{ name }} of {{ company }}' }).execute();
    const campaignId = await api.createCampaign();
    await api.db.updateTable('campaigns').set({ status: 'in_progress' }).where('id', '=', campaignId).execute();
    const line = await addLine(api, campaignId, { custom_variables: { plan: 'free' } });
    const result = { kind: 'answered', variables: { name: 'Ada' }, ...TAKEN } as const;
    const asked = { fromNumber: '+15550001111', campaignNumberId: null, result };
    const slot = { campaignId, lineId: line.id, lease: 1, maxCallMs: 60_000, now: Date.now(), asked };
    expect((await claimAttempt(api.db, slot)).kind).toBe('claimed');
    const { body } = await api.call('get', `/calls/bulk_call/${campaignId}/lines/${line.id}`);
    expect(body.attempts).toMatchObject([
      {
        variables: { plan: 'free', name: 'Ada' },
        unresolved_variables: ['company'],
        pre_call: { outcome: 'answered', tries: 1, error: null, duration_ms: 80, from_number: '+15550001111' },
      },
    ]);
  });

  it('tells why a contact is held off, and until when', async () => {
    const campaignId = await api.createCampaign();
    await api.db.updateTable('campaigns').set({ status: 'in_progress' }).where('id', '=', campaignId).execute();
    const line = await addLine(api, campaignId);
    const retryAt = Date.now() + 7_200_000;
    const result = { kind: 'not_eligible', reason: 'Out of stock', retryAt, ...TAKEN } as const;
    const asked = { fromNumber: '+15550001111', campaignNumberId: null, result };
    await claimAttempt(api.db, { campaignId, lineId: line.id, lease: 2, maxCallMs: 60_000, now: Date.now(), asked });
    const { body } = await api.call('get', `/calls/bulk_call/${campaignId}/lines/${line.id}`);
    const at = new Date(retryAt).toISOString();
    expect(body.why_not_now).toMatchObject({
      code: 'held_off',
      text: 'The pre-call webhook holds it off: Out of stock.',
      until: at,
    });
    expect(body.next_attempt).toEqual({ at, rule: 'the pre-call webhook holds it off: Out of stock' });
    const why = await api.call('get', `/calls/bulk_call/${campaignId}/why`);
    expect(why.body.held).toMatchObject([{ code: 'held_off', text: '1 contact is held off by the pre-call webhook.' }]);
  });
});
