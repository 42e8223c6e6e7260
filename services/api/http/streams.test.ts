import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Express } from 'express';
import pino from 'pino';
import { createErrorHandler } from './error-handler';
import { Problem } from './problem';
import { sendStream } from './streams';

const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

async function open(chunks: () => AsyncIterable<string>, log: string[] = []): Promise<IncomingMessage> {
  const app: Express = express();
  app.get('/', (_request, response) =>
    sendStream(response, 'text/csv', { fileName: 'a b"\r\n.csv', chunks: chunks() }),
  );
  app.use(
    createErrorHandler(pino({ level: 'debug' }, { write: (line) => void log.push(line) }), 'https://everdial.test'),
  );
  const server = createServer(app).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  const [response] = (await once(get({ port: (server.address() as AddressInfo).port }), 'response')) as [
    IncomingMessage,
  ];
  return response;
}

async function textOf(response: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of response) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

describe('an answer that is written as it is made', () => {
  it('comes whole, with its type and a file name that breaks no header', async () => {
    const response = await open(async function* () {
      for (let row = 0; row < 10_000; row += 1) yield `${row},${'x'.repeat(100)}\n`;
    });
    expect(response.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="a_b___.csv"',
    });
    expect((await textOf(response)).split('\n')).toHaveLength(10_001);
  });

  it('is a problem when it fails before its first part', async () => {
    const none = new Problem(404, 'not_found', 'There is no such campaign.');
    const next = (): Promise<IteratorResult<string>> => Promise.reject(none);
    const response = await open(() => ({ [Symbol.asyncIterator]: () => ({ next }) }));
    expect([response.statusCode, JSON.parse(await textOf(response))]).toMatchObject([404, { code: 'not_found' }]);
  });

  it('breaks off when it fails later, so that nobody takes a part for the whole', async () => {
    const log: string[] = [];
    const response = await open(async function* () {
      yield 'a\n';
      await new Promise(setImmediate);
      throw new Error('the database is gone');
    }, log);
    await expect(textOf(response)).rejects.toThrow('aborted');
    expect(log.join()).toContain('the database is gone');
  });

  it('ends with its reader, without an error', async () => {
    const log: string[] = [];
    let made = 0;
    const ended = new Promise<void>((resolve) => {
      void open(async function* () {
        try {
          for (; ; made += 1) {
            yield 'x'.repeat(100_000);
            await new Promise(setImmediate);
          }
        } finally {
          resolve();
        }
      }, log).then((response) => response.destroy());
    });
    await ended;
    expect(made).toBeLessThan(1_000);
    expect(log).toEqual([]);
  });
});
