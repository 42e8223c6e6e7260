import { setTimeout as sleep } from 'node:timers/promises';
import type { DeliveryTryResult, WebhookDependencies } from '../../activities/webhook-activities';
import { afterFailedTry, msLeft, retryDelayMs, roomDelayMs } from '../../domain/webhook-retry';
import { unmetCondition } from '../../domain/webhook-success';
import { systemClock, type Clock } from '../../infra/clock';
import type { Database } from '../../infra/db/database';
import {
  failDelivery,
  findDelivery,
  postponeDelivery,
  recordDeliveryTry,
  type ClosedTarget,
  type DeliveryToTry,
} from '../../infra/db/deliveries/deliveries';
import {
  disableTarget,
  noteDelivered,
  noteFailed,
  type DeliveryTarget,
} from '../../infra/db/deliveries/endpoint-health';
import type { Logger } from '../../infra/observability/logger';
import type { EndpointRequest } from '../../infra/webhook-http/endpoint-request';
import type { WebhookResult, WebhookSender } from '../../infra/webhook-http/http-sender';
import { readRetryAfterMs } from '../../infra/webhook-http/retry-after';
import { gatedTarget, type EndpointGate, type GatePass } from './delivery-gate';
import { maskedHeaders, requestOf, signedHeaders, termsOf, type DeliveryTerms } from './webhook-request';

export interface DeliveryWorld {
  readonly db: Database;
  readonly sender: Pick<WebhookSender, 'send'>;
  readonly gate: EndpointGate;
  readonly logger: Logger;
  /** Tells the time by which limits and delays are counted; the system's own unless given. */
  readonly clock?: Clock;
  /** From 0 to 1, for the spread of delays. */
  readonly random?: () => number;
}

/** Read of an answer that has to have a key; of others, and in the log, it is the first 4 KB. */
const READ_FOR_KEY_BYTES = 64 * 1024;
const LOGGED_CHARACTERS = 4_096;
const LONGEST_WAIT_FOR_ROOM_MS = 500;
const LOOK_FOR_ROOM_MS = 25;
const SHORTEST_DELAY_MS = 1_000;
/** Whoever tries a delivery says when the next try is; should it be lost, the outbox takes it on so much later. */
const ADOPTED_AFTER_MS = 15 * 60_000;

const CLOSED: Record<ClosedTarget, string> = {
  endpoint_deleted: 'The endpoint was deleted.',
  endpoint_disabled: 'The endpoint was disabled: enable it, then replay this delivery.',
  endpoint_inactive: 'The endpoint is not active: activate it, then replay this delivery.',
};

/** What the activities that reach customers are made of. */
export function createDeliverer(world: DeliveryWorld): WebhookDependencies {
  return {
    async tryFirst(deliveryId) {
      try {
        await tryOnce(world, deliveryId, { looks: 1, isFirst: true });
      } catch (err) {
        // The row has a time at which the outbox takes it on: neither Postgres nor a fault of ours holds up a contact.
        world.logger.warn({ err, deliveryId }, 'a first try to deliver was not made; the outbox takes it on');
      }
    },
    tryDelivery: (deliveryId, looks) => tryOnce(world, deliveryId, { looks, isFirst: false }),
  };
}

/** Who tries: the activity of a contact or campaign (`isFirst`), which leaves the rest to the outbox, or a delivery's own. */
interface Trier {
  readonly looks: number;
  readonly isFirst: boolean;
}

async function tryOnce(world: DeliveryWorld, deliveryId: number, trier: Trier): Promise<DeliveryTryResult> {
  const { clock = systemClock } = world;
  const now = await clock();
  const delivery = await findDelivery(world.db, deliveryId, now);
  if (!delivery || delivery.status === 'failed') return { kind: 'given_up' };
  if (delivery.status === 'delivered') return { kind: 'delivered' };
  if (delivery.closed) return giveUp(world, delivery, `${delivery.closed}: ${CLOSED[delivery.closed]}`);
  const terms = termsOf(delivery);
  // Until the first try it is not the endpoint that is late.
  const leftMs = delivery.triesInWindow === 0 ? terms.timeoutMs : msLeft(terms.bounds, delivery.windowStartedAt, now);
  if (leftMs <= 0) return giveUp(world, delivery, 'total_timeout: the time for all tries is over.');
  const request = requestOf(delivery);
  if (request.problem !== null) return refuseToSend(world, delivery, request, now);
  const pass = await enterGate(world, delivery, now, trier);
  if (!pass) return putOff(world, delivery, { now, leftMs }, trier);
  let went: 'well' | 'failed' = 'failed';
  try {
    const tried = await send(world, delivery, request, Math.min(terms.timeoutMs, leftMs));
    went = isAway(tried.result) ? 'failed' : 'well';
    return await conclude(world, delivery, tried, trier);
  } finally {
    pass.leave(went, await clock());
  }
}

/** A first try waits a moment for room: handing it on costs the server more than the wait. */
async function enterGate(
  { gate }: DeliveryWorld,
  delivery: DeliveryToTry,
  now: number,
  { isFirst }: Trier,
): Promise<GatePass | null> {
  const target = gatedTarget(targetOf(delivery));
  const givesUpAt = performance.now() + (isFirst ? LONGEST_WAIT_FOR_ROOM_MS : 0);
  for (;;) {
    const pass = gate.enter(target, now);
    if (pass || gate.isResting(target) || performance.now() >= givesUpAt) return pass;
    await sleep(LOOK_FOR_ROOM_MS);
  }
}

/** What cannot be made a request of is no fault of the endpoint, and would be none better at the next try. */
async function refuseToSend(
  { db }: DeliveryWorld,
  delivery: DeliveryToTry,
  request: EndpointRequest,
  now: number,
): Promise<DeliveryTryResult> {
  const failure = `unsendable: ${request.problem}`;
  await record(
    db,
    delivery,
    { request, headers: request.headers, result: null, failure },
    { outcome: 'failed', dueAt: null, startedAt: now },
  );
  return { kind: 'given_up' };
}

/** One try, as it was made. */
interface Tried {
  readonly request: EndpointRequest;
  readonly headers: Readonly<Record<string, string>>;
  readonly terms: DeliveryTerms;
  readonly result: WebhookResult;
  /** Why it does not count as delivered; null when it does. */
  readonly failure: string | null;
}

async function send(
  { sender }: DeliveryWorld,
  delivery: DeliveryToTry,
  request: EndpointRequest,
  timeoutMs: number,
): Promise<Tried> {
  const terms = termsOf(delivery);
  // The receiver compares it with its own time, which nobody lets run ahead.
  const headers = signedHeaders(request, delivery, Math.floor(Date.now() / 1_000));
  const { method, url, body } = request;
  const readBytes = terms.success.key === null ? undefined : READ_FOR_KEY_BYTES;
  const result = await sender.send({ method, url, body, headers, timeoutMs, readBytes });
  const failure = 'error' in result ? result.error : unmetCondition(terms.success, result);
  return { request, headers, terms, result, failure };
}

/** Stores how a try went, and what follows from it. */
async function conclude(
  world: DeliveryWorld,
  delivery: DeliveryToTry,
  tried: Tried,
  trier: Trier,
): Promise<DeliveryTryResult> {
  const { db, clock = systemClock, random = Math.random } = world;
  const { result, failure, terms } = tried;
  const now = await clock();
  const durationMs = Math.round(result.durationMs);
  const startedAt = now - durationMs;
  const target = targetOf(delivery);
  if (failure === null) {
    await record(db, delivery, tried, { outcome: 'delivered', dueAt: null, startedAt });
    await noteDelivered(db, target);
    return { kind: 'delivered' };
  }
  const next = afterFailedTry(terms.bounds, {
    tries: delivery.triesInWindow + 1,
    startedAt: delivery.triesInWindow === 0 ? startedAt : delivery.windowStartedAt,
    now,
    tryTimeoutMs: terms.timeoutMs,
    retryAfterMs: 'status' in result ? readRetryAfterMs(result.retryAfter, Date.now()) : null,
    random: random(),
  });
  const isGone = 'status' in result && result.status === 410;
  const isOver = isGone || next.kind === 'spent';
  await record(db, delivery, tried, {
    outcome: isOver ? 'failed' : 'pending',
    dueAt: isOver ? null : now + next.delayMs + (trier.isFirst ? 0 : ADOPTED_AFTER_MS),
    startedAt,
  });
  const isDisabled = isGone
    ? await disableTarget(db, target, { now, reason: 'The endpoint answered 410 Gone.' })
    : await noteFailed(db, target, now);
  if (isOver || isDisabled) return { kind: 'given_up' };
  return { kind: 'again', reason: failure, delayMs: next.delayMs };
}

async function record(
  db: Database,
  delivery: DeliveryToTry,
  {
    request,
    headers,
    result,
    failure,
  }: Pick<Tried, 'request' | 'headers' | 'failure'> & {
    /** Null when there was nothing that could be sent. */
    readonly result: WebhookResult | null;
  },
  how: {
    readonly outcome: 'delivered' | 'failed' | 'pending';
    readonly dueAt: number | null;
    readonly startedAt: number;
  },
): Promise<void> {
  const answer = result && 'status' in result ? result : null;
  await recordDeliveryTry(db, delivery.id, {
    ...how,
    replays: delivery.replays,
    log: {
      method: request.method,
      url: request.url,
      requestHeaders: maskedHeaders(headers),
      request_body: request.body?.slice(0, LOGGED_CHARACTERS).replaceAll('\0', '\uFFFD') ?? null,
      status: answer?.status ?? null,
      response_body: answer?.body.slice(0, LOGGED_CHARACTERS) ?? null,
      error: failure,
      duration_ms: Math.round(result?.durationMs ?? 0),
    },
  });
}

/**
 * There is no room for a try: the outbox, or the delivery itself, looks again; rarely, where the endpoint rests. It does
 * not count as one, and leaves time for one more where the time is limited.
 */
async function putOff(
  { db, gate, random = Math.random }: DeliveryWorld,
  delivery: DeliveryToTry,
  { now, leftMs }: { readonly now: number; readonly leftMs: number },
  { looks, isFirst }: Trier,
): Promise<DeliveryTryResult> {
  const isResting = gate.isResting(gatedTarget(targetOf(delivery)));
  const wantedMs = isResting ? retryDelayMs(looks, random()) : roomDelayMs(looks, random());
  const longestMs = Math.max(SHORTEST_DELAY_MS, leftMs - termsOf(delivery).timeoutMs);
  const delayMs = delivery.triesInWindow > 0 ? Math.min(wantedMs, longestMs) : wantedMs;
  await postponeDelivery(db, delivery, now + (isFirst ? 0 : delayMs + ADOPTED_AFTER_MS));
  return { kind: 'again', reason: 'The endpoint is busy or resting: looks again later.', delayMs };
}

async function giveUp({ db }: DeliveryWorld, delivery: DeliveryToTry, error: string): Promise<DeliveryTryResult> {
  await failDelivery(db, delivery, error);
  return { kind: 'given_up' };
}

function targetOf({ organizationId, endpoint, url }: DeliveryToTry): DeliveryTarget {
  return { organizationId, endpointId: endpoint?.id ?? null, url: endpoint?.url ?? url };
}

/** No answer, or one that says that there are too many; what is answered with another refusal takes nobody's room. */
function isAway(result: WebhookResult): boolean {
  return 'error' in result || result.status >= 500 || result.status === 429 || result.status === 408;
}
