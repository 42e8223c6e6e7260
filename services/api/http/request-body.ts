import express, { type Request, type Response } from 'express';
import { Problem } from './problem';

const MEGABYTE = 1024 * 1024;

/** How large a body may be. */
export const BODY_LIMITS = { normal: MEGABYTE, bulk: 10 * MEGABYTE } as const;
export type BodyLimit = keyof typeof BODY_LIMITS;

type Middleware = (request: Request, response: Response, next: (error?: unknown) => void) => void;

const readers: Record<BodyLimit, Middleware> = {
  normal: express.raw({ type: () => true, limit: BODY_LIMITS.normal }),
  bulk: express.raw({ type: () => true, limit: BODY_LIMITS.bulk }),
};

/**
 * Reads the bytes of a body; none at all is an empty buffer.
 *
 * @throws Problem 413 when they are too many; what the reader throws for a body that breaks off.
 */
export async function readRawBody(request: Request, response: Response, limit: BodyLimit): Promise<Buffer> {
  try {
    await runMiddleware(readers[limit], request, response);
  } catch (error) {
    throw asProblem(error, limit);
  }
  return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
}

/**
 * Refuses a body in any other format.
 *
 * @throws Problem 415.
 */
export function requireJson(request: Request): void {
  const type = request.get('content-type') ?? '';
  if (/^application\/(?:[\w.-]+\+)?json(?:\s*;|\s*$)/i.test(type)) return;
  throw new Problem(415, 'unsupported_media_type', 'Send the body as JSON, with "Content-Type: application/json".');
}

function asProblem(error: unknown, limit: BodyLimit): unknown {
  const { type, status } = error as { type?: unknown; status?: unknown };
  if (type === 'entity.too.large') {
    const megabytes = BODY_LIMITS[limit] / MEGABYTE;
    return new Problem(413, 'body_too_large', `The body is larger than ${megabytes} MB. Send it in parts.`);
  }
  if (type === 'encoding.unsupported') {
    return new Problem(415, 'unsupported_encoding', 'The content encoding is unknown. Send gzip, deflate, br or none.');
  }
  if (status === 400) return new Problem(400, 'incomplete_body', 'The body broke off, or cannot be decompressed.');
  return error;
}

/** Runs a middleware where the flow is ours. */
function runMiddleware(middleware: Middleware, request: Request, response: Response): Promise<void> {
  return new Promise((resolve, reject) => {
    middleware(request, response, (error) => {
      if (error === undefined || error === null) resolve();
      else reject(error instanceof Error ? error : new Error('the body could not be read', { cause: error }));
    });
  });
}
