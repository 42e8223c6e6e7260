import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DoubleRequest } from './vendor-double';

/** How a request is answered: not at all, by a reset, or so. */
export type Reply =
  | 'silence'
  | 'reset'
  | { readonly status: number; readonly body?: object; readonly headers?: Readonly<Record<string, string>> };

/** A server on a free port that keeps what it is asked. */
export interface RecordingServer {
  readonly url: string;
  /** In order. */
  readonly requests: readonly DoubleRequest[];
  close(): Promise<void>;
}

/** @param reply how a request is answered. */
export async function startRecordingServer(
  reply: (request: DoubleRequest) => Reply | Promise<Reply>,
): Promise<RecordingServer> {
  const requests: DoubleRequest[] = [];
  const server = createServer((incoming, response) => {
    void readRequest(incoming).then(async (request) => {
      requests.push(request);
      answer(response, await reply(request));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function answer(response: ServerResponse, reply: Reply): void {
  if (reply === 'silence') return;
  if (reply === 'reset') return void response.socket?.resetAndDestroy();
  const { status, body, headers = {} } = reply;
  if (body === undefined) return void response.writeHead(status, headers).end();
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

async function readRequest(incoming: IncomingMessage): Promise<DoubleRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return {
    method: incoming.method ?? '',
    path: incoming.url ?? '',
    headers: Object.fromEntries(
      Object.entries(incoming.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : value]),
    ),
    body: Buffer.concat(chunks).toString('utf8'),
  };
}
