import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { reasonOf, refusal, unreachable } from '../client';
import type { Connection } from '../connection';
import { EXIT_CODES } from '../exit-codes';
import { CliFailure } from '../failure';
import type { Source } from './source';

/** A file on its way. */
export interface Upload {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly source: Source;
  readonly signal: AbortSignal;
  readonly connection: Connection;
  /** How long it is tried again without getting any further. */
  readonly patienceMs: number;
  /** How many bytes of the file have left. */
  readonly onSent: (bytes: number) => void;
  /** The connection has broken; it is made again. */
  readonly onBroken: (reason: string) => void;
}

/** The API's answer. */
export interface Uploaded {
  readonly body: Readonly<Record<string, unknown>>;
  /** The file had been sent before. */
  readonly replayed: boolean;
}

/** Neither side hears of the other for so long: the connection is dead. */
const SILENCE_MS = 120_000;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;
/** What stands before an API that is away answers this way, and so does the API without Postgres. */
const PASSING = [429, 500, 502, 503, 504];

/**
 * Sends a file. When the connection breaks it is sent again from its beginning under the same idempotency key: the API
 * goes on behind the rows that it has stored.
 *
 * @throws CliFailure when the API refuses the file, or does not get any further for too long.
 */
export async function uploadWithPatience(upload: Upload): Promise<Uploaded> {
  let furthest = -1;
  let giveUpAt = Date.now() + upload.patienceMs;
  for (let failures = 0; ; failures += 1) {
    let sent = 0;
    const outcome = await sendOnce(upload, (bytes) => {
      sent = bytes;
      upload.onSent(bytes);
    });
    if (outcome.kind === 'answered') return outcome.answer;
    if (sent > furthest) {
      furthest = sent;
      failures = 0;
      giveUpAt = Date.now() + upload.patienceMs;
    }
    if (Date.now() >= giveUpAt) throw givenUp(outcome.failure);
    upload.onBroken(outcome.reason);
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** failures, LONGEST_PAUSE_MS);
    await delay(pauseMs, undefined, { signal: upload.signal }).catch(() => upload.signal.throwIfAborted());
  }
}

type Outcome =
  | { readonly kind: 'answered'; readonly answer: Uploaded }
  | { readonly kind: 'broken'; readonly reason: string; readonly failure: CliFailure };

async function sendOnce(upload: Upload, onSent: (bytes: number) => void): Promise<Outcome> {
  let response: IncomingMessage;
  let body: string;
  try {
    response = await exchange(upload, onSent);
    body = await text(response);
  } catch (error) {
    upload.signal.throwIfAborted();
    return { kind: 'broken', reason: reasonOf(error), failure: unreachable(upload.connection, error) };
  }
  const { statusCode: status = 0, headers } = response;
  if (status === 200) {
    const answer = JSON.parse(body) as Uploaded['body'];
    return { kind: 'answered', answer: { body: answer, replayed: headers['idempotency-replayed'] === 'true' } };
  }
  const failure = refusal(status, body);
  // The API has not noticed yet that the connection before is gone.
  const stillRunning = status === 409 && failure.code === 'request_in_progress';
  if (!stillRunning && !PASSING.includes(status)) throw failure;
  return { kind: 'broken', reason: failure.code, failure };
}

/** Not by fetch: it gives up on files that take longer than five minutes. */
function exchange(upload: Upload, onSent: (bytes: number) => void): Promise<IncomingMessage> {
  const { url, headers, source, signal } = upload;
  const open = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const request = open(url, { method: 'POST', headers, signal });
    request.setTimeout(SILENCE_MS, () => request.destroy(new Error('the connection was silent for too long')));
    request.once('response', resolve);
    request.on('error', reject);
    pipeline(source.open(), counting(onSent), request).catch(reject);
  });
}

function counting(onSent: (bytes: number) => void): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      onSent(bytes);
      done(null, chunk);
    },
  });
}

function givenUp(last: CliFailure): CliFailure {
  const message = `${last.message}\nWhat has been sent is kept: the same command again goes on where it was.`;
  return new CliFailure(last.problem ? EXIT_CODES.failed : EXIT_CODES.unreachable, last.code, message, last.problem, {
    cause: last,
  });
}
