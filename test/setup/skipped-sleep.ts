import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { setTimeout as wallSleep } from 'node:timers/promises';
import type { Duration } from '@temporalio/common';
import type { UnderWay } from './quiet';

const LOOK_EVERY_MS = 200;
const QUIET_WITHIN_MS = 5_000;
/** A second of the wall clock in which a quiet server's time has gone no further than twice that. */
const STUCK_AFTER_LOOKS = 5;

/**
 * Lets the time of a time-skipping server pass, once nothing is under way any more.
 *
 * That server counts what forbids it to skip, and forgets to count down when a workflow closes, or continues as new, while
 * one of its activities is pending, and when a child closes whose parent has. From then on its time would go as slowly as
 * ours. So when nothing is under way and time still does not skip, one count is taken off.
 *
 * @param look what is under way.
 * @throws what the server answers.
 */
export async function skippedSleep(
  env: TestWorkflowEnvironment,
  duration: Duration,
  look: () => Promise<UnderWay>,
): Promise<void> {
  await untilQuiet(look);
  const sleeping = { over: false };
  const sleep = env.sleep(duration).finally(() => {
    sleeping.over = true;
  });
  await Promise.all([sleep, keepSkipping(env, sleeping, look)]);
}

/** An activity that backs off is nothing to wait for: its next try is a timer among others. */
async function untilQuiet(look: () => Promise<UnderWay>): Promise<void> {
  const giveUpAt = Date.now() + QUIET_WITHIN_MS;
  while (Date.now() < giveUpAt && (await look()) === 'work') await wallSleep(25);
}

async function keepSkipping(
  env: TestWorkflowEnvironment,
  sleeping: { readonly over: boolean },
  look: () => Promise<UnderWay>,
): Promise<void> {
  let stuck = 0;
  for (let skipped = await lag(env); !sleeping.over;) {
    await wallSleep(LOOK_EVERY_MS);
    const now = await lag(env);
    stuck = now - skipped < LOOK_EVERY_MS && (await look()) === 'nothing' ? stuck + 1 : 0;
    skipped = now;
    if (stuck < STUCK_AFTER_LOOKS || sleeping.over) continue;
    stuck = 0;
    await env.connection.testService!.unlockTimeSkipping({});
  }
}

/** How far the server's time is ahead of the wall clock, milliseconds. */
async function lag(env: TestWorkflowEnvironment): Promise<number> {
  return (await env.currentTimeMs()) - Date.now();
}
