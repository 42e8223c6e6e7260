import { WorkflowIdReusePolicy } from '@temporalio/common';
import { campaignIdKey, organizationIdKey } from '../search-attributes';
import { deliveryWorkflowId, type DeliveryInput } from './contract';

/** How every delivery is started: its id, and what the Temporal UI shows. */
export function deliveryStartOptions({ deliveryId, organizationId, campaignId, endpointId, what }: DeliveryInput) {
  return {
    workflowId: deliveryWorkflowId(deliveryId),
    // One that has ended may be replayed; while it lives, a second start is refused.
    workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
    staticSummary: `${what} to ${endpointId === null ? "the campaign's callback" : `endpoint ${endpointId}`}`,
    memo: { deliveryId, endpointId },
    typedSearchAttributes: [
      { key: organizationIdKey, value: String(organizationId) },
      ...(campaignId === null ? [] : [{ key: campaignIdKey, value: String(campaignId) }]),
    ],
  };
}
