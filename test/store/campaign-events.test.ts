import { PAUSED_BY_HAND } from '../../domain/pause-reason';
import { haltAutomatically } from '../../infra/db/campaigns/automatic-halt';
import {
  projectCampaignStatus,
  recordCampaignEnd,
  type ProjectedStatus,
} from '../../infra/db/campaigns/campaign-projection';
import { cancelDraft } from '../../infra/db/campaigns/campaigns';
import { createClaimWorld, type ClaimWorld } from '../setup/claim-world';
import { deliveriesTo, heardBy, newEndpoint, newOrganization } from '../setup/listening-endpoints';

let world: ClaimWorld;

beforeAll(async () => {
  world = await createClaimWorld();
});
afterEach(() => world.db.updateTable('webhook_endpoints').set({ deleted_at: new Date() }).execute());
afterAll(() => world.drop());

const openedAt = Date.now();

function projector(campaignId: number) {
  let revision = 0;
  return async (status: ProjectedStatus['status'], more: Partial<ProjectedStatus> = {}) => {
    revision += 1;
    const projected = { reason: null, text: null, until: null, opensAt: null, openedAt, settingsVersion: 1 };
    const told = { campaignId, revision, status, decidedAt: Date.now(), ...projected, ...more };
    await projectCampaignStatus(world.db, told);
    await projectCampaignStatus(world.db, told);
  };
}

test('each turn in the life of a campaign is told once, at once, with what it means', async () => {
  const endpointId = await newEndpoint(world.db);
  const { id } = await world.newCampaign({}, { status: 'pending' });
  const show = projector(id);
  await show('in_progress');
  await show('waiting');
  await show('in_progress');
  await show('paused', { reason: PAUSED_BY_HAND.code });
  await show('in_progress');
  await show('auto_paused', { opensAt: Date.UTC(2027, 0, 1) });
  await recordCampaignEnd(world.db, { campaignId: id, revision: 20, status: 'cancelled' });
  await recordCampaignEnd(world.db, { campaignId: id, revision: 20, status: 'cancelled' });
  const events = await heardBy(world.db, endpointId);
  expect(events.map(({ type }) => type)).toEqual([
    'campaign.started',
    'campaign.waiting',
    'campaign.paused',
    'campaign.resumed',
    'campaign.auto_paused',
    'campaign.cancelled',
  ]);
  expect(events[2]!.data).toMatchObject({ reason: PAUSED_BY_HAND.code, campaign: { id, status: 'paused' } });
  expect(events[4]!.data).toMatchObject({ opens_at: '2027-01-01T00:00:00.000Z' });
  expect(events[5]!.data).toMatchObject({ campaign: { status: 'cancelled', ended_at: expect.any(String) } });
  for (const { data } of events) expect([data.contact, data.call]).toEqual([null, null]);
  for (const { due_at, campaign_id } of await deliveriesTo(world.db, endpointId)) {
    expect(due_at!.getTime()).toBeLessThanOrEqual(Date.now());
    expect(campaign_id).toBe(id);
  }
});

test.each([
  ['completed', 'campaign.completed'],
  ['failed', 'campaign.failed'],
] as const)('a campaign that ends as %s tells %s', async (status, type) => {
  const endpointId = await newEndpoint(world.db);
  const { id } = await world.newCampaign({}, { type: 'finite' });
  await recordCampaignEnd(world.db, { campaignId: id, revision: 1, status });
  expect((await heardBy(world.db, endpointId)).map((event) => event.type)).toEqual([type]);
});

test('a quota that is reached is told once, with the time at which it goes on', async () => {
  const endpointId = await newEndpoint(world.db);
  const campaign = await world.newCampaign();
  const reason = { code: 'quota_reached', text: 'Enough for today.', until: Date.UTC(2027, 0, 2) } as const;
  for (let times = 0; times < 2; times += 1) {
    await world.db.transaction().execute((trx) => haltAutomatically(trx, campaign, reason));
  }
  const events = await heardBy(world.db, endpointId);
  expect(events).toHaveLength(1);
  expect(events[0]).toMatchObject({
    type: 'campaign.quota_reached',
    data: { text: 'Enough for today.', until: '2027-01-02T00:00:00.000Z', campaign: { id: campaign.id } },
  });
});

test('a cancelled draft is told as cancelled', async () => {
  const endpointId = await newEndpoint(world.db);
  const { id } = await world.newCampaign({}, { status: 'draft' });
  await world.db.transaction().execute((trx) => cancelDraft(trx, id));
  expect((await heardBy(world.db, endpointId)).map(({ type }) => type)).toEqual(['campaign.cancelled']);
});

test('endpoints of other campaigns and organizations hear nothing, and what is undone is not told', async () => {
  const { id } = await world.newCampaign({}, { type: 'finite' });
  const other = await world.newCampaign();
  const deaf = [
    await newEndpoint(world.db, { campaignId: other.id }),
    await newEndpoint(world.db, { organizationId: await newOrganization(world.db) }),
  ];
  const hearing = await newEndpoint(world.db, { campaignId: id });
  const undone = world.db.transaction().execute(async (trx) => {
    const reason = { code: 'quota_reached', text: 'Enough.', until: null } as const;
    await haltAutomatically(trx, await world.campaign(id), reason);
    throw new Error('undone');
  });
  await expect(undone).rejects.toThrow('undone');
  await recordCampaignEnd(world.db, { campaignId: id, revision: 1, status: 'completed' });
  expect((await heardBy(world.db, hearing)).map(({ type }) => type)).toEqual(['campaign.completed']);
  for (const endpointId of deaf) expect(await heardBy(world.db, endpointId)).toEqual([]);
});
