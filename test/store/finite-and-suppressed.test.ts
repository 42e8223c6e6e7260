import type { CallCondition } from '../../domain/conditions';
import { storeProviderEvent } from '../../infra/db/attempt-events';
import { recordCampaignEnd } from '../../infra/db/campaign-projection';
import { storeSettings } from '../../infra/db/campaigns';
import { promiseCallback } from '../../infra/db/callbacks';
import { replanLines } from '../../infra/db/replan';
import type { CampaignRow } from '../../infra/db/tables';
import type { CarriedState } from '../../workflows/campaign/carried-state';
import { CampaignBook } from '../../workflows/campaign/campaign-state';
import { claimedCall, createClaimWorld, type ClaimWorld } from '../setup/claim-world';
import { callEnd } from '../setup/fake-provider';

let world: ClaimWorld;

beforeEach(async () => {
  world = await createClaimWorld();
});

afterEach(() => world.drop());

const PRO_ONLY: CallCondition = { column: 'plan', operator: 'equals', value: 'pro' };

async function setConditions(campaign: CampaignRow, conditions: readonly CallCondition[]): Promise<void> {
  await world.db
    .transaction()
    .execute((trx) => storeSettings(trx, campaign.id, { ...campaign.settings, conditions: [...conditions] }));
}

test('a finite campaign is not through while waiting contacts are brought under newer settings', () => {
  const pacing = { concurrency: 1, callsPerSecond: null };
  const base = { organizationId: 1, phoneNumberId: 1, startsAt: null, maxCallMs: 1_000 };
  const book = new CampaignBook({ ...base, campaignId: 1, type: 'finite', pacing, settingsVersion: 1 }, 0);
  book.beginRefill();
  book.endRefill({ lines: [], more: false, open: false });
  expect(book.isThrough).toBe(true);
  book.applySettings({ settingsVersion: 2, pacing }, 0);
  expect(book.isThrough).toBe(false);
});

test('a person who asked not to be called is not called from another campaign before that is recorded', async () => {
  const [one, other] = [await world.newCampaign(), await world.newCampaign()];
  const toNumber = '+15559990000';
  const { attempt } = claimedCall(await world.claimNew(one.id, Date.now(), { toNumber }));
  const lineId = await world.newLine(other.id, { toNumber });
  const end = callEnd({ outcome: { do_not_call: true } });
  await storeProviderEvent(world.db, { type: 'ended', reference: attempt.reference, providerCallId: null, end });
  expect(await world.claim(other.id, lineId)).toEqual({ kind: 'gone', status: 'suppressed' });
});

test('a campaign that was paused when its last run of release 0.1 ended is paused in its first run of today', () => {
  const pacing = { concurrency: 1, callsPerSecond: null };
  const carried = {
    ...{ runs: 3, paused: true, ending: null, waitingLinesClosed: false, started: true, hasDialled: true },
    ...{
      fresh: [7],
      due: [],
      moreInStore: false,
      openInStore: true,
      leases: [],
      nextLease: 9,
      pacing,
      settingsVersion: 1,
    },
    counts: { slotsGranted: 8, callsEnded: 8, contactsClosed: 8, held: 0 },
    ...{ revision: 5, projectedRevision: 5, shownStatus: 'paused', tokens: 1, tokensAt: 0 },
  } as unknown as CarriedState;
  const base = { organizationId: 1, phoneNumberId: 1, startsAt: null, maxCallMs: 1_000 };
  const book = new CampaignBook({ ...base, campaignId: 1, type: 'dynamic', pacing, settingsVersion: 1, carried }, 0);
  expect(book.status).toBe('paused');
});
