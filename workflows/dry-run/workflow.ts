import { condition, continueAsNew, proxyLocalActivities, setHandler } from '@temporalio/workflow';
import type { ClockworkActivities } from './activity-interface';
import { earlierSignal } from './contract';

/** Keeps a run's history far from its limits: a beat adds some five events. */
const BEATS_PER_RUN = 500;
const SHORTEST_WAIT_MS = 100;

const { carryOn } = proxyLocalActivities<ClockworkActivities>({ startToCloseTimeout: '60s' });

/**
 * The heart of a dry run: waits, in skipped time, for the next moment at which a simulated call ends or a chore is due, and
 * has it done. While that is done time stands still, and only in a workflow can one wait for skipped time.
 */
export async function clockwork(): Promise<void> {
  let earlier = false;
  setHandler(earlierSignal, () => {
    earlier = true;
  });
  for (let beats = 0; beats < BEATS_PER_RUN; beats += 1) {
    earlier = false;
    const next = await carryOn();
    if (next.kind === 'over') return;
    await condition(() => earlier, Math.max(SHORTEST_WAIT_MS, next.at - Date.now()));
  }
  await continueAsNew<typeof clockwork>();
}
