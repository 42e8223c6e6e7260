import type { ServerResponse } from 'node:http';
import type { Transaction } from 'kysely';
import { DEFAULT_SETTINGS, type CampaignSettings } from '../../domain/campaign-settings';
import { findCampaign, lockCampaign } from '../../infra/db/campaigns/campaigns';
import { callLineNow, lockLineOf, rescheduleLine, skipLine, type LineActed } from '../../infra/db/lines/line-actions';
import { insertLines, type StoredContact } from '../../infra/db/lines/line-insertion';
import { reopenCampaign, requeueUnreached } from '../../infra/db/lines/manual-retry';
import type { CampaignRow } from '../../infra/db/campaign-tables';
import type { LineRow } from '../../infra/db/line-tables';
import type { Schema } from '../../infra/db/schema';
import { announceContacts } from '../../services/api/contacts/stored-contacts';
import { contactSnapshotQuery, contactWorkflowId } from '../../workflows/contact/contract';
import { eventually } from '../setup/eventually';
import { createTimeSkippingWorld, type TimeSkippingWorld } from '../setup/time-skipping-world';
import { startWebhookReceiver, type WebhookAnswerer, type WebhookReceiver } from '../setup/webhook-receiver';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const ORGANIZATION = 1;

let world: TimeSkippingWorld;
let customer: WebhookReceiver;

const answerAtOnce: WebhookAnswerer = (response) => response.writeHead(204).end();

beforeAll(async () => {
  world = await createTimeSkippingWorld();
  const { callback_secret } = await world.db.selectFrom('organizations').selectAll().executeTakeFirstOrThrow();
  customer = await startWebhookReceiver(callback_secret);
});

beforeEach(() => {
  world.provider.script = () => ({});
  customer.answerWith(answerAtOnce);
});

afterAll(async () => {
  try {
    await world.close();
  } finally {
    await customer.close();
  }
});

function retryAfter(hours: number, limit = 1): Partial<CampaignSettings> {
  return {
    retry: { ...DEFAULT_SETTINGS.retry, enabled: true, limit, schedule: 'scheduled_time', scheduleHours: hours },
  };
}

interface Sleeper {
  readonly campaignId: number;
  readonly lineId: number;
  /** Epoch milliseconds. */
  readonly due: number;
}

/** A contact that was called once, and sleeps until its only retry, which will reach it. */
async function sleeper(hours: number): Promise<Sleeper> {
  world.provider.script = (_request, calls) => (calls === 0 ? { disposition: 'no_answer' } : {});
  const { id } = await world.startCampaign({ settings: retryAfter(hours) });
  const [lineId] = await world.addLines(id, 1);
  const line = await eventually(async () => {
    const found = await world.line(lineId!);
    return found.call_status === 'retry_scheduled' && found;
  });
  await eventually(async () =>
    expect((await contactOf(id, lineId!).query(contactSnapshotQuery)).phase).toBe('waiting'),
  );
  return { campaignId: id, lineId: lineId!, due: line.next_attempt_at!.getTime() };
}

const contactOf = (campaignId: number, lineId: number) =>
  world.client.workflow.getHandle(contactWorkflowId(campaignId, lineId));

/** As the API does it: under the line's lock, in one transaction. */
async function act<T>(
  { campaignId, lineId }: Pick<Sleeper, 'campaignId' | 'lineId'>,
  change: (trx: Transaction<Schema>, campaign: CampaignRow, line: LineRow, now: number) => Promise<T>,
): Promise<T> {
  const now = await world.now();
  return world.db.transaction().execute(async (trx) => {
    const campaign = await findCampaign(trx, ORGANIZATION, campaignId);
    const line = await lockLineOf(trx, campaignId, lineId);
    return change(trx, campaign!, line!, now);
  });
}

async function callsTo(lineId: number): Promise<Array<{ readonly at: number }>> {
  return world.provider.callsTo((await world.line(lineId)).to_number);
}

async function expectCalls(lineId: number, count: number): Promise<void> {
  await eventually(async () => expect(await callsTo(lineId)).toHaveLength(count), { timeoutMs: 15_000 });
}

async function expectClosed(lineId: number, status: LineRow['call_status']): Promise<void> {
  await eventually(async () => expect((await world.line(lineId)).call_status).toBe(status), { timeoutMs: 15_000 });
}

async function expectContactEnded({ campaignId, lineId }: Pick<Sleeper, 'campaignId' | 'lineId'>): Promise<void> {
  await eventually(async () => expect((await contactOf(campaignId, lineId).describe()).status.name).toBe('COMPLETED'), {
    timeoutMs: 15_000,
  });
}

describe('a retry that sleeps for days', () => {
  test('is called at once when it is called now, once however often it is asked for, and not again at its old time', async () => {
    const line = await sleeper(240);
    const before = await world.now();
    const acted: LineActed[] = [await act(line, callLineNow), await act(line, callLineNow)];
    expect(acted.map(({ kind }) => kind)).toEqual(['done', 'unchanged']);
    await world.wakeContacts();
    await expectCalls(line.lineId, 2);
    expect((await world.now()) - before).toBeLessThan(HOUR_MS);
    await expectClosed(line.lineId, 'completed');
    await expectContactEnded(line);
    await world.sleep('11 days');
    expect(await callsTo(line.lineId)).toHaveLength(2);
    expect(await world.line(line.lineId)).toMatchObject({ attempts: 2, retries_used: 1 });
  });

  test('is never called when it is skipped, and its contact ends at once', async () => {
    const line = await sleeper(240);
    const before = await world.now();
    await act(line, (trx, _campaign, row) => skipLine(trx, row));
    await world.wakeContacts();
    await expectContactEnded(line);
    expect((await world.now()) - before).toBeLessThan(HOUR_MS);
    await world.sleep('11 days');
    expect(await callsTo(line.lineId)).toHaveLength(1);
    expect(await world.line(line.lineId)).toMatchObject({ call_status: 'skipped', closing_reason: 'skipped by hand' });
  });

  test.each([
    ['later', 10, 50],
    ['earlier', 240, 30],
  ])('is called at its new time when it is moved to a %s one, once', async (_which, hours, newHours) => {
    const line = await sleeper(hours);
    const at = (await world.now()) + newHours * HOUR_MS;
    const { kind } = await act(line, (trx, campaign, row) => rescheduleLine(trx, campaign, row, { at, zone: 'UTC' }));
    expect(kind).toBe('done');
    await world.wakeContacts();
    await world.sleep(at - (await world.now()) - HOUR_MS);
    expect(await callsTo(line.lineId)).toHaveLength(1);
    await world.sleep('2 hours');
    await expectCalls(line.lineId, 2);
    const [, second] = await callsTo(line.lineId);
    // Clocks on walls show minutes.
    expect(second!.at).toBeGreaterThanOrEqual(at - MINUTE_MS);
    expect(second!.at).toBeLessThan(at + HOUR_MS);
    await expectContactEnded(line);
    await world.sleep('11 days');
    expect(await callsTo(line.lineId)).toHaveLength(2);
  });
});

describe('a contact that is done with and comes again under `requeue`', () => {
  const settings = (): Partial<CampaignSettings> => ({
    duplicates: { policy: 'requeue', scope: 'campaign', key: 'to_number' },
    callbacks: { ...DEFAULT_SETTINGS.callbacks, callSchedule: customer.url },
  });

  async function busyOnce(): Promise<Sleeper & { readonly runId: string }> {
    world.provider.script = (_request, calls) => (calls === 0 ? { disposition: 'busy' } : {});
    const { id } = await world.startCampaign({ settings: settings() });
    const [lineId] = await world.addLines(id, 1);
    await expectClosed(lineId!, 'busy');
    const { runId } = await contactOf(id, lineId!).describe();
    return { campaignId: id, lineId: lineId!, due: 0, runId };
  }

  /** Sends the contact again, as `add_contact` does. */
  async function sendAgain({ campaignId, lineId }: Sleeper): Promise<StoredContact> {
    const { to_number: toNumber } = await world.line(lineId);
    const now = await world.now();
    const contact = {
      organizationId: ORGANIZATION,
      campaignId,
      toNumber,
      externalId: null,
      timezone: null,
      priority: 5,
      scheduleAt: null,
      expiresAt: null,
      customVariables: {},
      metadata: {},
    };
    const [stored] = await insertLines(world.db, [contact], { now });
    if (stored?.kind !== 'inserted') throw new Error(`not stored: ${stored?.kind}`);
    announceContacts(world.campaigns, [stored]);
    return stored;
  }

  test('is called again by the contact that is still delivering webhooks', async () => {
    const unanswered: ServerResponse[] = [];
    customer.answerWith((response) => unanswered.push(response));
    const line = await busyOnce();
    const phaseOf = async () => (await contactOf(line.campaignId, line.lineId).query(contactSnapshotQuery)).phase;
    await eventually(async () => expect(await phaseOf()).toBe('delivering'));
    expect(await sendAgain(line)).toMatchObject({ lineId: line.lineId, duplicate: 'requeued', ready: true });
    await expectCalls(line.lineId, 2);
    await expectClosed(line.lineId, 'completed');
    customer.answerWith(answerAtOnce);
    for (const response of unanswered) response.end();
    await expectContactEnded(line);
    const contact = await contactOf(line.campaignId, line.lineId).describe();
    expect(contact.runId).toBe(line.runId);
    await expectIdle(line.campaignId, { attempts: 2 });
  });

  test('is called again by a new one when that has ended', async () => {
    const line = await busyOnce();
    await expectContactEnded(line);
    expect(await sendAgain(line)).toMatchObject({ lineId: line.lineId, duplicate: 'requeued', ready: true });
    await expectCalls(line.lineId, 2);
    await expectClosed(line.lineId, 'completed');
    await expectContactEnded(line);
    const contact = await contactOf(line.campaignId, line.lineId).describe();
    expect(contact.runId).not.toBe(line.runId);
    await expectIdle(line.campaignId, { attempts: 2 });
  });
});

/** No slot is left taken, and nobody waits in the queue. */
async function expectIdle(campaignId: number, { attempts }: { readonly attempts: number }): Promise<void> {
  await eventually(async () => {
    const snapshot = await world.snapshot(campaignId);
    expect(snapshot).toMatchObject({ slotsTaken: 0, mailbox: { fresh: 0, due: 0 } });
    expect(snapshot.counts.callsEnded).toBe(attempts);
  });
  expect(await world.attempts(campaignId)).toHaveLength(attempts);
}

// Last: campaigns end here.
describe('a finite campaign that has completed', () => {
  async function retryByHand(campaignId: number): Promise<number> {
    const now = await world.now();
    const { lines, reopened } = await world.db.transaction().execute(async (trx) => {
      const campaign = await lockCampaign(trx, ORGANIZATION, campaignId);
      const requeued = await requeueUnreached(trx, campaign!, { reasons: null, maxRetries: null }, now);
      return { ...requeued, reopened: await reopenCampaign(trx, campaignId, now) };
    });
    await world.campaigns.start(reopened);
    return lines;
  }

  async function expectCompleted(campaignId: number, times: number): Promise<void> {
    await eventually(
      async () => {
        expect((await world.campaign(campaignId)).status).toBe('completed');
        expect((await endsTold(campaignId)).map(({ status }) => status)).toEqual(Array(times).fill('delivered'));
      },
      { timeoutMs: 20_000 },
    );
  }

  const endsTold = (campaignId: number) =>
    world.db
      .selectFrom('deliveries')
      .select(['dedupe_key', 'status'])
      .where('campaign_id', '=', campaignId)
      .where('kind', '=', 'campaign_status')
      .orderBy('id')
      .execute();

  test('is reopened by a manual retry: who was not reached is called again, and each round tells its own end', async () => {
    const callbacks = { ...DEFAULT_SETTINGS.callbacks, campaignStatus: customer.url };
    const campaign = await world.createCampaign({ type: 'finite', settings: { callbacks } });
    const { id } = campaign;
    const lineIds = await world.storeLines(id, 3);
    const [reached, late, never] = lineIds as [number, number, number];
    const numbers = await Promise.all(lineIds.map(async (lineId) => (await world.line(lineId)).to_number));
    const reachedAfter = [0, 1, 99];
    world.provider.script = ({ to }, calls) =>
      calls < (reachedAfter[numbers.indexOf(to)] ?? 0) ? { disposition: 'no_answer' } : {};
    const receivedBefore = customer.received.length;
    await world.campaigns.start(campaign);
    await expectCompleted(id, 1);

    expect(await retryByHand(id)).toBe(2);
    await expectCompleted(id, 2);
    expect(await retryByHand(id)).toBe(1);
    await expectCompleted(id, 3);

    const calls = await Promise.all(lineIds.map(async (lineId) => (await callsTo(lineId)).length));
    expect(calls).toEqual([1, 2, 3]);
    const statuses = await Promise.all(
      [reached, late, never].map(async (lineId) => (await world.line(lineId)).call_status),
    );
    expect(statuses).toEqual(['completed', 'completed', 'no_answer']);
    const keys = (await endsTold(id)).map(({ dedupe_key }) => dedupe_key);
    expect(keys).toEqual([`campaign_status:${id}`, `campaign_status:${id}:2`, `campaign_status:${id}:3`]);
    const told = customer.received.slice(receivedBefore).map(({ body }) => JSON.parse(body) as unknown);
    expect(told).toEqual(Array(3).fill(expect.objectContaining({ campaign_sid: `camp_${id}`, status: 'Completed' })));
    expect(await world.attempts(id)).toHaveLength(6);
  });
});
