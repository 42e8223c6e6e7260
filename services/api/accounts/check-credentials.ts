import { discreetProvider } from '../../../infra/telephony/discreet-provider';
import type { CredentialCheck } from '../../../infra/telephony/provider';
import { invalidRequest, temporarilyUnavailable, type Problem } from '../http/problem';
import type { KnownProviders, ReadAccount } from './read-account';

/** Codes of providers are short; anything else might be a part of what they were sent. */
const PRESENTABLE_CODE = /^[\w.-]{1,64}$/;

/** Asks the provider whether it takes these credentials. Never throws for what the network or the provider does. */
export async function checkCredentials(
  { adapterWorld }: KnownProviders,
  { adapter, credentials, settings }: ReadAccount,
): Promise<CredentialCheck> {
  const provider = discreetProvider(adapter.connect({ credentials, settings }, adapterWorld(adapter)), credentials);
  try {
    return await provider.checkCredentials();
  } finally {
    await provider.close();
  }
}

/**
 * Asks the provider about credentials that are about to be stored.
 *
 * @param credentialsAt where they stand in the body, as a JSON pointer.
 * @returns when it took them.
 * @throws Problem 422 when it refuses them, 503 when it could not be asked.
 */
export async function requireAccepted(
  providers: KnownProviders,
  account: ReadAccount,
  credentialsAt?: string,
): Promise<Date> {
  const check = await checkCredentials(providers, account);
  if (check.kind === 'accepted') return new Date();
  const { title } = account.adapter;
  if (check.kind === 'refused') throw credentialsRefused(title, check.rawCode, credentialsAt);
  throw providerUnreachable(title, check.rawCode);
}

/** 422: the provider does not take the credentials. @param pointer where they stand in the body. */
export function credentialsRefused(title: string, rawCode: string, pointer = '/credentials'): Problem {
  const detail = `${title} refuses these credentials${inBrackets(rawCode)}. Check them with ${title}, and send them again.`;
  return invalidRequest([{ pointer, code: 'credentials_refused', detail }]);
}

/** 503: the provider could not be asked. */
export function providerUnreachable(title: string, rawCode: string): Problem {
  const detail = `${title} could not be asked${inBrackets(rawCode)}. Try again in a moment; "?check=false" stores credentials unasked.`;
  return temporarilyUnavailable('provider_unreachable', detail);
}

/** @example inBrackets('timeout') // ' (timeout)' */
function inBrackets(rawCode: string): string {
  return PRESENTABLE_CODE.test(rawCode) ? ` (${rawCode})` : '';
}
