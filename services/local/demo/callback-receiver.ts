import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { signWebhook } from '../../../infra/webhook-http/standard-webhooks';

const LOOPBACK = '127.0.0.1';
const TOLERANCE_S = 300;
const MAX_BODY_BYTES = 256 * 1024;

/** The three URLs of a campaign. */
const KINDS = ['call_status', 'call_schedule', 'status'] as const;
type CallbackKind = (typeof KINDS)[number];

/** What has been received, each webhook once, however often it was tried. */
export interface CallbackCounts extends Readonly<Record<CallbackKind, number>> {
  /** Those whose signature is not by the organization's secret. */
  readonly unverified: number;
}

/** An integrator's endpoint for the callbacks of one campaign. */
export interface CallbackReceiver {
  /** For create's body. */
  readonly urls: Readonly<Record<`${CallbackKind}_callback`, string>>;
  counts(): CallbackCounts;
  close(): Promise<void>;
}

/**
 * Listens on a free port of this machine, and verifies what comes by Standard Webhooks.
 *
 * @param secret `callback_secret` of `stack.json`.
 */
export async function startCallbackReceiver(secret: string): Promise<CallbackReceiver> {
  // A path that nobody else knows: an earlier campaign may still try a receiver that had this port.
  const base = `/${randomBytes(8).toString('hex')}`;
  const received: Record<CallbackKind, Set<string>> = {
    call_status: new Set(),
    call_schedule: new Set(),
    status: new Set(),
  };
  let unverified = 0;
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const kind = KINDS.find((name) => request.url === `${base}/${name}`);
    const body = await read(request);
    if (!kind || body === null) {
      response.writeHead(kind ? 413 : 404).end();
      return;
    }
    const id = verifiedId(request.headers, body, secret);
    if (id === null) unverified += 1;
    else received[kind].add(id);
    response.writeHead(id === null ? 401 : 204).end();
  };
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, LOOPBACK, resolve);
  });
  const url = (kind: CallbackKind): string =>
    `http://${LOOPBACK}:${(server.address() as AddressInfo).port}${base}/${kind}`;
  return {
    urls: {
      call_status_callback: url('call_status'),
      call_schedule_callback: url('call_schedule'),
      status_callback: url('status'),
    },
    counts: () => ({
      call_status: received.call_status.size,
      call_schedule: received.call_schedule.size,
      status: received.status.size,
      unverified,
    }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function read(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The webhook's id when one of its signatures is right and it is not old; else null. */
function verifiedId(headers: IncomingHttpHeaders, body: string, secret: string): string | null {
  const [id, timestamp, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) =>
    String(headers[name] ?? ''),
  ) as [string, string, string];
  const timestampS = Number(timestamp);
  if (!/^[^.]+$/.test(id) || !/^\d{1,12}$/.test(timestamp)) return null;
  if (Math.abs(Date.now() / 1000 - timestampS) > TOLERANCE_S) return null;
  const expected = Buffer.from(signWebhook({ secrets: [secret], id, timestampS, body }));
  const isRight = signatures.split(' ').some((signature) => {
    const given = Buffer.from(signature);
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
  return isRight ? id : null;
}
