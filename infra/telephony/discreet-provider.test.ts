import { discreetProvider } from './discreet-provider';
import type { CallRequest, CallToFind, TelephonyProvider } from './provider';

const CREDENTIALS = { account_sid: 'AC1', auth_token: 'PLANTED_TOKEN', headers: { 'x-key': 'PLANTED_KEY' } };
const NOBODY = {} as CallRequest & CallToFind;

/** A provider that repeats `text` wherever it can. */
function repeating(text: string): TelephonyProvider {
  return {
    name: 'parrot',
    placeCall: async () => ({ kind: 'refused', disposition: 'failed', rawCode: text, retryAfterS: 7 }),
    lookUpCall: async ({ reference }) =>
      reference === 'ended'
        ? {
            kind: 'ended',
            providerCallId: 'c1',
            end: { disposition: 'busy', rawCode: text, durationS: null, outcome: {} },
          }
        : { kind: 'unknown', rawCode: text },
    endCall: () => Promise.reject(new Error(text)),
    handleMachine: () => Promise.reject(new Error(text)),
    readEvents: () => [
      {
        type: 'ended',
        reference: 'r1',
        providerCallId: 'c1',
        end: { disposition: 'busy', rawCode: text, durationS: null, outcome: {} },
      },
    ],
    inbound: null,
    checkCredentials: async () => ({ kind: 'refused', rawCode: text }),
    close: () => Promise.resolve(),
  };
}

/** All that a provider says. */
async function wordsOf(provider: TelephonyProvider): Promise<string> {
  const failure = (work: Promise<unknown>) => work.catch((error: unknown) => String(error));
  return JSON.stringify([
    await provider.placeCall(NOBODY),
    await provider.lookUpCall(NOBODY),
    await provider.lookUpCall({ ...NOBODY, reference: 'ended' }),
    await provider.checkCredentials(),
    provider.readEvents({ url: '', rawBody: Buffer.from(''), headers: {} }),
    await failure(provider.endCall('c1')),
    await failure(provider.handleMachine!('c1', { waitForBeep: false, timeoutS: 1, message: null })),
  ]);
}

test.each(['PLANTED_TOKEN', 'no: PLANTED_KEY', 'Basic UExBTlRFRF9UT0tFTg==', 'bearer abc'])(
  'what was sent is not repeated: %s',
  async (text) => {
    const words = await wordsOf(discreetProvider(repeating(text), CREDENTIALS));
    expect(words).not.toContain(text);
    expect(words.match(/code_withheld/g)).toHaveLength(5);
  },
);

test('every other code stays as it is, and what else is said too', async () => {
  const provider = discreetProvider(repeating('over_capacity'), CREDENTIALS);
  expect(await provider.placeCall(NOBODY)).toEqual({
    kind: 'refused',
    disposition: 'failed',
    rawCode: 'over_capacity',
    retryAfterS: 7,
  });
  expect((await wordsOf(provider)).match(/over_capacity/g)).toHaveLength(7);
});

test('a code is cut, wherever it comes from; events that do not hold stay so', async () => {
  const words = await wordsOf(discreetProvider(repeating('y'.repeat(1_000)), CREDENTIALS));
  const codes = [...words.matchAll(/"rawCode":"(y+)"/g)].map(([, code]) => code!.length);
  expect(codes).toEqual([200, 200, 200, 200, 200]);
  const forged = { ...repeating(''), readEvents: () => null };
  expect(
    discreetProvider(forged, CREDENTIALS).readEvents({ url: '', rawBody: Buffer.from(''), headers: {} }),
  ).toBeNull();
});
