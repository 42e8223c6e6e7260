import { longAgo } from './cases-ambiguous';
import { NOT_OFFERED } from './matrix';
import { offeredCourses } from './courses';
import type { Suite } from './suite';

const HOW = {
  by_reference: 'by our reference',
  by_numbers: 'by both numbers and the time',
  none: NOT_OFFERED,
} as const;

/** What a provider says of a call when it is asked, and what it does when it is told to end one. */
export function describeLookUps(suite: Suite): void {
  describeEnding(suite);
  if (suite.underTest.adapter.features.lookUp === 'none') describeNoLookUp(suite);
  else describeLookUp(suite);
}

function describeNoLookUp({ bench, offersNot }: Suite): void {
  for (const id of ['look_up_live', 'look_up_ended', 'look_up_absent', 'look_up_fails'] as const) {
    offersNot(id, async () => {
      const { provider, newCall, find } = bench();
      const { attempt } = await newCall();
      expect(await provider.lookUpCall(find(attempt))).toMatchObject({ kind: 'unknown' });
    });
  }
}

function describeLookUp({ underTest, bench, offers }: Suite): void {
  const how = HOW[underTest.adapter.features.lookUp];

  offers('look_up_live', async () => {
    const { provider, double, newAttempt, newCall, find, requestFor } = bench();
    const { attempt, call } = await newCall();
    // Another one between the same numbers, a moment later.
    const other = await newAttempt();
    const asked = { ...requestFor(other), from: attempt.from_number, to: attempt.to_number };
    expect(await provider.placeCall(asked)).toMatchObject({ kind: 'accepted' });
    const otherCallIds = [double.calls[1]!.id];
    const live = { kind: 'live', providerCallId: call.id };
    expect(await provider.lookUpCall(find(attempt, { otherCallIds }))).toEqual(live);
    expect(await provider.lookUpCall(find(attempt, { otherCallIds, providerCallId: call.id }))).toEqual(live);
    return how;
  });

  offers('look_up_ended', async () => {
    const { provider, double, newCall, find } = bench();
    for (const { course, lookedUp } of offeredCourses(underTest)) {
      const { attempt, call } = await newCall();
      double.webhooks(call, course);
      const ended = { kind: 'ended', providerCallId: call.id, end: expect.objectContaining(lookedUp) };
      for (const providerCallId of [null, call.id]) {
        expect([course, await provider.lookUpCall(find(attempt, { providerCallId }))]).toEqual([course, ended]);
      }
    }
    const less = Object.entries(underTest.lookUpEnds ?? {}).map(
      ([course, { rawCode }]) => `\`${course}\` looks like \`${rawCode}\``,
    );
    return [how, ...less].join('; ');
  });

  offers('look_up_absent', async () => {
    const { provider, newAttempt, find } = bench();
    const attempt = await newAttempt();
    expect(await provider.lookUpCall(find(attempt, longAgo(attempt)))).toEqual({ kind: 'absent' });
    const { kind } = await provider.lookUpCall(find(attempt));
    expect(['absent', 'unknown']).toContain(kind);
    return kind === 'absent' ? 'said at once' : 'believed after 90 s';
  });

  offers('look_up_fails', async () => {
    const { provider, connect, double, stopDouble, newCall, find } = bench();
    const { attempt, call } = await newCall();
    const unknown = { kind: 'unknown', rawCode: expect.stringMatching(/./) };
    double.lookUpFault = 'error';
    for (const providerCallId of [null, call.id]) {
      expect(await provider.lookUpCall(find(attempt, { providerCallId }))).toEqual(unknown);
    }
    await stopDouble();
    expect(await connect({}).lookUpCall(find(attempt))).toEqual(unknown);
    return 'unknown, asked again';
  });
}

function describeEnding({ underTest, bench, offers, offersNot }: Suite): void {
  if (!underTest.adapter.features.endsCalls) {
    offersNot('end_call', async () => {
      const { provider, newCall } = bench();
      const { call } = await newCall();
      await expect(provider.endCall(call.id)).rejects.toThrow();
    });
    return;
  }
  offers('end_call', async () => {
    const { provider, connect, newCall, stopDouble } = bench();
    const [first, second] = [await newCall(), await newCall()];
    await provider.endCall(first.call.id);
    expect([first.call.hungUp, second.call.hungUp]).toEqual([true, false]);
    // Whoever ends a call that is over, or that nobody knows, has nothing left to do.
    await provider.endCall(first.call.id);
    await provider.endCall(unknownIdLike(second.call.id));
    await stopDouble();
    await expect(connect({}).endCall(second.call.id)).rejects.toThrow();
  });
}

/** An id of the same form that no call has. */
function unknownIdLike(id: string): string {
  return id.slice(0, -8) + 'f0f0f0f0'.slice(-Math.min(8, id.length));
}
