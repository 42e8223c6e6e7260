import { ApiProblem } from '../../api/problem';
import { createDraftStore } from './draft-store';
import { newForm, type WizardForm } from './wizard-form';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const named = (name: string) => (form: WizardForm) => ({ ...form, campaign: { ...form.campaign, name } });
const nameOf = (form: WizardForm) => form.campaign.name;
const away = () => new ApiProblem({ status: 503, code: 'unavailable', detail: 'Away.' });

const changed = () => new ApiProblem({ status: 409, code: 'draft_changed', detail: 'Somebody else has changed it.' });

function world() {
  const kept: Array<string | undefined> = [];
  const made: Array<string | null> = [];
  const answers: Array<() => Promise<void>> = [];
  const store = createDraftStore({ form: newForm('UTC'), updatedAt: 'v0' }, async (form, updatedAt) => {
    made.push(updatedAt);
    await (answers.shift() ?? (() => Promise.resolve()))();
    kept.push(nameOf(form));
    return `v${kept.length}`;
  });
  return { store, kept, made, answers };
}

/** A draft that was changed elsewhere while `a` was written here. */
async function overtakenWorld() {
  const the = world();
  the.answers.push(() => Promise.reject(changed()));
  the.store.change(named('a'));
  await jest.advanceTimersByTimeAsync(1_000);
  return the;
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

test('each version says which one it is made from', async () => {
  const { store, made } = world();
  for (const name of ['a', 'b', 'c']) {
    store.change(named(name));
    await store.flush();
  }
  expect(made).toEqual(['v0', 'v1', 'v2']);
});

test('what was sent and never answered is sent again as it was: it may be there already', async () => {
  const { store, kept, made, answers } = world();
  answers.push(() => Promise.reject(away()));
  store.change(named('a'));
  await jest.advanceTimersByTimeAsync(1_000);
  store.change(named('ab'));
  await jest.advanceTimersByTimeAsync(10_000);
  expect(kept).toEqual(['a', 'ab']);
  expect(made).toEqual(['v0', 'v0', 'v1']);
});

test('a draft that was changed elsewhere is kept no more, whatever is written and however it is asked for', async () => {
  const { store, kept, made } = await overtakenWorld();
  expect(store.current()).toMatchObject({ saved: false, saving: false, conflict: { code: 'draft_changed' } });
  store.change(named('ab'));
  await jest.advanceTimersByTimeAsync(60_000);
  await expect(store.flush()).rejects.toThrow('Somebody else has changed it.');
  expect([kept, made]).toEqual([[], ['v0']]);
  expect(store.current()).toMatchObject({ saved: false, form: { campaign: { name: 'ab' } } });
});

test('one may keep what was written here: it replaces the other version, and is a version like any other then', async () => {
  const { store, kept, made } = await overtakenWorld();
  await store.keepMine();
  expect(store.current()).toMatchObject({ saved: true, conflict: null, problem: null });
  store.change(named('ab'));
  await store.flush();
  expect(kept).toEqual(['a', 'ab']);
  expect(made).toEqual(['v0', null, 'v1']);
});

test('what one wants to keep is kept as soon as the API is back', async () => {
  const { store, kept, made, answers } = await overtakenWorld();
  answers.push(() => Promise.reject(away()));
  await expect(store.keepMine()).rejects.toThrow('Away.');
  await jest.advanceTimersByTimeAsync(6_000);
  expect(kept).toEqual(['a']);
  expect(made).toEqual(['v0', null, null]);
});

test('one may go on from the other version', async () => {
  const { store, kept, made } = await overtakenWorld();
  store.takeOver({ form: named('theirs')(newForm('UTC')), updatedAt: 'v7' });
  expect(store.current()).toMatchObject({ saved: true, conflict: null, form: { campaign: { name: 'theirs' } } });
  await jest.advanceTimersByTimeAsync(10_000);
  expect(kept).toEqual([]);
  store.change(named('theirs and mine'));
  await store.flush();
  expect(kept).toEqual(['theirs and mine']);
  expect(made).toEqual(['v0', 'v7']);
});
