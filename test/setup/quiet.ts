import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import type { Database } from '../../infra/db/database';
import { campaignWorkflowId } from '../../workflows/campaign/contract';
import { contactWorkflowId } from '../../workflows/contact/contract';

const { EventType } = temporal.api.enums.v1;

/** How many contacts are looked at: those that were called last. */
const CONTACTS = 30;

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

/** Whether no campaign and no contact of a world has a task, an activity or a signal under way. */
export async function isQuiet({ client, db }: { readonly client: Client; readonly db: Database }): Promise<boolean> {
  const campaigns = await db.selectFrom('campaigns').select('id').where('ended_at', 'is', null).execute();
  const lines = await db
    .selectFrom('lines')
    .select(['id', 'campaign_id'])
    .where('attempts', '>', 0)
    .orderBy('id', 'desc')
    .limit(CONTACTS)
    .execute();
  const ids = [
    ...campaigns.map(({ id }) => campaignWorkflowId(id)),
    ...lines.map((line) => contactWorkflowId(line.campaign_id, line.id)),
  ];
  const underWay = await Promise.all(ids.map((id) => hasSomethingUnderWay(client, id)));
  return !underWay.includes(true);
}

async function hasSomethingUnderWay(client: Client, workflowId: string): Promise<boolean> {
  try {
    const handle = client.workflow.getHandle(workflowId);
    const { status } = await handle.describe();
    if (status.name !== 'RUNNING') return false;
    const { events } = await handle.fetchHistory();
    const types = (events ?? []).map(({ eventType }) => Number(eventType));
    const count = (among: readonly number[]): number => types.filter((type) => among.includes(type)).length;
    return count(BEGINS) !== count(ENDS);
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}
