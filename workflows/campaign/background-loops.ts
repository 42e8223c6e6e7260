import { condition, log, sleep } from '@temporalio/workflow';
import type { CampaignRun } from './campaign-run';
import { store, sweep } from './proxies';

const TICK_MS = 1_000;
const AFTER_FAILURE_MS = 10_000;

/**
 * What a campaign does beside dialling. Each step may be cut off by continue-as-new: the next run does it again, since
 * the book says that it has not been done.
 */
export function startBackgroundLoops(run: CampaignRun): void {
  void awaitStart(run);
  repeat(run, projectStatus);
  repeat(run, refill);
  repeat(run, tick);
  repeat(run, reconcileLeases);
  repeat(run, closeWaitingLines);
}

function repeat(run: CampaignRun, step: (run: CampaignRun) => Promise<void>): void {
  const go = async (): Promise<never> => {
    for (;;) {
      try {
        await step(run);
      } catch (error) {
        log.error('a step of the campaign failed', { step: step.name, error });
        await sleep(AFTER_FAILURE_MS, { summary: `Tries ${step.name} again` });
      }
    }
  };
  void go();
}

async function awaitStart(run: CampaignRun): Promise<void> {
  const { opensAt } = run;
  if (opensAt === null) return;
  await sleep(Math.max(1, opensAt - Date.now()), { summary: `Scheduled start: ${new Date(opensAt).toISOString()}` });
  run.book.started = true;
  run.book.open();
  run.review();
}

async function projectStatus(run: CampaignRun): Promise<void> {
  const { book } = run;
  await condition(() => book.projectedRevision < book.revision);
  const { revision, status, settingsVersion } = book;
  const decidedAt = Date.now();
  const reason = book.notDialling(decidedAt);
  await store.projectStatus.executeWithOptions({ summary: `Shows ${status}` }, [
    { campaignId: run.input.campaignId, revision, status, reason, opensAt: run.opensAt, settingsVersion, decidedAt },
  ]);
  book.projectedRevision = revision;
}

async function refill(run: CampaignRun): Promise<void> {
  const { book } = run;
  await condition(() => book.wantsRefill && !run.backingOff && !run.draining);
  run.refilling = true;
  try {
    const wanted = book.beginRefill();
    book.endRefill(await store.refillMailbox({ campaignId: run.input.campaignId, ...wanted }));
  } catch (error) {
    book.open();
    throw error;
  } finally {
    run.refilling = false;
  }
  run.review();
}

// The only timer of dialling: no shorter than a second, and only while somebody waits for it.
async function tick(run: CampaignRun): Promise<void> {
  const { book } = run;
  await condition(() => run.backingOff || (book.waitsForNothingButPace && !book.hasToken(Date.now())));
  const summary = run.backingOff ? 'Looks into Postgres again' : `Pace: ${book.pacing.callsPerSecond} calls a second`;
  await sleep(TICK_MS, { summary });
  run.backingOff = false;
}

async function reconcileLeases(run: CampaignRun): Promise<void> {
  const { book } = run;
  await condition(() => book.nextLeaseExpiry !== null);
  const wait = Math.max(TICK_MS, (book.nextLeaseExpiry ?? 0) - Date.now());
  await sleep(wait, { summary: 'Looks for calls that never reported their end' });
  for (const { lease, lineId } of book.overdueLeases(Date.now())) {
    const found = await store.reconcileLease({ campaignId: run.input.campaignId, lineId, lease });
    if (found === 'live') book.extendLease(lease, Date.now());
    else book.dropLease(lease, lineId);
  }
  run.review();
}

async function closeWaitingLines(run: CampaignRun): Promise<void> {
  const { book } = run;
  await condition(() => book.ending === 'cancelled' && !book.waitingLinesClosed);
  const { campaignId } = run.input;
  await sweep.closeWaitingLines.executeWithOptions({ summary: 'Closes waiting contacts' }, [{ campaignId }]);
  book.waitingLinesClosed = true;
}
