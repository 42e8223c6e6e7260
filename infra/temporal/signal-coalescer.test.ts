import { SendLimiter, SignalCoalescer } from './signal-coalescer';

interface Sent {
  readonly workflowId: string;
  readonly items: readonly number[];
}

/** A Temporal that answers when the test says so. */
function heldBack() {
  const sent: Sent[] = [];
  const answers: Array<{ accept: () => void; refuse: (error: Error) => void }> = [];
  const send = (workflowId: string, items: readonly number[]): Promise<void> => {
    sent.push({ workflowId, items });
    return new Promise((accept, refuse) => answers.push({ accept, refuse }));
  };
  return { sent, answers, send };
}

const soon = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await soon();
}

test('what comes while a signal is in flight goes with the next one', async () => {
  const { sent, answers, send } = heldBack();
  const coalescer = new SignalCoalescer<number>(send, { maxBatch: 100, lingerMs: 0, limiter: new SendLimiter() });
  const first = coalescer.add('campaign-1', 1);
  await until(() => sent.length === 1);
  const others = [2, 3, 4].map((item) => coalescer.add('campaign-1', item));
  await soon();
  expect(sent).toHaveLength(1);
  answers[0]!.accept();
  await first;
  await until(() => sent.length === 2);
  expect(sent[1]).toEqual({ workflowId: 'campaign-1', items: [2, 3, 4] });
  answers[1]!.accept();
  await Promise.all(others);
  await coalescer.flush();
});

test('a refused signal is an error to those whose items it carried, and to nobody else', async () => {
  const { sent, answers, send } = heldBack();
  const coalescer = new SignalCoalescer<number>(send, { maxBatch: 1, lingerMs: 0, limiter: new SendLimiter() });
  const refused = coalescer.add('campaign-1', 1);
  const accepted = coalescer.add('campaign-1', 2);
  await until(() => sent.length === 1);
  answers[0]!.refuse(new Error('away'));
  await expect(refused).rejects.toThrow('away');
  await until(() => sent.length === 2);
  answers[1]!.accept();
  await accepted;
});

test('never more than eight signals are in flight together, over all coalescers of a process', async () => {
  const { sent, answers, send } = heldBack();
  const limiter = new SendLimiter(8);
  const options = { maxBatch: 10, lingerMs: 0, limiter };
  const coalescers = [new SignalCoalescer<number>(send, options), new SignalCoalescer<number>(send, options)];
  const added = Array.from({ length: 30 }, (_, n) => coalescers[n % 2]!.add(`campaign-${n}`, n));
  await until(() => sent.length === 8);
  for (let n = 0; n < 20; n += 1) await soon();
  expect(sent).toHaveLength(8);
  for (let answered = 0; answered < 30; answered += 1) {
    await until(() => answers.length > answered);
    answers[answered]!.accept();
    expect(sent.length - answered).toBeLessThanOrEqual(9);
  }
  await Promise.all(added);
  expect(sent).toHaveLength(30);
});
