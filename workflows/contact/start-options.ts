import { WorkflowIdReusePolicy } from '@temporalio/common';
import { campaignIdKey, contactStatusKey, organizationIdKey } from '../search-attributes';
import { contactWorkflowId, type ContactInput } from './contract';

/** How every contact is started, by its campaign or anew after it was lost: its id, and what the Temporal UI shows. */
export function contactStartOptions({ campaignId, organizationId, lineId }: ContactInput) {
  return {
    workflowId: contactWorkflowId(campaignId, lineId),
    // A line may be called again after its contact has ended; while it lives, a second start is refused.
    workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
    staticSummary: `Line ${lineId} of campaign ${campaignId}`,
    memo: { campaignId, lineId },
    typedSearchAttributes: [
      { key: campaignIdKey, value: String(campaignId) },
      { key: organizationIdKey, value: String(organizationId) },
      { key: contactStatusKey, value: 'in_progress' },
    ],
  };
}
