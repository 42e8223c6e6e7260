import type { CampaignLimits } from '../../domain/campaign-limits';
import { NO_LIMITS } from '../../domain/campaign-limits';
import { addConnected, limitReached, uncountCall } from '../../infra/db/campaigns/campaign-usage';
import { claimedCall, createClaimWorld, kindsOf, type ClaimWorld } from '../setup/claim-world';

let world: ClaimWorld;

beforeAll(async () => {
  world = await createClaimWorld();
});

afterAll(() => world.drop());

const limited = (limits: Partial<CampaignLimits>) => ({ limits: { ...NO_LIMITS, ...limits } });

async function claimMany(campaignId: number, count: number, now?: number) {
  const lines: number[] = [];
  for (let n = 0; n < count; n += 1) lines.push(await world.newLine(campaignId));
  return Promise.all(lines.map((line) => world.claim(campaignId, line, now)));
}

test('as many calls as the total allows are claimed, however many ask at once, and the campaign is paused once', async () => {
  const { id } = await world.newCampaign(limited({ callsTotal: 7 }));
  const claims = await claimMany(id, 50);
  expect(kindsOf(claims)).toEqual({ claimed: 7, held: 43 });
  expect(await world.attempts(id)).toHaveLength(7);
  expect(claims.filter((claim) => claim.kind === 'held' && claim.halt !== null)).toHaveLength(1);
  expect(await world.campaign(id)).toMatchObject({
    halt_requested: 'pause',
    halt_reason: { code: 'quota_reached', until: null, text: expect.stringContaining('its limit is 7') },
  });
  const events = await world.db.selectFrom('campaign_events').select('type').where('campaign_id', '=', id).execute();
  expect(events).toEqual([{ type: 'campaign.quota_reached' }]);
});

test('a day’s calls are counted by the day of the campaign’s zone, and the pause ends by itself at its midnight', async () => {
  const { id } = await world.newCampaign(limited({ callsPerDay: 2 }), { timezone: 'Asia/Kolkata' });
  const midnight = Date.UTC(2026, 4, 10, 18, 30);
  expect(kindsOf(await claimMany(id, 5, midnight - 60_000))).toEqual({ claimed: 2, held: 3 });
  expect((await world.campaign(id)).halt_reason).toMatchObject({ code: 'quota_reached', until: midnight });
  await world.reopen(id);
  expect(kindsOf(await claimMany(id, 5, midnight - 1))).toEqual({ held: 5 });
  await world.reopen(id);
  expect(kindsOf(await claimMany(id, 5, midnight))).toEqual({ claimed: 2, held: 3 });
});

test('an attempt that was no call is given back', async () => {
  const { id } = await world.newCampaign(limited({ callsTotal: 2, callsPerDay: 2 }));
  const { attempt } = claimedCall(await world.claimNew(id));
  claimedCall(await world.claimNew(id));
  await world.db.transaction().execute((trx) => uncountCall(trx, attempt));
  expect(kindsOf(await claimMany(id, 3))).toEqual({ claimed: 1, held: 2 });
});

test('a limit that is set later counts the calls that were made before it', async () => {
  const { id, settings } = await world.newCampaign();
  expect(kindsOf(await claimMany(id, 5))).toEqual({ claimed: 5 });
  await setLimits(id, settings, 2, { callsTotal: 8, callsPerDay: 100 });
  expect(kindsOf(await claimMany(id, 10))).toEqual({ claimed: 3, held: 7 });
});

test('calls that were made while the limit was lifted are counted when it comes back', async () => {
  const { id, settings } = await world.newCampaign(limited({ callsTotal: 3 }));
  expect(kindsOf(await claimMany(id, 3))).toEqual({ claimed: 3 });
  await setLimits(id, settings, 2, {});
  expect(kindsOf(await claimMany(id, 3))).toEqual({ claimed: 3 });
  await setLimits(id, settings, 3, { callsTotal: 10 });
  expect(kindsOf(await claimMany(id, 10))).toEqual({ claimed: 4, held: 6 });
});

test('connected minutes end with the call that uses them up; calls that were not answered use none', async () => {
  const { id } = await world.newCampaign(limited({ connectedMinutes: 2 }));
  const connect = async (disposition: 'completed' | 'busy') => {
    const { attempt } = claimedCall(await world.claimNew(id));
    await world.db.transaction().execute((trx) => addConnected(trx, { ...attempt, disposition }, 90));
  };
  await connect('busy');
  await connect('busy');
  await connect('completed');
  await connect('completed');
  const claim = await world.claimNew(id);
  expect(claim).toMatchObject({
    kind: 'held',
    halt: { kind: 'pause', reason: { code: 'quota_reached', until: null } },
  });
});

test('a campaign dials on its last day and not a moment longer, whether it claims or not', async () => {
  const campaign = await world.newCampaign(limited({ endDate: '2026-05-10' }), { timezone: 'America/New_York' });
  const over = Date.UTC(2026, 4, 11, 4);
  expect(limitReached(campaign, over - 1)).toBeNull();
  expect(limitReached(campaign, over)).toMatchObject({ code: 'quota_reached', until: null });
  expect(kindsOf(await claimMany(campaign.id, 1, over - 1))).toEqual({ claimed: 1 });
  expect(kindsOf(await claimMany(campaign.id, 1, over))).toEqual({ held: 1 });
});

test('a campaign without limits leaves no count behind', async () => {
  const { id } = await world.newCampaign();
  const { attempt } = claimedCall(await world.claimNew(id));
  await world.db.transaction().execute((trx) => uncountCall(trx, attempt));
  expect(await world.db.selectFrom('campaign_usage').selectAll().where('campaign_id', '=', id).execute()).toEqual([]);
});

async function setLimits(id: number, settings: object, version: number, limits: Partial<CampaignLimits>) {
  await world.db
    .updateTable('campaigns')
    .set({ settings: JSON.stringify({ ...settings, ...limited(limits) }), settings_version: version })
    .where('id', '=', id)
    .execute();
}
