import { newWebhookSecret } from '../../../infra/webhook-http/standard-webhooks';
import { Webhook } from 'standardwebhooks';
import { startCallbackReceiver, type CallbackReceiver } from './callback-receiver';

const secret = newWebhookSecret();
const body = '{"status":"busy"}';
let receiver: CallbackReceiver;

beforeEach(async () => {
  receiver = await startCallbackReceiver(secret);
});

afterEach(() => receiver.close());

async function post(url: string, id: string, { by = secret, at = new Date(), sent = body } = {}): Promise<number> {
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(by).sign(id, at, body),
  };
  return (await fetch(url, { method: 'POST', headers, body: sent })).status;
}

test('a webhook that is tried twice counts once, under its kind', async () => {
  const { call_status_callback: calls, call_schedule_callback: ends } = receiver.urls;
  expect([await post(calls, 'msg_1'), await post(calls, 'msg_1'), await post(calls, 'msg_2')]).toEqual([204, 204, 204]);
  expect(await post(ends, 'msg_3')).toBe(204);
  expect(receiver.counts()).toEqual({ call_status: 2, call_schedule: 1, status: 0, unverified: 0 });
});

test('a webhook with another secret, another body or an old time is refused and told apart', async () => {
  const { status_callback: url } = receiver.urls;
  expect(await post(url, 'msg_1', { by: newWebhookSecret() })).toBe(401);
  expect(await post(url, 'msg_2', { sent: '{"status":"completed"}' })).toBe(401);
  expect(await post(url, 'msg_3', { at: new Date(Date.now() - 10 * 60_000) })).toBe(401);
  expect((await fetch(url, { method: 'POST', body })).status).toBe(401);
  expect(receiver.counts()).toEqual({ call_status: 0, call_schedule: 0, status: 0, unverified: 4 });
});

test('what does not belong to this campaign is not counted', async () => {
  expect(await post(new URL('/call_status', receiver.urls.status_callback).href, 'msg_1')).toBe(404);
  expect(receiver.counts()).toEqual({ call_status: 0, call_schedule: 0, status: 0, unverified: 0 });
});
