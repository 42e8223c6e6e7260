import { callToFind } from '../../test/setup/fake-provider';
import { createSimulatedCalls } from './simulated-calls';

const START = Date.UTC(2026, 10, 23, 14);

function world() {
  let now = START;
  const planned: number[] = [];
  const calls = createSimulatedCalls({
    now: () => now,
    mix: null,
    talkS: 60,
    onPlanned: async (endsAt) => void planned.push(endsAt),
  });
  const place = (to: string) =>
    calls.provider.placeCall({
      reference: `a-${calls.ledger.length}-${to}`,
      from: '+15550100001',
      to,
      fromReference: null,
      machine: null,
      maxDurationS: 3600,
      agentReference: null,
      welcomeMessage: '',
      prompt: '',
      variables: {},
      timezone: 'America/New_York',
      eventsUrl: '',
    });
  return { calls, planned, place, at: (instant: number) => (now = instant) };
}

test('a call takes its ring and its talk, and ends once', async () => {
  const { calls, place, at } = world();
  expect(await place('+12125550100')).toEqual({ kind: 'accepted', providerCallId: 'dry_1' });
  const endsAt = calls.nextEnd()!;
  expect(endsAt - START).toBeGreaterThan(30_000);
  expect(endsAt - START).toBeLessThan(120_000);
  expect(calls.endDue()).toEqual([]);
  at(endsAt);
  expect(calls.endDue().map(({ end }) => end?.disposition)).toEqual(['completed']);
  expect(calls.endDue()).toEqual([]);
  expect(calls.nextEnd()).toBeNull();
});

test('the end of each call is planned before it is answered for', async () => {
  const { calls, planned, place } = world();
  await place('+12125550100');
  await place('+12125559007');
  await place('+12125559002');
  expect(planned).toEqual(calls.ledger.map(({ endsAt }) => endsAt));
  expect(calls.nextEnd()).toBe(Math.min(...planned));
});

test('an ambiguous answer stands for a call that a look-up finds, a refusal for none', async () => {
  const { calls, place } = world();
  expect(await place('+12125559012')).toMatchObject({ kind: 'ambiguous' });
  expect(await calls.provider.lookUpCall(callToFind('a-0-+12125559012'))).toMatchObject({ kind: 'live' });
  expect(await place('+12125559014')).toMatchObject({ kind: 'refused', disposition: 'invalid_number' });
  expect(await calls.provider.lookUpCall(callToFind('a-1-+12125559014'))).toEqual({ kind: 'absent' });
  expect(calls.ledger).toHaveLength(1);
});

test('the same numbers, called as often, go the same way again', async () => {
  const [one, other] = [world(), world()];
  for (const { place } of [one, other])
    for (const to of ['+12125559013', '+12125559013', '+12125550100']) await place(to);
  const plans = (calls: typeof one.calls) => calls.ledger.map(({ plan, endsAt }) => [plan, endsAt]);
  expect(plans(one.calls)).toEqual(plans(other.calls));
  expect(one.calls.ledger.map(({ plan }) => plan.ending.disposition)).toEqual(['busy', 'completed', 'completed']);
});

test('somebody who asks for tomorrow at three means their own clocks', async () => {
  const { calls, place, at } = world();
  await place('+12125559006');
  at(calls.nextEnd()!);
  expect(calls.endDue()[0]?.end?.outcome).toEqual({
    callback_text: 'tomorrow at 3pm',
    callback_at: '2026-11-24T15:00:00-05:00',
  });
});
