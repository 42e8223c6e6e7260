import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { SendLimiter } from '../../infra/temporal/signal-coalescer';
import { callEventSignal, contactWorkflowId, wakeSignal } from '../../workflows/contact/contract';

const CALL_DEADLINE_MS = 4_000;
const IN_FLIGHT = 32;

/** All that a process says to contact workflows. A contact that is gone is no error: its line is in Postgres. */
export class ContactMessenger {
  private readonly limiter = new SendLimiter(IN_FLIGHT);
  private readonly sending = new Set<Promise<void>>();

  constructor(private readonly client: Client) {}

  /**
   * The end of a contact's call is stored.
   *
   * @throws while Temporal is away; the sweeper tells it again.
   */
  callEnded(campaignId: number, lineId: number, attemptId: number): Promise<void> {
    return this.tell(contactWorkflowId(campaignId, lineId), (handle) => handle.signal(callEventSignal, { attemptId }));
  }

  /** Makes a contact read its line again. */
  wake(campaignId: number, lineId: number): Promise<void> {
    return this.tell(contactWorkflowId(campaignId, lineId), (handle) => handle.signal(wakeSignal));
  }

  /** True while a contact's workflow lives. */
  async isRunning(campaignId: number, lineId: number): Promise<boolean> {
    try {
      const description = await this.client.workflow.getHandle(contactWorkflowId(campaignId, lineId)).describe();
      return description.status.name === 'RUNNING';
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return false;
      throw error;
    }
  }

  /** Resolves when everything said so far has arrived, or failed. */
  async flush(): Promise<void> {
    await Promise.allSettled(this.sending);
  }

  private tell(
    workflowId: string,
    send: (handle: ReturnType<Client['workflow']['getHandle']>) => Promise<void>,
  ): Promise<void> {
    const sent = this.limiter.run(async () => {
      try {
        await this.client.withDeadline(Date.now() + CALL_DEADLINE_MS, () =>
          send(this.client.workflow.getHandle(workflowId)),
        );
      } catch (error) {
        if (!(error instanceof WorkflowNotFoundError)) throw error;
      }
    });
    this.sending.add(sent);
    const forget = (): void => void this.sending.delete(sent);
    sent.then(forget, forget);
    return sent;
  }
}
