import { CREDENTIALS_REFUSED } from '../../infra/telephony/refusals';
import { onlyProviders } from '../../services/wiring/providers';
import { Telephony } from '../../services/wiring/telephony';
import { createAttemptStore } from '../../services/wiring/attempt-store';
import type { CaseId } from './matrix';
import type { Suite } from './suite';
import type { PlaceFault } from './vendor-double';

const RETRY_AFTER_S = 7;
const NEVER_TOLD = 'metadata-that-stays-with-us';

/** Requests for calls that are answered clearly, and how credentials are checked. */
export function describePlacing(suite: Suite): void {
  const { bench, offers } = suite;

  offers('accepted', async () => {
    const { provider, double, newAttempt, requestFor } = bench();
    const machine = { waitForBeep: true, timeoutS: 20, message: 'Please call us back.' };
    for (const more of [{}, { machine }, { machine: { ...machine, waitForBeep: false, message: null } }]) {
      const attempt = await newAttempt();
      const answer = await provider.placeCall({ ...requestFor(attempt), ...more });
      const call = double.calls.at(-1)!;
      expect(answer).toEqual({ kind: 'accepted', providerCallId: call.id });
      expect([call.reference, call.from, call.to]).toEqual([attempt.reference, attempt.from_number, attempt.to_number]);
    }
    expect(double.calls).toHaveLength(3);
  });

  offers('metadata', async () => {
    const { provider, double, world, newAttempt } = bench();
    const { campaign_id: campaignId } = await newAttempt();
    const lineId = await world.newLine(campaignId);
    const contact = { custom_variables: '{"name":"Ann"}', metadata: JSON.stringify({ crm: NEVER_TOLD }) };
    await world.db.updateTable('lines').set(contact).where('id', '=', lineId).execute();
    const attempts = createAttemptStore(world.db, { maxCallMs: 60_000 });
    const claim = await attempts.claim({ campaignId, lineId, lease: 4_711 }, null);
    if (claim.kind !== 'claimed') throw new Error(`The claim was ${claim.kind}.`);
    const telephony = new Telephony({
      providers: onlyProviders(provider),
      eventsBase: new URL(suite.underTest.eventsUrl).origin,
      maxCallMs: 60_000,
      otherCallIds: async () => [],
    });
    const ready = await telephony.ready(claim.attempt);
    expect(await ready.place(claim.call)).toMatchObject({ kind: 'accepted' });
    expect(double.calls.map((each) => each.reference)).toEqual([claim.attempt.reference]);
    expect(JSON.stringify(double.requests)).not.toContain(NEVER_TOLD);
  });

  describeRefusals(suite);
  describeCredentials(suite);
}

function describeRefusals({ bench, offers }: Suite): void {
  const refusals = [
    ['invalid_number', 'invalid_number', {}],
    ['no_capacity', 'no_capacity', {}],
    ['rate_limited', 'no_capacity', { retryAfterS: RETRY_AFTER_S }],
    ['auth_refused', 'no_capacity', { rawCode: CREDENTIALS_REFUSED }],
    ['bad_request', 'failed', {}],
  ] as const satisfies ReadonlyArray<readonly [CaseId & PlaceFault, string, object]>;

  for (const [fault, disposition, more] of refusals) {
    offers(fault, async () => {
      const { provider, double, newAttempt, requestFor } = bench();
      double.fault = fault;
      const answer = await provider.placeCall(requestFor(await newAttempt()));
      expect(answer).toMatchObject({ kind: 'refused', disposition, rawCode: expect.stringMatching(/./), ...more });
      expect(double.calls).toEqual([]);
      expect(double.requests).toHaveLength(1);
      return 'rawCode' in answer ? `\`${answer.rawCode}\`` : undefined;
    });
  }

  offers('unreachable', async () => {
    const { provider, stopDouble, newAttempt, requestFor } = bench();
    const attempt = await newAttempt();
    await stopDouble();
    expect(await provider.placeCall(requestFor(attempt))).toMatchObject({
      kind: 'refused',
      disposition: 'no_capacity',
      rawCode: 'unreachable',
    });
  });
}

function describeCredentials({ underTest, bench, offers, offersNot }: Suite): void {
  const { checksCredentials = true } = underTest;

  offers('credentials_accepted', async () => {
    expect(await bench().provider.checkCredentials()).toEqual({ kind: 'accepted' });
    return checksCredentials ? undefined : 'taken as they are';
  });

  if (!checksCredentials) {
    for (const id of ['credentials_refused', 'credentials_unknown'] as const) {
      offersNot(id, async () => {
        const { connect, double } = bench();
        await connect({ asAnother: true }).checkCredentials();
        expect(double.requests).toEqual([]);
      });
    }
    return;
  }

  offers('credentials_refused', async () => {
    const { connect, double } = bench();
    double.fault = 'auth_refused';
    expect(await connect({ asAnother: true }).checkCredentials()).toMatchObject({ kind: 'refused' });
  });

  offers('credentials_unknown', async () => {
    const { provider, stopDouble } = bench();
    await stopDouble();
    expect(await provider.checkCredentials()).toMatchObject({ kind: 'unknown' });
  });
}
