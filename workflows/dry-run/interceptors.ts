import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { proxyLocalActivities, type WorkflowInterceptorsFactory } from '@temporalio/workflow';
import type { ContactInput } from '../contact/contract';
import type { DryRunContactActivities } from './activity-interface';

const { startContact } = proxyLocalActivities<DryRunContactActivities>({
  startToCloseTimeout: '10s',
  retry: { maximumAttempts: 5 },
});

/**
 * Starts contacts as nobody's children. The time-skipping server never skips again after a child has ended whose parent
 * has continued as new; campaigns do not wait for their contacts, so nothing else is different.
 */
export const interceptors: WorkflowInterceptorsFactory = () => ({
  outbound: [
    {
      async startChildWorkflowExecution({ workflowType, options }) {
        const { workflowId } = options;
        const started = await startContact(options.args[0] as ContactInput);
        if (!started) throw new WorkflowExecutionAlreadyStartedError('it lives already', workflowId, workflowType);
        return [Promise.resolve(workflowId), new Promise(() => undefined)];
      },
    },
  ],
});
