import { allHandlersFinished, CancellationScope, condition, continueAsNew, workflowInfo } from '@temporalio/workflow';
import { startBackgroundLoops } from './background-loops';
import { CampaignRun } from './campaign-run';
import type { CampaignInput } from './contract';
import { listen } from './handlers';
import { store } from './proxies';
import { hasRunLongEnough } from './run-length';
import { webhooks } from '../webhook-proxies';

/**
 * A calling campaign. Contacts reach it as signals that carry line ids; it starts one child workflow per contact when it
 * has a slot and the pace allows, and takes the slot back when the call is reported. A dynamic campaign lives until it is
 * cancelled, over as many runs as that takes.
 */
export async function campaign(input: CampaignInput): Promise<void> {
  const run = new CampaignRun(input);
  listen(run);
  const root = CancellationScope.current();
  await CancellationScope.nonCancellable(async () => {
    heedTemporalCancel(root, run);
    run.review();
    startBackgroundLoops(run);
    for (;;) {
      if ((await dial(run)) === 'too_long') await continueInNextRun(run);
      else if (await end(run)) return;
    }
  });
}

/** Temporal's own Cancel, as in its UI, means the `cancel` signal. */
function heedTemporalCancel(root: CancellationScope, run: CampaignRun): void {
  root.cancelRequested.catch(() => {
    run.cancel();
    run.review();
  });
}

/** Grants slots until the campaign is over, or this run has become too long. */
async function dial(run: CampaignRun): Promise<'over' | 'too_long'> {
  const { book } = run;
  const isTooLong = (): boolean =>
    hasRunLongEnough({ signalsThisRun: run.signals, now: Date.now(), info: workflowInfo() });
  for (;;) {
    await condition(() => isTooLong() || isOver(run) || canGrant(run));
    if (isOver(run)) return 'over';
    if (isTooLong()) return 'too_long';
    while (canGrant(run)) run.contacts.start(book.grant(Date.now()));
    run.review();
  }
}

// After a slot that was held, a gate is closed of which this run may not have heard yet: a second without calls.
function canGrant({ book, backingOff }: CampaignRun): boolean {
  return !backingOff && book.canGrant(Date.now());
}

function isOver({ book, refilling }: CampaignRun): boolean {
  if (book.ending === 'cancelled') return book.waitingLinesClosed && book.slotsTaken === 0;
  return book.isThrough && !refilling;
}

/**
 * A contact that is still being started when the run ends would never exist, without any error. So: start nothing,
 * wait for every pending start, then carry the state over in the same synchronous stretch.
 */
async function continueInNextRun(run: CampaignRun): Promise<void> {
  run.draining = true;
  await condition(() => run.contacts.starting === 0 && allHandlersFinished());
  await continueAsNew<typeof campaign>({ ...run.input, carried: run.book.carry(run.refilling) });
}

/** False when a contact was added to a finite campaign at the last moment: then it goes on. */
async function end(run: CampaignRun): Promise<boolean> {
  const { book } = run;
  const status = book.ending ?? 'completed';
  book.revision += 1;
  const { campaignId } = run.input;
  const recorded = await store.recordCampaignEnd({ campaignId, revision: book.revision, status });
  if (recorded.open) {
    book.openInStore = true;
    book.open();
    return false;
  }
  book.ending = status;
  run.review();
  book.projectedRevision = book.revision;
  const { deliveryIds } = recorded;
  if (deliveryIds.length > 0) await webhooks.deliverWebhooks({ deliveryIds });
  return true;
}
