import { addOrganization, createApiWorld, type ApiWorld } from './api-world';

let api: ApiWorld;
beforeAll(async () => {
  api = await createApiWorld();
});
afterAll(() => api.close());

describe('agents', () => {
  it('are created, shown, listed, changed and deleted', async () => {
    const created = await api.call('post', '/agents/create', {
      body: { name: 'Jane', context_breakdown: [{ title: 'Goal', body: 'Sell {{ thing }}.' }], welcome_message: 'Hi' },
    });
    expect(created.body.agent).toMatchObject({
      name: 'Jane',
      prompt: '# Goal\nSell {{ thing }}.',
      welcome_message: 'Hi',
    });
    const { id } = created.body;
    const changed = await api.call('put', `/agents/${id}`, {
      body: {
        prompt: 'New',
        welcome_message: null,
        pre_call_webhook_url: 'https://example.com/pre',
        webhook_direction: 'both',
      },
    });
    expect(changed.body.agent).toMatchObject({ prompt: 'New', welcome_message: 'Hi', webhook_direction: 'both' });
    expect((await api.call('get', `/agents/${id}`)).body.agent).toEqual(changed.body.agent);
    expect((await api.call('get', '/agents?pagesize=1&pageno=2')).body).toMatchObject({
      records: [{ id }],
      total_records: 2,
    });
    expect((await api.call('delete', `/agents/${id}`)).status).toBe(200);
    expect((await api.call('get', `/agents/${id}`)).status).toBe(404);
  });

  it('may have an empty context_breakdown', async () => {
    const { body } = await api.call('post', '/agents', { body: { name: 'Bare', context_breakdown: [] } });
    expect(body.agent.prompt).toBe('');
  });

  it('refuse unknown fields, private webhook addresses, and being deleted while a campaign needs them', async () => {
    const unknown = await api.call('post', '/agents', { body: { name: 'A', colour: 'red' } });
    expect(unknown.body.errors).toMatchObject([{ pointer: '/colour', code: 'unknown_field' }]);
    const url = await api.call('post', '/agents', { body: { name: 'A', pre_call_webhook_url: 'https://10.0.0.1/' } });
    expect(url.body.errors).toMatchObject([{ pointer: '/pre_call_webhook_url', code: 'url_not_allowed' }]);
    await api.createCampaign();
    expect((await api.call('delete', `/agents/${api.agentId}`)).body).toMatchObject({
      status: 409,
      code: 'agent_in_use',
    });
  });
});

describe('phone numbers', () => {
  it('are added once, shown, listed, attached, detached and deleted', async () => {
    const created = await api.call('post', '/phone_numbers', { body: { phone_number: '+44 20 7946 0958' } });
    expect(created.body.phone_number).toMatchObject({ number: '+442079460958', provider: 'simulator', agent_id: null });
    const { id } = created.body;
    expect((await api.call('post', '/phone_numbers', { body: { number: '+442079460958' } })).body).toMatchObject({
      code: 'number_exists',
    });
    const attach = { phone_number_id: String(id), agent_id: api.agentId };
    expect((await api.call('post', '/phone_number/attach', { body: attach })).body.phone_number.agent_id).toBe(
      api.agentId,
    );
    const detached = await api.call('post', '/phone_number/detach', { body: { phone_number_id: id } });
    expect(detached.body.phone_number.agent_id).toBeNull();
    const renamed = await api.call('put', `/phone_numbers/${id}`, { body: { name: 'London', agent_id: api.agentId } });
    expect(renamed.body.phone_number).toMatchObject({ name: 'London', agent_id: api.agentId });
    expect((await api.call('get', '/phone_number/list')).body.total_records).toBe(2);
    expect((await api.call('get', `/phone_numbers/${id}`)).body.phone_number.name).toBe('London');
    expect((await api.call('delete', `/phone_numbers/${id}`)).status).toBe(200);
    expect((await api.call('delete', `/phone_numbers/${id}`)).status).toBe(404);
  });

  it('stay while a campaign calls from them', async () => {
    await api.createCampaign();
    const number = `/phone_numbers/${api.phoneNumberId}`;
    expect((await api.call('delete', number)).body).toMatchObject({ status: 409, code: 'number_in_use' });
    const detach = await api.call('post', '/phone_number/detach', { body: { phone_number_id: api.phoneNumberId } });
    expect(detach.body).toMatchObject({ status: 409, code: 'number_in_use' });
    expect((await api.call('get', number)).body.phone_number.agent_id).toBe(api.agentId);
  });

  it('are refused with faults, and with foreign agents', async () => {
    const body = { number: '+15550100044' };
    expect((await api.call('post', '/phone_numbers', { body: {} })).body).toMatchObject({
      status: 422,
      code: 'required',
    });
    const other = await addOrganization(api.db);
    const foreign = await api.call('post', '/phone_numbers', { body: { ...body, agent_id: other.agentId } });
    expect([foreign.status, foreign.body.errors[0].pointer]).toEqual([404, '/agent_id']);
    expect((await api.call('get', `/phone_numbers/${other.phoneNumberId}`)).status).toBe(404);
    expect((await api.call('get', `/agents/${other.agentId}`)).status).toBe(404);
  });
});
