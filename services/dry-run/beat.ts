import { storeProviderEvent } from '../../infra/db/attempts/attempt-events';
import type { Database } from '../../infra/db/database';
import type { Logger } from '../../infra/observability/logger';
import type { ClockworkActivities, NextBeat } from '../../workflows/dry-run/activity-interface';
import type { CampaignMessenger } from '../wiring/campaign-messenger';
import type { ContactMessenger } from '../wiring/contact-messenger';
import { queueDueContacts } from '../worker-campaigns/due-contacts';
import { sweep } from '../worker-campaigns/sweeper';
import { wakeNext } from '../worker-campaigns/waker';
import type { Agenda } from './agenda';
import type { SimulatedCall, SimulatedCalls } from './simulated-calls';
import { finishOf, readStanding, type Finish, type Standing } from './standing';

export interface BeatWorld {
  readonly db: Database;
  readonly now: () => number;
  readonly calls: SimulatedCalls;
  readonly agenda: Agenda;
  readonly campaigns: CampaignMessenger;
  readonly contacts: ContactMessenger;
  readonly logger: Logger;
}

export interface BeatOptions {
  readonly campaignId: number;
  /** Epoch milliseconds at which the dry run ends in any case. */
  readonly endsAt: number;
  readonly signal: AbortSignal;
  /** Told after each beat. */
  readonly onBeat: (at: number, standing: Standing) => void;
  /** Told once, while time stands still: nothing happens after it. */
  readonly onOver: (finish: Finish | Error) => Promise<void>;
}

/** Where its calls are told from. */
const SIMULATOR = { provider: 'simulator', accountId: null };
/** What loops do in an installation is done this often while calls are made, ... */
const CHORES_MS = 30 * 60_000;
/** ... and this often while nobody is called. */
const IDLE_CHORES_MS = 12 * 60 * 60_000;
/** Never sooner: what is due at this moment may still be on its way. */
const SHORTEST_MS = 1_000;

/**
 * One beat of a dry run: ends the calls whose time is over, does in between what an installation does in loops, and says
 * when the next beat is due. Everything it says to workflows has arrived when it answers: time goes on after that.
 */
export function createBeat(world: BeatWorld, options: BeatOptions): ClockworkActivities['carryOn'] {
  const { db, now, calls, agenda } = world;
  const { campaignId } = options;
  let choresAt = now();

  return () =>
    beat().catch(async (error: unknown): Promise<NextBeat> => {
      await options.onOver(error instanceof Error ? error : new Error(String(error)));
      return { kind: 'over' };
    });

  async function beat(): Promise<NextBeat> {
    agenda.beginLook();
    await Promise.all(calls.endDue().map((call) => report(world, call)));
    let standing = await readStanding(db, campaignId);
    if (now() >= choresAt || (standing.freshDueAt && standing.freshDueAt.getTime() <= now())) {
      await sweep({ ...world, clock: now });
      while ((await queueDueContacts({ ...world, clock: now })) > 0);
      standing = await readStanding(db, campaignId);
      choresAt = now() + (isIdle(standing) ? IDLE_CHORES_MS : CHORES_MS);
    }
    while ((await wakeNext(world)) > 0);
    await Promise.all([world.campaigns.flush(), world.contacts.flush()]);
    options.onBeat(now(), standing);
    const finish = whyOver(standing);
    if (finish) {
      await options.onOver(finish);
      return { kind: 'over' };
    }
    const next = Math.min(calls.nextEnd() ?? choresAt, standing.freshDueAt?.getTime() ?? choresAt, choresAt);
    return { kind: 'at', at: Math.max(agenda.endLook(next), now() + SHORTEST_MS) };
  }

  function isIdle({ hasReadyLines, status }: Standing): boolean {
    return calls.nextEnd() === null && (!hasReadyLines || status === 'auto_paused' || status === 'paused');
  }

  function whyOver(standing: Standing): Finish | null {
    if (options.signal.aborted) return { kind: 'stopped', text: 'Stopped.' };
    if (now() >= options.endsAt) return { kind: 'bound', text: 'The dry run has reached its last day (--max-days).' };
    return calls.nextEnd() === null ? finishOf(standing) : null;
  }
}

/** As the API does with a provider's events, but resolves when the contact has heard. */
async function report({ db, now, contacts }: BeatWorld, call: SimulatedCall): Promise<void> {
  const { reference, providerCallId, end, plan } = call;
  if (!end || plan.script.reports === 'never') return;
  if (plan.ending.isAnswered) {
    await storeProviderEvent(db, { type: 'answered', reference, providerCallId }, SIMULATOR, now());
  }
  const ended = await storeProviderEvent(db, { type: 'ended', reference, providerCallId, end }, SIMULATOR, now());
  if (!ended) return;
  const tell = (): Promise<unknown> => contacts.callEnded(ended.campaignId, ended.lineId, ended.attemptId);
  await tell().catch(tell);
}
