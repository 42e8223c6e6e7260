import type { Response } from 'express';
import { isDatabaseAway } from '../../../infra/db/connection-errors';
import type { Database } from '../../../infra/db/database';
import {
  storeContactRequests,
  type ContactOperation,
  type ContactRequest,
} from '../../../infra/db/organizations/contact-requests';
import { requestIdOf } from '../http/request-id';

/** Whose request it is, and what it asks for. */
export interface NotedRequest {
  readonly operation: ContactOperation;
  readonly organizationId: number;
  readonly apiKeyId: number | null;
  /** Its campaigns; nobody has looked whether there are such. */
  readonly campaignsIn: (body: Buffer) => readonly number[];
}

/** Notes requests with their answers, for people who look for what became of them. */
export interface RequestNotes {
  /**
   * Notes a request when it has been answered, however that may be.
   *
   * @returns takes its body, when it has been read.
   */
  watch(response: Response, request: NotedRequest): (body: Buffer) => void;
  /** Writes what is there. Never rejects. */
  flush(): Promise<void>;
}

const WRITE_EVERY_MS = 1_000;
/** Of one campaign, between two writes: the newest count. */
const MAX_NOTES = 20;
const MAX_CAMPAIGNS = 200;
/** A batch of leads may name a thousand. */
const MAX_CAMPAIGNS_OF_REQUEST = 20;
const MAX_CHARACTERS = 2_000;
const MAX_BYTES_OF_CHARACTER = 4;

interface CampaignNotes {
  readonly organizationId: number;
  readonly campaignId: number;
  readonly notes: ContactRequest[];
}

/** Gathers notes in memory, and writes them once a second. No answer waits for it, and what cannot be written is lost. */
export function createRequestNotes(db: Database): RequestNotes {
  const gathered = new Map<string, CampaignNotes>();
  let timer: NodeJS.Timeout | null = null;
  let writtenAt = -Infinity;
  let writing = Promise.resolve();

  const write = async (): Promise<void> => {
    const all = [...gathered.values()];
    gathered.clear();
    await storeAll(db, all);
    writtenAt = performance.now();
  };
  const writeNow = (): Promise<void> => (writing = writing.then(write));
  const schedule = (): void => {
    const waitMs = Math.max(0, writtenAt + WRITE_EVERY_MS - performance.now());
    timer ??= setTimeout(() => {
      void writeNow().then(() => {
        timer = null;
        if (gathered.size > 0) schedule();
      });
    }, waitMs).unref();
  };
  const add = (organizationId: number, campaignId: number, note: ContactRequest): void => {
    const key = `${organizationId} ${campaignId}`;
    const campaign = gathered.get(key) ?? { organizationId, campaignId, notes: [] };
    if (!gathered.has(key) && gathered.size === MAX_CAMPAIGNS) return;
    gathered.set(key, campaign);
    campaign.notes.push(note);
    if (campaign.notes.length > MAX_NOTES) campaign.notes.shift();
    schedule();
  };

  return {
    watch(response, { operation, organizationId, apiKeyId, campaignsIn }) {
      const receivedAt = new Date();
      let body: Buffer = Buffer.alloc(0);
      const answerOf = keepAnswer(response);
      response.once('finish', () => {
        // There is no such campaign: it would only take the room of one that there is.
        if (response.statusCode === 404) return;
        const answer = answerOf();
        const note = {
          receivedAt,
          operation,
          httpStatus: response.statusCode,
          code: response.statusCode < 400 ? null : codeOf(answer),
          requestId: requestIdOf(response),
          apiKeyId,
          body: beginningOf(body.toString('utf8', 0, MAX_CHARACTERS * MAX_BYTES_OF_CHARACTER)),
          answer: beginningOf(answer),
        };
        for (const id of campaignsIn(body).slice(0, MAX_CAMPAIGNS_OF_REQUEST)) add(organizationId, id, note);
      });
      return (bytes) => {
        body = bytes;
      };
    },
    flush: async () => {
      await writeNow();
    },
  };
}

/** Where Postgres is away the rest is given up, so that nobody waits once for each campaign. */
async function storeAll(db: Database, all: readonly CampaignNotes[]): Promise<void> {
  for (const { notes, ...campaign } of all) {
    try {
      await storeContactRequests(db, campaign, notes);
    } catch (error) {
      if (isDatabaseAway(error)) return;
    }
  }
}

/** Answers are sent as a text in the end, whoever makes them. */
function keepAnswer(response: Response): () => string {
  let answer = '';
  const send = response.send.bind(response);
  response.send = (body?: unknown) => {
    if (typeof body === 'string') answer = body;
    return send(body);
  };
  return () => answer;
}

function codeOf(problem: string): string | null {
  try {
    const { code } = JSON.parse(problem) as { code?: unknown };
    return typeof code === 'string' ? code : null;
  } catch {
    return null;
  }
}

/** A copy: a part of a text would keep all of it in memory. Half of a pair at its end becomes U+FFFD. */
function beginningOf(text: string): string {
  return Buffer.from(text.slice(0, MAX_CHARACTERS)).toString();
}
