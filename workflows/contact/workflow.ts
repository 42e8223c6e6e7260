import {
  CancellationScope,
  condition,
  continueAsNew,
  log,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { LineStatus } from '../../domain/line-status';
import { attemptKey, contactStatusKey, nextAttemptAtKey } from '../search-attributes';
import type { NextStep, PlaceCallResult } from './activity-interface';
import { ContactState } from './contact-state';
import {
  callEventSignal,
  contactSnapshotQuery,
  slotGrantedSignal,
  wakeSignal,
  type ContactInput,
  type LostAttempt,
} from './contract';
import { calls, store } from './proxies';
import { webhooks } from '../webhook-proxies';

/**
 * One contact of a campaign: attempt, outcome, then done, a retry or a callback. It begins with a slot in hand; every
 * later call waits for its time, and then for a slot that the campaign grants.
 */
export async function contact(input: ContactInput): Promise<LineStatus | 'held'> {
  const run = new ContactState(input);
  setHandler(callEventSignal, ({ attemptId }) => run.noteEnd(attemptId), {
    description: 'The end of a call is stored: {"attemptId": 1}. Sent by the API.',
  });
  setHandler(slotGrantedSignal, ({ lease }) => run.noteGrant(lease), {
    description: 'The campaign has a slot for the next call: {"lease": 1}.',
  });
  setHandler(
    wakeSignal,
    () => {
      run.woken = true;
    },
    { description: 'The line was changed in Postgres: read it again now.' },
  );
  setHandler(contactSnapshotQuery, () => run.snapshot(), { description: 'Where the contact stands.' });

  // A cancel of this workflow must not tear a call from its record: contacts end through their campaign, or their line.
  return CancellationScope.nonCancellable(async () => {
    deliver(run, [...run.pendingDeliveries]);
    let status = await callUntilClosed(run, input.resumes);
    // A line that is put back into the queue while its callbacks are still being delivered is called by this contact.
    while (await isGrantedBeforeDelivered(run)) status = await callUntilClosed(run);
    return status;
  });
}

async function callUntilClosed(run: ContactState, lost?: LostAttempt): Promise<LineStatus | 'held'> {
  let next: NextStep | NotCalled | null = lost ? await finishCall(run, lost) : null;
  for (;;) {
    if (next?.kind === 'close' || next?.kind === 'wait') {
      deliver(run, next.deliveryIds);
      if (next.kind === 'close') return show(run, next.status, next.reason);
      showWaiting(run, next);
      await giveBackStraySlots(run);
    } else if (next !== null) {
      // Nothing was dialled. A contact without a past ends: the campaign finds its line in Postgres and starts it anew.
      if (next.kind !== 'gone' && run.attemptNo === 0) return 'held';
      // The line is another's, was closed or may be called at once: Postgres says which.
      if (next.kind === 'deferred') showDeferred(run, next);
      else run.wakesAt = Date.now();
    }
    if (!run.hasGrant) {
      const closed = await waitForSlot(run, run.wakesAt ?? Date.now());
      if (closed) return show(run, closed);
    }
    const lease = run.takeGrant();
    if (lease === undefined) continue;
    next = await call(run, lease);
  }
}

/** A slot that came to nothing. */
type NotCalled = Extract<PlaceCallResult, { kind: 'held' | 'deferred' | 'gone' }>;

/** One slot, one attempt, at most one call. */
async function call(run: ContactState, lease: number): Promise<NextStep | NotCalled> {
  const { campaignId, lineId } = run.input;
  run.phase = 'asking';
  const placed = await calls.placeCall.executeWithOptions({ summary: `Call ${run.attemptNo + 1}` }, [
    { campaignId, lineId, lease },
  ]);
  if (placed.kind !== 'placed' && placed.kind !== 'ended') return placed;
  const { attemptId, attemptNo } = placed;
  const deadline = placed.kind === 'placed' ? placed.deadline : 0;
  return finishCall(run, { attemptId, attemptNo, lease, deadline, ended: placed.kind === 'ended' });
}

async function finishCall(run: ContactState, made: LostAttempt): Promise<NextStep> {
  const { campaignId, lineId } = run.input;
  const { attemptId, lease } = made;
  run.attemptId = attemptId;
  run.attemptNo = made.attemptNo;
  if (!made.ended) await awaitEnd(run, attemptId, made.deadline);
  return store.recordOutcome({ campaignId, lineId, attemptId, lease, now: Date.now() });
}

async function awaitEnd(run: ContactState, attemptId: number, deadline: number): Promise<void> {
  run.phase = 'call';
  for (;;) {
    const wait = Math.max(1_000, deadline - Date.now());
    const summary = `Longest call: until ${new Date(deadline).toISOString()}, then the provider is asked`;
    if (await condition(() => run.hasEnded(attemptId), wait, { summary })) return;
    const found = await calls.reconcileCall({ attemptId });
    if (!found.live) return;
    deadline = found.deadline;
  }
}

/** Sleeps until the contact's time, then waits for a slot. Answers a status when the line was closed meanwhile. */
async function waitForSlot(run: ContactState, until: number): Promise<LineStatus | null> {
  const { campaignId, lineId } = run.input;
  for (;;) {
    run.phase = 'waiting';
    run.wakesAt = until;
    await sleepUntil(run, until);
    await giveBackStraySlots(run);
    // Woken early is woken: the next run reads the line at once.
    await continueAsNewIfDue(run);
    const due = await store.markDue({ campaignId, lineId, now: Date.now() });
    if (due.kind === 'close') {
      deliver(run, due.deliveryIds);
      return due.status;
    }
    if (due.kind === 'wait') {
      until = due.until;
      continue;
    }
    run.phase = 'due';
    run.wakesAt = null;
    await condition(() => run.hasGrant || run.woken);
    if (run.hasGrant) return null;
    until = Date.now();
  }
}

async function sleepUntil(run: ContactState, until: number): Promise<void> {
  const wait = until - Date.now();
  if (wait > 0) {
    const summary = `${run.waitsFor}: next call at ${new Date(until).toISOString()}`;
    await condition(() => run.woken || run.hasGrant, wait, { summary });
  }
  run.woken = false;
}

/** A slot that came while the contact was not waiting for one would be taken for good: it goes back. */
async function giveBackStraySlots(run: ContactState): Promise<void> {
  const { campaignId, lineId } = run.input;
  for (let lease = run.takeGrant(); lease !== undefined; lease = run.takeGrant()) {
    await store.giveBackSlot({ campaignId, lineId, lease });
  }
}

async function continueAsNewIfDue(run: ContactState): Promise<void> {
  if (!workflowInfo().continueAsNewSuggested) return;
  const pendingDeliveries = [...run.pendingDeliveries];
  await continueAsNew<typeof contact>({
    ...run.input,
    lease: null,
    resumes: undefined,
    wakesAt: Date.now(),
    attemptNo: run.attemptNo,
    waitsFor: run.waitsFor,
    pendingDeliveries,
  });
}

/** Webhooks never delay the next attempt: they run beside it, and only the contact's end waits for them. */
function deliver(run: ContactState, deliveryIds: readonly number[]): void {
  if (deliveryIds.length === 0) return;
  for (const deliveryId of deliveryIds) run.pendingDeliveries.add(deliveryId);
  webhooks
    .deliverWebhooks({ deliveryIds })
    .catch((error: unknown) => log.warn('deliveries were given up', { deliveryIds, error }))
    .finally(() => {
      for (const deliveryId of deliveryIds) run.pendingDeliveries.delete(deliveryId);
    });
}

/** Waits for the last delivery; true when a slot comes first. */
async function isGrantedBeforeDelivered(run: ContactState): Promise<boolean> {
  run.phase = 'delivering';
  await condition(() => run.pendingDeliveries.size === 0 || run.hasGrant);
  return run.hasGrant;
}

function show(run: ContactState, status: LineStatus, reason?: string): LineStatus {
  upsertSearchAttributes([{ key: contactStatusKey, value: status }]);
  setCurrentDetails(`**${status}**${reason ? `: ${reason}` : ''}, after ${run.attemptNo} attempts.`);
  return status;
}

function showWaiting(run: ContactState, next: Extract<NextStep, { kind: 'wait' }>): void {
  run.wakesAt = next.until;
  run.waitsFor = next.status === 'callback_scheduled' ? 'Callback' : 'Retry';
  upsertSearchAttributes([
    { key: contactStatusKey, value: next.status },
    { key: attemptKey, value: run.attemptNo },
    { key: nextAttemptAtKey, value: new Date(next.until) },
  ]);
  const at = new Date(next.until).toISOString();
  setCurrentDetails(`**${next.status}** until ${at}: ${next.reason}. Attempts so far: ${run.attemptNo}.`);
}

/** The rules forbid the call for now. What the contact waits for in the end, a retry or a callback, stays shown. */
function showDeferred(run: ContactState, { until, reason }: Extract<NotCalled, { kind: 'deferred' }>): void {
  run.wakesAt = until;
  run.waitsFor = `Put off (${reason})`;
  const at = new Date(until);
  upsertSearchAttributes([{ key: nextAttemptAtKey, value: at }]);
  setCurrentDetails(`**Put off** until ${at.toISOString()}: ${reason}. Attempts so far: ${run.attemptNo}.`);
}
