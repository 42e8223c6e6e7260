import type { CallingHours } from '../../domain/calling-hours';
import { isGateOpen } from '../../infra/db/attempts/attempt-claim';
import { claimedCall, createClaimWorld, type ClaimWorld } from '../setup/claim-world';

let world: ClaimWorld;
let carrier: number;

beforeAll(async () => {
  world = await createClaimWorld();
  carrier = await world.newNumber('+16465550100', { provider: 'carrier' });
});

afterAll(() => world.drop());

const DAY_MS = 24 * 60 * 60_000;
/** A Monday, 10:00 in New York. */
const MORNING = Date.UTC(2026, 4, 11, 14);
const NEW_YORKER = '+12125550123';
const ALWAYS: CallingHours = {
  zone: 'America/New_York',
  dailyStop: null,
  dailyStart: null,
  weekdays: null,
  windows: [],
  closedDates: [],
};
const NINE_TO_FIVE = { ...ALWAYS, windows: [{ startMinute: 9 * 60, endMinute: 17 * 60 }] };

test('outside the campaign’s hours nothing is claimed, and the line stays in the queue', async () => {
  const { id } = await world.newCampaign({ hours: NINE_TO_FIVE }, { timezone: 'America/New_York' });
  const line = await world.newLine(id);
  const opening = Date.UTC(2026, 4, 11, 13);
  const closing = Date.UTC(2026, 4, 11, 21);
  expect(await world.claim(id, line, opening - 1)).toEqual({ kind: 'held', halt: null });
  expect(await world.claim(id, line, closing)).toEqual({ kind: 'held', halt: null });
  expect(await world.line(line)).toMatchObject({ ready: true, attempts: 0, next_attempt_at: null });
  expect(claimedCall(await world.claim(id, line, opening)).allowedUntil).toBe(closing);
});

test('a call that was claimed before the end of the hours is not dialled after it, nor in their last second', async () => {
  const { id } = await world.newCampaign({ hours: NINE_TO_FIVE }, { timezone: 'America/New_York' });
  const closing = Date.UTC(2026, 4, 11, 21);
  const call = claimedCall(await world.claimNew(id, closing - 1_001));
  expect(await isGateOpen(world.db, call, closing - 1_001)).toBe(true);
  expect(await isGateOpen(world.db, call, closing - 1_000)).toBe(false);
});

test('in the last second of the hours nothing is claimed, as the request would arrive after them; nor is anything put off', async () => {
  const closing = Date.UTC(2026, 4, 11, 21);
  for (const hours of [NINE_TO_FIVE, null]) {
    const { id } = await world.newCampaign(
      { hours, contactHours: { enabled: true, startMinute: null, endMinute: 17 * 60, strict: null } },
      { timezone: 'America/New_York' },
    );
    const lineId = await world.newLine(id);
    const before = await world.db.selectFrom('lines').selectAll().where('id', '=', lineId).executeTakeFirstOrThrow();
    expect(await world.claim(id, lineId, closing - 1_000)).toEqual({ kind: 'closing' });
    expect(await world.claim(id, lineId, closing - 1)).toEqual({ kind: 'closing' });
    const after = await world.db.selectFrom('lines').selectAll().where('id', '=', lineId).executeTakeFirstOrThrow();
    expect(after).toEqual(before);
    expect((await world.claim(id, lineId, closing)).kind).toBe(hours ? 'held' : 'deferred');
  }
});

test('a daily stop without a start holds from the first stop after the campaign was opened', async () => {
  const hours = { ...ALWAYS, dailyStop: { minute: 18 * 60, zone: 'America/New_York' } };
  const stop = Date.UTC(2026, 4, 11, 22);
  const { id } = await world.newCampaign({ hours }, { opened_at: new Date(MORNING) });
  const line = await world.newLine(id);
  expect((await world.claim(id, line, stop)).kind).toBe('held');
  expect((await world.claim(id, line, stop + DAY_MS / 2)).kind).toBe('held');
  const opened_at = new Date(stop + DAY_MS / 2);
  await world.db.updateTable('campaigns').set({ opened_at }).where('id', '=', id).execute();
  expect((await world.claim(id, line, stop + DAY_MS / 2)).kind).toBe('claimed');
});

test('nobody is called outside their own hours: the line waits for the next opening where they are', async () => {
  const { id } = await world.newCampaign({}, { phone_number_id: carrier });
  const line = await world.newLine(id, { toNumber: NEW_YORKER });
  const opening = Date.UTC(2026, 4, 11, 12);
  expect(await world.claim(id, line, opening - 1)).toEqual({
    kind: 'deferred',
    until: opening,
    reason: 'outside the hours in which the person may be called, 08:00 to 21:00 in America/New_York',
  });
  expect(await world.line(line)).toMatchObject({
    ready: false,
    ready_at: null,
    attempts: 0,
    call_status: 'queued',
    next_attempt_at: new Date(opening),
    next_attempt_reason: expect.stringContaining('America/New_York'),
  });
  await world.db.updateTable('lines').set({ ready: true }).where('id', '=', line).execute();
  expect(claimedCall(await world.claim(id, line, opening)).allowedUntil).toBe(Date.UTC(2026, 4, 12, 1));
});

test('the zone given with the contact comes before that of the number', async () => {
  const { id } = await world.newCampaign({}, { phone_number_id: carrier });
  const line = await world.newLine(id, { toNumber: NEW_YORKER, timezone: 'Asia/Tokyo' });
  expect(await world.claim(id, line, MORNING)).toMatchObject({ kind: 'deferred', until: Date.UTC(2026, 4, 11, 23) });
});

test('an opening in which the campaign is closed is none', async () => {
  const hours = { ...ALWAYS, weekdays: ['mon', 'thu'] } as const;
  const { id } = await world.newCampaign({ hours }, { phone_number_id: carrier });
  const line = await world.newLine(id, { toNumber: NEW_YORKER });
  // Monday, 22:00 in New York: open for the campaign, too late for the person.
  const late = Date.UTC(2026, 4, 12, 2);
  expect(await world.claim(id, line, late)).toMatchObject({ kind: 'deferred', until: Date.UTC(2026, 4, 14, 12) });
});

test('a contact for whom there never is an hour is given up, with the reason', async () => {
  const hours = { ...ALWAYS, windows: [{ startMinute: 22 * 60, endMinute: 23 * 60 }] };
  const { id } = await world.newCampaign({ hours }, { phone_number_id: carrier });
  const line = await world.newLine(id, { toNumber: NEW_YORKER });
  expect(await world.claim(id, line, Date.UTC(2026, 4, 12, 2))).toEqual({ kind: 'gone', status: 'expired' });
  expect(await world.line(line)).toMatchObject({
    call_status: 'expired',
    ready: false,
    closing_reason: expect.stringContaining('no calling hours within 400 days'),
  });
});

test('a stop that only a resume ends is no reason to give a contact up', async () => {
  const hours = { ...ALWAYS, dailyStop: { minute: 23 * 60, zone: 'America/New_York' } };
  const late = Date.UTC(2026, 4, 12, 2);
  const opened_at = new Date(MORNING);
  const { id } = await world.newCampaign({ hours }, { phone_number_id: carrier, opened_at });
  const line = await world.newLine(id, { toNumber: NEW_YORKER });
  expect(await world.claim(id, line, late)).toMatchObject({ kind: 'deferred', until: Date.UTC(2026, 4, 12, 12) });
});

test('simulated calls are made at any hour, unless the campaign asks for the person’s hours', async () => {
  const night = Date.UTC(2026, 4, 11, 7);
  const { id } = await world.newCampaign();
  claimedCall(await world.claimNew(id, night, { toNumber: NEW_YORKER }));
  const contactHours = { enabled: true, startMinute: null, endMinute: null, strict: null };
  const asking = await world.newCampaign({ contactHours });
  expect((await world.claimNew(asking.id, night, { toNumber: NEW_YORKER })).kind).toBe('deferred');
});

test('a contact that has expired by the clock handed in is closed', async () => {
  const { id } = await world.newCampaign();
  const expiresAt = new Date(MORNING);
  claimedCall(await world.claimNew(id, MORNING - 1, { expiresAt }));
  expect(await world.claimNew(id, MORNING, { expiresAt })).toEqual({ kind: 'gone', status: 'expired' });
});

test.each([
  ['dynamic', 'pause'],
  ['finite', 'fail'],
] as const)('a number without an agent stops a %s campaign: %s', async (type, kind) => {
  const phone_number_id = await world.newNumber(`+1646555${type === 'finite' ? '0201' : '0202'}`, { agent: null });
  const { id } = await world.newCampaign({}, { type, phone_number_id });
  expect(await world.claimNew(id)).toMatchObject({ kind: 'held', halt: { kind, reason: { code: 'agent_missing' } } });
  expect(await world.claimNew(id)).toEqual({ kind: 'held', halt: null });
  expect(await world.campaign(id)).toMatchObject({ halt_requested: kind, halt_reason: { code: 'agent_missing' } });
});
