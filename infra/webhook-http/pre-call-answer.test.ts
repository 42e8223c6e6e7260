import fc from 'fast-check';
import { readPreCallAnswer } from './pre-call-answer';

const read = (answer: unknown) => readPreCallAnswer(JSON.stringify(answer));
const nested = (levels: number): unknown => (levels === 0 ? 1 : { a: nested(levels - 1) });

test.each([
  ['an empty object', {}, {}],
  ['nothing about the call', { call: {} }, {}],
  ['null, which is as absent', { call: null }, {}],
  ['null within', { call: { dynamic_variables: null, eligible: null, reason: null } }, {}],
  ['variables', { call: { dynamic_variables: { plan: 'pro', seats: 3, address: { city: null } } } }, undefined],
  ['fields that nobody knows', { call: { more: 1, eligible: true, retry_at: 5 }, other: [] }, {}],
])('%s is an answer', (_, answer, variables) => {
  const expected = variables ?? (answer as { call: { dynamic_variables: object } }).call.dynamic_variables;
  expect(read(answer)).toEqual({ kind: 'answered', variables: expected });
});

test.each([
  ['no JSON', '<html>'],
  ['nothing at all', ''],
  ['half of it', '{"call":{"dynamic_variables":{"a":'],
  ['a list', '[]'],
  ['a text', '"{}"'],
  ['null', 'null'],
  ['a call that is no object', '{"call":[]}'],
  ['variables that are a list', '{"call":{"dynamic_variables":["a"]}}'],
  ['variables that are a text', '{"call":{"dynamic_variables":"a"}}'],
  ['eligible as a text', '{"call":{"eligible":"false"}}'],
  ['eligible as a number', '{"call":{"eligible":0}}'],
  ['a NUL character', '{"call":{"dynamic_variables":{"a":{"b":["x\\u0000"]}}}}'],
  ['a NUL character in a name', '{"call":{"dynamic_variables":{"a\\u0000":1}}}'],
  ['half of a surrogate pair', '{"call":{"dynamic_variables":{"a":"\\ud800"}}}'],
])('%s cannot be used', (_, body) => {
  expect(readPreCallAnswer(body)).toEqual({ kind: 'unreadable', problem: expect.stringMatching(/^\w+: /) });
});

test('variables are taken up to 32 KB and 32 levels, and not beyond', () => {
  const ofBytes = (bytes: number) => read({ call: { dynamic_variables: { a: 'ä'.repeat((bytes - 8) / 2) } } });
  expect(ofBytes(32 * 1024).kind).toBe('answered');
  expect(ofBytes(32 * 1024 + 2)).toMatchObject({ problem: expect.stringContaining('variables_too_large: 32770') });
  const ofLevels = (levels: number) => read({ call: { dynamic_variables: nested(levels) } });
  expect(ofLevels(32).kind).toBe('answered');
  expect(ofLevels(33)).toMatchObject({ problem: expect.stringContaining('variables_too_deep') });
});

test('however deep an answer goes, it is read or refused', () => {
  const depth = 10_000;
  const body = `{"call":{"dynamic_variables":${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}}}`;
  expect(readPreCallAnswer(body).kind).toBe('unreadable');
});

test('a call is held off, with reason and time where they are given', () => {
  const call = { eligible: false, reason: ' Out of\n stock ', retry_at: '2026-12-25T10:00:00+05:30' };
  expect(read({ call })).toEqual({
    kind: 'not_eligible',
    reason: 'Out of stock',
    retryAt: Date.UTC(2026, 11, 25, 4, 30),
  });
  expect(read({ call: { eligible: false } })).toEqual({ kind: 'not_eligible', reason: null, retryAt: null });
  expect(read({ call: { eligible: false, reason: 7, dynamic_variables: 'x' } })).toMatchObject({ reason: null });
});

test.each(['tomorrow', '2026-12-25', '2026-12-25 10:00:00', '2026-13-25T10:00:00Z', '', 1_766_656_800])(
  'a time that cannot be read holds the call off all the same: %p',
  (retry_at) => {
    const answer = read({ call: { eligible: false, reason: 'Later', retry_at } });
    expect(answer).toEqual({ kind: 'not_eligible', reason: 'Later (its retry_at cannot be read)', retryAt: null });
  },
);

test('a reason is one line that can be stored, 200 characters at most', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (reason) => {
      const answer = read({ call: { eligible: false, reason } });
      if (answer.kind !== 'not_eligible') throw new Error(`it was ${answer.kind}`);
      expect(answer.reason ?? '').not.toMatch(/[\p{Cc}\p{Cs}\n]/u);
      expect([...(answer.reason ?? '')].length).toBeLessThanOrEqual(200);
    }),
  );
});
