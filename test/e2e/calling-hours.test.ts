import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../setup/eventually';
import { RunningStack, type LedgerEntry } from '../setup/running-stack';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Long enough before the close for calls to be made. */
const OPEN_AT_LEAST_MS = 20_000;
/** Few enough that all are called soon after the opening, on a busy machine too. */
const BETWEEN_CONTACTS_MS = 500;
/** The clocks' minutes cannot be made shorter: a minute and a half until it closes, a minute closed, and the calls. */
const SCENARIO_MS = 6 * MINUTE_MS;
const PATIENTLY = { timeoutMs: 200_000, intervalMs: 200 };

let stack: RunningStack;

beforeAll(async () => {
  stack = await RunningStack.start();
});

afterAll(() => stack.stop());

test(
  'hours that close and open while contacts keep coming: the provider is asked for no call outside them',
  async () => {
    const { closesAt, opensAt, ...hours } = hoursAroundNow(Date.now());
    const campaignId = await stack.createCampaign({ ...hours, concurrent_call_limit: 20 });

    const numbers: string[] = [];
    let shownWhileClosed: CampaignDetails | null = null;
    while (Date.now() < opensAt + 5_000) {
      const number = `+1555012${String(numbers.length).padStart(4, '0')}`;
      await stack.addContact(campaignId, number);
      numbers.push(number);
      if (Date.now() > closesAt + 5_000 && Date.now() < opensAt - 2_000) shownWhileClosed ??= await details(campaignId);
      await pause(BETWEEN_CONTACTS_MS);
    }

    expect(shownWhileClosed).toMatchObject({
      status: 'auto_paused',
      status_reason: { code: 'outside_hours', until: new Date(opensAt).toISOString() },
      opens_at: new Date(opensAt).toISOString(),
    });
    await eventually(async () => expect((await asked(numbers)).length).toBe(numbers.length), PATIENTLY);
    const calls = await asked(numbers);
    const inside = calls.filter(({ at }) => Date.parse(at) < closesAt || Date.parse(at) >= opensAt);
    expect(calls.length - inside.length).toBe(0);
    expect(new Set(calls.map(({ to }) => to)).size).toBe(numbers.length);
    // Both sides of the closed minute were really dialled, or it would prove nothing.
    expect(calls.some(({ at }) => Date.parse(at) < closesAt)).toBe(true);
    expect(calls.some(({ at }) => Date.parse(at) >= opensAt)).toBe(true);
  },
  SCENARIO_MS,
);

test('nobody is called at night in their own zone, though the campaign is open', async () => {
  const campaignId = await stack.createCampaign({
    contact_hours: { enabled: true, start: '08:00', end: '21:00' },
  });
  const asleep = await stack.addContact(campaignId, '+15550130001', { timezone: zoneWhereItIs(3) });
  const awake = await stack.addContact(campaignId, '+15550130002', { timezone: zoneWhereItIs(13) });
  await eventually(async () => expect(await stack.statusOf(awake)).toBe('completed'), PATIENTLY);
  expect(await stack.callsTo('+15550130001')).toEqual([]);
  const story = await stack.api<{ line: { call_status: string }; why_not_now: { code: string; until: string } }>(
    'GET',
    `/calls/bulk_call/${campaignId}/lines/${asleep}`,
  );
  expect(story.line.call_status).toBe('queued');
  expect(story.why_not_now.code).toBe('contact_hours');
  // It is after three there, so eight is less than five hours off.
  expect(Date.parse(story.why_not_now.until) - Date.now()).toBeLessThan(5 * HOUR_MS);
});

interface CampaignDetails {
  readonly status: string;
  readonly opens_at: string | null;
  readonly status_reason: { readonly code: string; readonly until: string | null } | null;
}

async function details(campaignId: number): Promise<CampaignDetails> {
  return (await stack.api<{ details: CampaignDetails }>('GET', `/calls/bulk_call/${campaignId}`)).details;
}

async function asked(numbers: readonly string[]): Promise<LedgerEntry[]> {
  const wanted = new Set(numbers);
  return (await stack.ledger()).filter(({ to }) => wanted.has(to));
}

/** Windows that close at the next full minute but one second at the soonest, and open again a minute later. */
function hoursAroundNow(now: number) {
  const closesAt = Math.ceil((now + OPEN_AT_LEAST_MS) / MINUTE_MS) * MINUTE_MS;
  const opensAt = closesAt + MINUTE_MS;
  // Noon is far from midnight, where windows would need a second day.
  const zone = zoneWhereItIs(12);
  const windows = [
    { start: clock(closesAt - 2 * HOUR_MS, zone), end: clock(closesAt, zone) },
    { start: clock(opensAt, zone), end: clock(opensAt + 2 * HOUR_MS, zone) },
  ];
  return { closesAt, opensAt, timezone: zone, calling_hours: { windows } };
}

/** A zone of whole hours whose clocks show this hour now. */
function zoneWhereItIs(hour: number): string {
  let offset = hour - new Date().getUTCHours();
  if (offset > 12) offset -= 24;
  if (offset < -11) offset += 24;
  // The signs of these names are those of POSIX: east is minus.
  return offset === 0 ? 'Etc/GMT' : `Etc/GMT${offset > 0 ? '-' : '+'}${Math.abs(offset)}`;
}

function clock(instant: number, timeZone: string): string {
  return new Date(instant).toLocaleTimeString('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' });
}
