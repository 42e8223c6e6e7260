import { discreetProvider } from '../../../infra/telephony/discreet-provider';
import type { CredentialCheck } from '../../../infra/telephony/provider';
import { invalidRequest, temporarilyUnavailable, type Problem } from '../http/problem';
import type { CheckGate } from './check-gate';
import type { KnownProviders, ReadAccount } from './read-account';

/** Codes of providers are short; anything else might be a part of what they were sent. */
const PRESENTABLE_CODE = /^[\w.-]{1,64}$/;

/** What asking providers takes. */
export type AskedProviders = KnownProviders & { readonly checks: CheckGate };

/** Whether the provider is asked about credentials, and for whom. */
export interface Asking {
  /** False: nobody is asked. */
  readonly check: boolean;
  readonly organizationId: number;
}

/**
 * Asks the provider whether it takes these credentials. Takes eight seconds at worst, and longer when others of the
 * organization ask: no transaction is open meanwhile.
 *
 * @throws Problem 429 when too many wait; never for what the network or the provider does.
 */
export async function checkCredentials(
  { adapterWorld, checks }: AskedProviders,
  organizationId: number,
  { adapter, credentials, settings }: ReadAccount,
): Promise<CredentialCheck> {
  return checks(organizationId, async () => {
    const provider = discreetProvider(adapter.connect({ credentials, settings }, adapterWorld(adapter)), credentials);
    try {
      return await provider.checkCredentials();
    } finally {
      await provider.close();
    }
  });
}

/**
 * Asks the provider about credentials that are about to be stored.
 *
 * @param credentialsAt where they stand in the body, as a JSON pointer.
 * @returns when it took them; null where there is nobody to ask.
 * @throws Problem 422 when it refuses them, 429 when too many ask, 503 when it could not be asked.
 */
export async function requireAccepted(
  providers: AskedProviders,
  organizationId: number,
  account: ReadAccount,
  credentialsAt?: string,
): Promise<Date | null> {
  const check = await checkCredentials(providers, organizationId, account);
  if (check.kind === 'accepted') return new Date();
  if (check.kind === 'unasked') return null;
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
