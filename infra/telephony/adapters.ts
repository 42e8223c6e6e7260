import type { ProviderAdapter } from './adapter';
import { httpAdapter } from './http/http-provider';
import { retellAdapter } from './retell/retell-provider';
import { twilioAdapter } from './twilio/twilio-provider';
import { vapiAdapter } from './vapi/vapi-provider';

/** Every kind of provider that an organization may have an account with, by its name. */
export const ADAPTERS: ReadonlyMap<string, ProviderAdapter> = new Map<string, ProviderAdapter>([
  [twilioAdapter.name, twilioAdapter],
  [retellAdapter.name, retellAdapter],
  [vapiAdapter.name, vapiAdapter],
  [httpAdapter.name, httpAdapter],
]);
