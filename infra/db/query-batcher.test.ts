import { createQueryBatcher } from './query-batcher';

function recordingBatcher(maxItems: number) {
  const batches: number[][] = [];
  const ask = createQueryBatcher<number, number>(
    async (items) => {
      batches.push([...items]);
      await new Promise((resolve) => setTimeout(resolve, 5));
      if (items.includes(13)) throw new Error('unlucky');
      return items.map((item) => item * 2);
    },
    { maxItems, maxInFlight: 1 },
  );
  return { ask, batches };
}

describe('createQueryBatcher', () => {
  it('answers each one its own, in batches no larger than the limit', async () => {
    const { ask, batches } = recordingBatcher(4);
    const items = Array.from({ length: 10 }, (_, index) => index);
    await expect(Promise.all(items.map(ask))).resolves.toEqual(items.map((item) => item * 2));
    expect(batches.map((batch) => batch.length)).toEqual([4, 4, 2]);
  });

  it('gathers what arrives while a batch is in flight', async () => {
    const { ask, batches } = recordingBatcher(100);
    const first = ask(1);
    await new Promise((resolve) => setTimeout(resolve, 2));
    await Promise.all([first, ask(2), ask(3)]);
    expect(batches).toEqual([[1], [2, 3]]);
  });

  it('fails only the batch that failed, and goes on', async () => {
    const { ask } = recordingBatcher(1);
    await expect(Promise.allSettled([ask(1), ask(13), ask(2)])).resolves.toEqual([
      { status: 'fulfilled', value: 2 },
      { status: 'rejected', reason: new Error('unlucky') },
      { status: 'fulfilled', value: 4 },
    ]);
    await expect(ask(3)).resolves.toBe(6);
  });
});
