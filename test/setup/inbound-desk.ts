import type { Database } from '../../infra/db/database';
import { storeInboundEvent } from '../../infra/db/inbound/inbound-events';
import type { InboundCallRow } from '../../infra/db/provider-tables';
import { createLogger } from '../../infra/observability/logger';
import type { CallEnd, InboundAnswer, ProviderEvent } from '../../infra/telephony/provider';
import { createAddressFilter } from '../../infra/webhook-http/address-filter';
import { createWebhookSender } from '../../infra/webhook-http/http-sender';
import { answerCaller } from '../../services/wiring/inbound-desk';
import { callEnd } from './fake-provider';

/** Who asks, and about whom. */
export interface TestCaller {
  readonly from: string;
  /** The organization's first number unless told. */
  readonly to?: string;
  readonly providerCallId?: string | null;
  readonly accountId?: number | null;
  /** Epoch milliseconds. */
  readonly now?: number;
}

const SIMULATOR = { provider: 'simulator', accountId: null };
let calls = 0;

/** People who call the numbers of a test's database, through everything of ours but HTTP. */
export function createInboundDesk(db: Database, clock: () => Promise<number> = () => Promise.resolve(Date.now())) {
  const sender = createWebhookSender({ filter: createAddressFilter('127.0.0.0/8') });
  const logger = createLogger('test', 'silent');

  async function ask(caller: TestCaller): Promise<InboundAnswer | null> {
    const { from, providerCallId = `CA${(calls += 1)}`, accountId = null } = caller;
    const to = caller.to ?? (await firstNumber(db));
    const at = caller.now ?? (await clock());
    const desk = { db, sender, logger, providerUrl: 'https://everdial.test', clock: () => Promise.resolve(at) };
    return answerCaller(desk, { provider: 'simulator', accountId }, { providerCallId, from, to });
  }

  return {
    ask,
    /** Somebody calls, and somebody speaks to them. */
    async callIn(caller: TestCaller): Promise<InboundCallRow> {
      const answer = await ask(caller);
      if (!answer) throw new Error('The call was refused.');
      return findCall(db, answer.reference);
    },
    /** The provider tells of a call. */
    async tell(call: Pick<InboundCallRow, 'reference' | 'provider_call_id'>, event: Happening, now?: number) {
      const head = { reference: call.reference, providerCallId: call.provider_call_id };
      await storeInboundEvent(db, { ...head, ...event }, SIMULATOR, now ?? (await clock()));
      return findCall(db, call.reference);
    },
    /** The call is over; answered unless told. */
    async end(call: Pick<InboundCallRow, 'reference' | 'provider_call_id'>, end: Partial<CallEnd> = {}, now?: number) {
      return this.tell(call, { type: 'ended', end: callEnd(end) }, now);
    },
    find: (reference: string) => findCall(db, reference),
    close: () => sender.close(),
  };
}

type WithoutHead<T> = T extends unknown ? Omit<T, 'reference' | 'providerCallId'> : never;
type Happening = WithoutHead<ProviderEvent>;

async function findCall(db: Database, reference: string): Promise<InboundCallRow> {
  return db.selectFrom('inbound_calls').selectAll().where('reference', '=', reference).executeTakeFirstOrThrow();
}

async function firstNumber(db: Database): Promise<string> {
  const { number } = await db
    .selectFrom('phone_numbers')
    .select('number')
    .orderBy('id')
    .limit(1)
    .executeTakeFirstOrThrow();
  return number;
}
