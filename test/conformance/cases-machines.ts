import type { CallRequest } from '../../infra/telephony/provider';
import type { Bench } from './bench';
import type { Suite } from './suite';

const HANDLING = { waitForBeep: true, timeoutS: 20, message: 'Please call us back on Monday.' };

/** Answering machines, and what a provider tells of a conversation. */
export function describeMachines(suite: Suite): void {
  const { underTest, bench, offers, offersNot } = suite;
  const { detectsMachines, leavesMessages, transcripts } = underTest.adapter.features;

  if (detectsMachines === 'no') {
    offersNot('machines', () => expect(underTest.rawCodes.voicemail).toBeUndefined());
  } else {
    offers('machines', async () => {
      const listening = await requestBody(bench(), { machine: { ...HANDLING, message: null } });
      const plain = await requestBody(bench(), { machine: null });
      if (detectsMachines === 'by_request') expect(listening).not.toBe(plain);
      return detectsMachines === 'by_request' ? 'asked for with the call' : 'as the agent is set up';
    });
  }

  if (leavesMessages) offers('messages', () => leavesMessage(bench()));
  else {
    offersNot('messages', async () => {
      expect(await requestBody(bench(), { machine: HANDLING })).not.toContain(HANDLING.message);
    });
  }

  const transcript = async () => {
    const { double, newCall, receive, row } = bench();
    const { attempt, call } = await newCall();
    await receive(attempt, double.webhooks(call, 'completed'));
    return (await row(attempt)).outcome?.['transcript'];
  };
  if (transcripts) offers('transcripts', async () => expect(await transcript()).toMatch(/./));
  else offersNot('transcripts', async () => expect(await transcript()).toBeUndefined());
}

/** With the call, or when a machine has answered. */
async function leavesMessage(bench: Bench): Promise<string> {
  const { provider, double, newCall, stopDouble, connect } = bench;
  const { handleMachine } = provider;
  if (!handleMachine) {
    expect(await requestBody(bench, { machine: HANDLING })).toContain(HANDLING.message);
    return 'given with the call';
  }
  const { call } = await newCall();
  await handleMachine(call.id, HANDLING);
  expect(readable(double.requests.at(-1)!.body)).toContain(HANDLING.message);
  await stopDouble();
  await expect(connect({}).handleMachine!(call.id, HANDLING)).rejects.toThrow();
  return 'when it is asked to';
}

/** What is asked for a call, without what is different each time. */
async function requestBody(
  { provider, double, newAttempt, requestFor }: Bench,
  more: Partial<CallRequest>,
): Promise<string> {
  const attempt = await newAttempt();
  expect(await provider.placeCall({ ...requestFor(attempt), ...more })).toMatchObject({ kind: 'accepted' });
  return readable(double.calls.at(-1)!.request.body)
    .replaceAll(attempt.reference, 'reference')
    .replaceAll(attempt.to_number, 'number');
}

/** Forms write a space as a plus. */
function readable(body: string): string {
  return body.startsWith('{') ? body : decodeURIComponent(body.replaceAll('+', ' '));
}
