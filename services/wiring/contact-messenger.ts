import { WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError, type Client } from '@temporalio/client';
import { SendLimiter } from '../../infra/temporal/signal-coalescer';
import {
  callEventSignal,
  CONTACT_WORKFLOW,
  contactWorkflowId,
  wakeSignal,
  type ContactInput,
  type LostAttempt,
} from '../../workflows/contact/contract';
import { contactStartOptions } from '../../workflows/contact/start-options';
import { CAMPAIGNS_TASK_QUEUE } from '../../workflows/task-queues';

const CALL_DEADLINE_MS = 4_000;
const IN_FLIGHT = 32;

/** All that a process says to contact workflows. A contact that is gone is no error: its line is in Postgres. */
export class ContactMessenger {
  private readonly limiter = new SendLimiter(IN_FLIGHT);
  private readonly sending = new Set<Promise<boolean>>();

  constructor(private readonly client: Client) {}

  /**
   * The end of a contact's call is stored.
   *
   * @returns false when the contact is gone.
   * @throws while Temporal is away; the sweeper tells it again.
   */
  callEnded(campaignId: number, lineId: number, attemptId: number): Promise<boolean> {
    return this.tell(contactWorkflowId(campaignId, lineId), (handle) => handle.signal(callEventSignal, { attemptId }));
  }

  /**
   * Makes a contact read its line again.
   *
   * @returns false when the contact is gone.
   * @throws while Temporal is away.
   */
  wake(campaignId: number, lineId: number): Promise<boolean> {
    return this.tell(contactWorkflowId(campaignId, lineId), (handle) => handle.signal(wakeSignal));
  }

  /** Whether a contact's workflow lives, and whether it is asking the provider for a call just now. */
  async look(campaignId: number, lineId: number): Promise<'gone' | 'asking' | 'running'> {
    try {
      const { status, raw } = await this.client.workflow.getHandle(contactWorkflowId(campaignId, lineId)).describe();
      if (status.name !== 'RUNNING') return 'gone';
      const asks = raw.pendingActivities?.some(({ activityType }) => activityType?.name === 'placeCall');
      return asks ? 'asking' : 'running';
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return 'gone';
      throw error;
    }
  }

  /**
   * Starts a contact anew that was lost (terminated by hand) after its attempt was made: it records the outcome, reports
   * to the campaign, and goes on as if nothing had happened.
   */
  async resume(lost: LostAttempt & Pick<ContactInput, 'campaignId' | 'organizationId' | 'lineId'>): Promise<void> {
    const { campaignId, organizationId, lineId, ...resumes } = lost;
    const args: [ContactInput] = [{ campaignId, organizationId, lineId, lease: null, resumes }];
    try {
      await this.client.workflow.start(CONTACT_WORKFLOW, {
        ...contactStartOptions(args[0]),
        taskQueue: CAMPAIGNS_TASK_QUEUE,
        args,
      });
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    }
  }

  /** Resolves when everything said so far has arrived, or failed. */
  async flush(): Promise<void> {
    await Promise.allSettled(this.sending);
  }

  private tell(
    workflowId: string,
    send: (handle: ReturnType<Client['workflow']['getHandle']>) => Promise<void>,
  ): Promise<boolean> {
    const sent = this.limiter.run(async () => {
      try {
        await this.client.withDeadline(Date.now() + CALL_DEADLINE_MS, () =>
          send(this.client.workflow.getHandle(workflowId)),
        );
        return true;
      } catch (error) {
        if (error instanceof WorkflowNotFoundError) return false;
        throw error;
      }
    });
    this.sending.add(sent);
    const forget = (): void => void this.sending.delete(sent);
    sent.then(forget, forget);
    return sent;
  }
}
