import { eventually } from './eventually';

describe('eventually', () => {
  it('returns the first good answer', async () => {
    const answers = [null, false, 3, 4];
    await expect(eventually(() => answers.shift() ?? null, { intervalMs: 1 })).resolves.toBe(3);
  });

  it('takes a block of expectations as good as soon as it does not throw', async () => {
    let asked = 0;
    await eventually(() => expect(++asked).toBe(3), { intervalMs: 1 });
    expect(asked).toBe(3);
  });

  it('gives up with what it waited for and the last reason', async () => {
    const check = (): never => {
      throw new Error('still paused');
    };
    await expect(eventually(check, { timeoutMs: 20, intervalMs: 1, what: 'a call' })).rejects.toThrow(
      'Waited 20 ms in vain for a call: still paused',
    );
  });

  it('asks at least once', async () => {
    await expect(eventually(() => 'there', { timeoutMs: 0 })).resolves.toBe('there');
  });
});
