import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it has reached the server. */
export interface VendorRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** An answer; the body is sent as JSON. */
export interface VendorAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export type VendorServer = Awaited<ReturnType<typeof startVendorServer>>;

/** Stands where the API of a vendor is, and answers as a test says. Without a word of it: 200 and an empty object. */
export async function startVendorServer() {
  const requests: VendorRequest[] = [];
  let answer: (request: VendorRequest) => VendorAnswer | Promise<VendorAnswer> = () => ({ status: 200, body: {} });
  const server = createServer((incoming, response) => {
    void readBody(incoming).then(async (body) => {
      const { method = '', url: path = '', headers } = incoming;
      const request = { method, path, headers, body };
      requests.push(request);
      const { status, body: said, headers: others = {} } = await answer(request);
      response.writeHead(status, { 'content-type': 'application/json', ...others }).end(JSON.stringify(said));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    answerWith: (next: (request: VendorRequest) => VendorAnswer | Promise<VendorAnswer>): void => {
      answer = next;
    },
    close: async (): Promise<void> => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
