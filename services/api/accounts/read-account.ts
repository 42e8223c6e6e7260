import type { z } from 'zod';
import type { AdapterWorld, ProviderAdapter } from '../../../infra/telephony/adapter';
import { invalidRequest, type FieldFault } from '../http/problem';
import { faultsOf } from '../http/validation';

/** What the API knows about providers. */
export interface KnownProviders {
  readonly adapters: ReadonlyMap<string, ProviderAdapter>;
  readonly adapterWorld: (adapter: ProviderAdapter) => AdapterWorld;
}

/** An account's own, read by its provider's adapter. */
export interface ReadAccount {
  readonly adapter: ProviderAdapter;
  /** Secret as a whole. */
  readonly credentials: unknown;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly identity: string;
}

/** As they are given, or stored. */
export interface GivenAccount {
  readonly credentials: unknown;
  readonly settings: unknown;
  /** Where the credentials stand in the body, as a JSON pointer; `/credentials` unless told. */
  readonly credentialsAt?: string;
}

/** Shorter texts, and parts of texts, would be found in any sentence. */
const SHORTEST = { text: 4, part: 8 };

/**
 * The adapter of a provider that accounts may be of.
 *
 * @throws Problem 422 that lists them.
 */
export function requireAdapter({ adapters }: KnownProviders, provider: string): ProviderAdapter {
  const adapter = adapters.get(provider);
  if (adapter) return adapter;
  const names = [...adapters.keys()].map((name) => `"${name}"`).join(', ');
  const detail = `There is no such provider. Accounts are with ${names || 'nobody'}; "simulator" needs none.`;
  throw invalidRequest([{ pointer: '/provider', code: 'unknown_provider', detail }]);
}

/**
 * Reads credentials and settings by their provider's schemas.
 *
 * @throws Problem 422 naming every fault; it never quotes what was given as a credential.
 */
export function readAccount(adapter: ProviderAdapter, given: GivenAccount): ReadAccount {
  const credentials = adapter.credentials.safeParse(given.credentials);
  const settings = adapter.settings.safeParse(given.settings);
  if (credentials.success && settings.success) {
    return {
      adapter,
      credentials: credentials.data,
      settings: settings.data as Record<string, unknown>,
      identity: adapter.identityOf(credentials.data, settings.data),
    };
  }
  const quoted = textsIn([given.credentials, given.settings]);
  throw invalidRequest(
    [
      ...partFaults(given.credentialsAt ?? '/credentials', credentials.error),
      ...partFaults('/settings', settings.error),
    ].map((fault) => discreet(fault, quoted)),
  );
}

function partFaults(pointer: string, error: z.ZodError | undefined): FieldFault[] {
  const issues = error?.issues ?? [];
  // The name of a field that nobody knows may be a credential in the wrong place.
  const known = issues.filter(({ code }) => code !== 'unrecognized_keys');
  const faults = faultsOf({ issues: known });
  const unknown: FieldFault[] =
    known.length === issues.length
      ? []
      : [{ pointer: '', code: 'unknown_field', detail: 'There is a field here that this provider does not have.' }];
  return [...unknown, ...faults].map((fault) => ({ ...fault, pointer: `${pointer}${fault.pointer}` }));
}

/** Also an adapter's own words must not quote. */
function discreet(fault: FieldFault, quoted: readonly string[]): FieldFault {
  if (!quoted.some((text) => fault.detail.includes(text))) return fault;
  return { ...fault, detail: 'This cannot be right. See docs/providers.md for what the provider takes.' };
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') {
    const parts = value.split(/\W+/).filter((part) => part.length >= SHORTEST.part);
    return value.length < SHORTEST.text ? parts : [value, ...parts];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}
