import { campaignWorkflowId } from '../../workflows/campaign/contract';
import { eventually } from '../setup/eventually';
import { callingHours, wallClock } from '../setup/hours';
import { createTimeSkippingWorld, type TimeSkippingWorld } from '../setup/time-skipping-world';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const STEP_HOURS = 3;
/** A week, and some days more, since the Sunday of the change is another each year. */
const DAYS = 9;

let world: TimeSkippingWorld;

beforeAll(async () => {
  world = await createTimeSkippingWorld();
});

afterAll(() => world.close());

/** Lets time pass until a day of the next spring, at 12:17 UTC. */
async function sleepUntilSpring(day: string): Promise<void> {
  const now = await world.now();
  const [year] = new Date(now).toISOString().split('-');
  const candidates = [Number(year), Number(year) + 1].map((each) => Date.parse(`${each}-${day}T12:17:00Z`));
  const at = candidates.find((candidate) => candidate > now);
  await world.sleep((at ?? now) - now);
}

test.each([
  // On the second Sunday of March, and on the last.
  { place: 'America/New_York', from: '03-07' },
  { place: 'Europe/Berlin', from: '03-24' },
])(
  'stops in Berlin and starts in New York while the clocks change in $place: each day dialled, no call outside',
  async ({ place, from }) => {
    await sleepUntilSpring(from);
    const hours = callingHours({
      zone: 'Europe/Berlin',
      dailyStop: { minute: 18 * 60, zone: 'Europe/Berlin' },
      dailyStart: { minute: 9 * 60, zone: 'America/New_York' },
    });
    const begunAt = await world.now();
    expect(offsetOf(begunAt, place)).not.toBe(offsetOf(begunAt + DAYS * DAY_MS, place));
    const callsBefore = world.provider.calls.length;
    const { id } = await world.startCampaign({ settings: { hours }, timezone: 'Europe/Berlin' });
    for (let hour = 0; hour < DAYS * 24; hour += STEP_HOURS) {
      await world.addLines(id, 1);
      await world.sleep(STEP_HOURS * HOUR_MS);
    }
    await world.sleep(DAY_MS);
    await eventually(
      async () => expect((await world.lines(id)).every(({ call_status }) => call_status === 'completed')).toBe(true),
      { timeoutMs: 20_000 },
    );

    const calls = world.provider.calls.slice(callsBefore);
    expect(calls).toHaveLength((DAYS * 24) / STEP_HOURS);
    const outside = calls.filter(
      ({ at }) => wallClock(at, 'America/New_York').minute < 9 * 60 || wallClock(at, 'Europe/Berlin').minute >= 18 * 60,
    );
    expect(outside.map(({ at }) => new Date(at).toISOString())).toEqual([]);
    const dialled = new Set(calls.map(({ at }) => wallClock(at, 'Europe/Berlin').date));
    for (let day = 1; day <= DAYS; day += 1) {
      expect(dialled).toContain(wallClock(begunAt + day * DAY_MS, 'Europe/Berlin').date);
    }
    await world.campaigns.signal(id, 'cancel');
    const campaign = world.client.workflow.getHandle(campaignWorkflowId(id));
    await eventually(async () => expect((await campaign.describe()).status.name).toBe('COMPLETED'));
  },
);

/** Minutes by which the clocks of a zone are ahead of UTC's, within a day. */
function offsetOf(at: number, zone: string): number {
  return (wallClock(at, zone).minute - wallClock(at, 'UTC').minute + 24 * 60) % (24 * 60);
}
