import type { CampaignSettings } from '../../domain/campaign-settings';
import { createApiWorld, type ApiWorld } from './api-world';

let api: ApiWorld;

beforeAll(async () => {
  api = await createApiWorld();
});
afterAll(() => api.close());

const MESSAGE = 'Hello {{ name }}.';
const DEFAULTS = {
  voicemail_policy: 'retry',
  voicemail_message: null,
  machine_detection: { mode: 'off', timeout_s: 30 },
  inbound_policy: 'settle',
};

const create = (fields: Record<string, unknown>) =>
  api.call('post', '/calls/bulk_call/create', {
    body: { name: 'Test', phone_number_id: api.phoneNumberId, is_dynamic: true, ...fields },
  });
const change = (id: number, body: Record<string, unknown>) =>
  api.call('put', `/calls/bulk_call/${id}/retry_settings`, { body });
const details = async (id: number): Promise<unknown> => (await api.call('get', `/calls/bulk_call/${id}`)).body.details;
const settings = async (id: number): Promise<CampaignSettings> =>
  (await api.db.selectFrom('campaigns').select('settings').where('id', '=', id).executeTakeFirstOrThrow()).settings;

test('a campaign that says nothing listens for no machine, calls voicemails again, and settles who calls by itself', async () => {
  expect(await details(await api.createCampaign())).toMatchObject(DEFAULTS);
});

test('leaving a message counts as reached, and listens until the greeting is over unless told', async () => {
  const fields = { voicemail_policy: 'leave_message', voicemail_message: MESSAGE };
  const id = await api.createCampaign(fields);
  expect(await details(id)).toMatchObject({ ...fields, machine_detection: { mode: 'wait_for_beep', timeout_s: 30 } });
  expect(await settings(id)).toMatchObject({
    retry: { voicemail: 'reached' },
    voicemail: { detection: 'wait_for_beep', timeoutS: 30, message: MESSAGE },
  });
  const told = await api.createCampaign({ ...fields, machine_detection: { mode: 'detect', timeout_s: 59 } });
  expect((await settings(told)).voicemail).toEqual({ detection: 'detect', timeoutS: 59, message: MESSAGE });
});

test('it is changed while the campaign runs, and what is left out stays', async () => {
  const id = await api.createCampaign({ voicemail_policy: 'leave_message', voicemail_message: MESSAGE });
  const answer = await change(id, { auto_retry: true, machine_detection: { timeout_s: 3 }, inbound_policy: 'ignore' });
  expect(answer.status).toBe(200);
  const shown = {
    voicemail_policy: 'leave_message',
    voicemail_message: MESSAGE,
    machine_detection: { mode: 'wait_for_beep', timeout_s: 3 },
    inbound_policy: 'ignore',
  };
  expect(answer.body).toMatchObject(shown);
  expect(await details(id)).toMatchObject(shown);
  await change(id, { voicemail_message: 'Other.' });
  expect((await settings(id)).voicemail.message).toBe('Other.');
});

test('another policy takes the message away, and goes on listening', async () => {
  const id = await api.createCampaign({ voicemail_policy: 'leave_message', voicemail_message: MESSAGE });
  expect((await change(id, { voicemail_policy: 'retry' })).body).toMatchObject({
    voicemail_policy: 'retry',
    voicemail_message: null,
    machine_detection: { mode: 'wait_for_beep' },
  });
});

test.each<[string, Record<string, unknown>, string, string]>([
  ['a message that is missing', { voicemail_policy: 'leave_message' }, '/voicemail_message', 'required'],
  [
    'a message although nobody listens',
    { voicemail_policy: 'leave_message', voicemail_message: MESSAGE, machine_detection: { mode: 'off' } },
    '/machine_detection/mode',
    'invalid_value',
  ],
  [
    'a message that cannot be read',
    { voicemail_policy: 'leave_message', voicemail_message: '{% if %}' },
    '/voicemail_message',
    'invalid_template',
  ],
  ['an empty message', { voicemail_policy: 'leave_message', voicemail_message: ' ' }, '/voicemail_message', 'invalid'],
  [
    'a longer time than providers take',
    { machine_detection: { timeout_s: 60 } },
    '/machine_detection/timeout_s',
    'too_big',
  ],
  ['a shorter one', { machine_detection: { timeout_s: 2 } }, '/machine_detection/timeout_s', 'too_small'],
  ['a policy that does not exist', { inbound_policy: 'hang_up' }, '/inbound_policy', 'invalid_value'],
])('refuses %s, at create and later', async (_, fields, pointer, code) => {
  const id = await api.createCampaign();
  for (const answer of [await create(fields), await change(id, fields)]) {
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toMatchObject([{ pointer, code }]);
  }
  expect(await details(id)).toMatchObject(DEFAULTS);
});

test('listening cannot be switched off under a message', async () => {
  const id = await api.createCampaign({ voicemail_policy: 'leave_message', voicemail_message: MESSAGE });
  expect((await change(id, { machine_detection: { mode: 'off' } })).status).toBe(422);
});

test('warns of a message that nobody will hear', async () => {
  const answer = await create({ voicemail_message: MESSAGE });
  expect(answer.body.warnings).toMatchObject([{ pointer: '/voicemail_message', code: 'no_effect' }]);
  const { warnings } = (await change(answer.body.id as number, { voicemail_message: MESSAGE })).body;
  expect(warnings).toMatchObject([{ pointer: '/voicemail_message', code: 'no_effect' }]);
});
