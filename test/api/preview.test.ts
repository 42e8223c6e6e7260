import { addOrganization, createApiWorld, type ApiWorld } from './api-world';
import { addLine } from './line-fixtures';

let api: ApiWorld;
beforeAll(async () => {
  api = await createApiWorld();
});
afterAll(() => api.close());

const preview = (id: number, query = '') => api.call('get', `/calls/bulk_call/${id}/preview${query}`);
const speak = (welcome_message: string, prompt = '') =>
  api.db.updateTable('agents').set({ welcome_message, prompt }).where('id', '=', api.agentId).execute();

describe('the preview of a campaign', () => {
  it("fills in each contact's variables and fields, and marks what has no value", async () => {
    await speak('Hi {{ customer_name }}, this is about {{ car.model }}.', 'Call {{ to_number }} ({{ external_id }}).');
    const id = await api.createCampaign();
    const jane = { custom_variables: { customer_name: 'Jane', car: { model: 'i3' } }, external_id: 'crm-1' };
    const known = await addLine(api, id, jane);
    const unknown = await addLine(api, id, { to_number: '+15551230002', custom_variables: { customer_name: null } });
    const { status, body } = await preview(id);
    expect(status).toBe(200);
    expect(body).toEqual({
      status: 'success',
      campaign_status: 'waiting',
      bot_id: api.agentId,
      variables: ['customer_name', 'car.model', 'to_number', 'external_id'],
      unresolved: ['customer_name', 'car.model', 'external_id'],
      problems: [],
      records: [
        {
          line_id: known.id,
          to_number: '+15551234567',
          external_id: 'crm-1',
          call_status: 'queued',
          welcome_message: 'Hi Jane, this is about i3.',
          prompt: 'Call +15551234567 (crm-1).',
          unresolved: [],
        },
        {
          line_id: unknown.id,
          to_number: '+15551230002',
          external_id: null,
          call_status: 'queued',
          welcome_message: 'Hi {{ customer_name }}, this is about {{ car.model }}.',
          prompt: 'Call +15551230002 ({{ external_id }}).',
          unresolved: ['customer_name', 'car.model', 'external_id'],
        },
      ],
    });
  });

  it('never shows metadata', async () => {
    await speak('{{ secret }} {{ metadata.secret }} {{ metadata }}');
    const id = await api.createCampaign();
    await addLine(api, id, { metadata: { secret: 'hush' } });
    const { body } = await preview(id);
    expect(JSON.stringify(body)).not.toContain('hush');
    expect(body.records[0].unresolved).toEqual(['secret', 'metadata.secret', 'metadata']);
  });

  it('shows a text that cannot be rendered as it is, and says why', async () => {
    await speak('Hello {{ customer_name', '{% include "/etc/passwd" %}');
    const id = await api.createCampaign();
    await addLine(api, id);
    const { body } = await preview(id);
    expect(body.problems).toEqual([
      { field: 'welcome_message', detail: expect.stringMatching(/not closed/) },
      { field: 'prompt', detail: expect.stringMatching(/include/) },
    ]);
    expect(body.records[0]).toMatchObject({ welcome_message: 'Hello {{ customer_name', unresolved: [] });
  });

  it('holds the first lines, 50 unless told', async () => {
    await speak('Hi');
    const id = await api.createCampaign();
    const contacts = Array.from({ length: 60 }, () => ({ to_number: '+15551234567' }));
    await api.call('post', `/calls/bulk_call/${id}/add_contacts`, { body: { contacts } });
    expect((await preview(id)).body.records).toHaveLength(50);
    expect((await preview(id, '?limit=2')).body.records).toHaveLength(2);
    expect((await preview(id, '?limit=150')).body.records).toHaveLength(60);
    expect((await preview(id, '?limit=151')).status).toBe(422);
  });

  it('is refused for a draft, and shows its contacts once it is activated', async () => {
    const id = await api.createCampaign({ save_as_draft: true });
    await addLine(api, id);
    expect((await preview(id)).body).toMatchObject({ status: 409, code: 'campaign_is_draft' });
    await api.call('post', `/calls/bulk_call/${id}/start`);
    expect((await preview(id)).body.records).toHaveLength(1);
  });

  it("finds no other organization's campaign", async () => {
    const id = await api.createCampaign();
    const { key } = await addOrganization(api.db);
    expect((await api.call('get', `/calls/bulk_call/${id}/preview`, { key })).status).toBe(404);
  });
});
