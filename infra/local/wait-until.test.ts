import { NotReadyError, waitUntil } from './wait-until';

const QUICK = { timeoutMs: 5_000, intervalMs: 1 };

test('a condition that throws does not hold yet', async () => {
  let tries = 0;
  const condition = (): boolean => {
    tries += 1;
    if (tries < 3) throw new Error('not there');
    return true;
  };
  await waitUntil('the third try', condition, QUICK);
  expect(tries).toBe(3);
});

test('what was waited for and what went wrong last are in the error', async () => {
  const wait = waitUntil('a server', () => Promise.reject(new Error('refused')), { timeoutMs: 0 });
  await expect(wait).rejects.toThrow(NotReadyError);
  await expect(wait).rejects.toThrow(/a server: refused/);
});

test('a wait that is given up ends with the reason', async () => {
  const signal = AbortSignal.abort(new Error('stopping'));
  await expect(waitUntil('nothing', () => false, { ...QUICK, signal })).rejects.toThrow('stopping');
});
