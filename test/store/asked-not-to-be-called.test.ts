import { storeProviderEvent } from '../../infra/db/attempts/attempt-events';
import { claimedCall, createClaimWorld, type ClaimWorld } from '../setup/claim-world';
import { callEnd, SIMULATOR } from '../setup/fake-provider';

let world: ClaimWorld;

beforeEach(async () => {
  world = await createClaimWorld();
});

afterEach(() => world.drop());

test('a person who asked not to be called is not called from another campaign before that is recorded', async () => {
  const [one, other] = [await world.newCampaign(), await world.newCampaign()];
  const toNumber = '+15559990000';
  const { attempt } = claimedCall(await world.claimNew(one.id, Date.now(), { toNumber }));
  const lineId = await world.newLine(other.id, { toNumber });
  const end = callEnd({ outcome: { do_not_call: true } });
  const { reference } = attempt;
  await storeProviderEvent(world.db, { type: 'ended', reference, providerCallId: null, end }, SIMULATOR);
  expect(await world.claim(other.id, lineId)).toEqual({ kind: 'gone', status: 'suppressed' });
});
