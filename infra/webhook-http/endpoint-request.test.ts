import { validateHeaderValue } from 'node:http';
import fc from 'fast-check';
import { CALL_LOG_FIELDS, type WebhookVariable } from '../../domain/webhook-endpoint';
import { engine } from '../templates/liquid-engine';
import type { WebhookEvent } from '../../domain/webhook-events';
import { endpointFaults } from './endpoint-faults';
import { endpointRequest, type EndpointTemplate } from './endpoint-request';

const call = Object.fromEntries(CALL_LOG_FIELDS.map((field, index) => [field, `${field} ${index}`]));
const event: WebhookEvent = {
  type: 'call.ended',
  timestamp: '2026-01-02T03:04:05.000Z',
  data: {
    campaign: { id: 12 },
    contact: {
      line_id: 7,
      to_number: '+15551234567',
      external_id: null,
      custom_variables: {
        customer_name: 'Ada "the first"\nLovelace',
        'First Name': 'Ada',
        to_number: 'mine',
        order: { id: 9 },
      },
      metadata: { order_id: 99, 'a.b': 'dotted', deep: { er: [1, 2] } },
    },
    call: { ...call, duration: 12.5, rating: null, post_call_outcomes: { bought: true, nested: { sum: 3 } } },
  },
};

const from = (source: WebhookVariable['source'], field: string | null, name = 'x'): WebhookVariable => ({
  name,
  source,
  field,
});
const endpoint = (changes: Partial<EndpointTemplate> = {}): EndpointTemplate => ({
  method: 'POST',
  url: 'https://crm.example.com/hook',
  headers: {},
  body: null,
  variables: [],
  ...changes,
});
const valueOf = (variable: WebhookVariable, of = event): unknown => {
  const { body } = endpointRequest(endpoint({ body: '{"x": "{{ x }}"}', variables: [variable] }), of);
  return (JSON.parse(body ?? '') as { x: unknown }).x;
};

describe('a variable', () => {
  it.each(CALL_LOG_FIELDS.filter((field) => !['duration', 'rating', 'post_call_outcomes'].includes(field)))(
    'has the field %s of the call log',
    (field) => expect(valueOf(from('call_log', field))).toBe(call[field]),
  );

  it.each([
    ['its own name', from('default', null), 'x'],
    ['a number of the call', from('call_log', 'duration'), 12.5],
    ['an object of the call', from('call_log', 'post_call_outcomes'), { bought: true, nested: { sum: 3 } }],
    ['a field within the call', from('call_log', 'post_call_outcomes.bought'), true],
    ['a field of the contact', from('contact', 'line_id'), 7],
    ["the contact's own field before a variable of that name", from('contact', 'to_number'), '+15551234567'],
    ['that variable, by its whole path', from('contact', 'custom_variables.to_number'), 'mine'],
    ['a custom variable', from('contact', 'customer_name'), 'Ada "the first"\nLovelace'],
    ['a custom variable with a space', from('contact', 'First Name'), 'Ada'],
    ['what lies within a custom variable', from('contact', 'order.id'), 9],
    ['metadata', from('contact', 'metadata.order_id'), 99],
    ['metadata whose name has a dot', from('contact', 'metadata.a.b'), 'dotted'],
    ['what lies within metadata', from('contact', 'metadata.deep.er'), [1, 2]],
    ['an outcome', from('agent_outcome', 'bought'), true],
    ['what lies within an outcome', from('agent_outcome', 'nested.sum'), 3],
    ['the transcript, which stands beside the outcome', from('agent_outcome', 'transcript'), call['transcript']],
    ['null where there is null', from('call_log', 'rating'), null],
    ['null for a contact without it', from('contact', 'nobody.has.this'), null],
    ['null for an outcome without it', from('agent_outcome', 'never'), null],
    ['nothing of prototypes', from('contact', 'metadata.constructor.name'), null],
    ['the field of its name where none is told', from('contact', null, 'x'), null],
  ])('has %s', (_, variable, value) => expect(valueOf(variable)).toEqual(value));

  it('is null in an event that has no call and no contact', () => {
    const bare: WebhookEvent = { ...event, data: { campaign: null, contact: null, call: null } };
    for (const source of ['contact', 'agent_outcome', 'call_log'] as const) {
      expect(valueOf(from(source, 'to_number'), bare)).toBeNull();
    }
  });
});

describe('a request', () => {
  it.each(['POST', 'PUT'] as const)('%s sends the event itself without a template', (method) => {
    expect(endpointRequest(endpoint({ method }), event)).toEqual({
      method,
      url: 'https://crm.example.com/hook',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(event),
      problem: null,
    });
  });

  it.each(['GET', 'DELETE'] as const)('%s sends the variables behind the query that is there', (method) => {
    const variables = [
      from('contact', 'customer_name', 'name'),
      from('call_log', 'rating', 'rating'),
      from('contact', 'order', 'order'),
      from('call_log', 'duration', 'seconds'),
    ];
    const url = 'https://crm.example.com/hook?key=a%20b&flag#part';
    const request = endpointRequest(endpoint({ method, url, variables }), event);
    expect(request).toMatchObject({ method, headers: {}, body: null, problem: null });
    const sent = new URL(request.url);
    expect(request.url.startsWith('https://crm.example.com/hook?key=a%20b&flag&name=')).toBe(true);
    expect(Object.fromEntries(sent.searchParams)).toEqual({
      key: 'a b',
      flag: '',
      name: 'Ada "the first"\nLovelace',
      rating: 'null',
      order: '{"id":9}',
      seconds: '12.5',
    });
    expect(endpointRequest(endpoint({ method, url }), event).url).toBe(url);
  });

  it('fills in headers, which end no line and begin no other header', () => {
    const headers = { 'X-Name': 'Is {{ name }}', 'Content-Type': 'application/vnd.crm+json', 'X-None': '{{ none }}' };
    const hostile = 'Ada\r\nX-Admin: yes\0\u2028 ünï';
    const changed = { ...event, data: { ...event.data, contact: { custom_variables: { name: hostile } } } };
    const variables = [from('contact', 'name', 'name'), from('contact', 'none', 'none')];
    const request = endpointRequest(endpoint({ headers, variables }), changed);
    expect(request.headers).toEqual({
      'content-type': 'application/vnd.crm+json',
      'x-name': expect.stringMatching(/^Is Ada X-Admin: yes /),
      'x-none': 'null',
    });
    expect(Buffer.from(request.headers['x-name'] ?? '', 'latin1').toString('utf8')).toBe('Is Ada X-Admin: yes  ünï');
  });

  it('has headers that HTTP takes, whatever the values are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const changed = { ...event, data: { ...event.data, contact: { custom_variables: { name } } } };
        const variables = [from('contact', 'name', 'name')];
        const { headers } = endpointRequest(endpoint({ headers: { 'X-Name': '{{ name }}' }, variables }), changed);
        expect(headers['x-name']).toMatch(/^[\u0020-\u007e\u0080-\u00ff]*$/);
        validateHeaderValue('x-name', headers['x-name'] ?? '');
      }),
    );
  });

  it.each([
    [
      'a body',
      endpoint({ body: '"{{ x }}{{ x }}{{ x }}"', variables: [from('contact', 'long')] }),
      /larger than 256 KB/,
    ],
    ['a query', endpoint({ method: 'GET', variables: [from('contact', 'long')] }), /^The URL would be \d+ bytes/],
    [
      'a header',
      endpoint({ headers: { A: '{{ x }}' }, variables: [from('contact', 'long')] }),
      /^The headers would be/,
    ],
  ])('that would be too large is none, and says so: %s', (_, template, problem) => {
    const custom_variables = { long: 'x'.repeat(100_000) };
    const large = { ...event, data: { ...event.data, contact: { custom_variables } } };
    expect(endpointRequest(template, large)).toMatchObject({ body: null, problem: expect.stringMatching(problem) });
  });

  it('has room for the transcript of a long call in the event itself', () => {
    const long = { ...event, data: { ...event.data, call: { ...call, transcript: 'नमस्ते '.repeat(90_000) } } };
    expect(endpointRequest(endpoint(), long)).toMatchObject({ body: JSON.stringify(long), problem: null });
    const huge = { ...event, data: { ...event.data, notes: 'x'.repeat(2 * 1024 * 1024) } };
    expect(endpointRequest(endpoint(), huge).problem).toMatch(/^The event would be/);
  });
});

describe('the time that templates take', () => {
  // Some milliseconds each, far below what one text may take.
  const busy = '{% for i in (1..20) %}{% for j in (1..50) %}{% assign x = j %}{% endfor %}{% endfor %}';

  it('is limited for all of a request together', () => {
    const headers = Object.fromEntries([...Array(500).keys()].map((n) => [`X-${n}`, busy]));
    expect(endpointRequest(endpoint({ headers: { 'X-0': busy } }), event).problem).toBeNull();
    expect(endpointRequest(endpoint({ headers }), event)).toMatchObject({
      headers: {},
      body: null,
      problem: 'The templates of body and headers take too long to render.',
    });
  });

  it('is not spent on reading them anew for each event', () => {
    const template = endpoint({
      headers: { 'X-Order': 'of {{ order }} once' },
      body: '{"order": "{{ order }}", "text": "once {{ order }}"}',
      variables: [from('contact', 'metadata.order_id', 'order')],
    });
    const reading = jest.spyOn(engine, 'parse');
    const first = endpointRequest(template, event);
    expect(reading).toHaveBeenCalledTimes(3);
    const contact = { metadata: { order_id: 'other' } };
    const second = endpointRequest(template, { ...event, data: { ...event.data, contact } });
    expect(reading).toHaveBeenCalledTimes(3);
    reading.mockRestore();
    expect([first.body, first.headers['x-order']]).toEqual(['{"order": 99, "text": "once 99"}', 'of 99 once']);
    expect([second.body, second.headers['x-order']]).toEqual([
      '{"order": "other", "text": "once other"}',
      'of other once',
    ]);
  });
});

describe('what is refused at saving', () => {
  const codes = (changes: Partial<EndpointTemplate>): string[] =>
    endpointFaults(endpoint(changes)).map(({ path, code }) => `${path.join('/')}: ${code}`);

  it('is nothing of what can be sent', () => {
    const variables = [
      from('default', null, 'me'),
      from('contact', 'metadata.x', 'First Name'),
      from('call_log', 'dynamic_variables.plan', 'größe-1'),
    ];
    const body = '{"{{ me }}": {{ First Name }}, "g": "{{ größe-1 }}"}';
    expect(codes({ variables, body, headers: { Authorization: 'Bearer {{ me }}' } })).toEqual([]);
    for (const name of ['me', 'First Name', 'größe-1']) {
      const request = endpointRequest(
        endpoint({ body: `["{{ ${name} }}"]`, variables: [from('default', null, name)] }),
        event,
      );
      expect(request.body).toBe(JSON.stringify([name]));
    }
  });

  it.each<[string, Partial<EndpointTemplate>, string[]]>([
    [
      'an unknown variable in the body',
      { body: '["{{ nope }}", "{{ no.pe }}"]' },
      ['body: unknown_variable', 'body: unknown_variable'],
    ],
    ['an unknown variable in a header', { headers: { 'X-A': '{{ nope }}' } }, ['headers/X-A: unknown_variable']],
    ['a body that is no JSON', { body: '{"a": }' }, ['body: invalid_template']],
    ['a body that Liquid cannot read', { body: '"{{ a | nope }}"' }, ['body: invalid_template']],
    [
      'a body of 501 placeholders',
      { body: `[${'"{{ x }}",'.repeat(501)}1]`, variables: [from('contact', 'x')] },
      ['body: too_many_placeholders'],
    ],
    ['a body of 500 placeholders', { body: `[${'"{{ x }}",'.repeat(500)}1]`, variables: [from('contact', 'x')] }, []],
    ['a body of GET', { method: 'GET', body: '{}' }, ['body: body_not_allowed']],
    ['a header that breaks the line', { headers: { 'X-A': 'a\r\nHost: b' } }, ['headers/X-A: invalid_characters']],
    ['a name of a header that is none', { headers: { 'X A': 'a' } }, ['headers/X A: invalid_name']],
    [
      'a header of ours',
      { headers: { 'Webhook-Signature': 'a', Host: 'b' } },
      ['headers/Webhook-Signature: reserved_header', 'headers/Host: reserved_header'],
    ],
    ['a header twice', { headers: { 'X-A': 'a', 'x-a': 'b' } }, ['headers/x-a: duplicate_name']],
    ['a header that Liquid cannot read', { headers: { 'X-A': '{{ a' } }, ['headers/X-A: invalid_template']],
    [
      '33 headers',
      { headers: Object.fromEntries([...Array(33).keys()].map((n) => [`X-${n}`, 'a'])) },
      ['headers: too_big'],
    ],
    ['9 KB of headers', { headers: { 'X-A': 'a'.repeat(9_000) } }, ['headers: too_big']],
    [
      'an unknown field of the call log',
      { variables: [from('call_log', 'price')] },
      ['variables/0/field: unknown_field'],
    ],
    [
      'a variable twice',
      { variables: [from('contact', 'a'), from('contact', 'b')] },
      ['variables/1/name: duplicate_name'],
    ],
    ['a field of a default', { variables: [from('default', 'a')] }, ['variables/0/field: field_not_used']],
    ['a variable in the URL', { url: 'https://crm.example.com/{{ x }}' }, ['url: variables_not_allowed']],
    ...['true', 'a.b', 'a and b', '1st', 'a|b', '', 'x }}'].map(
      (name): [string, Partial<EndpointTemplate>, string[]] => [
        `the name "${name}"`,
        { variables: [from('default', null, name)] },
        ['variables/0/name: invalid_name'],
      ],
    ),
  ])('%s', (_, changes, faults) => expect(codes(changes)).toEqual(faults));
});
