import fc from 'fast-check';
import { recordEnd, recordPlaced } from '../../infra/db/attempts/attempt-events';
import type { AttemptRow } from '../../infra/db/line-tables';
import type { CallEnd, ReceivedWebhook } from '../../infra/telephony/provider';
import type { Bench, EndState } from './bench';
import { COURSES, mayLackCourse, offeredCourses, type OfferedCourse } from './courses';
import type { Suite } from './suite';

/** Up to so many webhooks, every order is tried: 24. */
const ALL_ORDERS_OF = 4;
const RANDOM_ORDERS = 20;

/** How calls go, told by webhooks in whatever order: each way has one end. */
export function describeOrder(suite: Suite): void {
  const { underTest, bench, offers, offersNot } = suite;
  const courses = offeredCourses(underTest);

  for (const course of COURSES) {
    const offered = courses.find((each) => each.course === course);
    if (offered) offers(course, () => goes(bench(), offered));
    else offersNot(course, () => expect(mayLackCourse(course, underTest)).toBe(true));
  }

  offers('any_order', async () => {
    for (const { course } of courses) await endsInOneWay(bench(), course);
  });

  offers('late', async () => {
    const { double, newCall, provider, find, receive, endState, forget, told, world } = bench();
    for (const { course, lookedUp } of courses) {
      const { attempt, call } = await newCall();
      const webhooks = double.webhooks(call, course);
      const found = await provider.lookUpCall(find(attempt));
      const ends: CallEnd[] = found.kind === 'ended' ? [found.end, NO_REPORT] : [NO_REPORT];
      for (const end of ends) {
        await forget(attempt);
        await recordEnd(world.db, attempt.id, end);
        await receive(attempt, webhooks);
        await receive(attempt, webhooks);
        expect([course, await endState(attempt)]).toMatchObject([
          course,
          { status: 'ended', disposition: end.disposition, raw_code: end.rawCode },
        ]);
      }
      if (found.kind === 'ended') expect(found.end.disposition).toBe(lookedUp.disposition);
    }
    expect(told).toEqual([]);
    return 'change no end';
  });
}

/** Nobody could tell at the deadline. */
const NO_REPORT: CallEnd = { disposition: 'unknown', rawCode: 'no_report', durationS: null, outcome: {} };

async function goes(
  { double, newCall, receive, row, told, world }: Bench,
  { course, disposition, rawCode }: OfferedCourse,
): Promise<string> {
  const { attempt, call } = await newCall();
  const webhooks = double.webhooks(call, course);
  await recordPlaced(world.db, attempt.id, call.id);
  await receive(attempt, webhooks);
  const stored = await row(attempt);
  expect(stored).toMatchObject({
    status: 'ended',
    disposition,
    raw_code: rawCode,
    provider_call_id: call.id,
  });
  expect(told).toEqual([attempt.id]);
  if (course === 'completed') expect(stored.answered_at).not.toBeNull();
  if (course === 'callback') {
    const { callback_at, callback_text } = stored.outcome ?? {};
    expect([callback_at, callback_text]).toContainEqual(expect.stringMatching(/./));
    return [callback_at && '`callback_at`', callback_text && '`callback_text`'].filter(Boolean).join(', ');
  }
  if (course === 'do_not_call') {
    expect(stored.outcome).toMatchObject({ do_not_call: true });
    return '`do_not_call`';
  }
  return `\`${rawCode}\``;
}

async function endsInOneWay(bench: Bench, course: OfferedCourse['course']): Promise<void> {
  const { attempt, call } = await bench.newCall();
  const webhooks = bench.double.webhooks(call, course);
  const expected = await endAfter(bench, attempt, call.id, webhooks, 0);
  const isOnlyEnd = async (order: readonly ReceivedWebhook[], placedAt: number): Promise<void> => {
    const end = await endAfter(bench, attempt, call.id, order, placedAt);
    expect({ course, order: order.map((webhook) => webhooks.indexOf(webhook)), end }).toMatchObject({ end: expected });
  };

  const twice = webhooks.flatMap((webhook) => [webhook, webhook]);
  for (const order of [twice, [...webhooks, ...webhooks], [...webhooks].reverse()])
    await isOnlyEnd(order, order.length);
  if (webhooks.length <= ALL_ORDERS_OF) {
    for (const order of ordersOf(webhooks)) await isOnlyEnd(order, 1);
    return;
  }
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(twice, { minLength: twice.length }), fc.nat({ max: twice.length }), isOnlyEnd),
    { numRuns: RANDOM_ORDERS, interruptAfterTimeLimit: 60_000 },
  );
}

/** @param placedAt before which webhook the answer to our request is recorded. */
async function endAfter(
  { forget, receive, endState, told, world }: Bench,
  attempt: AttemptRow,
  callId: string,
  order: readonly ReceivedWebhook[],
  placedAt: number,
): Promise<EndState> {
  await forget(attempt);
  const toldBefore = told.length;
  await receive(attempt, order.slice(0, placedAt));
  await recordPlaced(world.db, attempt.id, callId);
  await receive(attempt, order.slice(placedAt));
  expect(told.slice(toldBefore)).toEqual([attempt.id]);
  return endState(attempt);
}

function ordersOf<T>(items: readonly T[]): T[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item, index) =>
    ordersOf([...items.slice(0, index), ...items.slice(index + 1)]).map((rest) => [item, ...rest]),
  );
}
