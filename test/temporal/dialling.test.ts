import { createTemporalWorld, type TemporalWorld } from '../setup/temporal-world';
import { eventually } from '../setup/eventually';

let world: TemporalWorld;

beforeAll(async () => {
  world = await createTemporalWorld();
});

afterAll(() => world.close());

test('a contact that is added is called once, and the campaign waits again', async () => {
  const { id } = await world.startCampaign();
  const [lineId] = await world.addLines(id, 1);
  await eventually(async () => expect((await world.line(lineId!)).call_status).toBe('completed'), {
    timeoutMs: 10_000,
  });
  await eventually(async () => expect((await world.campaign(id)).status).toBe('waiting'));
  expect(world.provider.calls).toHaveLength(1);
});
