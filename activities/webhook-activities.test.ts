import { ApplicationFailureCategory, type ApplicationFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { createWebhookActivities, type DeliveryTryResult } from './webhook-activities';

async function failureOf(tryDelivery: () => Promise<DeliveryTryResult>): Promise<ApplicationFailure> {
  const { deliverWebhook } = createWebhookActivities({ tryFirst: () => Promise.resolve(), tryDelivery });
  // As late as a delivery gets that has waited for room a long time: the policy alone would wait an hour.
  const environment = new MockActivityEnvironment({ attempt: 40 });
  const ran: Promise<unknown> = environment.run(deliverWebhook, { deliveryId: 1 });
  return ran.then(
    () => Promise.reject(new Error('it did not fail')),
    (error: unknown) => error as ApplicationFailure,
  );
}

test('a fault of ours is over soon, whatever the policy says, and keeps its cause', async () => {
  const cause = new Error('Postgres is away');
  const failure = await failureOf(() => Promise.reject(cause));
  expect(failure).toMatchObject({ type: 'DeliveryFailed', cause });
  expect(failure.nextRetryDelay).toBeGreaterThanOrEqual(5_000);
  expect(failure.nextRetryDelay).toBeLessThanOrEqual(30_000);
  expect(failure.category).not.toBe(ApplicationFailureCategory.BENIGN);
});

test('a try that failed says itself when the next one is', async () => {
  const failure = await failureOf(() => Promise.resolve({ kind: 'again', reason: 'It answered 500.', delayMs: 7_000 }));
  expect(failure).toMatchObject({ message: 'It answered 500.', nextRetryDelay: 7_000 });
});
