import { EventEmitter } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Response } from 'express';
import supertest from 'supertest';
import { openDatabase } from '../../infra/db/database';
import { createRequestNotes, type RequestNotes } from '../../services/api/contacts/request-notes';
import { eventually } from '../setup/eventually';
import { addOrganization, createApiWorld, type ApiWorld } from './api-world';
import { createLeadWorld } from './lead-world';

let api: ApiWorld;
beforeAll(async () => {
  api = await createApiWorld();
});
afterAll(() => api.close());

interface Shown {
  readonly operation: string;
  readonly http_status: number;
  readonly code: string | null;
  readonly body: string;
  readonly answer: string;
  readonly request_id: string;
}

const GOOD = { to_number: '+15551234567' };
const path = (campaign: number, action: string): string => `/calls/bulk_call/${campaign}/${action}`;
const add = (campaign: number, body: unknown, options: object = {}) =>
  api.call('post', path(campaign, 'add_contact'), { body, ...options });
const shown = async (campaign: number, query = ''): Promise<Shown[]> =>
  (await api.call('get', `${path(campaign, 'requests')}${query}`)).body.records as Shown[];
const shownAll = (campaign: number, count: number, query = '') =>
  eventually(async () => {
    const records = await shown(campaign, query);
    expect(records).toHaveLength(count);
    return records;
  });

describe('the last requests', () => {
  it('are shown with their answers, accepted or refused, newest first', async () => {
    const campaign = await api.createCampaign();
    const good = await add(campaign, GOOD);
    const bad = await add(campaign, { to_number: 'x' }, { headers: { 'X-Request-Id': 'mine-1' } });
    await add(campaign, '{"broken', {});
    const many = await api.call('post', path(campaign, 'add_contacts'), { body: { contacts: [GOOD, { phone: 'x' }] } });
    const file = { body: 'phone,name\n+15551234568,Jane\n', headers: { 'Content-Type': 'text/csv' } };
    await api.call('post', path(campaign, 'contacts.csv'), file);
    const records = await shownAll(campaign, 5);
    const short = records.map(({ operation, http_status, code }) => [operation, http_status, code]);
    expect(short).toEqual([
      ['addContactsCsv', 200, null],
      ['addContacts', 200, null],
      ['addContact', 400, 'malformed_json'],
      ['addContact', 422, 'invalid_phone'],
      ['addContact', 200, null],
    ]);
    const [csv, bulk, broken, refused, accepted] = records;
    expect(JSON.parse(accepted!.body)).toEqual(GOOD);
    expect(JSON.parse(accepted!.answer)).toEqual(good.body);
    expect(JSON.parse(refused!.answer)).toEqual(bad.body);
    expect(refused).toMatchObject({ request_id: 'mine-1', api_key_prefix: api.key.slice(0, 8) });
    expect(broken!.body).toBe('{"broken');
    expect(JSON.parse(bulk!.answer)).toEqual(many.body);
    expect(csv!.body).toBe('');
    expect(JSON.parse(csv!.answer)).toMatchObject({ accepted: 1 });
  });

  it('are also batches of leads, shown with each campaign that they name', async () => {
    const leads = await createLeadWorld(api);
    const [one, other] = [await api.createCampaign(), await api.createCampaign()];
    await leads.post('b-1', [
      { campaign_id: one, phone: '+15551234567' },
      { campaign_id: String(other), phone: 'x' },
      { campaign_id: one, phone: '+15551234568' },
      { campaign_id: 999_999, phone: '+15551234569' },
      'no lead',
    ]);
    await leads.post('', [{ campaign_id: one, phone: '+15551234567' }]);
    const records = await shownAll(one, 2);
    expect(records).toMatchObject([
      { operation: 'addLeads', http_status: 422, api_key_prefix: null },
      { operation: 'addLeads', http_status: 202, code: null, api_key_prefix: null },
    ]);
    expect(JSON.parse(records[1]!.answer)).toMatchObject({ accepted: 2 });
    expect(await shownAll(other, 1)).toMatchObject([{ operation: 'addLeads', http_status: 202 }]);
  });

  it('are cut, and stored whatever characters they have', async () => {
    const campaign = await api.createCampaign();
    const text = `a${'😀'.repeat(1_500)}`;
    await add(campaign, `{"to_number": "${text}"}`);
    await add(campaign, '{"to_number": "\u0000"}');
    const [nul, long] = await shownAll(campaign, 2);
    expect(long!.body).toHaveLength(2_000);
    expect(long!.body.startsWith('{"to_number": "a😀😀')).toBe(true);
    expect(nul!.body).toBe('{"to_number": "�"}');
  });

  it('are the fifty newest, of which twenty are shown unless told', async () => {
    const campaign = await api.createCampaign();
    const row = { campaign_id: campaign, operation: 'addContact', http_status: 200, code: null, api_key_id: null };
    const old = Array.from({ length: 60 }, (_, index) => ({
      ...row,
      received_at: new Date(),
      request_id: `old-${index}`,
      body: '',
      answer: '',
    }));
    await api.db.insertInto('contact_requests').values(old).execute();
    await add(campaign, GOOD, { headers: { 'X-Request-Id': 'new' } });
    const records = await eventually(async () => {
      const all = await shown(campaign, '?limit=50');
      return all[0]?.request_id === 'new' ? all : null;
    });
    expect(records).toHaveLength(50);
    const stored = await api.db
      .selectFrom('contact_requests')
      .select('id')
      .where('campaign_id', '=', campaign)
      .execute();
    expect(stored).toHaveLength(50);
    expect(await shown(campaign)).toHaveLength(20);
    expect((await api.call('get', `${path(campaign, 'requests')}?limit=51`)).status).toBe(422);
  });

  it('are nobody else’s, and nobody else can put any there', async () => {
    const campaign = await api.createCampaign();
    const { key } = await addOrganization(api.db);
    expect((await api.call('get', path(campaign, 'requests'), { key })).status).toBe(404);
    expect((await add(campaign, GOOD, { key })).status).toBe(404);
    await add(campaign, GOOD);
    const [only] = await shownAll(campaign, 1);
    expect(only!.http_status).toBe(200);
  });
});

/** Notes a request that was answered so. */
function note(notes: RequestNotes, campaign: number, status: number, text: string): void {
  const response = Object.assign(new EventEmitter(), {
    statusCode: status,
    getHeader: () => 'an-id',
    send: () => undefined,
  }) as unknown as Response;
  const { organizationId } = api;
  notes.watch(response, { operation: 'addContact', organizationId, apiKeyId: null, campaignsIn: () => [campaign] });
  response.send(text);
  response.emit('finish');
}

describe('what is noted, and not yet written', () => {
  it('is written before the process ends', async () => {
    const campaign = await api.createCampaign();
    const requestNotes = createRequestNotes(api.db);
    const agent = supertest(api.anotherApp({ requestNotes }));
    const url = `/api/v1${path(campaign, 'add_contact')}`;
    const ids = ['one', 'two', 'three'];
    // The first is written at once, those that follow a second later.
    for (const id of ids) {
      const headers = { Authorization: `Bearer ${api.key}`, 'X-Request-Id': id };
      await agent.post(url).set(headers).send(GOOD);
    }
    await requestNotes.flush();
    expect((await shown(campaign)).map(({ request_id: id }) => id)).toEqual(ids.reverse());
  });

  it('is lost where Postgres is away, and ends all the same', async () => {
    const away = openDatabase('postgres://nobody@127.0.0.1:1/nothing');
    let tried = 0;
    const counting = away.withPlugin({
      transformQuery: ({ node }) => ((tried += 1), node),
      transformResult: ({ result }) => Promise.resolve(result),
    });
    const notes = createRequestNotes(counting);
    for (let campaign = 1; campaign <= 100; campaign += 1) note(notes, campaign, 200, '{}');
    await notes.flush();
    expect(tried).toBe(1);
    await away.destroy();
  });

  it('is not crowded out by campaigns that do not exist', async () => {
    const campaign = await api.createCampaign();
    const notes = createRequestNotes(api.db);
    for (let absent = 1; absent <= 300; absent += 1) note(notes, 1_000_000 + absent, 404, '{"code":"not_found"}');
    note(notes, campaign, 200, '{}');
    await notes.flush();
    expect(await shown(campaign)).toHaveLength(1);
  });

  it('takes no more memory for long answers', async () => {
    setFlagsFromString('--expose-gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    const notes = createRequestNotes(api.db);
    const held = (): number => {
      collectGarbage();
      return process.memoryUsage().heapUsed;
    };
    const before = held();
    for (let campaign = 1; campaign <= 100; campaign += 1) {
      note(notes, 2_000_000 + campaign, 200, JSON.stringify({ text: 'x'.repeat(1_000_000) }));
    }
    expect(held() - before).toBeLessThan(20_000_000);
    await notes.flush();
  });
});
