import type { ReceivedWebhook } from '../../infra/telephony/provider';
import type { Bench } from './bench';
import { offeredCourses } from './courses';
import type { Suite } from './suite';
import type { DoubleCall } from './vendor-double';

const CALLER = '+14155550177';

/** Whom events are believed, and calls from outside. */
export function describeEvents(suite: Suite): void {
  const { underTest, bench, offers } = suite;

  /** Every webhook that the provider has, each of a call of its own. */
  async function everyWebhook({ double, newCall }: Bench): Promise<ReceivedWebhook[]> {
    const webhooks: ReceivedWebhook[] = [];
    for (const { course } of offeredCourses(underTest)) {
      webhooks.push(...double.webhooks((await newCall()).call, course));
    }
    return webhooks;
  }

  offers('forged', async () => {
    const { provider, double } = bench();
    const { signsBodies = true } = underTest;
    for (const webhook of await everyWebhook(bench())) {
      expect(provider.readEvents(webhook)).not.toBeNull();
      expect(provider.readEvents(double.forged(webhook))).toBeNull();
      expect(provider.readEvents({ ...webhook, headers: { 'content-type': 'application/json' } })).toBeNull();
      const longer = { ...webhook, rawBody: Buffer.concat([webhook.rawBody, Buffer.from(' ')]) };
      if (signsBodies) expect(provider.readEvents(longer)).toBeNull();
    }
    return signsBodies ? 'refused' : 'refused, by a shared secret';
  });

  offers('foreign', async () => {
    const { connect } = bench();
    const another = connect({ asAnother: true });
    for (const webhook of await everyWebhook(bench())) expect(another.readEvents(webhook)).toBeNull();
    return 'refused';
  });

  offers('stale', async () => {
    const { provider, double, newCall } = bench();
    const isTimed = underTest.adapter.features.replayProtection === 'timestamp';
    for (const { course } of offeredCourses(underTest)) {
      const { attempt, call } = await newCall();
      const webhooks = double.webhooks(call, course);
      const stale = webhooks.map((webhook) => double.stale(webhook));
      expect(stale.map((webhook) => webhook !== null)).toEqual(webhooks.map(() => isTimed));
      for (const webhook of stale) if (webhook) expect(provider.readEvents(webhook)).toBeNull();
      await changesNothingAgain(bench(), attempt, call, webhooks);
    }
    return isTimed ? 'refused 5 minutes after their time; before, they change nothing' : 'change nothing';
  });

  offers('unreadable', async () => {
    const { provider, double } = bench();
    const webhook = double.unreadable();
    expect(() => provider.readEvents(webhook)).toThrow();
    expect(provider.readEvents(double.forged(webhook))).toBeNull();
    return 'refused, with an error';
  });

  describeInbound(suite);
}

async function changesNothingAgain(
  { receive, row, told }: Bench,
  attempt: Awaited<ReturnType<Bench['newAttempt']>>,
  _call: DoubleCall,
  webhooks: readonly ReceivedWebhook[],
): Promise<void> {
  await receive(attempt, webhooks);
  const before = [await row(attempt), told.length];
  await receive(attempt, webhooks);
  expect([await row(attempt), told.length]).toEqual(before);
}

function describeInbound({ underTest, bench, offers, offersNot }: Suite): void {
  const ours = '+14155550100';
  if (!underTest.adapter.features.inbound) {
    offersNot('inbound', () => {
      const { provider, double } = bench();
      expect([provider.inbound, double.inboundWebhook(CALLER, ours)]).toEqual([null, null]);
    });
    return;
  }
  offers('inbound', async () => {
    const { provider, double, connect } = bench();
    const { inbound } = provider;
    const question = double.inboundWebhook(CALLER, ours)!;
    const call = inbound!.read(question);
    expect(call).toMatchObject({ from: CALLER, to: ours });
    expect(inbound!.read(double.forged(question))).toBeNull();
    expect(connect({ asAnother: true }).inbound!.read(question)).toBeNull();

    const reference = 'in-7f3c';
    const answer = inbound!.answer({
      reference,
      agentReference: underTest.agentReference,
      welcomeMessage: 'Hello Ann & Bob <3, "friends"',
      prompt: 'Be kind.',
      variables: { name: 'Ann', balance: 12.5, note: null },
      eventsUrl: underTest.eventsUrl,
    });
    expect([answer.status, answer.contentType]).toEqual([200, expect.stringMatching(/json|xml/)]);
    if (answer.contentType.includes('json')) expect(() => JSON.parse(answer.body) as unknown).not.toThrow();
    // Where the provider's id is not known yet, our reference is all that its events can be known by.
    if (call!.providerCallId === null) expect(answer.body).toContain(reference);
    const refusal = inbound!.answer(null);
    expect(refusal.body).not.toContain(reference);
    expect(refusal.body).not.toBe(answer.body);
    return 'in its own format';
  });
}
