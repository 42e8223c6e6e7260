import { isIP, type LookupFunction } from 'node:net';
import { Agent, buildConnector, request } from 'undici';
import { bareHost, type AddressFilter } from './address-filter';
import { createNameResolver, type Resolve } from './resolve-name';

/** Every request that webhooks make says who it is from. */
const USER_AGENT = 'Everdial-Webhook/1.0';
const READ_BYTES = 4096;
const CONNECT_TIMEOUT_MS = 10_000;
/** Bytes of an answer's headers; more is a failed try. */
const LONGEST_HEADERS_BYTES = 16 * 1024;
const ADDRESS_REFUSED = 'EADDRESSREFUSED';

/** One request to a customer's endpoint. */
export interface WebhookRequest {
  /** GET and DELETE have no body. */
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly body: string | null;
  readonly headers: Readonly<Record<string, string>>;
  /** Bounds the whole try: name look-up, connection, answer. */
  readonly timeoutMs: number;
  /** How much of the answer is read; the first 4 KB unless given. */
  readonly readBytes?: number;
}

/** How one try went. */
export type WebhookResult =
  | {
      readonly status: number;
      /** As much as was to be read, as text; NUL characters, which a database does not take, are replaced. */
      readonly body: string;
      /** The `Retry-After` header as it came, seconds or an HTTP date. */
      readonly retryAfter: string | null;
      readonly durationMs: number;
    }
  | {
      /** A code and a sentence: `timeout: ...`, `address_refused: ...`, `ECONNREFUSED: ...`. */
      readonly error: string;
      readonly durationMs: number;
    };

/** Sends webhooks over connections of its own. */
export interface WebhookSender {
  /** Never throws for what the network or the endpoint does; redirects are answers, not followed. */
  send(webhook: WebhookRequest): Promise<WebhookResult>;
  /** Aborts what is under way and closes the connections. */
  close(): Promise<void>;
}

export interface WebhookSenderOptions {
  readonly filter: AddressFilter;
  /** One that asks the system's name servers unless given. */
  readonly resolve?: Resolve;
}

class AddressRefusedError extends Error {
  override readonly name = 'AddressRefusedError';
  readonly code = ADDRESS_REFUSED;
}

/**
 * Creates the sender for everything that goes to addresses which customers choose. The filter judges the URL before
 * each request, and every address at the moment of connecting: those that a name resolves to, and literals, for
 * which no name is looked up.
 *
 * @example
 * const sender = createWebhookSender({ filter: createAddressFilter('') });
 * await sender.send({ method: 'POST', url, body: '{}', headers: { 'content-type': 'application/json' }, timeoutMs: 10_000 });
 */
export function createWebhookSender({ filter, resolve = createNameResolver() }: WebhookSenderOptions): WebhookSender {
  const agent = new Agent({
    connect: createFilteredConnector(filter, resolve),
    // As many connections as tries: those who ask hold back (a gate, the pace of calls). Were they shared out by origin,
    // customers whose endpoints have a host in common would wait for each other.
    connections: null,
    maxHeaderSize: LONGEST_HEADERS_BYTES,
  });
  return {
    async send(webhook) {
      const startedAt = performance.now();
      const elapsedMs = () => Math.round(performance.now() - startedAt);
      const verdict = filter.checkUrl(webhook.url);
      if (!verdict.ok) return { error: `address_refused: ${verdict.reason}`, durationMs: elapsedMs() };
      try {
        const answer = await ask(agent, webhook);
        return { ...answer, durationMs: elapsedMs() };
      } catch (error) {
        return { error: describeError(error, webhook.timeoutMs), durationMs: elapsedMs() };
      }
    },
    close: () => agent.destroy(),
  };
}

async function ask(agent: Agent, { method, url, body, headers, timeoutMs, readBytes = READ_BYTES }: WebhookRequest) {
  const response = await request(url, {
    dispatcher: agent,
    method,
    headers: { ...lowerCaseNames(headers), 'user-agent': USER_AGENT },
    body,
    signal: AbortSignal.timeout(timeoutMs),
  });
  const retryAfter = response.headers['retry-after'];
  return {
    status: response.statusCode,
    body: await readStart(response.body, readBytes),
    retryAfter: typeof retryAfter === 'string' ? retryAfter : null,
  };
}

function lowerCaseNames(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/**
 * Reads so many bytes at most and leaves the rest. The status has come by now, so an answer that breaks off or outlives the
 * time-out in its body still counts, with what there is of it.
 */
async function readStart(stream: AsyncIterable<Buffer>, readBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of stream) {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= readBytes) break;
    }
  } catch {
    // What was read so far is kept.
  }
  const start = Buffer.concat(chunks).subarray(0, readBytes);
  // `stream` leaves out a character that the cut has split.
  return new TextDecoder().decode(start, { stream: true }).replaceAll('\0', '\uFFFD');
}

/** undici asks `lookup` for names only, so that literals are judged before it is asked. */
function createFilteredConnector(filter: AddressFilter, resolve: Resolve): buildConnector.connector {
  const connect = buildConnector({ lookup: createFilteredLookup(filter, resolve), timeout: CONNECT_TIMEOUT_MS });
  return (options, callback) => {
    const host = bareHost(options.hostname);
    if (isIP(host) !== 0 && !filter.checkAddress(host)) {
      callback(new AddressRefusedError(`${host} is not a public address`), null);
      return;
    }
    connect(options, callback);
  };
}

function createFilteredLookup(filter: AddressFilter, resolve: Resolve): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, found) => {
      if (error) {
        callback(error, '', 0);
        return;
      }
      const permitted = found.filter(({ address }) => filter.checkAddress(address));
      const [first] = permitted;
      if (!first) {
        callback(new AddressRefusedError(`${hostname} resolves to no public address`), '', 0);
      } else if (options.all) {
        callback(null, permitted);
      } else {
        callback(null, first.address, first.family);
      }
    });
  };
}

function describeError(error: unknown, timeoutMs: number): string {
  // Not `instanceof`: a DOMException of another realm is not an Error of this one.
  const { name, code, message } = (error ?? {}) as { name?: string; code?: string | number; message?: string };
  if (name === 'TimeoutError') return `timeout: no answer within ${timeoutMs} ms`;
  if (code === ADDRESS_REFUSED) return `address_refused: ${message}`;
  return `${typeof code === 'string' ? code : name}: ${message || 'the connection failed'}`;
}
