import { WorkflowExecutionAlreadyStartedError, type Client } from '@temporalio/client';
import { NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import { createCallActivities } from '../../activities/call-activities';
import { createWebhookActivities } from '../../activities/webhook-activities';
import type { Database } from '../../infra/db/database';
import type { SkippedClock } from '../../infra/local/skipped-clock';
import type { SkippedTime } from '../../infra/local/skipped-time';
import { CONTACT_WORKFLOW, type ContactInput } from '../../workflows/contact/contract';
import { contactStartOptions } from '../../workflows/contact/start-options';
import type { ClockworkActivities, DryRunContactActivities } from '../../workflows/dry-run/activity-interface';
import { CALLS_TASK_QUEUE, CAMPAIGNS_TASK_QUEUE, WEBHOOKS_TASK_QUEUE } from '../../workflows/task-queues';
import { createAttemptStore } from '../wiring/attempt-store';
import type { CampaignMessenger } from '../wiring/campaign-messenger';
import { campaignsWorkerOptions } from '../wiring/campaigns-worker';
import type { ContactMessenger } from '../wiring/contact-messenger';
import { onlyProviders } from '../wiring/providers';
import { Telephony } from '../wiring/telephony';
import type { Agenda } from './agenda';
import type { SimulatedCalls } from './simulated-calls';
import { keepTime, type TimeKeeper } from './time-keeper';

export interface WorkersWorld {
  readonly address: string;
  readonly namespace: string;
  /** Of `workflows/dry-run`. */
  readonly workflowBundle: NonNullable<WorkerOptions['workflowBundle']>;
  /** Longest call in milliseconds. */
  readonly maxCallMs: number;
  readonly db: Database;
  readonly time: SkippedTime;
  readonly client: Client;
  readonly clock: SkippedClock;
  readonly agenda: Agenda;
  readonly calls: SimulatedCalls;
  readonly campaigns: CampaignMessenger;
  readonly contacts: ContactMessenger;
}

/** The three workers of an installation, in this process. */
export interface Workers {
  /** What the clockwork does from now on. */
  setBeat(carryOn: ClockworkActivities['carryOn']): void;
  readonly timeKeeper: TimeKeeper;
  /** Rejects when a worker has ended by itself. */
  readonly failed: Promise<never>;
  close(): Promise<void>;
}

type Options = Omit<WorkerOptions, 'connection' | 'namespace'>;

/** Starts the workers. @throws what did not start; nothing is left then. */
export async function startWorkers(world: WorkersWorld): Promise<Workers> {
  const { address, namespace, time, client, clock } = world;
  const connection = await NativeConnection.connect({ address });
  const workers: Worker[] = [];
  const running: Promise<void>[] = [];
  const timeKeeper = keepTime(time, () => workers.some(isBusy));
  const close = async (): Promise<void> => {
    await timeKeeper.stop();
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
    await Promise.allSettled(running);
    await connection.close();
  };
  let beat: ClockworkActivities['carryOn'] = () => Promise.reject(new Error('nothing is to be done yet'));
  const own: ClockworkActivities & DryRunContactActivities = {
    carryOn: () => timeKeeper.held(() => beat()),
    startContact: createContactStarter(client),
  };
  try {
    for (const options of [campaignsWorker(world, own), callsWorker(world), webhooksWorker()]) {
      const worker = await Worker.create({
        ...options,
        ...{ connection, namespace, shutdownGraceTime: '2s', shutdownForceTime: '10s' },
        // Time is not skipped while an activity runs: what it is at its beginning holds until its end.
        interceptors: {
          activity: [() => ({ inbound: { execute: (input, next) => clock.catchUp().then(() => next(input)) } })],
        },
      });
      workers.push(worker);
      running.push(worker.run());
    }
  } catch (error) {
    await close();
    throw error;
  }
  const failed = Promise.all(running).then(() => Promise.reject(new Error('the workers have ended')));
  failed.catch(() => undefined);
  return {
    timeKeeper,
    failed,
    close,
    setBeat(carryOn) {
      beat = carryOn;
    },
  };
}

function campaignsWorker({ db, campaigns, contacts, clock, workflowBundle }: WorkersWorld, own: object): Options {
  const options = campaignsWorkerOptions({ db, campaigns, contacts, clock: clock.now });
  return { ...options, activities: { ...options.activities, ...own }, workflowBundle };
}

function callsWorker({ db, calls, campaigns, clock, agenda, maxCallMs }: WorkersWorld): Options {
  const attempts = createAttemptStore(db, { maxCallMs, clock: clock.now });
  return {
    taskQueue: CALLS_TASK_QUEUE,
    activities: createCallActivities({
      attempts: {
        ...attempts,
        // The campaign keeps its pace in skipped time; the finer one within a second would be waited for in real time.
        reserveDialMoment: async () => ({ waitMs: 0, paces: [] }),
        async claim(slot, asked) {
          const claim = await attempts.claim(slot, asked);
          // In an installation the sweeper would look every second.
          if (claim.kind === 'deferred') await agenda.plan(claim.until);
          return claim;
        },
      },
      // Nobody is asked: its agent is the dry run's own.
      preCall: { ask: async () => null },
      telephony: new Telephony({
        providers: onlyProviders(calls.provider),
        eventsBase: 'http://127.0.0.1',
        maxCallMs,
        otherCallIds: async () => [],
      }),
      campaigns,
    }),
  };
}

/** No webhook leaves. */
function webhooksWorker(): Options {
  const activities = createWebhookActivities({
    tryFirst: async () => undefined,
    tryDelivery: async () => ({ kind: 'given_up' }),
  });
  return { taskQueue: WEBHOOKS_TASK_QUEUE, activities };
}

function isBusy(worker: Worker): boolean {
  const { numInFlightWorkflowActivations, numInFlightActivities } = worker.getStatus();
  return numInFlightWorkflowActivations > 0 || numInFlightActivities > 0;
}

/** Repeated after a workflow task was lost, it does not start a contact again: the slot would be granted twice. */
function createContactStarter(client: Client): DryRunContactActivities['startContact'] {
  const startedLeases = new Set<number>();
  return async (input) => {
    const args: [ContactInput] = [input];
    if (input.lease !== null && startedLeases.has(input.lease)) return true;
    try {
      await client.workflow.start(CONTACT_WORKFLOW, {
        ...contactStartOptions(input),
        taskQueue: CAMPAIGNS_TASK_QUEUE,
        args,
      });
      if (input.lease !== null) startedLeases.add(input.lease);
      return true;
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
      throw error;
    }
  };
}
