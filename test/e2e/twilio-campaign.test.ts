import { TwilioDouble } from '../conformance/twilio-double';
import { TWILIO_CREDENTIALS } from '../conformance/twilio-replies';
import type { DoubleCall } from '../conformance/vendor-double';
import { eventually } from '../setup/eventually';
import { openLines } from '../setup/open-lines';
import { RunningStack } from '../setup/running-stack';

const PATIENTLY = { timeoutMs: 150_000, intervalMs: 200 };
/** Longest call: also how long a call is waited for whose events were lost. */
const MAX_CALL_S = 15;
const OURS = '+14155550100';

/** The last four digits say how the double's calls go. */
const COURSES: Readonly<Record<string, { readonly status: string; readonly dispositions: readonly string[] }>> = {
  '0001': { status: 'completed', dispositions: ['completed'] },
  // Busy first, then answered.
  '9013': { status: 'completed', dispositions: ['busy', 'completed'] },
  '9003': { status: 'no_answer', dispositions: ['no_answer', 'no_answer', 'no_answer'] },
  // The call is made; the answer is a reset, or a 500.
  '9011': { status: 'completed', dispositions: ['completed'] },
  '9012': { status: 'completed', dispositions: ['completed'] },
  // Told twice, and never.
  '9009': { status: 'completed', dispositions: ['completed'] },
  '9008': { status: 'completed', dispositions: ['completed'] },
};
/** Contacts that are added at once; the call of one of them is taken and not answered when the processes die. */
const WAVES = [
  {
    digits: ['0001', '0001', '0001', '9013', '9003', '9011', '9012', '9009', '9008'],
    held: '0001',
    dies: ['worker-calls'],
  },
  {
    digits: ['0001', '0001', '9013', '9013', '9011', '0001', '0001', '9012'],
    held: '9013',
    dies: ['worker-calls', 'api'],
  },
  { digits: ['0001', '0001', '0001', '9013', '9003', '0001', '0001'], held: '0001', dies: ['worker-campaigns'] },
  { digits: ['0001', '0001', '9011', '9011', '9013', '9009', '0001', '0001'], held: '9011', dies: ['worker-calls'] },
] as const;

let double: TwilioDouble;
let stack: RunningStack;
/** Calls that were taken when the processes died, and never answered. */
const unanswered: DoubleCall[] = [];

beforeAll(async () => {
  double = await TwilioDouble.start({ plays: true });
  double.numbers = [{ sid: 'PN00000000000000000000000000000001', phoneNumber: OURS, voice: true }];
  stack = await RunningStack.start({ TWILIO_BASE_URL: double.url, MAX_CALL_S: String(MAX_CALL_S) });
});

afterAll(async () => {
  await stack.stop();
  await double.close();
});

test('a campaign over Twilio, with processes that die between accept and answer: each attempt has at most one call', async () => {
  const campaignId = await createTwilioCampaign();
  const lines = new Map<number, string>();
  for (const [index, wave] of WAVES.entries()) {
    await killWhileAnswering(wave, async () => {
      for (const [n, digits] of wave.digits.entries()) {
        const number = `+1415${200 + index * 100 + n}${digits}`;
        const lineId = await stack.addContact(campaignId, number, { custom_variables: { name: 'Ann & <Bob>' } });
        lines.set(lineId, digits);
      }
    });
  }

  await eventually(async () => expect(await openLines(stack.db, campaignId)).toBe(0), PATIENTLY);
  await expectOneCallAtMost(campaignId);
  await expectEnds(lines);
  expect(unanswered.map(({ course }) => course)).toEqual(
    WAVES.map(({ held }) => (held === '9013' ? 'busy' : 'completed')),
  );
  expect(await double.schemaFaults()).toEqual([]);
});

/** Through the API alone: the account with its credentials, its number, the agent, the campaign. */
async function createTwilioCampaign(): Promise<number> {
  await stack.api('PUT', '/calling_rules', { contact_hours: { enabled: false } });
  const { id: agentId } = await stack.api<{ id: number }>('POST', '/agents', {
    name: 'Reminder',
    welcome_message: 'Hello {{ name }}',
    prompt: '',
    provider_reference: '<Response><Say>{{ welcome_message }}</Say></Response>',
  });
  const { id: phoneNumberId, provider_account_id: accountId } = await stack.api<{
    id: number;
    provider_account_id: number;
  }>('POST', '/phone_number/import/twilio', { ...TWILIO_CREDENTIALS, phone_number: OURS, agent_id: agentId });
  await stack.api('PUT', `/provider_accounts/${accountId}`, { calls_per_second: 10, concurrency_limit: 8 });
  const again = { delay_s: 1 };
  return stack.createCampaign({
    name: 'Over Twilio',
    phone_number_id: phoneNumberId,
    retry_config: { auto_retry: true, retry_limit: 2, rules: { busy: again, no_answer: again } },
  });
}

/** Kills processes after the double has taken a call, and before it answers. */
async function killWhileAnswering(
  { held, dies }: { readonly held: string; readonly dies: readonly string[] },
  addContacts: () => Promise<void>,
): Promise<void> {
  let taken: DoubleCall | null = null;
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  double.beforeAnswer = async (call) => {
    if (taken !== null || !call.to.endsWith(held)) return;
    taken = call;
    unanswered.push(call);
    await released;
  };
  try {
    await addContacts();
    await eventually(() => taken !== null, { ...PATIENTLY, what: `a call to a number that ends with ${held}` });
    await Promise.all(dies.map((name) => stack.killAndAwaitAnother(name)));
  } finally {
    release();
    double.beforeAnswer = null;
  }
}

async function expectOneCallAtMost(campaignId: number): Promise<void> {
  const attempts = await stack.db.selectFrom('attempts').selectAll().where('campaign_id', '=', campaignId).execute();
  const references = double.calls.map(({ reference }) => reference);
  expect(new Set(references).size).toBe(references.length);
  for (const attempt of attempts) {
    const calls = double.calls.filter(({ reference }) => reference === attempt.reference);
    expect(calls.map(({ to }) => to)).toEqual(calls.map(() => attempt.to_number));
    // An attempt that the double has never heard of has not reached anybody.
    if (calls.length === 0) expect(['no_capacity', 'unknown']).toContain(attempt.disposition);
  }
  expect(references.filter((reference) => !attempts.some((attempt) => attempt.reference === reference))).toEqual([]);
}

async function expectEnds(lines: ReadonlyMap<number, string>): Promise<void> {
  const rows = await stack.db
    .selectFrom('lines')
    .innerJoin('attempts', 'attempts.line_id', 'lines.id')
    .select([
      'lines.id',
      'call_status',
      'lines.to_number',
      'attempts.disposition',
      'attempts.provider_call_id',
      'attempts.reference',
    ])
    .where('lines.id', 'in', [...lines.keys()])
    .orderBy('attempts.id')
    .execute();
  for (const [lineId, course] of lines) {
    const attempts = rows.filter(({ id }) => id === lineId);
    const { status, dispositions } = COURSES[course]!;
    const untold = attempts.find(({ disposition }) => disposition === 'unknown');
    if (untold) {
      // Its worker died before it asked: nobody can know that yet, and so nobody is called again.
      expect(attempts[0]?.call_status).toBe('unknown');
      expect(double.calls.map(({ reference }) => reference)).not.toContain(untold.reference);
      continue;
    }
    expect({ course, lineId, status: attempts[0]?.call_status }).toEqual({ course, lineId, status });
    const called = attempts.filter(({ disposition }) => disposition !== 'no_capacity');
    expect({ course, lineId, dispositions: called.map(({ disposition }) => disposition) }).toEqual({
      course,
      lineId,
      dispositions,
    });
    expect(double.calls.filter(({ to }) => to === attempts[0]?.to_number)).toHaveLength(called.length);
    for (const { reference, provider_call_id } of called) {
      expect(double.calls.find((call) => call.reference === reference)?.id).toBe(provider_call_id);
    }
  }
}
