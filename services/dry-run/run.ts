import { readOrganizationRules } from '../../infra/db/organizations/organization-rules';
import type { Mix } from '../../infra/telephony/simulator/call-plan';
import { CLOCKWORK_WORKFLOW, CLOCKWORK_WORKFLOW_ID } from '../../workflows/dry-run/contract';
import { CAMPAIGNS_TASK_QUEUE } from '../../workflows/task-queues';
import { createBeat } from './beat';
import type { CampaignFile } from './campaign-file';
import { countContacts } from './contacts-file';
import { readCourse, type Course } from './course';
import type { Ground } from './ground';
import { install, type Installation } from './installation';
import { judge, type Breach } from './judge';
import { loadCampaign, startCampaign, type LoadedCampaign } from './load-campaign';
import type { Finish } from './standing';

/** What is to be run dry. */
export interface DryRun {
  readonly campaign: CampaignFile;
  /** A CSV; null for none. */
  readonly contactsFile: string | null;
  readonly mix: Mix | null;
  /** Average talk in seconds. */
  readonly talkS: number;
  /** Epoch milliseconds; null: now. */
  readonly from: number | null;
  /** E.164; null: a simulated number of the United States. */
  readonly number: string | null;
  readonly maxDays: number;
  readonly maxContacts: number;
}

/** What a dry run has found. */
export interface DryRunResult {
  readonly course: Course;
  readonly loaded: LoadedCampaign;
  readonly finish: Finish;
  readonly breaches: readonly Breach[];
  /** By which figures of the sample are multiplied. */
  readonly factor: number;
  /** Epoch milliseconds of skipped time. */
  readonly from: number;
  readonly to: number;
  /** How long it took, in seconds of real time. */
  readonly tookS: number;
}

export interface DryRunWatch {
  /** Told what is done, for people. */
  readonly progress: (message: string) => void;
  readonly signal: AbortSignal;
}

const DAY_MS = 24 * 60 * 60_000;
const PROGRESS_MS = 5_000;

/**
 * Runs a campaign in skipped time, with nobody called, until nobody is left to call.
 *
 * @throws Error when the campaign is refused; the signal's reason when aborted. Nothing is left on the ground then.
 */
export async function runDry(ground: Ground, run: DryRun, watch: DryRunWatch): Promise<DryRunResult> {
  const rows = run.contactsFile ? await countContacts(run.contactsFile) : 0;
  watch.signal.throwIfAborted();
  const installation = await install(ground, run);
  try {
    const contacts = { campaign: run.campaign, file: run.contactsFile, rows, limit: run.maxContacts };
    const loaded = await loadCampaign(installation, contacts);
    watch.progress(`${loaded.sampled} contacts are loaded; calling them`);
    return await follow(installation, loaded, run, watch);
  } finally {
    await installation.close();
  }
}

async function follow(
  installation: Installation,
  loaded: LoadedCampaign,
  run: DryRun,
  watch: DryRunWatch,
): Promise<DryRunResult> {
  const begunAt = performance.now();
  const from = installation.clock.now();
  const finish = await passTime(installation, loaded.id, from + run.maxDays * DAY_MS, watch);
  watch.signal.throwIfAborted();
  const { db, calls, organizationId } = installation;
  const course = await readCourse(db, loaded.id, calls.ledger);
  return {
    course,
    loaded,
    finish,
    breaches: judge(course, await readOrganizationRules(db, organizationId)),
    factor: loaded.sampled === 0 ? 1 : loaded.contacts / loaded.sampled,
    from,
    to: installation.clock.now(),
    tookS: (performance.now() - begunAt) / 1_000,
  };
}

/** Starts the campaign, and lets time skip until there is nothing more to wait for. */
async function passTime(
  installation: Installation,
  campaignId: number,
  endsAt: number,
  { progress, signal }: DryRunWatch,
): Promise<Finish> {
  const { client, timeKeeper, clock, calls } = installation;
  let over: (finish: Finish | Error) => void = () => undefined;
  const finished = new Promise<Finish>((resolve, reject) => {
    over = (finish) => (finish instanceof Error ? reject(finish) : resolve(finish));
  });
  finished.catch(() => undefined);
  const onAbort = (): void => over(signal.reason instanceof Error ? signal.reason : new Error('stopped'));
  signal.addEventListener('abort', onAbort, { once: true });
  let toldAt = performance.now();
  const carryOn = createBeat(
    { ...installation, now: clock.now },
    {
      campaignId,
      endsAt,
      signal,
      onBeat: (at) => {
        if (performance.now() - toldAt < PROGRESS_MS) return;
        toldAt = performance.now();
        progress(`${new Date(at).toISOString().slice(0, 16)}Z: ${calls.ledger.length} calls so far`);
      },
      onOver: async (finish) => {
        await timeKeeper.stop();
        over(finish);
      },
    },
  );
  try {
    installation.setBeat(carryOn);
    await startCampaign(installation, campaignId);
    await client.workflow.start(CLOCKWORK_WORKFLOW, {
      workflowId: CLOCKWORK_WORKFLOW_ID,
      taskQueue: CAMPAIGNS_TASK_QUEUE,
    });
    await timeKeeper.start();
    return await Promise.race([finished, installation.failed]);
  } finally {
    signal.removeEventListener('abort', onAbort);
    await timeKeeper.stop();
  }
}
