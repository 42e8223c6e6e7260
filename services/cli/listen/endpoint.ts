import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createClient } from '../client';
import type { Context } from '../context';
import { printable } from '../printable';
import type { Heard, Wanted } from './forward';

/** A webhook that nobody deletes any more is found by its name. */
const NAME = 'everdial listen';
const CLEAN_UP_MS = 5_000;
const LARGEST_PAGE = 150;

type Pass = (heard: Heard) => Promise<void>;

/**
 * Makes a webhook whose address is this process, and passes on what comes. It is deleted at the end.
 *
 * @throws CliFailure when the API refuses such a webhook; the signal's reason when stopped.
 */
export async function listenAsEndpoint(context: Context, wanted: Wanted, pass: Pass): Promise<void> {
  const { api, output, signal } = context;
  // Whoever else is on this machine does not know where to post.
  const path = `/${randomBytes(16).toString('hex')}`;
  const server = await openServer(path, signal, pass);
  try {
    const { port } = server.address() as AddressInfo;
    await removeForgotten(context);
    const { id } = await api.send<{ id: number }>('POST', 'webhooks', {
      name: `${NAME} (pid ${process.pid})`,
      url: `http://127.0.0.1:${port}${path}`,
      events: wanted.events,
      ...(wanted.campaign !== undefined && { campaign_id: wanted.campaign }),
    });
    try {
      output.note('Listening as a webhook of its own; Ctrl-C ends it.');
      if (!signal.aborted) await once(signal, 'abort');
      signal.throwIfAborted();
    } finally {
      await deleteWebhook(context, id);
    }
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

async function openServer(path: string, signal: AbortSignal, pass: Pass): Promise<Server> {
  const server = createServer((request, response) => {
    void receive(request, path, pass).then(
      (status) => response.writeHead(status).end(),
      // Stopped meanwhile, or broken off by the sender.
      () => response.destroy(),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening', { signal });
  return server;
}

async function receive(request: IncomingMessage, path: string, pass: Pass): Promise<number> {
  if (request.method !== 'POST' || request.url !== path) return 404;
  const body = await text(request);
  const webhookId = request.headers['webhook-id'];
  if (typeof webhookId !== 'string' || webhookId === '') return 400;
  await pass({ webhookId, what: typeOf(body), body });
  return 204;
}

function typeOf(body: string): string {
  try {
    return String((JSON.parse(body) as { type?: unknown }).type);
  } catch {
    return 'unknown';
  }
}

interface Webhook {
  readonly id: number;
  readonly name: string;
  readonly url: string;
  readonly campaign_id: number | null;
}

/** What a `listen` left behind that was killed: nobody answers there any more, and every event would fail. */
async function removeForgotten({ api, output }: Context): Promise<void> {
  const { records } = await api.get<{ records: readonly Webhook[] }>('webhooks', { pagesize: LARGEST_PAGE });
  for (const { id, name } of records) {
    const pid = new RegExp(`^${NAME} \\(pid (\\d+)\\)$`).exec(name)?.[1];
    if (pid === undefined || isRunning(Number(pid))) continue;
    await api.send('DELETE', `webhooks/${id}`);
    output.note(`Removed "${printable(name)}", which an earlier run left behind.`);
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The command has been stopped: what is cleared away has a time of its own. */
async function deleteWebhook({ connection, output }: Context, id: number): Promise<void> {
  try {
    await createClient(connection, AbortSignal.timeout(CLEAN_UP_MS)).send('DELETE', `webhooks/${id}`);
  } catch {
    output.note(`The webhook ${id} could not be deleted: DELETE /webhooks/${id} does.`);
  }
}
