import { allHandlersFinished, CancellationScope, condition, continueAsNew, log, patched } from '@temporalio/workflow';
import { startBackgroundLoops } from './background-loops';
import { CampaignRun } from './campaign-run';
import type { CampaignInput } from './contract';
import { listen } from './handlers';
import { store } from './proxies';
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
  for (;;) {
    await condition(() => run.isLongEnough || isOver(run) || canGrant(run));
    if (isOver(run)) return 'over';
    if (run.isLongEnough) return 'too_long';
    while (canGrant(run)) run.contacts.start(book.grant(Date.now()));
    run.review();
  }
}

// After a slot that was held, a gate is closed of which this run may not have heard yet: a while without calls.
function canGrant({ book, backOff }: CampaignRun): boolean {
  return !backOff.active && book.canGrant(Date.now());
}

function isOver(run: CampaignRun): boolean {
  const { book } = run;
  if (run.closesWaitingLines) return book.waitingLinesClosed && book.slotsTaken === 0;
  return book.isThrough && !run.refilling;
}

/**
 * A contact that is still being started when the run ends would never exist, without any error. So: start nothing,
 * wait for every pending start, then carry the state over in the same synchronous stretch.
 */
async function continueInNextRun(run: CampaignRun): Promise<void> {
  run.draining = true;
  await condition(() => run.contacts.starting === 0 && allHandlersFinished());
  const { book } = run;
  const { rules: hours, openedAt } = book.hours;
  // What may have changed replaces what the first run was started with: nothing is in the state twice.
  const input = { ...run.input, startsAt: book.startsAt, hours, openedAt, window: undefined, reopened: undefined };
  await continueAsNew<typeof campaign>({ ...input, carried: book.carry(run.refilling) });
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
    book.lookAgain();
    return false;
  }
  book.ending = status;
  run.review();
  book.projectedRevision = book.revision;
  const { deliveryIds } = recorded;
  if (deliveryIds.length > 0) {
    await webhooks
      .deliverWebhooks({ deliveryIds })
      .catch((error: unknown) => log.warn('deliveries were given up', { deliveryIds, error }));
  }
  // Nothing is left behind: an activity of a workflow that is over has nobody to answer to.
  if (run.projecting && patched('end-after-projection')) await condition(() => !run.projecting);
  return true;
}
