import { Problem } from '../http/problem';
import { createCheckGate } from './check-gate';

/** Questions that are answered when the test says so. */
function createQuestions() {
  const gate = createCheckGate();
  const open: Array<() => void> = [];
  return {
    open,
    ask: (organizationId = 1) =>
      gate(organizationId, () => new Promise<string>((resolve) => open.push(() => resolve('answered')))),
  };
}

/** Until everything that can go on has. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

test('four of an organization ask at once, the others when it is their turn', async () => {
  const { ask, open } = createQuestions();
  const answers = Array.from({ length: 6 }, () => ask());
  await settled();
  expect(open).toHaveLength(4);
  open[0]!();
  await settled();
  expect(open).toHaveLength(5);
  for (let answered = 1; answered < 6; answered += 1) {
    open[answered]!();
    await settled();
  }
  expect(await Promise.all(answers)).toEqual(Array(6).fill('answered'));
});

test('one organization does not wait for another', async () => {
  const { ask, open } = createQuestions();
  for (let index = 0; index < 8; index += 1) void ask(1);
  void ask(2);
  await settled();
  expect(open).toHaveLength(5);
});

test('a question that fails makes room as well', async () => {
  const gate = createCheckGate();
  const failing = () => gate(1, () => Promise.reject(new Error('away')));
  for (let index = 0; index < 6; index += 1) await expect(failing()).rejects.toThrow('away');
  expect(await gate(1, () => Promise.resolve('answered'))).toBe('answered');
});

test('too many that wait are refused', async () => {
  const { ask } = createQuestions();
  for (let index = 0; index < 36; index += 1) void ask();
  const refusal: unknown = await ask().catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(Problem);
  expect(refusal).toMatchObject({ status: 429, code: 'too_many_checks', headers: { 'Retry-After': '5' } });
});
