import type { components } from '../../../client/schema';
import { fieldOf, isSecretHeader, NEW_WEBHOOK, notBlank, requestOf, templateOf, valuesOf } from './webhook-form-values';

type Webhook = components['schemas']['Webhook'];

const STORED: Webhook = {
  id: 3,
  name: 'CRM',
  campaign_id: null,
  method: 'POST',
  url: 'https://crm.example.com/',
  headers: { Authorization: 'Bearer k', 'X-Order': '{{ order }}' },
  body: '{"order": "{{ order }}"}',
  variables: [
    { name: 'order', source: 'contact', field: 'metadata.order_id' },
    { name: 'kind', source: 'default', field: null },
  ],
  events: ['call.ended'],
  timeout_s: 10,
  retry_limit: 5,
  total_timeout_s: 900,
  is_active: true,
  success: { status: 202, key: 'data.accepted', value: false },
  secret: 'whsec_********',
  previous_secret_until: null,
  failing_since: null,
  disabled_at: null,
  disabled_reason: null,
  created_at: '2026-11-21T00:00:00.000Z',
  updated_at: '2026-11-21T00:00:00.000Z',
};

describe('what is sent to have a webhook saved', () => {
  test('is what was stored, when nothing is changed', () => {
    const { name, method, url, headers, body, events, timeout_s, retry_limit, total_timeout_s, is_active } = STORED;
    expect(requestOf(valuesOf(STORED), true)).toEqual({
      ...{ name, method, url, headers, body, events, timeout_s, retry_limit, total_timeout_s, is_active },
      variables: [
        { name: 'order', source: 'contact', field: 'metadata.order_id' },
        { name: 'kind', source: 'default' },
      ],
      success: { status: 202, key: 'data.accepted', value: false },
    });
  });

  test('leaves headers out while their values are hidden: what stands for them is never stored', () => {
    const hidden = valuesOf({ ...STORED, headers: { Authorization: '********' } });
    expect(requestOf(hidden, false)).not.toHaveProperty('headers');
    expect(templateOf(hidden, false)).not.toHaveProperty('headers');
  });

  test('takes both limits away when the total timeout is emptied, but for retries that are given beside it', () => {
    const emptied = { ...valuesOf(STORED), total_timeout_s: '' } as const;
    expect(requestOf(emptied, true)).toMatchObject({ total_timeout_s: 0, retry_limit: 5 });
    const none = requestOf({ ...emptied, retry_limit: '' }, true);
    expect(none.total_timeout_s).toBe(0);
    expect(none).not.toHaveProperty('retry_limit');
  });

  test('keeps a retry limit of none at all', () => {
    expect(requestOf({ ...valuesOf(STORED), retry_limit: 0 }, true)).toMatchObject({ retry_limit: 0 });
  });

  test('expects any 2xx, and no value, where no status and no key are given', () => {
    expect(requestOf(NEW_WEBHOOK, true).success).toEqual({});
  });

  test('has no body for methods that send none, though the form keeps the template', () => {
    expect(requestOf({ ...valuesOf(STORED), method: 'GET' }, true).body).toBe('');
  });

  test('suggests 10 s, 5 retries and 15 minutes for a new one', () => {
    expect(requestOf(NEW_WEBHOOK, true)).toMatchObject({ timeout_s: 10, retry_limit: 5, total_timeout_s: 900 });
  });
});

describe('the field at which a fault is shown', () => {
  const values = valuesOf(STORED);

  test.each([
    ['/url', 'url'],
    ['/body', 'body'],
    ['/headers', 'headers'],
    ['/headers/X-Order', 'headers.1.value'],
    ['/variables/0/field', 'variables.0.field'],
    ['/success/key', 'success.key'],
    ['/total_timeout_s', 'total_timeout_s'],
  ])('of %s is %s', (pointer, field) => {
    expect(fieldOf(pointer, values)).toBe(field);
  });

  test('is found for names with characters that pointers escape', () => {
    expect(fieldOf('/headers/a~1b~0c', { ...values, headers: [{ name: 'a/b~c', value: '' }] })).toBe('headers.0.value');
  });

  test.each(['/nothing', '/variables/7/name', '?page', ''])('of %p is none of the form', (pointer) => {
    expect(fieldOf(pointer, values)).toBeNull();
  });
});

test('a field that must not be blank is refused in words, also with spaces alone', () => {
  const rule = notBlank('Give its name, or take it away.');
  expect(['', '  ', 'order'].map(rule)).toEqual([
    'Give its name, or take it away.',
    'Give its name, or take it away.',
    true,
  ]);
});

test.each([
  ['Authorization', true],
  ['X-Api-Key', true],
  ['Cookie', true],
  ['X-Order', false],
])('a header %s holds a secret: %p', (name, expected) => {
  expect(isSecretHeader(name)).toBe(expected);
});
