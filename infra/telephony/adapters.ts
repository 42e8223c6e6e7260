import type { ProviderAdapter } from './adapter';

/** Every kind of provider that an organization may have an account with, by its name. */
export const ADAPTERS: ReadonlyMap<string, ProviderAdapter> = new Map<string, ProviderAdapter>([]);
