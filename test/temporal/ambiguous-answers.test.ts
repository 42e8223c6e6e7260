import { DEFAULT_SETTINGS } from '../../domain/campaign-settings';
import { eventually } from '../setup/eventually';
import { createTemporalWorld, type TemporalWorld } from '../setup/temporal-world';

let world: TemporalWorld;

beforeAll(async () => {
  world = await createTemporalWorld();
});

beforeEach(() => {
  world.provider.calls.length = 0;
});

afterAll(() => world.close());

async function startWithOneLine(): Promise<{ id: number; lineId: number }> {
  const retry = { ...DEFAULT_SETTINGS.retry, enabled: true, limit: 2 };
  const { id } = await world.startCampaign({ settings: { retry } });
  const [lineId] = await world.addLines(id, 1);
  return { id, lineId: lineId! };
}

test('an ambiguous answer to a call that was made is found by its reference, and not dialled again', async () => {
  world.provider.answer = () => ({ kind: 'ambiguous', rawCode: 'ECONNRESET' });
  world.provider.script = () => ({});
  const { id, lineId } = await startWithOneLine();
  await eventually(async () => expect((await world.line(lineId)).call_status).toBe('completed'), { timeoutMs: 20_000 });
  expect(world.provider.calls).toHaveLength(1);
  expect(await world.attempts(id)).toHaveLength(1);
});

test('a request that never reached the provider is no attempt: the contact is called later, once', async () => {
  let lost = true;
  const { placeCall } = world.provider;
  world.provider.answer = null;
  world.provider.placeCall = async (request) => {
    if (!lost) return placeCall.call(world.provider, request);
    lost = false;
    return { kind: 'ambiguous', rawCode: 'ETIMEDOUT' };
  };
  const { id, lineId } = await startWithOneLine();
  await eventually(async () => expect((await world.line(lineId)).call_status).toBe('completed'), { timeoutMs: 60_000 });
  expect(world.provider.calls).toHaveLength(1);
  expect(await world.line(lineId)).toMatchObject({ attempts: 2, retries_used: 0 });
  expect((await world.attempts(id)).map((attempt) => attempt.disposition)).toEqual(['no_capacity', 'completed']);
  world.provider.placeCall = placeCall;
});
