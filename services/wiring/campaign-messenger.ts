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
import type { CampaignRow } from '../../infra/db/campaign-tables';
import type { Logger } from '../../infra/observability/logger';
import { SendLimiter, SignalCoalescer } from '../../infra/temporal/signal-coalescer';
import { systemClock, type Clock } from '../../infra/clock';
import { campaignInputOf } from './campaign-input';
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
  shareCapacitySignal,
  updateSettingsUpdate,
  type CallReport,
  type CampaignSettingsChange,
  type CapacityShare,
  type ContactsAdded,
  type SettingsTaken,
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
  /** Tells whether a campaign begins outside its hours; the system's own unless given. */
  readonly clock?: Clock;
}

/** A contact with its priority, 0 to 9; one that is only named has 5. */
export type AnnouncedLine = number | { readonly lineId: number; readonly priority: number };

const DEFAULT_PRIORITY = 5;

const CALL_DEADLINE_MS = 4_000;
const UPDATE_DEADLINE_MS = 10_000;
/** Ends that come one by one are told together: a slot comes back that much later, and a busy campaign is spared events. */
const REPORTS_LINGER_MS = 40;
const SIGNALS = { pause: pauseSignal, cancel: cancelSignal, fail: failSignal };

/**
 * All that a process says to campaign workflows. What many callers say is coalesced: one signal in flight per campaign,
 * eight in all, since more would starve a campaign that has to continue as new.
 */
export class CampaignMessenger {
  private readonly added: SignalCoalescer<AnnouncedLine>;
  private readonly due: SignalCoalescer<AnnouncedLine>;
  private readonly reports: SignalCoalescer<CallReport>;

  constructor(private readonly options: CampaignMessengerOptions) {
    const limiter = new SendLimiter();
    const batching = { maxBatch: 500, limiter };
    this.added = new SignalCoalescer(
      (id, lines) => this.tell(id, (handle) => handle.signal(contactsAddedSignal, announcementOf(lines))),
      { ...batching, lingerMs: 0 },
    );
    this.due = new SignalCoalescer(
      (id, lines) => this.tell(id, (handle) => handle.signal(contactsDueSignal, announcementOf(lines))),
      { ...batching, lingerMs: 10 },
    );
    this.reports = new SignalCoalescer(
      (id, reports) => this.tell(id, (handle) => handle.signal(callsReportedSignal, { reports })),
      { ...batching, lingerMs: REPORTS_LINGER_MS },
    );
  }

  /** Tells a campaign of stored contacts. Nothing is lost when this fails: the sweeper finds the rows. */
  announceContacts(campaignId: number, lines: readonly AnnouncedLine[]): void {
    for (const line of lines) {
      this.added.add(campaignWorkflowId(campaignId), line).catch((error: unknown) => {
        this.options.logger.warn({ campaignId, err: error }, 'contacts not announced; the sweeper will');
      });
    }
  }

  /** Makes a campaign look into Postgres for lines that nobody announced. */
  async nudge(campaignId: number): Promise<void> {
    await this.tell(campaignWorkflowId(campaignId), (handle) => handle.signal(contactsAddedSignal, { lineIds: [] }));
  }

  /** Resolves when Temporal has it. */
  announceDue(campaignId: number, line: AnnouncedLine): Promise<void> {
    return this.due.add(campaignWorkflowId(campaignId), line);
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

  /**
   * Lets a campaign go on.
   *
   * @param askedAt epoch milliseconds: what it opens, it opens until the first stop after that.
   * @throws while Temporal is away.
   */
  async resume(campaignId: number, askedAt: number): Promise<void> {
    await this.tell(campaignWorkflowId(campaignId), (handle) => handle.signal(resumeSignal, askedAt));
  }

  /**
   * Tells a campaign its part of what it shares with others.
   *
   * @throws while Temporal is away.
   */
  async shareCapacity(campaignId: number, share: CapacityShare): Promise<void> {
    await this.tell(campaignWorkflowId(campaignId), (handle) => handle.signal(shareCapacitySignal, share));
  }

  /** Starts a campaign's workflow, and notes in Postgres that it exists. A campaign that runs already is left alone. */
  async start(campaign: CampaignRow): Promise<void> {
    await this.startWorkflow(campaign).catch(async (error: unknown) => {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
      if (campaign.round > 1 && (await this.endEarlierRound(campaign))) await this.startWorkflow(campaign);
    });
    await this.options.db
      .updateTable('campaigns')
      .set({ workflow_started_at: new Date() })
      .where('id', '=', campaign.id)
      .where('workflow_started_at', 'is', null)
      .execute();
  }

  /**
   * Hands newer settings to a campaign, and answers what it goes by then.
   *
   * @throws while Temporal is away, or no worker answers; the sweeper sends them again.
   */
  async updateSettings(campaignId: number, change: CampaignSettingsChange): Promise<SettingsTaken> {
    const handle = this.options.client.workflow.getHandle(campaignWorkflowId(campaignId));
    for (;;) {
      try {
        return await this.options.client.withDeadline(Date.now() + UPDATE_DEADLINE_MS, () =>
          handle.executeUpdate(updateSettingsUpdate, { args: [change] }),
        );
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

  /**
   * What runs under a reopened campaign's id may be its earlier life, which only waits for its last delivery to arrive.
   * The new one takes that over.
   *
   * @returns false when it is this round that runs.
   */
  private async endEarlierRound(campaign: CampaignRow): Promise<boolean> {
    const { client } = this.options;
    const running = await client.workflow.getHandle(campaignWorkflowId(campaign.id)).describe();
    const round = running.memo?.['round'] ?? 1;
    if (typeof round !== 'number' || round >= campaign.round) return false;
    const earlier = client.workflow.getHandle(running.workflowId, running.runId);
    await earlier.terminate('the campaign was reopened').catch((error: unknown) => {
      // It has ended by itself meanwhile.
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    });
    return true;
  }

  private async startWorkflow(campaign: CampaignRow): Promise<void> {
    const { client, clock = systemClock } = this.options;
    const input = await campaignInputOf(this.options, campaign, await clock());
    await client.withDeadline(Date.now() + CALL_DEADLINE_MS, () =>
      client.workflow.start(CAMPAIGN_WORKFLOW, {
        workflowId: campaignWorkflowId(campaign.id),
        taskQueue: CAMPAIGNS_TASK_QUEUE,
        args: [input],
        // Only a campaign that was reopened has a second life.
        workflowIdReusePolicy:
          campaign.round > 1 ? WorkflowIdReusePolicy.ALLOW_DUPLICATE : WorkflowIdReusePolicy.REJECT_DUPLICATE,
        workflowIdConflictPolicy: WorkflowIdConflictPolicy.FAIL,
        // A worker that is killed must not leave a campaign deaf for the default ten seconds.
        workflowTaskTimeout: '5s',
        staticSummary: summaryOf(campaign),
        staticDetails: CAMPAIGN_DETAILS,
        memo: { campaignId: campaign.id, settingsVersion: campaign.settings_version, round: campaign.round },
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

function summaryOf({ id, type, is_direct, phone_number_id }: CampaignRow): string {
  if (is_direct) return `Direct calls from number ${phone_number_id}`;
  return `${type === 'dynamic' ? 'Dynamic' : 'Finite'} campaign ${id}`;
}

/** Priorities go along only where one of them says something. */
function announcementOf(lines: readonly AnnouncedLine[]): ContactsAdded {
  const lineIds = lines.map((line) => (typeof line === 'number' ? line : line.lineId));
  const priorities = lines.map((line) => (typeof line === 'number' ? DEFAULT_PRIORITY : line.priority));
  return priorities.every((priority) => priority === DEFAULT_PRIORITY) ? { lineIds } : { lineIds, priorities };
}

const CAMPAIGN_DETAILS = [
  'Calls its contacts, each by a child workflow `contact-{campaign}-{line}`. Names and numbers stay in Postgres.',
  '',
  '- **pause**, **resume**, **cancel**: signals without arguments; send them from here.',
  '- **snapshot**: a query: status, counts, slots, and why nothing is dialled now.',
  '- **updateSettings**: an update: concurrency, pace and hours, with the version of the settings.',
].join('\n');
