import { addOrganization, createApiWorld, type ApiWorld } from './api-world';

/** The parts of answers that the tests below look into. */
interface Row {
  readonly line_id: number;
  readonly external_id: string;
}

let api: ApiWorld;
beforeAll(async () => {
  api = await createApiWorld();
});
afterAll(() => api.close());
beforeEach(() => {
  api.campaigns.told.length = 0;
});

const add = (campaign: number | string, body: unknown, headers: Record<string, string> = {}) =>
  api.call('post', `/calls/bulk_call/${campaign}/add_contact`, { body, headers });
const addMany = (campaign: number, contacts: unknown, headers: Record<string, string> = {}) =>
  api.call('post', `/calls/bulk_call/${campaign}/add_contacts`, { body: { contacts }, headers });
const linesOf = (campaign: number) =>
  api.db.selectFrom('lines').selectAll().where('campaign_id', '=', campaign).orderBy('id').execute();

describe('adding a contact', () => {
  it('answers with the line, and announces it', async () => {
    const id = await api.createCampaign();
    const response = await add(String(id), {
      to_number: '+1 (555) 123-4567',
      custom_variables: { name: 'Jane', nothing: null },
      metadata: { crm_lead_id: 'lead_9876' },
      unknown_field: true,
      priority: null,
    });
    expect(response.status).toBe(200);
    expect(response.body).toEqual({
      status: 'success',
      campaign_status: 'waiting',
      line_id: expect.any(Number),
      warnings: [{ code: 'number_not_valid', detail: expect.any(String) }],
    });
    expect(api.campaigns.of('contacts')).toEqual([
      { kind: 'contacts', campaignId: id, lineIds: [{ lineId: response.body.line_id, priority: 5 }] },
    ]);
    expect(await linesOf(id)).toMatchObject([
      {
        to_number: '+15551234567',
        custom_variables: { name: 'Jane', nothing: null },
        metadata: { crm_lead_id: 'lead_9876' },
        priority: 5,
        ready: true,
        call_status: 'queued',
      },
    ]);
  });

  it.each(['to_number', 'phone_number', 'phone'])('takes the number as %s', async (field) => {
    const id = await api.createCampaign();
    expect((await add(id, { [field]: '555 123 4567' })).status).toBe(200);
    expect(await linesOf(id)).toMatchObject([{ to_number: '+15551234567' }]);
  });

  it('holds a scheduled contact back, and says until when', async () => {
    const id = await api.createCampaign();
    const at = new Date(Date.now() + 3_600_000).toISOString();
    const response = await add(id, {
      phone: '+15551234567',
      schedule_at: at,
      external_id: 'x',
      timezone: 'Asia/Tokyo',
    });
    expect(response.body).toMatchObject({ reason: 'scheduled_contact', will_call_after: at });
    const [line] = await linesOf(id);
    expect(line).toMatchObject({ ready: false, ready_at: null, external_id: 'x', timezone: 'Asia/Tokyo' });
    expect(line?.next_attempt_at?.toISOString()).toBe(at);
    expect(api.campaigns.of('contacts')).toEqual([]);
  });

  it('announces a contact with its priority, so that it comes before those that wait', async () => {
    const plain = await api.createCampaign();
    const withRules = await api.createCampaign({ duplicates: { policy: 'skip' } });
    for (const id of [plain, withRules]) {
      api.campaigns.told.length = 0;
      const { body } = await add(id, { phone: '+15551234567', priority: 9 });
      const lineIds = [{ lineId: body.line_id, priority: 9 }];
      expect(api.campaigns.of('contacts')).toEqual([{ kind: 'contacts', campaignId: id, lineIds }]);
    }
  });

  it('says why a contact waits', async () => {
    const scheduled = await api.createCampaign({ is_scheduled: true, scheduled_datetime: '2099-01-01 00:00:00' });
    expect((await add(scheduled, { phone: '+15551234567' })).body).toMatchObject({
      reason: 'campaign_scheduled',
      will_call_after: '2099-01-01T00:00:00.000Z',
    });
    const paused = await api.createCampaign();
    await api.db.updateTable('campaigns').set({ status: 'paused' }).where('id', '=', paused).execute();
    expect((await add(paused, { phone: '+15551234567' })).body).toMatchObject({
      reason: 'campaign_paused',
      will_call_after: null,
    });
  });

  it('says until when the hours of the campaign or of the called person hold it', async () => {
    const closed = await api.createCampaign();
    const opensAt = new Date(Date.now() + 3_600_000);
    await api.db
      .updateTable('campaigns')
      .set({ status: 'auto_paused', opens_at: opensAt })
      .where('id', '=', closed)
      .execute();
    expect((await add(closed, { phone: '+15551234567' })).body).toMatchObject({
      reason: 'outside_calling_hours',
      will_call_after: opensAt.toISOString(),
    });
    expect(await linesOf(closed)).toMatchObject([{ ready: true }]);

    const hour = (later: number): string => `${String((new Date().getUTCHours() + later) % 24).padStart(2, '0')}:00`;
    const night = await api.createCampaign({ contact_hours: { enabled: true, start: hour(2), end: hour(3) } });
    const { body } = await add(night, { phone: '+15551234567', timezone: 'UTC' });
    expect(body).toMatchObject({ reason: 'contact_hours', will_call_after: expect.any(String) });
    const [line] = await linesOf(night);
    expect(line).toMatchObject({ ready: false, call_status: 'queued' });
    expect(line?.next_attempt_at?.toISOString()).toBe(body.will_call_after);
    expect(api.campaigns.of('contacts').map(({ campaignId }) => campaignId)).toEqual([closed]);
  });

  it('says that a contact has expired', async () => {
    const id = await api.createCampaign();
    const { body } = await add(id, { phone: '+15551234567', expires_at: '2020-01-01T00:00:00Z' });
    expect(body).toMatchObject({ reason: 'expired', will_call_after: null });
    expect(await linesOf(id)).toMatchObject([{ call_status: 'expired', ready: false }]);
  });

  it('says that the campaign is paused from the moment its gate is closed', async () => {
    for (const fields of [{}, { is_scheduled: true, scheduled_datetime: '2099-01-01 00:00:00' }]) {
      const id = await api.createCampaign(fields);
      await api.db.updateTable('campaigns').set({ halt_requested: 'pause' }).where('id', '=', id).execute();
      expect((await add(id, { phone: '+15551234567' })).body).toMatchObject({
        campaign_status: 'paused',
        reason: 'campaign_paused',
        will_call_after: null,
      });
      for (const phone of ['+15551234567', 'nobody']) {
        expect((await addMany(id, [{ phone }])).body).toMatchObject({ campaign_status: 'paused' });
      }
      expect(await linesOf(id)).toHaveLength(2);
    }
  });

  it('never queues a suppressed number', async () => {
    const id = await api.createCampaign();
    const suppressed = { organization_id: api.organizationId, number: '+15551239999', reason: 'asked' };
    await api.db
      .insertInto('suppressions')
      .values({ ...suppressed, source: 'api' })
      .execute();
    expect((await add(id, { phone: '+15551239999' })).body).toMatchObject({ reason: 'suppressed' });
    expect(await linesOf(id)).toMatchObject([{ call_status: 'suppressed', ready: false, closed_at: expect.any(Date) }]);
  });

  it('refuses a campaign that takes no more contacts', async () => {
    for (const change of [{ status: 'cancelled' as const }, { halt_requested: 'cancel' as const }]) {
      const id = await api.createCampaign();
      await api.db
        .updateTable('campaigns')
        .set({ ...change, ...('status' in change && { ended_at: new Date() }) })
        .where('id', '=', id)
        .execute();
      const one = await add(id, { phone: '+15551234567' });
      const many = await addMany(id, [{ phone: '+15551234567' }]);
      const none = await addMany(id, [{ phone: 'nobody' }]);
      for (const { status, body } of [one, many, none]) expect([status, body.code]).toEqual([409, 'campaign_closed']);
      expect(await linesOf(id)).toEqual([]);
    }
  });

  it('answers 404 for what does not exist, and for what is not ours', async () => {
    const id = await api.createCampaign();
    const { key } = await addOrganization(api.db);
    const body = { phone: '+15551234567' };
    expect((await api.call('post', `/calls/bulk_call/${id}/add_contact`, { key, body })).status).toBe(404);
    for (const absent of ['999999', '0', 'x', '99999999999999999999', '-1', '1.5', '%00']) {
      expect((await add(absent, body)).body).toMatchObject({ status: 404, code: 'not_found' });
    }
    expect(await linesOf(id)).toEqual([]);
    expect(api.campaigns.of('contacts')).toEqual([]);
  });

  it.each([
    [{}, '/to_number', 'missing_phone'],
    [{ phone: 'call me' }, '/phone', 'invalid_phone'],
    [{ to_number: '+1555' }, '/to_number', 'invalid_phone'],
    [{ to_number: 15551234567 }, '/to_number', 'invalid_type'],
    [{ phone: '+15551234567', priority: 10 }, '/priority', 'too_big'],
    [{ phone: '+15551234567', timezone: '+02:00' }, '/timezone', 'invalid_timezone'],
    [{ phone: '+15551234567', schedule_at: 'tomorrow' }, '/schedule_at', 'invalid_format'],
    [{ phone: '+15551234567', custom_variables: [] }, '/custom_variables', 'invalid_type'],
    [{ phone: '+15551234567', metadata: { a: 'x'.repeat(33_000) } }, '/metadata', 'too_large'],
    [{ phone: '+15551234567', metadata: { a: { 'b/c': '\u0000' } } }, '/metadata/a/b~1c', 'invalid_characters'],
    [{ phone: '+15551234567', custom_variables: { a: '\ud800' } }, '/custom_variables/a', 'invalid_characters'],
    [[], '', 'invalid_type'],
    ['"text"', '', 'invalid_type'],
    ['null', '', 'invalid_type'],
  ])('refuses %j', async (body, pointer, code) => {
    const id = await api.createCampaign();
    const response = await add(id, body);
    expect([response.status, response.body.errors[0].pointer, response.body.code]).toEqual([422, pointer, code]);
    expect(await linesOf(id)).toEqual([]);
  });

  it('keeps every contact of many that come at once, each with a line of its own', async () => {
    const id = await api.createCampaign();
    const other = await api.createCampaign();
    const numbers = Array.from({ length: 60 }, (_, index) => `+1555123${4000 + index}`);
    const responses = await Promise.all(numbers.map((phone, index) => add(index % 2 ? id : other, { phone })));
    expect(new Set(responses.map(({ body }) => (body as Row).line_id)).size).toBe(60);
    for (const [index, { body }] of responses.entries()) {
      const line = await api.db.selectFrom('lines').selectAll().where('id', '=', body.line_id).executeTakeFirst();
      expect(line).toMatchObject({ to_number: numbers[index], campaign_id: index % 2 ? id : other });
    }
  });
});

describe('adding many contacts', () => {
  it('lets each row stand alone', async () => {
    const id = await api.createCampaign();
    const response = await addMany(id, [
      { phone: '+15551234567' },
      { phone: 'x' },
      7,
      { to_number: '+442079460958', priority: 99 },
      { phone: '+442079460958' },
    ]);
    expect(response.status).toBe(200);
    expect(response.body.accepted).toMatchObject([{ index: 0 }, { index: 4 }]);
    expect(response.body.rejected).toMatchObject([
      { index: 1, code: 'invalid_phone' },
      { index: 2, code: 'invalid_type' },
      { index: 3, code: 'too_big' },
    ]);
    expect(response.body.skipped).toEqual([]);
    const lines = await linesOf(id);
    expect(lines.map((line) => line.id)).toEqual((response.body.accepted as Row[]).map((row) => row.line_id));
    expect(api.campaigns.of('contacts')[0]?.lineIds).toHaveLength(2);
  });

  it('answers 200 when every row is rejected', async () => {
    const id = await api.createCampaign();
    const response = await addMany(id, [{ phone: 'x' }]);
    expect(response.body).toMatchObject({ status: 'success', campaign_status: 'waiting', accepted: [] });
    expect(api.campaigns.told.filter(({ kind }) => kind === 'contacts')).toEqual([]);
  });

  it('takes 1,000 rows in their order, and refuses 1,001', async () => {
    const id = await api.createCampaign();
    const rows = Array.from({ length: 1_001 }, (_, index) => ({ phone: '+15551234567', external_id: String(index) }));
    const refused = await addMany(id, rows);
    expect([refused.status, refused.body.errors[0].pointer]).toEqual([422, '/contacts']);
    expect(await linesOf(id)).toEqual([]);
    expect((await addMany(id, rows.slice(0, 1_000))).body.accepted).toHaveLength(1_000);
    expect((await linesOf(id)).map((line) => line.external_id)).toEqual(
      rows.slice(0, 1_000).map((row) => row.external_id),
    );
  });
});

describe('reading lines', () => {
  it('pages without skipping or repeating a line, with filters, search and a total', async () => {
    const id = await api.createCampaign();
    const rows = Array.from({ length: 25 }, (_, index) => ({
      phone: `+155512340${10 + index}`,
      external_id: `lead_${index}`,
      custom_variables: { name: index === 3 ? '100% Jane' : 'Bob' },
    }));
    const { accepted } = (await addMany(id, rows)).body;
    const seen: number[] = [];
    let cursor = '';
    do {
      const page = await api.call(
        'get',
        `/calls/bulk_call/${id}/lines?pagesize=10&cursor=${cursor}&include_total=true`,
      );
      expect(page.body.total_records).toBe(25);
      seen.push(...(page.body.records as Row[]).map((line) => line.line_id));
      await api.db
        .updateTable('lines')
        .set({ call_status: 'completed' })
        .where('id', '=', seen[0] ?? 0)
        .execute();
      cursor = page.body.next_cursor;
    } while (cursor);
    expect(seen).toEqual((accepted as Row[]).map((row) => row.line_id));

    const find = async (query: string) => {
      const { body } = await api.call('get', `/calls/bulk_call/${id}/lines?${query}`);
      return (body.records as Row[]).map((line) => line.external_id);
    };
    expect(await find('call_status=completed')).toEqual(['lead_0']);
    expect(await find(`search=${encodeURIComponent('(555) 123-4013')}`)).toEqual(['lead_3']);
    expect(await find(`search=${encodeURIComponent('0% jan')}`)).toEqual(['lead_3']);
    expect(await find('search=LEAD_24')).toEqual(['lead_24']);
    expect(await find('search=%25')).toEqual(['lead_3']);
    expect((await api.call('get', `/calls/bulk_call/${id}/lines?cursor=abc`)).body.errors[0].pointer).toBe('?cursor');
  });

  it("tells a line's story", async () => {
    const id = await api.createCampaign();
    const { line_id: lineId } = (await add(id, { phone: '+15551234567' })).body;
    const attempt = await api.db
      .insertInto('attempts')
      .values({
        organization_id: api.organizationId,
        campaign_id: id,
        line_id: lineId,
        attempt_no: 1,
        lease: 1,
        reference: '6f3f1a5e-0000-4000-8000-000000000001',
        phone_number_id: api.phoneNumberId,
        from_number: '+15550100001',
        to_number: '+15551234567',
        provider: 'simulator',
        status: 'ended',
        disposition: 'busy',
        settings_version: 1,
        deadline_at: new Date(),
        ended_at: new Date(),
        outcome: JSON.stringify({ summary: 'busy' }),
        next_step: JSON.stringify({
          kind: 'wait',
          until: Date.UTC(2099, 0),
          status: 'retry_scheduled',
          reason: 'busy: retry 1 of 3',
          deliveryIds: [],
        }),
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await api.db.updateTable('lines').set({ attempts: 1 }).where('id', '=', lineId).execute();
    const { body } = await api.call('get', `/calls/bulk_call/${id}/lines/${lineId}`);
    expect(body).toMatchObject({
      line: { line_id: lineId, attempts: 1 },
      attempts: [
        {
          attempt_id: attempt.id,
          call_sid: `call_${attempt.id}`,
          disposition: 'busy',
          decision: { kind: 'retry', reason: 'busy: retry 1 of 3', at: '2099-01-01T00:00:00.000Z' },
        },
      ],
      deliveries: [],
      temporal_ui_url: `http://temporal.test/namespaces/default/workflows/contact-${id}-${lineId}`,
    });
    expect((await api.call('get', `/calls/bulk_call/${id}/lines/999999`)).status).toBe(404);
  });
});
