import type { Client, Connection } from '@temporalio/client';
import { temporal } from '@temporalio/proto';

const { EventType } = temporal.api.enums.v1;

const MOST_WORKFLOWS = 1_000;

/** What begins something that the server waits for, and what ends it. */
const BEGINS: readonly number[] = [
  EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED,
  EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED,
  EventType.EVENT_TYPE_SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_INITIATED,
  EventType.EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_INITIATED,
];
const ENDS: readonly number[] = [
  EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED,
  EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED,
  EventType.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT,
  EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED,
  EventType.EVENT_TYPE_ACTIVITY_TASK_FAILED,
  EventType.EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT,
  EventType.EVENT_TYPE_ACTIVITY_TASK_CANCELED,
  EventType.EVENT_TYPE_EXTERNAL_WORKFLOW_EXECUTION_SIGNALED,
  EventType.EVENT_TYPE_SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_FAILED,
  EventType.EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_STARTED,
  EventType.EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_FAILED,
];

/** Whether no workflow of a time-skipping server has a task, an activity or a signal under way. */
export async function isQuiet({ connection, workflow }: Client): Promise<boolean> {
  const { executions } = await (connection as Connection).workflowService.listOpenWorkflowExecutions({
    namespace: 'default',
    maximumPageSize: MOST_WORKFLOWS,
  });
  const underWay = await Promise.all(
    executions.map(async ({ execution }) => {
      const handle = workflow.getHandle(execution?.workflowId ?? '', execution?.runId ?? '');
      const { events } = await handle.fetchHistory();
      return hasSomethingUnderWay((events ?? []).map(({ eventType }) => Number(eventType)));
    }),
  );
  return !underWay.includes(true);
}

function hasSomethingUnderWay(types: readonly number[]): boolean {
  const count = (among: readonly number[]): number => types.filter((type) => among.includes(type)).length;
  return count(BEGINS) !== count(ENDS);
}
