import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '../../infra/observability/logger';
import { createSimulatorProvider } from '../../infra/telephony/simulator/simulator-provider';
import type { CallRequest, ProviderEvent, TelephonyProvider } from '../../infra/telephony/provider';
import type { LedgerEntry } from './ledger';
import { startSimulatorServer } from './server';

const SECRET = 'a-secret-of-the-simulator-tests';
const WAIT_MS = 8_000;

/** An endpoint for events that verifies and reads them as the API does. For tests. */
export interface EventReceiver {
  readonly url: string;
  readonly events: ProviderEvent[];
  readonly bodies: Record<string, unknown>[];
  /** The status that it answers with from now on. */
  answerWith(status: number): void;
  refused(): number;
  close(): Promise<void>;
}

/** A simulator on a free port, a provider that speaks to it, and a receiver of its events. For tests. */
export interface TestBench {
  url(): string;
  provider(): TelephonyProvider;
  readonly receiver: EventReceiver;
  readonly ledgerFile: string;
  request(reference: string, to: string, more?: Partial<CallRequest>): CallRequest;
  post(path: string, body: object): Promise<{ status: number; body: Record<string, unknown> }>;
  ledger(since?: number): Promise<LedgerEntry[]>;
  /** Waits for the end event of a reference. */
  ended(reference: string): Promise<Extract<ProviderEvent, { type: 'ended' }>>;
  /** The simulator ends without ending its calls, and another one continues its ledger. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Waits until a condition holds.
 *
 * @throws Error when it does not within 8 s.
 */
export async function eventually(holds: () => boolean | Promise<boolean>): Promise<void> {
  const giveUpAt = performance.now() + WAIT_MS;
  while (!(await holds())) {
    if (performance.now() > giveUpAt) throw new Error(`Did not come true: ${holds.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Starts a bench. @param speed divides every delay of the simulator. */
export async function startTestBench(speed: number): Promise<TestBench> {
  const folder = mkdtempSync(join(tmpdir(), 'simulator-'));
  const ledgerFile = join(folder, 'ledger.ndjson');
  const start = () =>
    startSimulatorServer({
      host: '127.0.0.1',
      port: 0,
      ledgerFile,
      secret: SECRET,
      speed,
      logger: createLogger('simulator', 'silent'),
    });
  const connect = (baseUrl: string) => createSimulatorProvider({ baseUrl, secret: SECRET });
  let server = await start();
  let provider = connect(server.url);
  const receiver = await startReceiver();
  const stop = () => Promise.all([provider.close(), server.close()]);

  return {
    url: () => server.url,
    provider: () => provider,
    receiver,
    ledgerFile,
    request: (reference, to, more = {}) => ({ ...plainRequest(reference, to, receiver.url), ...more }),
    async post(path, body) {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(server.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    },
    async ledger(since = 0) {
      const response = await fetch(`${server.url}/v1/ledger?since=${since}`);
      return (await response.json()) as LedgerEntry[];
    },
    async ended(reference) {
      await eventually(() => endOf(receiver, reference) !== undefined);
      return endOf(receiver, reference)!;
    },
    async restart() {
      await stop();
      server = await start();
      provider = connect(server.url);
    },
    async close() {
      await stop();
      await receiver.close();
      rmSync(folder, { recursive: true });
    },
  };
}

function endOf(receiver: EventReceiver, reference: string) {
  return receiver.events.find((event) => event.type === 'ended' && event.reference === reference) as
    Extract<ProviderEvent, { type: 'ended' }> | undefined;
}

function plainRequest(reference: string, to: string, eventsUrl: string): CallRequest {
  return {
    reference,
    to,
    from: '+15550100000',
    fromReference: null,
    machine: null,
    maxDurationS: 3600,
    agentReference: null,
    welcomeMessage: 'Hello',
    prompt: 'Be kind.',
    variables: { name: 'Ann' },
    timezone: 'UTC',
    eventsUrl,
  };
}

async function startReceiver(): Promise<EventReceiver> {
  const reader = createSimulatorProvider({ baseUrl: 'http://127.0.0.1', secret: SECRET });
  const events: ProviderEvent[] = [];
  const bodies: Record<string, unknown>[] = [];
  let status = 204;
  let refused = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      const headers = request.headers as Record<string, string>;
      const event = reader.readEvents({ url: '', rawBody: body, headers })?.[0];
      if (event && status < 300) {
        events.push(event);
        bodies.push(JSON.parse(body.toString()) as Record<string, unknown>);
      } else {
        refused += 1;
      }
      response.writeHead(event ? status : 401).end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/providers/simulator/events`,
    events,
    bodies,
    answerWith: (next) => {
      status = next;
    },
    refused: () => refused,
    async close() {
      server.closeAllConnections();
      server.close();
      await Promise.all([once(server, 'close'), reader.close()]);
    },
  };
}
