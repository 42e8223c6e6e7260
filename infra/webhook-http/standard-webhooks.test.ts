import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { newWebhookSecret, signWebhook } from './standard-webhooks';

const nowS = () => Math.floor(Date.now() / 1000);

function headersFor(secrets: string[], id: string, timestampS: number, body: string) {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestampS),
    'webhook-signature': signWebhook({ secrets, id, timestampS, body }),
  };
}

test('any id and body that we sign is verified by the reference package', () => {
  const secret = newWebhookSecret();
  fc.assert(
    fc.property(fc.stringMatching(/^[\w-]{1,40}$/), fc.jsonValue(), (id, value) => {
      const body = JSON.stringify(value);
      new Webhook(secret).verify(body, headersFor([secret], id, nowS(), body));
    }),
  );
});

test('while a secret rotates, both the old and the new one verify', () => {
  const [older, newer, foreign] = [newWebhookSecret(), newWebhookSecret(), newWebhookSecret()];
  const headers = headersFor([newer, older], 'msg_1', nowS(), '{"a":1}');
  expect(headers['webhook-signature'].split(' ')).toHaveLength(2);
  expect(new Webhook(older).verify('{"a":1}', headers)).toEqual({ a: 1 });
  expect(new Webhook(newer).verify('{"a":1}', headers)).toEqual({ a: 1 });
  expect(() => new Webhook(foreign).verify('{"a":1}', headers)).toThrow('No matching signature');
});

test('a changed body, id or time does not verify', () => {
  const secret = newWebhookSecret();
  const at = nowS();
  const headers = headersFor([secret], 'msg_1', at, '{}');
  const webhook = new Webhook(secret);
  expect(() => webhook.verify('{ }', headers)).toThrow();
  expect(() => webhook.verify('{}', { ...headers, 'webhook-id': 'msg_2' })).toThrow();
  expect(() => webhook.verify('{}', { ...headers, 'webhook-timestamp': String(at - 1) })).toThrow();
});

test('the example of the standard gives the signature of the standard', () => {
  const signature = signWebhook({
    secrets: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    timestampS: 1614265330,
    body: '{"test": 2432232314}',
  });
  expect(signature).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
});

test('secrets are new each time and as long as the standard asks', () => {
  const secret = newWebhookSecret();
  expect(secret).toMatch(/^whsec_/);
  expect(Buffer.from(secret.slice(6), 'base64')).toHaveLength(32);
  expect(newWebhookSecret()).not.toBe(secret);
});

test('what cannot be signed safely is refused, and the secret is not shown', () => {
  const good = { secrets: [newWebhookSecret()], id: 'msg_1', timestampS: 1, body: '' };
  expect(() => signWebhook({ ...good, secrets: [] })).toThrow('at least one secret');
  expect(() => signWebhook({ ...good, id: 'a.b' })).toThrow('full stop');
  expect(() => signWebhook({ ...good, timestampS: 1.5 })).toThrow('whole seconds');
  for (const secret of ['whsec_tooshort', 'whsec_!!!', Buffer.alloc(32).toString('base64')]) {
    expect(() => signWebhook({ ...good, secrets: [secret] })).toThrow(/^(?!.*tooshort)A webhook secret is/);
  }
});
