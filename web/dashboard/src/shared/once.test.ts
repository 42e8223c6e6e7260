import { createOnce } from './once';

let time = 0;
const once = () => createOnce(() => time);

test('a second click while it is under way does nothing, whatever it asks for', () => {
  const replay = once();
  expect(replay.begin(12)).toBe(true);
  expect([replay.begin(12), replay.begin(13)]).toEqual([false, false]);
  time += 60_000;
  expect(replay.begin(12)).toBe(false);
});

test('nor does the second click of a double click, when the first was answered before it', () => {
  const replay = once();
  replay.begin({ kind: 'call_now' });
  replay.end(true);
  time += 499;
  expect(replay.begin({ kind: 'call_now' })).toBe(false);
  time += 1;
  expect(replay.begin({ kind: 'call_now' })).toBe(true);
});

test('something else may be done as soon as the first is done', () => {
  const toggle = once();
  toggle.begin({ id: 1, is_active: false });
  toggle.end(true);
  expect(toggle.begin({ id: 1, is_active: true })).toBe(true);
});

test('what did not work may be tried again at once', () => {
  const save = once();
  save.begin(undefined);
  save.end(false);
  expect(save.begin(undefined)).toBe(true);
});
