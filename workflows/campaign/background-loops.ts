import { condition, log, patched, sleep } from '@temporalio/workflow';
import { NOT_DIALLING_TEXT } from '../../domain/not-dialling';
import { webhooks } from '../webhook-proxies';
import type { CampaignRun } from './campaign-run';
import { readHours, store, sweep } from './proxies';

const TICK_MS = 1_000;
const AFTER_FAILURE_MS = 10_000;

/**
 * What a campaign does beside dialling. Each step may be cut off by continue-as-new: the next run does it again, since
 * the book says that it has not been done.
 */
export function startBackgroundLoops(run: CampaignRun): void {
  void deliverEarlierEnd(run);
  repeat(run, awaitStart);
  repeat(run, keepHours);
  repeat(run, resumeInTime);
  repeat(run, projectStatus);
  repeat(run, refill);
  repeat(run, tick);
  repeat(run, reconcileLeases);
  repeat(run, closeWaitingLines);
  repeat(run, replanWaiting);
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
  const { book } = run;
  await condition(() => !book.started && book.ending === null && run.goesOn);
  const { startsAt } = book;
  const wait = Math.max(1, (startsAt ?? 0) - Date.now());
  const summary = startsAt === null ? 'Starts' : `Scheduled start: ${new Date(startsAt).toISOString()}`;
  if (await condition(() => book.startsAt !== startsAt || book.ending !== null, wait, { summary })) return;
  book.start();
  run.review();
}

/** Reads the hours when they are unknown, changed, or have changed with time. */
async function keepHours(run: CampaignRun): Promise<void> {
  const { hours } = run.book;
  const isOver = (): boolean => hours.rules === null || run.book.ending !== null;
  await condition(() => !isOver() && run.goesOn);
  const now = Date.now();
  if (!hours.needsReading(now)) {
    const wait = Math.max(1, hours.readAgainAt - now);
    const summary = hours.summary ?? 'Reads the calling hours';
    await condition(() => isOver() || hours.needsReading(Date.now()), wait, { summary });
    return;
  }
  const { rules, openedAt, question } = hours;
  if (rules === null) return;
  const wasOutside = hours.isOutside;
  try {
    hours.answer(await readHours({ hours: rules, openedAt, now }), question, now);
  } catch (error) {
    log.warn('the calling hours cannot be read: the campaign stays closed', { error });
    hours.answerUnreadable(question, now);
  }
  if (wasOutside && !hours.isOutside) {
    run.book.lookAgain();
    run.endBackOff();
  }
  run.review();
}

/** A pause with an end: goes on by itself then, if it still stands. */
async function resumeInTime(run: CampaignRun): Promise<void> {
  const { book } = run;
  await condition(() => book.resumesAt !== null && run.goesOn);
  const { resumesAt, pause } = book;
  if (resumesAt === null || pause === null) return;
  const summary = `Paused (${pause.code}): goes on by itself at ${new Date(resumesAt).toISOString()}`;
  const wait = Math.max(1, resumesAt - Date.now());
  if (await condition(() => book.resumesAt !== resumesAt, wait, { summary })) return;
  run.goOn();
  run.review();
}

async function projectStatus(run: CampaignRun): Promise<void> {
  const { book } = run;
  await condition(() => book.projectedRevision < book.revision && run.goesOn);
  const { revision, status, settingsVersion } = book;
  const decidedAt = Date.now();
  const reason = book.notDialling(decidedAt);
  const pause = status === 'paused' ? book.pause : null;
  const projection = {
    campaignId: run.input.campaignId,
    revision,
    status,
    reason,
    text: pause?.text ?? (reason === null ? null : NOT_DIALLING_TEXT[reason]),
    until: pause?.until ?? null,
    opensAt: run.opensAt,
    openedAt: book.hours.openedAt,
    startsAt: book.startsAt,
    settingsVersion,
    decidedAt,
  };
  run.projecting = true;
  try {
    await store.projectStatus.executeWithOptions({ summary: `Shows ${status}` }, [projection]);
  } finally {
    run.projecting = false;
  }
  // The end may have been recorded meanwhile.
  book.projectedRevision = Math.max(book.projectedRevision, revision);
  book.projectedStatus = status;
}

async function refill(run: CampaignRun): Promise<void> {
  const { book } = run;
  await condition(() => book.wantsRefill && !run.backOff.active && run.goesOn);
  run.refilling = true;
  try {
    const wanted = book.beginRefill();
    book.endRefill(await store.refillMailbox({ campaignId: run.input.campaignId, ...wanted }));
  } catch (error) {
    book.abandonRefill();
    throw error;
  } finally {
    run.refilling = false;
  }
  run.review();
}

// The only timer of dialling: no shorter than a second, and only while somebody waits for it.
async function tick(run: CampaignRun): Promise<void> {
  const { book, backOff } = run;
  await condition(() => backOff.active || (book.waitsForNothingButPace(Date.now()) && !book.hasToken(Date.now())));
  if (backOff.active && backOff.waitMs > TICK_MS && patched('held-backs-off')) {
    const summary = `Held ${backOff.inARow} times in a row: looks into Postgres again`;
    await condition(() => !backOff.active, backOff.waitMs, { summary });
  } else {
    const summary = backOff.active ? 'Looks into Postgres again' : `Pace: ${book.limits.callsPerSecond} calls a second`;
    await sleep(TICK_MS, { summary });
  }
  backOff.pass();
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
  await condition(() => run.closesWaitingLines && !book.waitingLinesClosed);
  const ending = book.ending === 'failed' ? 'failed' : 'cancelled';
  const { campaignId } = run.input;
  await sweep.closeWaitingLines.executeWithOptions({ summary: 'Closes waiting contacts' }, [{ campaignId, ending }]);
  book.waitingLinesClosed = true;
}

/** Newer settings reach the contacts that wait already. */
async function replanWaiting(run: CampaignRun): Promise<void> {
  const { book } = run;
  await condition(() => book.replanning.next !== null && book.ending === null && run.goesOn);
  const { next } = book.replanning;
  if (next === null) return;
  const summary = `Brings waiting contacts under settings v${next.settingsVersion}`;
  const request = { campaignId: run.input.campaignId, ...next };
  const { lastLineId } = await sweep.replanWaiting.executeWithOptions({ summary }, [request]);
  book.replanning.note(next.settingsVersion, lastLineId);
  // Contacts that were never dialled may have become ready; nobody announces them.
  book.lookAgain();
  run.review();
}

/** A reopened campaign may still owe what its earlier end had to tell. */
async function deliverEarlierEnd(run: CampaignRun): Promise<void> {
  const { book } = run;
  const deliveryIds = book.pendingDeliveries;
  if (deliveryIds.length === 0) return;
  await webhooks
    .deliverWebhooks({ deliveryIds })
    .catch((error: unknown) => log.warn('deliveries were given up', { deliveryIds, error }));
  book.pendingDeliveries = [];
}
