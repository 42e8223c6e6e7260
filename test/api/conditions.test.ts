import { createApiWorld, type ApiWorld } from './api-world';

let api: ApiWorld;
beforeAll(async () => {
  api = await createApiWorld();
});
afterAll(() => api.close());
beforeEach(() => {
  api.campaigns.told.length = 0;
});

const PRO = [{ column: 'plan', operator: 'equals', value: 'pro' }];
const post = (campaign: number, route: string, body: object) =>
  api.call('post', `/calls/bulk_call/${campaign}/${route}`, { body });
const linesOf = (campaign: number) =>
  api.db.selectFrom('lines').selectAll().where('campaign_id', '=', campaign).orderBy('id').execute();

describe('a contact that does not meet a condition', () => {
  it('is stored as skipped with the condition, never announced, and its sender is told', async () => {
    const id = await api.createCampaign({ call_conditions: PRO });
    const { body } = await post(id, 'add_contact', { phone: '+14155550001', custom_variables: { plan: 'free' } });
    expect(body).toMatchObject({ reason: 'condition', condition: 'plan equals pro', will_call_after: null });
    expect(await linesOf(id)).toMatchObject([
      {
        id: body.line_id,
        call_status: 'skipped',
        skipped_condition: PRO[0],
        closing_reason: 'condition not met: plan equals pro',
        ready: false,
        closed_at: expect.any(Date),
      },
    ]);
    expect(api.campaigns.of('contacts')).toEqual([]);
  });

  it('is told apart from the others among many', async () => {
    const id = await api.createCampaign({ call_conditions: PRO });
    const contacts = ['pro', 'free', 'PRO'].map((plan, index) => ({
      phone: `+1415555000${index}`,
      custom_variables: { plan },
    }));
    const { body } = await post(id, 'add_contacts', { contacts: [...contacts, { phone: 'nobody' }] });
    const lines = await linesOf(id);
    expect(body).toMatchObject({
      accepted: [
        { index: 0, line_id: lines[0]?.id },
        { index: 2, line_id: lines[2]?.id },
      ],
      skipped: [{ index: 1, line_id: lines[1]?.id, condition: 'plan equals pro' }],
      rejected: [{ index: 3 }],
    });
    expect(api.campaigns.of('contacts')).toMatchObject([
      { lineIds: [{ lineId: lines[0]?.id }, { lineId: lines[2]?.id }] },
    ]);
  });

  it('is skipped among the contacts that a campaign is created with', async () => {
    const id = await api.createCampaign({
      call_conditions: PRO,
      contact_list: [
        { phone_number: '+14155550001', plan: 'pro' },
        { phone_number: '+14155550002', plan: 'free' },
      ],
    });
    expect((await linesOf(id)).map((line) => line.call_status)).toEqual(['queued', 'skipped']);
  });

  it('is called after all when an update makes it meet the condition, and skipped when it no longer does', async () => {
    const id = await api.createCampaign({ call_conditions: PRO, duplicates: { policy: 'update' } });
    const send = (plan: string) => post(id, 'add_contact', { phone: '+14155550001', custom_variables: { plan } });
    await send('free');
    expect((await send('pro')).body).toMatchObject({ duplicate: 'updated' });
    expect(await linesOf(id)).toMatchObject([
      { call_status: 'queued', ready: true, skipped_condition: null, closed_at: null },
    ]);
    expect(api.campaigns.of('contacts')).toHaveLength(1);
    expect((await send('free')).body).toMatchObject({ reason: 'condition', condition: 'plan equals pro' });
    expect(await linesOf(id)).toMatchObject([{ call_status: 'skipped', ready: false, skipped_condition: PRO[0] }]);
  });

  it('is not requeued either', async () => {
    const id = await api.createCampaign({ call_conditions: PRO, duplicates: { policy: 'requeue' } });
    const send = (plan: string) => post(id, 'add_contact', { phone: '+14155550001', custom_variables: { plan } });
    await send('pro');
    await api.db.updateTable('lines').set({ call_status: 'busy', ready: false, closed_at: new Date() }).execute();
    expect((await send('free')).body).toMatchObject({ reason: 'condition' });
    expect(await linesOf(id)).toMatchObject([{ call_status: 'skipped', ready: false }]);
  });
});
