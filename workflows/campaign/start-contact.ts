import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { getExternalWorkflowHandle, log, ParentClosePolicy, startChild, workflowInfo } from '@temporalio/workflow';
import { contactWorkflowId, CONTACT_WORKFLOW, slotGrantedSignal, type ContactInput } from '../contact/contract';
import { contactStartOptions } from '../contact/start-options';
import type { CampaignInput } from './contract';

/** A slot and who it is for. */
export interface GrantedSlot {
  readonly lineId: number;
  readonly lease: number;
  /** The contact has been dialled before: its workflow should be waiting for the slot. */
  readonly due: boolean;
}

/**
 * Hands granted slots to contacts. Nothing here ever rejects: an unhandled rejection would wedge the campaign's task for
 * ever, so a contact that can be neither started nor reached gives its slot back through `onFailed`.
 */
export class ContactStarter {
  /** How many contacts are on their way. While any is, the campaign must not continue as new: it would be lost. */
  starting = 0;

  constructor(
    private readonly input: CampaignInput,
    private readonly onFailed: (slot: GrantedSlot) => void,
  ) {}

  start(slot: GrantedSlot): void {
    this.starting += 1;
    this.reach(slot)
      .catch((error: unknown) => {
        log.warn('a contact could not be started', { lineId: slot.lineId, lease: slot.lease, error });
        this.onFailed(slot);
      })
      .finally(() => {
        this.starting -= 1;
      });
  }

  private async reach(slot: GrantedSlot): Promise<void> {
    if (slot.due) {
      // A contact that was terminated by hand no longer listens: it is started again.
      await this.signal(slot).catch(() => this.startWorkflow(slot));
      return;
    }
    try {
      await this.startWorkflow(slot);
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
      // Announced twice: the contact that lives takes the slot, or gives it back.
      await this.signal(slot);
    }
  }

  private async signal({ lineId, lease }: GrantedSlot): Promise<void> {
    const contact = getExternalWorkflowHandle(contactWorkflowId(this.input.campaignId, lineId));
    await contact.signal(slotGrantedSignal, { lease });
  }

  private async startWorkflow({ lineId, lease }: GrantedSlot): Promise<void> {
    const { campaignId, organizationId } = this.input;
    const args: [ContactInput] = [{ campaignId, organizationId, lineId, lease }];
    await startChild(CONTACT_WORKFLOW, {
      ...contactStartOptions(args[0]),
      taskQueue: workflowInfo().taskQueue,
      args,
      // Contacts outlive the campaign's runs.
      parentClosePolicy: ParentClosePolicy.ABANDON,
    });
  }
}
