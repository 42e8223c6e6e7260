import type { LineStatus } from '../../../domain/line-status';

const REQUEST_TIMEOUT_MS = 10_000;

/** A line as the API lists it. */
export interface LineRecord {
  readonly line_id: number;
  readonly to_number: string;
  readonly call_status: LineStatus;
  readonly attempts: number;
  readonly next_attempt_at: string | null;
}

/** One attempt in a line's story. */
export interface AttemptRecord {
  readonly attempt_no: number;
  readonly reference: string;
  readonly disposition: string | null;
  readonly created_at: string;
  readonly ended_at: string | null;
}

/** A line's whole story. */
export interface LineStory {
  readonly line: LineRecord;
  readonly attempts: readonly AttemptRecord[];
}

export interface LiveStatus {
  readonly campaign_status: string;
  readonly summary: Readonly<Record<string, number>>;
}

export interface AddedContact {
  readonly line_id: number;
  readonly reason?: string;
}

/** The public API, as an integrator calls it. */
export interface ApiClient {
  createCampaign(body: object): Promise<{ readonly id: number; readonly current_status: string }>;
  addContact(campaignId: number, body: object): Promise<AddedContact>;
  act(campaignId: number, action: 'pause' | 'resume'): Promise<{ readonly current_status: string }>;
  /** All lines of a campaign with no more than 150. */
  lines(campaignId: number): Promise<readonly LineRecord[]>;
  story(campaignId: number, lineId: number): Promise<LineStory>;
  liveStatus(campaignId: number): Promise<LiveStatus>;
  /** The campaign's workflow in the Temporal UI; null when nobody has told where the UI is. */
  workflowUrl(campaignId: number): Promise<string | null>;
}

export interface ApiClientOptions {
  readonly apiUrl: string;
  readonly apiKey: string;
  /** Told each request that changes something, as a line for a shell. */
  readonly onRequest: (line: string) => void;
  readonly signal: AbortSignal;
}

/**
 * @throws Error of each call: with the API's own sentence when it refuses.
 * @example await createApiClient({ apiUrl: 'http://127.0.0.1:8080', apiKey, onRequest: console.log, signal }).lines(12);
 */
export function createApiClient({ apiUrl, apiKey, onRequest, signal }: ApiClientOptions): ApiClient {
  const ask = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const response = await fetch(`${apiUrl}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${apiKey}`, ...(body && { 'content-type': 'application/json' }) },
      body: body && JSON.stringify(body),
      signal: AbortSignal.any([signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} was answered ${response.status}: ${sentenceIn(text)}`);
    return JSON.parse(text) as T;
  };
  const send = <T>(method: 'POST' | 'PUT', path: string, body: object): Promise<T> => {
    onRequest(shellLine(method, path, body));
    return ask<T>(method, path, body);
  };
  const campaign = (id: number): string => `/calls/bulk_call/${id}`;
  return {
    createCampaign: (body) => send('POST', '/calls/bulk_call/create', body),
    addContact: (id, body) => send('POST', `${campaign(id)}/add_contact`, body),
    act: (id, action) => send('PUT', campaign(id), { action }),
    lines: async (id) => (await ask<{ records: LineRecord[] }>('GET', `${campaign(id)}/lines?pagesize=150`)).records,
    story: (id, lineId) => ask('GET', `${campaign(id)}/lines/${lineId}`),
    liveStatus: (id) => ask('GET', `/bulk-call/${id}/live-status`),
    workflowUrl: async (id) => {
      const { details } = await ask<{ details: { temporal_ui_url: string | null } }>('GET', campaign(id));
      return details.temporal_ui_url;
    },
  };
}

/** With `$API` and `$AUTH` set as the demo prints them, it can be pasted. */
function shellLine(method: 'POST' | 'PUT', path: string, body: object): string {
  const verb = method === 'POST' ? '' : `-X ${method} `;
  return `curl -H "$AUTH" ${verb}$API${path} --json '${JSON.stringify(body)}'`;
}

function sentenceIn(problem: string): string {
  try {
    const { detail, errors } = JSON.parse(problem) as {
      detail?: string;
      errors?: { pointer: string; detail: string }[];
    };
    const faults = (errors ?? []).map((fault) => `${fault.pointer}: ${fault.detail}`);
    return [detail, ...faults].filter(Boolean).join(' ');
  } catch {
    return problem.slice(0, 500);
  }
}
