import { isFinalLineStatus } from '../../../domain/line-status';
import { NotReadyError, waitUntil } from '../../../infra/local/wait-until';
import type { ApiClient, LineRecord, LineStory } from './api-client';
import type { CallbackReceiver } from './callback-receiver';
import { DEMO_CONTACTS, DEMO_RETRY_LIMIT, DEMO_TIMEZONE, type DemoContact } from './contacts';
import { isSettled, type PlayedContact } from './judge';
import { numberOf } from './demo-numbers';
import type { View } from './view';

const LIMIT_MS = 90_000;
const CALLBACKS_LIMIT_MS = 20_000;
const POLL_MS = 300;
/** Long enough for a call that must not come. */
const HOLD_MS = 2_000;

export interface ScenarioOptions {
  readonly api: ApiClient;
  readonly campaignId: number;
  readonly receiver: CallbackReceiver;
  readonly view: View;
  /** The three digits in the middle of every number. */
  readonly block: string;
  /** Ends the demo early. */
  readonly signal: AbortSignal;
}

/** The end of the scenario. */
export interface Played {
  readonly contacts: readonly PlayedContact[];
  /** What it waited for in vain; null when all of it came. */
  readonly timedOut: string | null;
}

/** What the demo asks create for. */
export function campaignBody(phoneNumberId: number, { urls }: CallbackReceiver): object {
  return {
    name: `Demo of ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    phone_number_id: phoneNumberId,
    is_dynamic: true,
    timezone: DEMO_TIMEZONE,
    concurrent_call_limit: 3,
    retry_config: {
      auto_retry: true,
      retry_limit: DEMO_RETRY_LIMIT,
      rules: { busy: { delay_s: 2 }, no_answer: { delay_s: 1 } },
    },
    voicemail_policy: 'reached',
    enabled_reschedule_call: true,
    ...urls,
  };
}

/**
 * Posts the contacts, pauses and resumes, and waits until every contact and callback has come to its end, 90 seconds
 * at most.
 *
 * @throws Error when the API refuses a request, and the signal's reason.
 */
export async function playScenario(options: ScenarioOptions): Promise<Played> {
  const scenario = new Scenario(options);
  let timedOut: string | null = null;
  try {
    await scenario.play();
  } catch (error) {
    if (!(error instanceof NotReadyError)) throw error;
    timedOut = error.message;
  }
  return { contacts: await scenario.outcome(), timedOut };
}

class Scenario {
  readonly #options: ScenarioOptions;
  readonly #deadline = Date.now() + LIMIT_MS;
  readonly #lineIds = new Map<DemoContact, number>();
  readonly #held = new Set<DemoContact>();
  #lines: readonly LineRecord[] = [];

  constructor(options: ScenarioOptions) {
    this.#options = options;
  }

  async play(): Promise<void> {
    await this.#post('at_the_start');
    await this.#until('the first call to end', () => this.#lines.some((line) => isFinalLineStatus(line.call_status)));
    await this.#act('pause');
    await this.#post('while_paused');
    await this.#hold();
    await this.#act('resume');
    const allPosted = this.#lineIds.size;
    const settled = (): number => this.#lines.filter((line) => isSettled(line.call_status)).length;
    await this.#until('every contact to come to its end', () => settled() === allPosted);
    await this.#until('the callbacks', () => this.#callbacksAreIn(), CALLBACKS_LIMIT_MS);
  }

  async outcome(): Promise<readonly PlayedContact[]> {
    const { api, campaignId, block } = this.#options;
    return Promise.all(
      DEMO_CONTACTS.map(async (contact): Promise<PlayedContact> => {
        const lineId = this.#lineIds.get(contact);
        const story: LineStory | null = lineId === undefined ? null : await api.story(campaignId, lineId);
        return { contact, number: numberOf(contact, block), story, heldWhilePaused: this.#held.has(contact) };
      }),
    );
  }

  async #post(when: DemoContact['posted']): Promise<void> {
    const { api, campaignId, view, block } = this.#options;
    for (const contact of DEMO_CONTACTS.filter(({ posted }) => posted === when)) {
      const { line_id: lineId, reason } = await api.addContact(campaignId, {
        to_number: numberOf(contact, block),
        custom_variables: { customer_name: contact.name },
        metadata: { crm_id: `crm-${contact.name.toLowerCase()}` },
        ...(contact.timezone && { timezone: contact.timezone }),
      });
      this.#lineIds.set(contact, lineId);
      view.say(`  -> line ${lineId}${reason ? ` (${reason})` : ''}`);
    }
  }

  async #act(action: 'pause' | 'resume'): Promise<void> {
    const { api, campaignId, view } = this.#options;
    const { current_status: status } = await api.act(campaignId, action);
    view.say(`  -> ${status}`);
  }

  /** Gives a paused campaign the time to call somebody, which it must not do. */
  async #hold(): Promise<void> {
    const until = Date.now() + HOLD_MS;
    await this.#until('the paused campaign to be read', () => Date.now() >= until);
    for (const [contact, lineId] of this.#lineIds) {
      const line = this.#lines.find((record) => record.line_id === lineId);
      if (line?.call_status === 'queued' && line.attempts === 0) this.#held.add(contact);
    }
  }

  #until(what: string, condition: () => boolean, limitMs = LIMIT_MS): Promise<void> {
    const { signal } = this.#options;
    const look = async (): Promise<boolean> => {
      await this.#look();
      return condition();
    };
    const leftMs = Math.min(limitMs, this.#deadline - Date.now());
    // Whole seconds: the error tells them.
    const timeoutMs = Math.max(0, Math.ceil(leftMs / 1000) * 1000);
    return waitUntil(what, look, { timeoutMs, intervalMs: POLL_MS, signal });
  }

  async #look(): Promise<void> {
    const { api, campaignId, view, receiver, block } = this.#options;
    const [lines, live] = await Promise.all([api.lines(campaignId), api.liveStatus(campaignId)]);
    this.#lines = lines;
    const { call_status: calls, call_schedule: ends, status } = receiver.counts();
    const rows = DEMO_CONTACTS.map((contact) => {
      const line = lines.find(({ line_id: id }) => id === this.#lineIds.get(contact));
      return {
        contact,
        number: numberOf(contact, block),
        callStatus: line?.call_status ?? null,
        attempts: line?.attempts ?? 0,
        nextAttemptAt: line?.next_attempt_at ?? null,
      };
    });
    view.show({ rows, campaignStatus: live.campaign_status, callbacks: calls + ends + status });
  }

  #callbacksAreIn(): boolean {
    const counts = this.#options.receiver.counts();
    const { calls, ends } = expectedCallbacks(this.#lines);
    return counts.call_status >= calls && counts.call_schedule >= ends;
  }
}

/** One for each attempt, and one for each contact that is done with. */
export function expectedCallbacks(lines: readonly LineRecord[]): { readonly calls: number; readonly ends: number } {
  return {
    calls: lines.reduce((sum, { attempts }) => sum + attempts, 0),
    ends: lines.filter(({ call_status: status, attempts }) => isFinalLineStatus(status) && attempts > 0).length,
  };
}
