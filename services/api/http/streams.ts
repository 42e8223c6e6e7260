import { Readable, type Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { Request, Response } from 'express';
import { Problem } from './problem';

/** What a body or an answer may be that is written as it comes, and never held in memory. */
export type StreamedType = 'text/csv' | 'text/event-stream';

/** An answer that is written while it is made. */
export interface StreamedAnswer {
  /** Offered as the name of the saved file. */
  readonly fileName?: string;
  /** Asked for the next chunk when the client has taken the one before. Ended early when the client goes away. */
  readonly chunks: AsyncIterable<string | Buffer>;
  /** Breaks it off, also while the client takes nothing. */
  readonly cutOff?: AbortSignal;
}

const DECOMPRESSIONS: Readonly<Record<string, () => Duplex>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/**
 * The bytes of a body as they come. Whoever reads them sets the pace: the sender waits.
 *
 * @throws Problem 415 for another type or an unknown content encoding; reading throws Problem 400 when the body breaks off.
 */
export function openUpload(request: Request, response: Response, type: StreamedType): AsyncIterable<Buffer> {
  const given = (request.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase();
  if (given !== type) {
    throw new Problem(415, 'unsupported_media_type', `Send the body with "Content-Type: ${type}".`);
  }
  const encoding = (request.get('content-encoding') ?? 'identity').trim().toLowerCase();
  if (encoding === 'identity') return chunksOf(request);
  const decompress = Object.hasOwn(DECOMPRESSIONS, encoding) ? DECOMPRESSIONS[encoding] : undefined;
  if (!decompress) {
    throw new Problem(415, 'unsupported_encoding', 'The content encoding is unknown. Send gzip, deflate, br or none.');
  }
  const decompressed = decompress();
  // Whatever ends it early is thrown where it is read, also when nobody reads at that moment.
  decompressed.on('error', () => undefined);
  pipeline(request, decompressed).catch(() => undefined);
  // A sender that is answered early gets rid of the rest.
  response.once('finish', () => decompressed.resume());
  return chunksOf(decompressed);
}

/** May be read on by a second loop after the first has stopped: stopping must not close the connection. */
function chunksOf(source: Readable): AsyncIterable<Buffer> {
  return { [Symbol.asyncIterator]: () => read(source) };
}

async function* read(source: Readable): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of source.iterator({ destroyOnReturn: false })) yield chunk as Buffer;
  } catch (error) {
    throw new Problem(400, 'incomplete_body', 'The body broke off, or cannot be decompressed.', { cause: error });
  }
}

/** Nobody in between is to gather events, and its connection serves nobody else: it ends with the process. */
function keepFlowing(response: Response): void {
  response.setHeader('Cache-Control', 'no-store, no-transform');
  response.setHeader('X-Accel-Buffering', 'no');
  response.setHeader('Connection', 'close');
}

/**
 * Writes an answer while it is made. The first chunk is waited for before anything is sent, so that what fails until then
 * is still answered as a problem.
 *
 * @throws what making a chunk throws. A client that goes away is no error.
 */
export async function sendStream(response: Response, type: StreamedType, answer: StreamedAnswer): Promise<void> {
  const chunks = answer.chunks[Symbol.asyncIterator]();
  const first = await chunks.next();
  response.status(200).setHeader('Content-Type', `${type}; charset=utf-8`);
  response.setHeader('Cache-Control', 'no-store');
  if (type === 'text/event-stream') keepFlowing(response);
  if (answer.fileName !== undefined) {
    response.setHeader('Content-Disposition', `attachment; filename="${answer.fileName.replace(/[^\w.-]/g, '_')}"`);
  }
  response.flushHeaders();
  if (response.req.method === 'HEAD') {
    await chunks.return?.();
    response.end();
    return;
  }
  let failure: unknown = null;
  const noted = async function* (): AsyncGenerator<string | Buffer> {
    try {
      for (let next = first; next.done !== true; next = await chunks.next()) yield next.value;
    } catch (error) {
      failure = error;
      throw error;
    } finally {
      await chunks.return?.();
    }
  };
  const { cutOff } = answer;
  await pipeline(Readable.from(noted()), response, cutOff ? { signal: cutOff } : {}).catch((error: unknown) => {
    if (failure !== null) throw error;
  });
}
