import type { TelephonyProvider } from './provider';

/** Takes the place of a code that repeats what its provider was sent. */
const WITHHELD = 'code_withheld';
const LONGEST_CODE = 200;
/** Shorter ones stand in many words. */
const SHORTEST_SECRET = 6;
const AUTHORIZATION = /\b(?:basic|bearer)\s/i;

/**
 * A provider whose codes and errors never repeat the credentials that it was sent: they are stored, shown and logged.
 *
 * @param credentials of the account, as its adapter reads them.
 * @example discreetProvider(adapter.connect({ credentials, settings }, world), credentials)
 */
export function discreetProvider(provider: TelephonyProvider, credentials: unknown): TelephonyProvider {
  const secrets = textsIn(credentials).filter((text) => text.length >= SHORTEST_SECRET);
  const tells = (text: string): boolean => AUTHORIZATION.test(text) || secrets.some((secret) => text.includes(secret));
  const code = (rawCode: string): string => (tells(rawCode) ? WITHHELD : rawCode.slice(0, LONGEST_CODE));
  const { handleMachine } = provider;
  const quietly = async <T>(work: Promise<T>): Promise<T> =>
    work.catch((error: unknown) => {
      if (error instanceof Error && !tells(error.message)) throw error;
      throw new Error('The provider did not do as it was asked.');
    });
  return {
    name: provider.name,
    inbound: provider.inbound,
    async placeCall(request) {
      const answer = await provider.placeCall(request);
      return answer.kind === 'accepted' ? answer : { ...answer, rawCode: code(answer.rawCode) };
    },
    async lookUpCall(call) {
      const found = await provider.lookUpCall(call);
      if (found.kind === 'unknown') return { ...found, rawCode: code(found.rawCode) };
      return found.kind === 'ended' ? { ...found, end: { ...found.end, rawCode: code(found.end.rawCode) } } : found;
    },
    endCall: (providerCallId) => quietly(provider.endCall(providerCallId)),
    handleMachine: handleMachine && ((id, handling) => quietly(handleMachine.call(provider, id, handling))),
    readEvents: (webhook) =>
      provider
        .readEvents(webhook)
        ?.map((event) =>
          event.type === 'ended' ? { ...event, end: { ...event.end, rawCode: code(event.end.rawCode) } } : event,
        ) ?? null,
    async checkCredentials() {
      const check = await provider.checkCredentials();
      return 'rawCode' in check ? { ...check, rawCode: code(check.rawCode) } : check;
    },
    close: () => provider.close(),
  };
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}
