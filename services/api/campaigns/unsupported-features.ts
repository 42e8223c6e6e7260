import type { FieldFault } from '../http/problem';
import type { CreateCampaignInput } from '../schemas/campaign';

/** Create's fields that would hold calls back, and which of their values ask for something. */
const CHECKS: ReadonlyArray<{ field: keyof CreateCampaignInput; asks: (value: unknown) => boolean; at?: string }> = [
  { field: 'enable_daily_hard_stop', asks: isOn },
  { field: 'enable_daily_auto_start', asks: isOn },
  { field: 'calling_hours', asks: isPresent },
  { field: 'contact_hours', asks: (value) => isOn(memberOf(value, 'enabled')), at: '/enabled' },
  { field: 'call_conditions', asks: (value) => !(Array.isArray(value) && value.length === 0) },
  {
    field: 'duplicates',
    asks: (value) => !['allow', undefined].includes(memberOf(value, 'policy') as string),
    at: '/policy',
  },
  { field: 'rotation', asks: isPresent },
  { field: 'circuit_breaker', asks: isPresent },
  { field: 'limits', asks: isPresent },
];

/**
 * Finds what a campaign asks for and would not get. Leaving it out of account could call people who must not be
 * called, so the campaign is refused.
 *
 * @example unsupportedFeatures({ ..., calling_hours: { days: ['mon'] } }) // [{ pointer: '/calling_hours', ... }]
 */
export function unsupportedFeatures(body: CreateCampaignInput): FieldFault[] {
  return CHECKS.flatMap(({ field, asks, at }) => {
    const value = body[field];
    if (value === undefined || !asks(value)) return [];
    return [notSupportedYet(`/${field}${at ?? ''}`, `${field} is not supported yet. Leave it out.`)];
  });
}

/** The fault of everything that a later release brings. */
export function notSupportedYet(pointer: string, detail: string): FieldFault {
  return { pointer, code: 'not_supported_yet', detail };
}

function isOn(value: unknown): boolean {
  return value !== undefined && value !== false;
}

/** An empty object asks for nothing. */
function isPresent(value: unknown): boolean {
  return typeof value !== 'object' || value === null || Object.keys(value).length > 0;
}

function memberOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : value;
}
