import compression from 'compression';
import type { RequestHandler } from 'express';

/**
 * Compresses answers of JSON, as far as the caller takes that: a page of a list becomes a tenth of what it was. Short ones,
 * such as those to each contact posted, stay as they are. So does what is streamed: an event has to leave at once.
 */
export function compressAnswers(): RequestHandler {
  return compression({ filter: (_request, response) => /json/.test(String(response.getHeader('Content-Type'))) });
}
