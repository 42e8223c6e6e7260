import { setImmediate } from 'node:timers/promises';
import { createTurns } from './turns';

/** Work that ends when it is told to. */
function openWork() {
  let end = (_error?: Error): void => undefined;
  const ended = new Promise<void>((resolve, reject) => {
    end = (error) => (error ? reject(error) : resolve());
  });
  return { ended, end: (error?: Error) => end(error) };
}

describe('createTurns', () => {
  it('lets work for one key follow in the order it came, and others be', async () => {
    const takeTurns = createTurns();
    const [first, second] = [openWork(), openWork()];
    const began: string[] = [];
    const run = (key: string, name: string, ended: Promise<void> = Promise.resolve()) =>
      takeTurns(key, async () => {
        began.push(name);
        await ended;
        return name;
      });
    const all = [
      run('a', 'first', first.ended),
      run('a', 'second', second.ended),
      run('a', 'third'),
      run('b', 'other'),
    ];
    await setImmediate();
    expect(began).toEqual(['first', 'other']);
    first.end();
    await setImmediate();
    expect(began).toEqual(['first', 'other', 'second']);
    second.end();
    expect(await Promise.all(all)).toEqual(['first', 'second', 'third', 'other']);
  });

  it('goes on after work that fails, whose failure is its own', async () => {
    const takeTurns = createTurns();
    const failing = openWork();
    const first = takeTurns('a', () => failing.ended);
    const second = takeTurns('a', () => Promise.resolve('done'));
    failing.end(new Error('broken'));
    await expect(first).rejects.toThrow('broken');
    expect(await second).toBe('done');
    expect(await takeTurns('a', () => Promise.resolve('again'))).toBe('again');
  });
});
