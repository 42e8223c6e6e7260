import type { WorkflowInfo } from '@temporalio/workflow';

const EVENTS = 2_000;
// A run is replayed whole when a signal comes in between; the more signals, the longer, the more come in between.
const SIGNALS = 1_000;
// Temporal refuses at 51,200 events and 10,000 signals; near them the age of a run no longer matters.
const EVENTS_AT_MOST = 3_500;
const SIGNALS_AT_MOST = 8_000;
// Temporal throttles continue-as-new to one a second per workflow id.
const YOUNGEST_MS = 2_000;

/**
 * Whether a run has to make way for the next one. A pure function of the run's own history, so that a replay decides alike.
 *
 * @param run.now epoch milliseconds of the current workflow task.
 */
export function hasRunLongEnough(run: {
  readonly signalsThisRun: number;
  readonly now: number;
  readonly info: Pick<WorkflowInfo, 'historyLength' | 'continueAsNewSuggested' | 'runStartTime'>;
}): boolean {
  const { historyLength, continueAsNewSuggested, runStartTime } = run.info;
  if (historyLength >= EVENTS_AT_MOST || run.signalsThisRun >= SIGNALS_AT_MOST) return true;
  if (run.now - runStartTime.getTime() < YOUNGEST_MS) return false;
  return historyLength >= EVENTS || run.signalsThisRun >= SIGNALS || continueAsNewSuggested;
}
