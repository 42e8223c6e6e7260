import type { TemporalClient } from '../../infra/temporal/connection';
import { CAMPAIGNS_TASK_QUEUE } from '../../workflows/task-queues';
import type { ReadinessCheck } from './dependencies';

/** `TASK_QUEUE_TYPE_WORKFLOW` of Temporal's API. */
const WORKFLOW_QUEUE = 1;
const DEADLINE_MS = 1_500;

/** What the API asks of Temporal before it says that it is ready: that it answers, and that a worker polls. */
export function createTemporalChecks({ connection, namespace }: TemporalClient): Record<string, ReadinessCheck> {
  return {
    temporal: async () => {
      await connection.withDeadline(Date.now() + DEADLINE_MS, () => connection.workflowService.getSystemInfo({}));
    },
    worker: async () => {
      const { pollers } = await connection.withDeadline(Date.now() + DEADLINE_MS, () =>
        connection.workflowService.describeTaskQueue({
          namespace,
          taskQueue: { name: CAMPAIGNS_TASK_QUEUE },
          taskQueueType: WORKFLOW_QUEUE,
        }),
      );
      if (!pollers || pollers.length === 0) throw new Error(`nobody polls ${CAMPAIGNS_TASK_QUEUE}`);
    },
  };
}
