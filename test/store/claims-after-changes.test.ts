import type { CallCondition } from '../../domain/conditions';
import { isGateOpen } from '../../infra/db/attempts/attempt-claim';
import { haltAutomatically } from '../../infra/db/campaigns/automatic-halt';
import { promiseCallback } from '../../infra/db/attempts/callbacks';
import { projectCampaignStatus } from '../../infra/db/campaigns/campaign-projection';
import { storeSettings, withdrawPause } from '../../infra/db/campaigns/campaigns';
import { callLineNow } from '../../infra/db/lines/line-actions';
import { insertLines, type NewLine, type StoredContact } from '../../infra/db/lines/line-insertion';
import { replanLines } from '../../infra/db/lines/replan';
import { suppressNumbers } from '../../infra/db/lines/suppressions';
import type { CampaignRow } from '../../infra/db/campaign-tables';
import { callbacksOf, callLine, makeReady } from '../setup/called-lines';
import { claimedCall, createClaimWorld, type ClaimWorld } from '../setup/claim-world';

// What was changed a moment before a call, and has not reached its contact otherwise.

let world: ClaimWorld;

beforeEach(async () => {
  world = await createClaimWorld();
});

afterEach(() => world.drop());

const PRO_ONLY: CallCondition = { column: 'plan', operator: 'equals', value: 'pro' };

const CONTACT: NewLine = {
  organizationId: 1,
  campaignId: 0,
  toNumber: '+15551234567',
  externalId: null,
  timezone: null,
  priority: 5,
  scheduleAt: null,
  expiresAt: null,
  customVariables: {},
  metadata: {},
};

async function setConditions(campaign: CampaignRow, conditions: readonly CallCondition[]): Promise<void> {
  await world.db
    .transaction()
    .execute((trx) => storeSettings(trx, campaign.id, { ...campaign.settings, conditions: [...conditions] }));
}

test('a contact that somebody held while conditions were applied to all is not called against them', async () => {
  const campaign = await world.newCampaign();
  const lineId = await world.newLine(campaign.id);
  await setConditions(campaign, [PRO_ONLY]);
  await world.db.transaction().execute(async (holder) => {
    await holder.selectFrom('lines').select('id').where('id', '=', lineId).forUpdate().execute();
    await replanLines(world.db, campaign.id, 0, Date.now());
  });
  expect(await world.claim(campaign.id, lineId)).toEqual({ kind: 'gone', status: 'skipped' });
  expect(await world.line(lineId)).toMatchObject({
    call_status: 'skipped',
    skipped_condition: PRO_ONLY,
    ready: false,
    attempts: 0,
  });
});

test('a contact that its claim has skipped comes back when the conditions let it, with the callback it was promised', async () => {
  const campaign = await world.newCampaign();
  const lineId = await world.newLine(campaign.id);
  await callLine(world, { campaignId: campaign.id, lineId }, { disposition: 'busy' });
  const at = Date.now() + 3_600_000;
  await world.db.transaction().execute(async (trx) => {
    await trx
      .updateTable('lines')
      .set({ call_status: 'callback_scheduled', closed_at: null })
      .where('id', '=', lineId)
      .execute();
    const wallClock = new Date(at).toISOString().slice(0, 16);
    const dueAt = Date.parse(`${wallClock}:00Z`);
    const promised = { text: null, wallClock, zone: 'UTC', askedFor: dueAt, dueAt };
    await promiseCallback(trx, await world.line(lineId), { attemptId: null, source: 'admin', ...promised });
  });
  await makeReady(world, lineId);
  await setConditions(campaign, [PRO_ONLY]);
  expect(await world.claim(campaign.id, lineId)).toEqual({ kind: 'gone', status: 'skipped' });
  expect(await callbacksOf(world, lineId)).toMatchObject([{ status: 'missed' }]);
  await setConditions(campaign, []);
  await replanLines(world.db, campaign.id, 0, Date.now());
  expect(await world.line(lineId)).toMatchObject({ call_status: 'callback_scheduled', skipped_condition: null });
  expect(await callbacksOf(world, lineId)).toMatchObject([{ status: 'pending' }]);
});

test('a call that was claimed before its number was suppressed is not dialled after it', async () => {
  const { id } = await world.newCampaign();
  const call = claimedCall(await world.claimNew(id));
  expect(await isGateOpen(world.db, call, Date.now())).toBe(true);
  await suppressNumbers(world.db, 1, [call.attempt.to_number], { reason: 'asked by mail', source: 'api' });
  expect(await isGateOpen(world.db, call, Date.now())).toBe(false);
});

test.each(['update', 'requeue'] as const)(
  'a contact that stands in the queue and is sent again for later (%s) is not called before, unless somebody asks for it',
  async (policy) => {
    const campaign = await world.newCampaign({ duplicates: { policy, scope: 'campaign', key: 'to_number' } });
    const contact = { ...CONTACT, campaignId: campaign.id };
    const [stored] = await insertLines(world.db, [contact]);
    const { lineId } = stored as StoredContact;
    const later = Date.now() + 86_400_000;
    await insertLines(world.db, [{ ...contact, scheduleAt: new Date(later) }]);
    const line = await world.line(lineId);
    expect(line).toMatchObject({ ready: false, ready_at: null, attempts: 0, next_attempt_at: new Date(later) });
    // The slot that it was granted while it stood in the queue.
    expect(await world.claim(campaign.id, lineId)).toMatchObject({ kind: 'deferred', until: later });
    await world.db.transaction().execute((trx) => callLineNow(trx, campaign, line, Date.now()));
    expect((await world.claim(campaign.id, lineId)).kind).toBe('claimed');
  },
);

test('a campaign whose start was moved calls nobody, although its workflow has not heard of it', async () => {
  const campaign = await world.newCampaign();
  const now = Date.now();
  const call = claimedCall(await world.claimNew(campaign.id, now));
  const startsAt = new Date(now + 3_600_000);
  await world.db
    .transaction()
    .execute((trx) => storeSettings(trx, campaign.id, campaign.settings, { startsAt, timezone: 'UTC' }));
  expect(await world.claimNew(campaign.id, now)).toEqual({ kind: 'held', halt: null });
  expect(await isGateOpen(world.db, call, now)).toBe(false);
  expect((await world.claimNew(campaign.id, startsAt.getTime())).kind).toBe('claimed');
});

test('a start that was moved when the campaign had started already is put right by its status, and only then', async () => {
  const startedAt = new Date(Date.now() - 1_000);
  const moved = new Date(Date.now() + 3_600_000);
  const campaign = await world.newCampaign();
  await world.db.updateTable('campaigns').set({ starts_at: startedAt }).where('id', '=', campaign.id).execute();
  await world.db
    .transaction()
    .execute((trx) => storeSettings(trx, campaign.id, campaign.settings, { startsAt: moved, timezone: 'UTC' }));
  const show = (revision: number, settingsVersion: number, startsAt?: number) =>
    projectCampaignStatus(world.db, {
      campaignId: campaign.id,
      revision,
      status: 'waiting',
      reason: null,
      text: null,
      until: null,
      opensAt: null,
      openedAt: startedAt.getTime(),
      ...(startsAt !== undefined && { startsAt }),
      settingsVersion,
      decidedAt: Date.now(),
    });
  const startOf = async () => (await world.campaign(campaign.id)).starts_at;
  await show(1, 1, startedAt.getTime());
  expect(await startOf()).toEqual(moved);
  await show(2, 2);
  expect(await startOf()).toEqual(moved);
  await show(3, 2, moved.getTime());
  expect(await startOf()).toEqual(moved);
  // It goes by the start of before, but nobody was called: the one that is stored holds.
  await show(4, 2, startedAt.getTime());
  expect(await startOf()).toEqual(moved);
  expect((await world.claimNew(campaign.id)).kind).toBe('held');
  await world.claimNew(campaign.id, moved.getTime());
  await show(5, 2, startedAt.getTime());
  expect(await startOf()).toEqual(startedAt);
  expect((await world.claimNew(campaign.id)).kind).toBe('claimed');
});

describe('a rule that was broken before', () => {
  const reason = {
    code: 'quota_reached',
    text: 'The campaign has made 1 call, and its limit is 1.',
    until: null,
  } as const;
  const halt = (asked: CampaignRow) => world.db.transaction().execute((trx) => haltAutomatically(trx, asked, reason));

  test('halts the campaign', async () => {
    expect(await halt(await world.newCampaign())).toBe('pause');
  });

  test('does not halt what somebody has resumed since', async () => {
    const asked = await world.newCampaign();
    await world.db.transaction().execute((trx) => withdrawPause(trx, asked.id, Date.now() + 1));
    expect(await halt(asked)).toBeNull();
  });

  test('does not halt a campaign whose settings were changed since', async () => {
    const asked = await world.newCampaign();
    await setConditions(asked, []);
    expect(await halt(asked)).toBeNull();
    expect(await halt(await world.campaign(asked.id))).toBe('pause');
  });
});
