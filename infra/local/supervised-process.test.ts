import { SupervisedProcess } from './supervised-process';
import type { ExitStatus, RunningProcess } from './running-process';

/** A process that ends when the test says so. */
class StandIn implements RunningProcess {
  readonly pids: readonly number[];
  readonly exited: Promise<ExitStatus>;
  die!: () => void;

  constructor(readonly pid: number) {
    this.pids = [pid];
    this.exited = new Promise((resolve) => (this.die = () => resolve({ code: null, signal: 'SIGKILL' })));
  }

  stop(): Promise<void> {
    this.die();
    return Promise.resolve();
  }
}

interface Scene {
  readonly started: StandIn[];
  readonly said: string[];
  readonly supervised: SupervisedProcess;
  restarted(): Promise<void>;
}

async function supervise(start: (attempt: number) => void = () => undefined): Promise<Scene> {
  const started: StandIn[] = [];
  const said: string[] = [];
  let attempts = 0;
  let onRestart = (): void => undefined;
  const supervised = await SupervisedProcess.start({
    name: 'thing',
    firstBackoffMs: 1,
    progress: (message) => said.push(message),
    onRestart: () => onRestart(),
    start: async (signal) => {
      attempts += 1;
      signal.throwIfAborted();
      start(attempts);
      const running = new StandIn(100 + attempts);
      started.push(running);
      return Promise.resolve(running);
    },
  });
  const restarted = (): Promise<void> => new Promise((resolve) => (onRestart = resolve));
  return { started, said, supervised, restarted };
}

test('a process that dies is started again, with its new id', async () => {
  const { started, supervised, restarted } = await supervise();
  expect(supervised.pid).toBe(101);
  const again = restarted();
  started[0]?.die();
  await again;
  expect(supervised.pid).toBe(102);
  await supervised.stop();
});

test('a restart that fails is tried again', async () => {
  const { started, said, supervised, restarted } = await supervise((attempt) => {
    if (attempt === 2 || attempt === 3) throw new Error('port in use');
  });
  const again = restarted();
  started[0]?.die();
  await again;
  expect(supervised.pid).toBe(104);
  expect(said.filter((message) => message.includes('port in use'))).toHaveLength(2);
  await supervised.stop();
});

test('a process that was stopped is not started again', async () => {
  const { started, supervised } = await supervise();
  await supervised.stop();
  expect(started).toHaveLength(1);
  expect(supervised.name).toBe('thing');
});

test('a stop ends the wait for a restart', async () => {
  const { started, supervised } = await supervise((attempt) => {
    if (attempt > 1) throw new Error('never again');
  });
  started[0]?.die();
  await supervised.stop();
  expect(supervised.pid).toBeUndefined();
});

test('a first start that fails is reported', async () => {
  const failing = supervise(() => {
    throw new Error('no such program');
  });
  await expect(failing).rejects.toThrow('no such program');
});
