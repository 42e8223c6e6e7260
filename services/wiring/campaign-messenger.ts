import {
  WorkflowExecutionAlreadyStartedError,
  WorkflowIdConflictPolicy,
  WorkflowIdReusePolicy,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  type Client,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { PauseReason } from '../../domain/pause-reason';
import type { Database } from '../../infra/db/database';
import type { CampaignRow } from '../../infra/db/tables';
import type { Logger } from '../../infra/observability/logger';
import { SendLimiter, SignalCoalescer } from '../../infra/temporal/signal-coalescer';
import {
  callsReportedSignal,
  campaignWorkflowId,
  CAMPAIGN_WORKFLOW,
  cancelSignal,
  contactsAddedSignal,
  contactsDueSignal,
  failSignal,
  pauseSignal,
  resumeSignal,
  SETTINGS_REFUSED,
  updateSettingsUpdate,
  type CallReport,
  type CampaignInput,
  type CampaignSettingsChange,
} from '../../workflows/campaign/contract';
import {
  campaignIdKey,
  campaignStatusKey,
  campaignTypeKey,
  organizationIdKey,
  phoneNumberIdKey,
} from '../../workflows/search-attributes';
import { CAMPAIGNS_TASK_QUEUE } from '../../workflows/task-queues';

export interface CampaignMessengerOptions {
  readonly client: Client;
  readonly db: Database;
  readonly logger: Logger;
  /** Longest call in milliseconds, for the leases of the campaigns started here. */
  readonly maxCallMs: number;
}

const CALL_DEADLINE_MS = 4_000;
const UPDATE_DEADLINE_MS = 10_000;
const SIGNALS = { pause: pauseSignal, resume: resumeSignal, cancel: cancelSignal, fail: failSignal };

/**
 * All that a process says to campaign workflows. What many callers say is coalesced: one signal in flight per campaign,
 * eight in all, since more would starve a campaign that has to continue as new.
 */
export class CampaignMessenger {
  private readonly added: SignalCoalescer<number>;
  private readonly due: SignalCoalescer<number>;
  private readonly reports: SignalCoalescer<CallReport>;

  constructor(private readonly options: CampaignMessengerOptions) {
    const limiter = new SendLimiter();
    const batching = { maxBatch: 500, limiter };
    this.added = new SignalCoalescer(
      (id, lineIds) => this.tell(id, (handle) => handle.signal(contactsAddedSignal, { lineIds })),
      { ...batching, lingerMs: 0 },
    );
    this.due = new SignalCoalescer(
      (id, lineIds) => this.tell(id, (handle) => handle.signal(contactsDueSignal, { lineIds })),
      { ...batching, lingerMs: 10 },
    );
    this.reports = new SignalCoalescer(
      (id, reports) => this.tell(id, (handle) => handle.signal(callsReportedSignal, { reports })),
      { ...batching, lingerMs: 10 },
    );
  }

  /** Tells a campaign of stored contacts. Nothing is lost when this fails: the sweeper finds the rows. */
  announceContacts(campaignId: number, lineIds: readonly number[]): void {
    for (const lineId of lineIds) {
      this.added.add(campaignWorkflowId(campaignId), lineId).catch((error: unknown) => {
        this.options.logger.warn({ campaignId, err: error }, 'contacts not announced; the sweeper will');
      });
    }
  }

  /** Makes a campaign look into Postgres for lines that nobody announced. */
  async nudge(campaignId: number): Promise<void> {
    await this.tell(campaignWorkflowId(campaignId), (handle) => handle.signal(contactsAddedSignal, { lineIds: [] }));
  }

  /** Resolves when Temporal has it. */
  announceDue(campaignId: number, lineId: number): Promise<void> {
    return this.due.add(campaignWorkflowId(campaignId), lineId);
  }

  /** Resolves when Temporal has it; a campaign that has ended needs no report. */
  report(campaignId: number, report: CallReport): Promise<void> {
    return this.reports.add(campaignWorkflowId(campaignId), report);
  }

  /**
   * Sends one of the plain signals.
   *
   * @throws while Temporal is away.
   */
  async signal(campaignId: number, action: keyof typeof SIGNALS, reason: PauseReason | null = null): Promise<void> {
    await this.tell(campaignWorkflowId(campaignId), (handle) =>
      action === 'pause' && reason ? handle.signal(pauseSignal, reason) : handle.signal(SIGNALS[action]),
    );
  }

  /** Starts a campaign's workflow, and notes in Postgres that it exists. A campaign that runs already is left alone. */
  async start(campaign: CampaignRow): Promise<void> {
    await this.startWorkflow(campaign).catch((error: unknown) => {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    });
    await this.options.db
      .updateTable('campaigns')
      .set({ workflow_started_at: new Date() })
      .where('id', '=', campaign.id)
      .where('workflow_started_at', 'is', null)
      .execute();
  }

  /**
   * Hands newer settings to a campaign.
   *
   * @throws while Temporal is away, or no worker answers; the sweeper sends them again.
   */
  async updateSettings(campaignId: number, change: CampaignSettingsChange): Promise<void> {
    const handle = this.options.client.workflow.getHandle(campaignWorkflowId(campaignId));
    for (;;) {
      try {
        await this.options.client.withDeadline(Date.now() + UPDATE_DEADLINE_MS, () =>
          handle.executeUpdate(updateSettingsUpdate, { args: [change] }),
        );
        return;
      } catch (error) {
        const refusal = error instanceof WorkflowUpdateFailedError ? error.cause : null;
        const draining = refusal instanceof ApplicationFailure && refusal.type === SETTINGS_REFUSED.draining;
        if (!draining) throw error;
      }
    }
  }

  /** Resolves when everything said so far has arrived, or failed. */
  async flush(): Promise<void> {
    await Promise.all([this.added.flush(), this.due.flush(), this.reports.flush()]);
  }

  private async tell(
    workflowId: string,
    send: (handle: ReturnType<Client['workflow']['getHandle']>) => Promise<void>,
  ): Promise<void> {
    const { client } = this.options;
    try {
      await client.withDeadline(Date.now() + CALL_DEADLINE_MS, () => send(client.workflow.getHandle(workflowId)));
    } catch (error) {
      // Ended, or not started yet: then it looks into Postgres by itself when it starts.
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    }
  }

  private async startWorkflow(campaign: CampaignRow): Promise<void> {
    const { client, maxCallMs } = this.options;
    const input: CampaignInput = {
      campaignId: campaign.id,
      organizationId: campaign.organization_id,
      phoneNumberId: campaign.phone_number_id,
      type: campaign.type,
      startsAt: campaign.starts_at?.getTime() ?? null,
      pacing: campaign.settings.pacing,
      settingsVersion: campaign.settings_version,
      maxCallMs,
    };
    await client.withDeadline(Date.now() + CALL_DEADLINE_MS, () =>
      client.workflow.start(CAMPAIGN_WORKFLOW, {
        workflowId: campaignWorkflowId(campaign.id),
        taskQueue: CAMPAIGNS_TASK_QUEUE,
        args: [input],
        workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
        workflowIdConflictPolicy: WorkflowIdConflictPolicy.FAIL,
        // A worker that is killed must not leave a campaign deaf for the default ten seconds.
        workflowTaskTimeout: '5s',
        staticSummary: `${campaign.type === 'dynamic' ? 'Dynamic' : 'Finite'} campaign ${campaign.id}`,
        staticDetails: CAMPAIGN_DETAILS,
        memo: { campaignId: campaign.id, settingsVersion: campaign.settings_version },
        typedSearchAttributes: [
          { key: campaignIdKey, value: String(campaign.id) },
          { key: campaignTypeKey, value: campaign.type },
          { key: campaignStatusKey, value: campaign.status },
          { key: organizationIdKey, value: String(campaign.organization_id) },
          { key: phoneNumberIdKey, value: String(campaign.phone_number_id) },
        ],
      }),
    );
  }
}

const CAMPAIGN_DETAILS = [
  'Calls its contacts, each by a child workflow `contact-{campaign}-{line}`. Names and numbers stay in Postgres.',
  '',
  '- **pause**, **resume**, **cancel**: signals without arguments; send them from here.',
  '- **snapshot**: a query: status, counts, slots, and why nothing is dialled now.',
  '- **updateSettings**: an update: concurrency and pace, with the version of the settings.',
].join('\n');
