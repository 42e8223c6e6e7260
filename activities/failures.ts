import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';

/** `ApplicationFailure.type`s that activities fail with. */
export const FAILURE_TYPES = { delivery: 'DeliveryFailed' } as const;

/**
 * A try that failed as tries sometimes do: Temporal tries again, and nobody is alarmed.
 *
 * @param nextRetryDelayMs what the other side asked for (`Retry-After`); the policy's own delay without it.
 */
export function expectedFailure(type: string, message: string, nextRetryDelayMs?: number): ApplicationFailure {
  return ApplicationFailure.create({
    type,
    message,
    category: ApplicationFailureCategory.BENIGN,
    ...(nextRetryDelayMs === undefined ? {} : { nextRetryDelay: nextRetryDelayMs }),
  });
}
