import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as it came over the wire. */
export interface ReceivedQuestion {
  readonly method: string;
  readonly path: string;
  /** Names in small letters, in the order they came. */
  readonly headers: ReadonlyArray<readonly [name: string, value: string]>;
  readonly body: string;
  /** `performance.now()` at its end. */
  readonly at: number;
}

type Answer = (response: ServerResponse, question: ReceivedQuestion, count: number) => void | Promise<void>;

/** A customer's pre-call webhook: real HTTP on this machine. */
export class PreCallReceiver {
  readonly questions: ReceivedQuestion[] = [];
  /** What it does with each request; by default it has nothing to add. */
  answer: Answer = json({});

  private constructor(private readonly server: Server) {}

  static async start(): Promise<PreCallReceiver> {
    const server = createServer();
    const receiver = new PreCallReceiver(server);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { rawHeaders, method = '', url = '' } = request;
        const question = {
          method,
          path: url,
          headers: pairs(rawHeaders),
          body: Buffer.concat(chunks).toString(),
          at: performance.now(),
        };
        receiver.questions.push(question);
        void receiver.answer(response, question, receiver.questions.length);
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/pre-call`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}

/** An answer in JSON. */
export function json(body: unknown, status = 200): Answer {
  return (response) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function pairs(rawHeaders: readonly string[]): Array<readonly [string, string]> {
  const found: Array<readonly [string, string]> = [];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    found.push([(rawHeaders[at] ?? '').toLowerCase(), rawHeaders[at + 1] ?? '']);
  }
  return found;
}
