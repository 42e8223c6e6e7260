import type { Client, Connection } from '@temporalio/client';
import { temporal } from '@temporalio/proto';

const { EventType } = temporal.api.enums.v1;

const MOST_WORKFLOWS = 1_000;

const SCHEDULED = temporal.api.enums.v1.PendingActivityState.PENDING_ACTIVITY_STATE_SCHEDULED;

/** What begins something that the server waits for, and what ends it. */
const ACTIVITIES: { readonly begins: readonly number[]; readonly ends: readonly number[] } = {
  begins: [EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED],
  ends: [
    EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED,
    EventType.EVENT_TYPE_ACTIVITY_TASK_FAILED,
    EventType.EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT,
    EventType.EVENT_TYPE_ACTIVITY_TASK_CANCELED,
  ],
};
const OTHERS: typeof ACTIVITIES = {
  begins: [
    EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED,
    EventType.EVENT_TYPE_SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_INITIATED,
    EventType.EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_INITIATED,
  ],
  ends: [
    EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED,
    EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED,
    EventType.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT,
    EventType.EVENT_TYPE_EXTERNAL_WORKFLOW_EXECUTION_SIGNALED,
    EventType.EVENT_TYPE_SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_FAILED,
    EventType.EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_STARTED,
    EventType.EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_FAILED,
  ],
};

/** What a time-skipping server waits for: nothing, activities that back off before their next try, or work. */
export type UnderWay = 'nothing' | 'retries' | 'work';

/** Looks through all open workflows of a time-skipping server. */
export async function whatIsUnderWay({ connection, workflow }: Client): Promise<UnderWay> {
  const { executions } = await (connection as Connection).workflowService.listOpenWorkflowExecutions({
    namespace: 'default',
    maximumPageSize: MOST_WORKFLOWS,
  });
  const found = await Promise.all(
    executions.map(async ({ execution }): Promise<UnderWay> => {
      const handle = workflow.getHandle(execution?.workflowId ?? '', execution?.runId ?? '');
      const { events } = await handle.fetchHistory();
      const types = (events ?? []).map(({ eventType }) => Number(eventType));
      if (isOpen(types, OTHERS)) return 'work';
      if (!isOpen(types, ACTIVITIES)) return 'nothing';
      const { pendingActivities } = (await handle.describe()).raw;
      const isRetry = pendingActivities?.every(({ attempt, state }) => Number(attempt) > 1 && state === SCHEDULED);
      return isRetry ? 'retries' : 'work';
    }),
  );
  return found.includes('work') ? 'work' : found.includes('retries') ? 'retries' : 'nothing';
}

function isOpen(types: readonly number[], { begins, ends }: typeof OTHERS): boolean {
  const count = (among: readonly number[]): number => types.filter((type) => among.includes(type)).length;
  return count(begins) !== count(ends);
}
