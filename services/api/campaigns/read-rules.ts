import { NO_LIMITS, type CampaignLimits } from '../../../domain/campaign-limits';
import { DEFAULT_BREAKER, type CircuitBreaker } from '../../../domain/circuit-breaker';
import { readOperator, type CallCondition } from '../../../domain/conditions';
import type { DuplicatePolicy } from '../../../domain/duplicates';
import type { NumberRotation } from '../../../domain/number-rotation';
import type { SettingsInput } from './read-settings';

/** Of a campaign that has several numbers and says no more. */
export const DEFAULT_ROTATION: NumberRotation = {
  strategy: 'fixed_count',
  callsPerNumber: 50,
  healthThreshold: null,
  fallback: 'pause',
};

/** All conditions anew, with the names of their operators; those with a fault have been refused. */
export function readConditions(
  { call_conditions: given }: SettingsInput,
  base: readonly CallCondition[],
): readonly CallCondition[] {
  return (
    (given?.map(({ column, operator, value }) => ({
      column: column.trim(),
      operator: readOperator(operator) ?? 'equals',
      ...(value !== undefined && { value }),
    })) as CallCondition[] | undefined) ?? base
  );
}

/** What happens to a contact that is there already. */
export function readDuplicates({ duplicates: given = {} }: SettingsInput, base: DuplicatePolicy): DuplicatePolicy {
  return {
    policy: given.policy ?? base.policy,
    scope: given.scope ?? base.scope,
    key: given.key ?? base.key,
  };
}

/** Naming any of its values switches it on, unless `enabled` says otherwise. */
export function readBreaker(
  { circuit_breaker: given = {} }: SettingsInput,
  base: CircuitBreaker | null,
): CircuitBreaker | null {
  const { enabled = base !== null || Object.keys(given).length > 0 } = given;
  if (!enabled) return null;
  const { failureShare, windowS, minCalls } = base ?? DEFAULT_BREAKER;
  return {
    failureShare: given.failure_share ?? failureShare,
    windowS: given.window_s ?? windowS,
    minCalls: given.min_calls ?? minCalls,
  };
}

/** In requests, where null is as absent, 0 and an empty text take a limit away. */
export function readLimits({ limits: given = {} }: SettingsInput, base: CampaignLimits = NO_LIMITS): CampaignLimits {
  const read = <T>(value: T | undefined, before: T | null): T | null => (value === undefined ? before : value || null);
  return {
    callsPerDay: read(given.calls_per_day, base.callsPerDay),
    callsTotal: read(given.calls_total, base.callsTotal),
    connectedMinutes: read(given.connected_minutes, base.connectedMinutes),
    endDate: read(given.end_date, base.endDate),
  };
}

/** How it chooses among its numbers; null for `{}`, which asks for nothing. The numbers themselves are rows. */
export function readRotation(
  { rotation: given = {} }: SettingsInput,
  base: NumberRotation | null,
): NumberRotation | null {
  if (Object.keys(given).length === 0) return base;
  const { strategy, callsPerNumber, healthThreshold, fallback } = base ?? DEFAULT_ROTATION;
  return {
    strategy: given.strategy ?? strategy,
    callsPerNumber: given.calls_per_number ?? callsPerNumber,
    healthThreshold: given.health_threshold === undefined ? healthThreshold : given.health_threshold || null,
    fallback: given.fallback ?? fallback,
  };
}
