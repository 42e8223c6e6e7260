import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

/** A webhook that has arrived. */
export interface ReceivedWebhook {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  /** The header `webhook-id`. */
  readonly id: string;
}

/** Answers a webhook; what it does not end stays open. */
export type WebhookAnswerer = (response: ServerResponse, webhook: ReceivedWebhook) => void;

export type WebhookReceiver = Awaited<ReturnType<typeof startWebhookReceiver>>;

/**
 * A customer's server: keeps what arrives, verifies each signature with the reference package, and answers 204 unless told
 * otherwise.
 *
 * @param secrets by path (without the query), or for all: those of which one must have signed.
 */
export async function startWebhookReceiver(secrets: Readonly<Record<string, string>> | string) {
  const received: ReceivedWebhook[] = [];
  const unverified: string[] = [];
  let answer: WebhookAnswerer = (response) => response.writeHead(204).end();
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const webhook: ReceivedWebhook = {
        method: request.method ?? '',
        path: request.url ?? '',
        headers: request.headers,
        body,
        id: String(request.headers['webhook-id']),
      };
      const problem = signatureProblem(webhook, secretFor(secrets, webhook.path));
      if (problem) unverified.push(`${webhook.path}: ${problem}`);
      received.push(webhook);
      answer(response, webhook);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    /** Why signatures were not right; empty when all were. */
    unverified,
    at: (path: string): ReceivedWebhook[] => received.filter((webhook) => webhook.path.split('?')[0] === path),
    answerWith: (next: WebhookAnswerer): void => {
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

function secretFor(secrets: Readonly<Record<string, string>> | string, path: string): string | undefined {
  return typeof secrets === 'string' ? secrets : secrets[path.split('?')[0]!];
}

function signatureProblem({ body, headers }: ReceivedWebhook, secret: string | undefined): string | null {
  if (secret === undefined) return 'nobody was expected here';
  try {
    new Webhook(secret).verify(body, headers as Record<string, string>, { jsonParse: false });
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}
