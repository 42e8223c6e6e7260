import { ApiProblem } from '../../api/problem';
import { createDraftStore } from './draft-store';
import { newForm, type WizardForm } from './wizard-form';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const named = (name: string) => (form: WizardForm) => ({ ...form, campaign: { ...form.campaign, name } });
const nameOf = (form: WizardForm) => form.campaign.name;
const away = () => new ApiProblem({ status: 503, code: 'unavailable', detail: 'Away.' });

function world() {
  const kept: Array<string | undefined> = [];
  const answers: Array<() => Promise<void>> = [];
  const store = createDraftStore(newForm('UTC'), async (form) => {
    await (answers.shift() ?? (() => Promise.resolve()))();
    kept.push(nameOf(form));
  });
  return { store, kept, answers };
}

test('a draft keeps itself once, a moment after the last of several changes', async () => {
  const { store, kept } = world();
  store.change(named('a'));
  await jest.advanceTimersByTimeAsync(500);
  store.change(named('ab'));
  await jest.advanceTimersByTimeAsync(500);
  expect(kept).toEqual([]);
  expect(store.current()).toMatchObject({ saved: false });
  await jest.advanceTimersByTimeAsync(1_000);
  expect(kept).toEqual(['ab']);
  expect(store.current()).toMatchObject({ saved: true, saving: false, problem: null });
});

test('what is written while it is being kept is kept after that, one request at a time', async () => {
  const { store, kept, answers } = world();
  let answer = (): void => undefined;
  answers.push(() => new Promise((resolve) => (answer = resolve)));
  store.change(named('a'));
  await jest.advanceTimersByTimeAsync(1_000);
  store.change(named('ab'));
  await jest.advanceTimersByTimeAsync(5_000);
  expect(kept).toEqual([]);
  answer();
  await jest.advanceTimersByTimeAsync(0);
  expect(kept).toEqual(['a', 'ab']);
  expect(store.current().saved).toBe(true);
});

test('while the API is away it is tried again by itself, and says why it is not kept', async () => {
  const { store, kept, answers } = world();
  answers.push(() => Promise.reject(away()));
  store.change(named('a'));
  await jest.advanceTimersByTimeAsync(1_000);
  expect(store.current()).toMatchObject({ saved: false, problem: { message: 'Away.' } });
  await jest.advanceTimersByTimeAsync(6_000);
  expect(kept).toEqual(['a']);
  expect(store.current()).toMatchObject({ saved: true, problem: null });
});

test('whoever has it kept at once is told when it could not be', async () => {
  const { store, answers } = world();
  answers.push(() => Promise.reject(away()));
  store.change(named('a'));
  await expect(store.flush()).rejects.toThrow('Away.');
});

test('a draft that is gone is kept no more, and does not change', async () => {
  const { store, kept } = world();
  store.change(named('a'));
  store.end();
  store.change(named('b'));
  await jest.advanceTimersByTimeAsync(10_000);
  expect(kept).toEqual([]);
  expect(nameOf(store.current().form)).toBe('a');
});
