import { ApplicationFailure, patched, setHandler } from '@temporalio/workflow';
import type { PauseReason } from '../../domain/pause-reason';
import type { CampaignRun } from './campaign-run';
import {
  callsReportedSignal,
  cancelSignal,
  contactsAddedSignal,
  contactsDueSignal,
  failSignal,
  pauseSignal,
  resumeSignal,
  SETTINGS_REFUSED,
  shareCapacitySignal,
  snapshotQuery,
  updateSettingsUpdate,
  type CallsReported,
  type CampaignSettingsChange,
  type CapacityShare,
  type ContactsAdded,
  type ContactsDue,
  type SettingsTaken,
} from './contract';
import { faultOf } from './settings-fault';

/**
 * Registers every message a campaign takes. Handlers change state and never await: one that awaits loses signals when
 * the campaign continues as new.
 */
export function listen(run: CampaignRun): void {
  listenToWork(run);
  listenToPeople(run);
  setHandler(updateSettingsUpdate, (change: CampaignSettingsChange) => applySettings(run, change), {
    validator: (change: CampaignSettingsChange) => refuseBadSettings(run, change),
    description:
      'Takes over concurrency, pace and hours: {"settingsVersion": 2, "pacing": {"concurrency": 5, "callsPerSecond": 1}}.',
  });
  setHandler(snapshotQuery, () => run.snapshot(), {
    description: 'Status, counts, slots, queue, and why nothing is dialled now.',
  });
}

/** What our own processes say: contacts that wait, calls that have ended, what the campaign shares with others. */
function listenToWork(run: CampaignRun): void {
  const { book } = run;
  setHandler(
    contactsAddedSignal,
    onSignal(run, ({ lineIds, priorities }: ContactsAdded) => book.addFresh(lineIds, priorities)),
    {
      description:
        'New contacts are stored: {"lineIds": [1, 2], "priorities": [5, 9]}. An empty list makes it look into Postgres.',
    },
  );
  setHandler(
    contactsDueSignal,
    onSignal(run, ({ lineIds, priorities }: ContactsDue) => book.addDue(lineIds, priorities)),
    { description: 'Retries or callbacks whose time has come: {"lineIds": [1, 2], "priorities": [5, 9]}.' },
  );
  setHandler(
    callsReportedSignal,
    onSignal(run, ({ reports }: CallsReported) => {
      for (const report of reports) {
        if (book.applyReport(report)) run.backOff.hear(report);
      }
    }),
    { description: 'Calls have ended; their slots are free again. Sent by the workers.' },
  );
  setHandler(
    shareCapacitySignal,
    onSignal(run, (share?: CapacityShare) => book.applyShare(share, Date.now())),
    {
      description:
        'Its part of a number or an account: {"concurrency": 3, "callsPerSecond": null}. Sent by the workers.',
    },
  );
}

/** What anybody may send from Temporal's UI or CLI, and the end that a worker sends. */
function listenToPeople(run: CampaignRun): void {
  setHandler(
    pauseSignal,
    onSignal(run, (reason?: PauseReason) => run.pause(reason)),
    {
      description:
        'Stops new calls. Calls in progress finish; contacts added meanwhile are called after resume. Needs no argument.',
    },
  );
  setHandler(
    resumeSignal,
    onSignal(run, (askedAt?: number) => run.resume(askedAt)),
    { description: 'Goes on after a pause, or after a daily stop that no start follows. Needs no argument.' },
  );
  setHandler(
    cancelSignal,
    onSignal(run, () => run.cancel()),
    { description: 'Ends the campaign for good: waiting contacts are closed, calls in progress finish.' },
  );
  setHandler(
    failSignal,
    onSignal(run, () => run.fail()),
    { description: 'Ends the campaign as failed, since it cannot go on. Sent by the workers.' },
  );
}

function onSignal<T extends unknown[]>(run: CampaignRun, apply: (...args: T) => void): (...args: T) => void {
  return (...args) => {
    run.signals += 1;
    apply(...args);
    run.review();
  };
}

// Repeated over runs an update would be handled again: the version makes it idempotent, not Temporal's update id.
function applySettings(run: CampaignRun, change: CampaignSettingsChange): SettingsTaken {
  const { book } = run;
  const now = Date.now();
  if (book.hasStartedTooSoon(change, now) && patched('start-taken-back')) book.takeBackStart();
  if (book.applySettings(change, now)) {
    book.revision += 1;
    run.endBackOff();
  }
  run.review();
  return { settingsVersion: book.settingsVersion, startsAt: book.startsAt };
}

function refuseBadSettings(run: CampaignRun, change: CampaignSettingsChange): void {
  if (run.book.ending !== null) {
    throw ApplicationFailure.nonRetryable('The campaign has ended.', SETTINGS_REFUSED.final);
  }
  // The next run will take it: whoever sends it tries again.
  if (run.draining) {
    throw ApplicationFailure.retryable('The campaign is changing runs.', SETTINGS_REFUSED.draining);
  }
  const fault = faultOf(change);
  if (fault) throw ApplicationFailure.nonRetryable(fault, SETTINGS_REFUSED.invalid);
}
