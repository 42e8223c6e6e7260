import { carryOverlays, withOverlays, type Overlays } from './overlays';

const overlays = {} as Overlays;
const instead = { title: 'That did not work', message: 'Nobody could be asked.' };

function open(load: () => Promise<Overlays>) {
  const show = jest.fn();
  const say = jest.fn();
  carryOverlays({ load, say });
  withOverlays(show, instead);
  return { show, say };
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

test('what can be loaded is shown, and nothing else is said', async () => {
  const { show, say } = open(async () => overlays);
  await jest.advanceTimersByTimeAsync(60_000);
  expect(show).toHaveBeenCalledWith(overlays);
  expect(say).not.toHaveBeenCalled();
});

test('what cannot be loaded is said in the page at once', async () => {
  const { show, say } = open(() => Promise.reject(new Error('No network.')));
  await jest.advanceTimersByTimeAsync(0);
  expect(say).toHaveBeenCalledWith(instead);
  expect(show).not.toHaveBeenCalled();
});

test('what comes when nobody waits any more is not shown by itself', async () => {
  let arrive: (loaded: Overlays) => void = () => undefined;
  const { show, say } = open(() => new Promise((resolve) => (arrive = resolve)));
  await jest.advanceTimersByTimeAsync(3_000);
  expect(say).toHaveBeenCalledWith(instead);
  arrive(overlays);
  await jest.advanceTimersByTimeAsync(60_000);
  expect(show).not.toHaveBeenCalled();
});
