import { defineSignal } from '@temporalio/workflow';

/** The workflow type. */
export const CLOCKWORK_WORKFLOW = 'clockwork';
export const CLOCKWORK_WORKFLOW_ID = 'dry-run-clockwork';

/** Something has to be done earlier than the clockwork knows of. */
export const earlierSignal = defineSignal('earlier');
