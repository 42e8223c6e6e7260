import { WEBHOOK_EVENT_TYPES, type WebhookEventType } from '../../../domain/webhook-events';
import { signWebhook } from '../../../infra/webhook-http/standard-webhooks';
import { reasonOf } from '../client';
import { isLoopback } from '../connection';
import type { Context } from '../context';
import { CliFailure, usageFault } from '../failure';
import { printable } from '../printable';
import { listenAsEndpoint } from './endpoint';
import { listenToLog } from './delivery-log';

export interface ListenOptions {
  readonly forwardTo: string;
  readonly event?: readonly string[];
  readonly campaign?: number;
  readonly via?: 'endpoint' | 'log';
}

/** What is heard of, whichever way. */
export interface Heard {
  readonly webhookId: string;
  /** The type of the event, or the kind of the callback. */
  readonly what: string;
  readonly body: string;
}

/** What is wanted. */
export interface Wanted {
  readonly events: readonly WebhookEventType[];
  readonly campaign: number | undefined;
  /** Only some types were asked for. */
  readonly chosen: boolean;
}

const TIMEOUT_MS = 30_000;
/** How a webhook is refused whose address is on this machine. */
const LOOPBACK_REFUSED = 422;

/**
 * Sends what happens on to a URL, until it is stopped.
 *
 * @throws CliFailure when the URL is none, or the API refuses; the signal's reason.
 */
export async function forwardEvents(context: Context, options: ListenOptions): Promise<void> {
  const target = readTarget(options.forwardTo);
  const wanted = wantedOf(options);
  const { secret } = await context.api.get<{ secret: string }>('webhook_secret');
  const pass = (heard: Heard): Promise<void> => passOn(context, target, secret, heard);
  const via = options.via ?? (isLoopback(context.connection.apiUrl) ? 'endpoint' : 'log');
  if (via === 'log') return listenToLog(context, wanted, pass);
  try {
    await listenAsEndpoint(context, wanted, pass);
  } catch (error) {
    const refused = error instanceof CliFailure && error.problem?.status === LOOPBACK_REFUSED;
    if (!refused || options.via !== undefined) throw error;
    context.output.note('The API allows no webhook to this machine (WEBHOOK_ALLOWED_RANGES): reading its log instead.');
    await listenToLog(context, wanted, pass);
  }
}

function readTarget(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url && /^https?:$/.test(url.protocol)) return url;
  throw usageFault(`"${text}" is no URL. Write it like http://127.0.0.1:3000/hooks/calls.`);
}

function wantedOf({ event: named = [], campaign }: ListenOptions): Wanted {
  const subscribable = WEBHOOK_EVENT_TYPES.filter((type) => type !== 'webhook.test');
  const unknown = named.filter((name) => !subscribable.some((type) => type === name));
  if (unknown.length > 0) {
    throw usageFault(`${unknown.join(', ')}: no such event. There are ${subscribable.join(', ')}.`);
  }
  const events = named.length === 0 ? subscribable : subscribable.filter((type) => named.includes(type));
  return { events, campaign, chosen: named.length > 0 };
}

async function passOn({ output, signal }: Context, target: URL, secret: string, heard: Heard): Promise<void> {
  const { webhookId, what, body } = heard;
  const timestampS = Math.floor(Date.now() / 1_000);
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'Everdial-Webhook/1.0',
    'webhook-id': webhookId,
    'webhook-timestamp': String(timestampS),
    'webhook-signature': signWebhook({ secrets: [secret], id: webhookId, timestampS, body }),
  };
  const limit = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
  const [answer, failed] = await fetch(target, {
    method: 'POST',
    headers,
    body,
    redirect: 'manual',
    signal: limit,
  }).then(
    async (response): Promise<[string, boolean]> => {
      await response.body?.cancel();
      return [String(response.status), !response.ok];
    },
    (error: unknown): [string, boolean] => [reasonOf(error), true],
  );
  signal.throwIfAborted();
  if (output.json) {
    output.document({ event: what, webhook_id: webhookId, answer, ok: !failed });
    return;
  }
  const shown = failed ? output.colors.red(printable(answer)) : output.colors.green(answer);
  output.text(
    `${new Date().toTimeString().slice(0, 8)}  ${printable(what).padEnd(28)} ${shown}  ${output.colors.dim(printable(webhookId))}`,
  );
}
