/** Workflow code, and the small activities that belong to campaigns and contacts. */
export const CAMPAIGNS_TASK_QUEUE = 'everdial-campaigns';
/** Activities that ask a telephony provider for something. */
export const CALLS_TASK_QUEUE = 'everdial-calls';
/** Activities that send HTTP requests to customers. */
export const WEBHOOKS_TASK_QUEUE = 'everdial-webhooks';
