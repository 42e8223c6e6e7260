import { eventually } from '../setup/eventually';
import type { Bench } from './bench';
import type { CaseId } from './matrix';
import type { Suite } from './suite';
import type { PlaceFault } from './vendor-double';

/** Long enough for a request to arrive on a busy machine. */
const IMPATIENT_MS = 1_500;

/** Answers that leave open whether there is a call: it is found, and never asked for again. */
export function describeAmbiguousAnswers({ underTest, bench, offers }: Suite): void {
  const { lookUp } = underTest.adapter.features;
  const faults = [
    'error_after_accepting',
    'silence_after_accepting',
    'reset_after_accepting',
  ] as const satisfies ReadonlyArray<CaseId & PlaceFault>;

  for (const fault of faults) {
    offers(fault, async () => {
      const { connect, double, newAttempt, requestFor, find, provider, receive, row } = bench();
      const attempt = await newAttempt();
      double.fault = fault;
      const impatient = fault === 'silence_after_accepting' ? connect({ timeoutMs: IMPATIENT_MS }) : provider;
      expect(await impatient.placeCall(requestFor(attempt))).toEqual({
        kind: 'ambiguous',
        rawCode: expect.stringMatching(/./),
      });
      double.fault = 'none';
      await eventually(() => double.calls.length > 0);
      const [call] = double.calls as [(typeof double.calls)[number]];
      expect(call.reference).toBe(attempt.reference);
      if (lookUp !== 'none') {
        expect(await provider.lookUpCall(find(attempt))).toEqual({ kind: 'live', providerCallId: call.id });
      }
      await receive(attempt, double.webhooks(call, 'completed'));
      expect(await row(attempt)).toMatchObject({ status: 'ended', provider_call_id: call.id });
      expect(double.calls).toHaveLength(1);
      return lookUp === 'none' ? 'found by its events' : 'found by look-up, or by its events';
    });
  }

  offers('error_without_call', async () => {
    const { double, newAttempt, requestFor, find, provider } = bench();
    const attempt = await newAttempt();
    double.fault = 'error_without_call';
    expect(await provider.placeCall(requestFor(attempt))).toMatchObject({ kind: 'ambiguous' });
    double.fault = 'none';
    const found = await provider.lookUpCall(find(attempt, longAgo(attempt)));
    expect(lookUp === 'none' ? ['unknown'] : ['absent']).toContain(found.kind);
    expect(['absent', 'unknown']).toContain((await provider.lookUpCall(find(attempt))).kind);
    expect(double.calls).toEqual([]);
    return lookUp === 'none' ? 'stays unknown' : 'look-up finds none';
  });
}

/** Asked for so long ago that whoever knows nothing of it by now never will. */
export function longAgo({ created_at }: Awaited<ReturnType<Bench['newAttempt']>>): { readonly askedAt: number } {
  return { askedAt: created_at.getTime() - 120_000 };
}
