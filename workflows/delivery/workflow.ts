import { CancellationScope, condition, isCancellation, setCurrentDetails, setHandler } from '@temporalio/workflow';
import { replayedSignal, type DeliveryEnd, type DeliveryInput } from './contract';
import { deliveriesOf } from './proxies';

/**
 * One webhook, tried until it is delivered or given up. Waiting for the next try is the activity's: Temporal shows the
 * tries, the last failure and the next time under "pending activities".
 */
export async function delivery(input: DeliveryInput): Promise<DeliveryEnd> {
  let asked = input.replays;
  setHandler(
    replayedSignal,
    ({ replays }) => {
      asked = Math.max(asked, replays);
    },
    { description: 'Tried now, once more: {"replays": 1}. Sent when a delivery is replayed.' },
  );
  for (;;) {
    const replays = asked;
    show(input, replays);
    const end = await deliverUnless(input, () => asked > replays);
    if (asked > replays) continue;
    setCurrentDetails(`**${end}**`);
    return end ?? 'failed';
  }
}

/** Tries until it ends; null as soon as there is a reason to begin anew. */
async function deliverUnless(input: DeliveryInput, isAskedAgain: () => boolean): Promise<DeliveryEnd | null> {
  const { deliveryId, organizationId } = input;
  const tries = new CancellationScope();
  const trying = tries.run(async () => {
    const summary = `Delivery ${deliveryId}`;
    const deliver = deliveriesOf(organizationId).deliverWebhook.executeWithOptions({ summary }, [{ deliveryId }]);
    return (await deliver).status;
  });
  const ended = trying.catch((error: unknown) => {
    if (isCancellation(error) && isAskedAgain()) return null;
    throw error;
  });
  const first = await Promise.race([ended, condition(isAskedAgain).then(() => 'asked again' as const)]);
  if (first !== 'asked again') return first;
  tries.cancel();
  await ended;
  return null;
}

function show({ endpointId, what }: DeliveryInput, replays: number): void {
  const target = endpointId === null ? "the campaign's callback" : `endpoint ${endpointId}`;
  setCurrentDetails(`**Delivering** ${what} to ${target}${replays > 0 ? `, replay ${replays}` : ''}.`);
}
