import { sql } from 'kysely';
import { DEFAULT_SETTINGS, type CampaignSettings } from '../../domain/campaign-settings';
import type { ContactHoursChoice } from '../../domain/contact-hours';
import { ensureFirstOrganization } from '../../infra/db/organizations/first-organization';
import { createLineInserter } from '../../infra/db/lines/line-inserter';
import { insertLines, type NewLine, type StoredContact } from '../../infra/db/lines/line-insertion';
import { storeOrganizationRules } from '../../infra/db/organizations/organization-rules';
import { ensureProviderAccount } from '../../infra/db/numbers/provider-accounts';
import { DEFAULT_ORGANIZATION_RULES } from '../../domain/organization-rules';
import type { CampaignTable } from '../../infra/db/campaign-tables';
import { suppressNumbers } from '../../infra/db/lines/suppressions';
import { createTestDatabase, type TestDatabase } from '../setup/database';

let database: TestDatabase;
let simulated: number;
let real: number;
beforeAll(async () => {
  database = await createTestDatabase();
  const first = await ensureFirstOrganization(database.db, {
    apiKey: 'ed_test_key_0000000000000000',
    webhookToken: 'ed_test_token_000000000000',
    secretKey: Buffer.alloc(32, 7),
  });
  simulated = first.phoneNumberId;
  const number = {
    organization_id: 1,
    number: '+14155550100',
    name: 'Real',
    provider: 'twilio',
    account_id: await ensureProviderAccount(database.db, 1, 'twilio'),
    agent_id: null,
  };
  real = (await database.db.insertInto('phone_numbers').values(number).returning('id').executeTakeFirstOrThrow()).id;
});
afterAll(() => database.drop());

const ASKED: ContactHoursChoice = { enabled: true, startMinute: null, endMinute: null, strict: null };
/** 03:00 in New York, 08:00 in London, 12:30 in Kolkata. */
const NIGHT = Date.UTC(2026, 0, 15, 8);
const NEW_YORK = '+12125550123';
const OPENS_IN_NEW_YORK = new Date(Date.UTC(2026, 0, 15, 13));

async function campaign(
  settings: Partial<CampaignSettings> = {},
  columns: Partial<Record<keyof CampaignTable, unknown>> = {},
): Promise<number> {
  const values = {
    organization_id: 1,
    name: 'Test',
    type: 'dynamic',
    phone_number_id: simulated,
    timezone: 'UTC',
    settings: JSON.stringify({ ...DEFAULT_SETTINGS, ...settings }),
    status: 'waiting',
    ...columns,
  };
  const { rows } = await sql<{ id: number }>`
    insert into campaigns (${sql.join(Object.keys(values).map((name) => sql.ref(name)))})
    values (${sql.join(Object.values(values))}) returning id
  `.execute(database.db);
  return rows[0]?.id ?? 0;
}

const contact = (campaignId: number, fields: Partial<NewLine> = {}): NewLine => ({
  organizationId: 1,
  campaignId,
  toNumber: NEW_YORK,
  externalId: null,
  timezone: null,
  priority: 5,
  scheduleAt: null,
  expiresAt: null,
  customVariables: {},
  metadata: {},
  ...fields,
});

async function insert(line: NewLine, now = NIGHT): Promise<StoredContact> {
  const [answer] = await insertLines(database.db, [line], { now });
  if (answer?.kind !== 'inserted') throw new Error(`the answer is ${answer?.kind}`);
  return answer;
}

const lineOf = (id: number) =>
  database.db.selectFrom('lines').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

describe('a contact that comes outside its own hours', () => {
  it('waits for them, and is not announced', async () => {
    const answer = await insert(contact(await campaign({ contactHours: ASKED })));
    expect(answer).toMatchObject({
      callStatus: 'queued',
      ready: false,
      deferredUntil: OPENS_IN_NEW_YORK,
      nextAttemptAt: OPENS_IN_NEW_YORK,
    });
    expect(await lineOf(answer.lineId)).toMatchObject({
      call_status: 'queued',
      ready: false,
      ready_at: null,
      next_attempt_at: OPENS_IN_NEW_YORK,
      next_attempt_reason: 'outside the hours of the called person',
    });
  });

  it('is ready inside them', async () => {
    const id = await campaign({ contactHours: ASKED });
    expect(await insert(contact(id), OPENS_IN_NEW_YORK.getTime())).toMatchObject({ ready: true, deferredUntil: null });
    expect(await insert(contact(id, { timezone: 'Asia/Kolkata' }))).toMatchObject({ ready: true });
    expect(await insert(contact(id, { toNumber: '+442079460958' }))).toMatchObject({ ready: true });
  });

  it('is asked about by every number that really dials, and by simulated ones only when told', async () => {
    expect(await insert(contact(await campaign()))).toMatchObject({ ready: true });
    expect(await insert(contact(await campaign({}, { phone_number_id: real })))).toMatchObject({ ready: false });
    const off = { ...ASKED, enabled: false };
    expect(await insert(contact(await campaign({ contactHours: off }, { phone_number_id: real })))).toMatchObject({
      ready: true,
    });
  });

  it('waits as its organization says', async () => {
    const id = await campaign({}, { phone_number_id: real });
    const contactHours = { ...DEFAULT_ORGANIZATION_RULES.contactHours, startMinute: 10 * 60 };
    await storeOrganizationRules(database.db, 1, { ...DEFAULT_ORGANIZATION_RULES, contactHours });
    expect((await insert(contact(id))).deferredUntil).toEqual(new Date(Date.UTC(2026, 0, 15, 15)));
    await storeOrganizationRules(database.db, 1, DEFAULT_ORGANIZATION_RULES);
  });

  it('waits for the first of its hours after the time that its sender has given', async () => {
    const id = await campaign({ contactHours: ASKED });
    const inside = new Date(Date.UTC(2026, 0, 16, 15));
    expect(await insert(contact(id, { scheduleAt: inside }))).toMatchObject({
      deferredUntil: null,
      nextAttemptAt: inside,
    });
    const atNight = new Date(Date.UTC(2026, 0, 16, 5));
    const moved = await insert(contact(id, { scheduleAt: atNight }));
    expect(moved.deferredUntil).toEqual(new Date(Date.UTC(2026, 0, 16, 13)));
    expect((await lineOf(moved.lineId)).next_attempt_reason).toBe(
      'scheduled by the sender of the contact; moved into the calling hours',
    );
  });

  it('is ready while its campaign is outside its own: that holds the campaign', async () => {
    const opensAt = new Date(Date.UTC(2026, 0, 15, 9));
    const id = await campaign({ contactHours: ASKED }, { status: 'auto_paused', opens_at: opensAt });
    expect(await insert(contact(id, { timezone: 'Asia/Kolkata' }))).toMatchObject({
      ready: true,
      campaignStatus: 'auto_paused',
      campaignOpensAt: opensAt,
    });
  });

  it('that cannot be called within any hours at all is not called', async () => {
    const contactHours = { ...ASKED, startMinute: 600, endMinute: 601, strict: true };
    // A mobile of Russia may be in eleven zones, and no minute of the day is the same in all of them.
    const answer = await insert(contact(await campaign({ contactHours }), { toNumber: '+79161234567' }));
    expect(answer).toMatchObject({ callStatus: 'skipped', ready: false, skippedCondition: null });
    expect(await lineOf(answer.lineId)).toMatchObject({ closing_reason: expect.stringContaining('no hours') });
  });
});

describe.each([
  ['without rules', {}],
  ['with rules', { conditions: [{ column: 'plan', operator: 'not_equals', value: 'x' }] }],
] as Array<[string, Partial<CampaignSettings>]>)('contacts of a campaign %s', (_, settings) => {
  it('are closed on arrival when they have expired, or are suppressed', async () => {
    const id = await campaign(settings);
    await suppressNumbers(database.db, 1, ['+12125550199'], { reason: 'asked', source: 'api' });
    const expired = await insert(contact(id, { expiresAt: new Date(NIGHT) }));
    const suppressed = await insert(contact(id, { toNumber: '+12125550199', expiresAt: new Date(NIGHT) }));
    expect([expired.callStatus, expired.suppressed, expired.ready]).toEqual(['expired', false, false]);
    expect([suppressed.callStatus, suppressed.suppressed, suppressed.ready]).toEqual(['suppressed', true, false]);
    for (const { lineId } of [expired, suppressed]) {
      expect(await lineOf(lineId)).toMatchObject({
        ready: false,
        closed_at: expect.any(Date),
        closing_reason: expect.any(String),
        next_attempt_at: null,
      });
    }
  });

  it('are answered in their order, with ids that grow', async () => {
    const [id, other] = [await campaign(settings), await campaign()];
    const closed = await campaign(settings, { status: 'cancelled' });
    const lines = Array.from({ length: 300 }, (__, index) =>
      contact([id, other, closed, 999_999][index % 4] ?? 0, { externalId: `c${index}` }),
    );
    const answers = await insertLines(database.db, lines);
    expect(answers.map((answer) => answer.kind)).toEqual(
      lines.map((__, index) => ['inserted', 'inserted', 'closed', 'absent'][index % 4]),
    );
    for (const campaignId of [id, other]) {
      const stored = answers.flatMap((answer, index) =>
        answer.kind === 'inserted' && answer.campaignId === campaignId ? [[answer.lineId, `c${index}`] as const] : [],
      );
      const ids = stored.map(([lineId]) => lineId);
      expect(ids).toEqual([...ids].sort((left, right) => left - right));
      const rows = await database.db
        .selectFrom('lines')
        .select(['id', 'external_id'])
        .where('campaign_id', '=', campaignId)
        .orderBy('id')
        .execute();
      expect(rows.map((row) => [row.id, row.external_id])).toEqual(stored);
    }
  });

  it("of somebody else's campaign are absent", async () => {
    const id = await campaign(settings);
    const foreign = await insertLines(database.db, [contact(id, { organizationId: 2 })]);
    expect(foreign).toEqual([{ kind: 'absent' }]);
  });

  it('are refused from the moment that a cancel or a failure is asked for', async () => {
    for (const [halt, status] of [
      ['cancel', 'cancelled'],
      ['fail', 'failed'],
    ]) {
      const id = await campaign(settings, { halt_requested: halt });
      expect(await insertLines(database.db, [contact(id)])).toEqual([{ kind: 'closed', campaignStatus: status }]);
    }
  });

  it('are stored before their campaign closes, or refused', async () => {
    const id = await campaign(settings);
    const add = createLineInserter(database.db);
    const cancel = database.db.transaction().execute(async (trx) => {
      await trx.updateTable('campaigns').set({ halt_requested: 'cancel' }).where('id', '=', id).execute();
      const { rows } = await sql<{ count: number }>`
        with closed as (
          update lines set call_status = 'cancelled', ready = false where campaign_id = ${id} returning id)
        select count(*) from closed
      `.execute(trx);
      return rows[0]?.count;
    });
    const answers = await Promise.all(Array.from({ length: 100 }, () => add(contact(id))));
    const stored = answers.filter((answer) => answer.kind === 'inserted').length;
    expect(await cancel).toBe(stored);
  });

  it('of ten thousand rows that are sent twice at once get one line each', async () => {
    const duplicates = { policy: 'skip', scope: 'campaign', key: 'to_number' } as const;
    const id = await campaign({ ...settings, duplicates });
    const lines = Array.from({ length: 10_000 }, (__, index) =>
      contact(id, { toNumber: `+1212${String(2_000_000 + index)}` }),
    );
    const [first, second] = await Promise.all([insertLines(database.db, lines), insertLines(database.db, lines)]);
    const idsOf = (answers: typeof first) => answers.map((answer) => (answer.kind === 'inserted' ? answer.lineId : 0));
    expect(idsOf(first)).toEqual(idsOf(second));
    expect(new Set(idsOf(first)).size).toBe(10_000);
  });
});

describe('contacts that come while their lines are called', () => {
  it.each(['to_number', 'external_id'] as const)('get one line for one %s, in whatever transaction', async (key) => {
    const id = await campaign({ duplicates: { policy: 'skip', scope: 'campaign', key } });
    const one = contact(id, { externalId: 'crm-1' });
    const answers = await Promise.all(Array.from({ length: 50 }, () => insertLines(database.db, [one])));
    const stored = answers.flat().map((answer) => (answer.kind === 'inserted' ? answer.lineId : 0));
    expect(new Set(stored).size).toBe(1);
  });

  it.each([
    ['one request after the other', 1],
    ['many at once', 25],
  ])('get one line in campaigns that look for them by different keys: %s', async (_, times) => {
    const lookBy = (key: 'to_number' | 'external_id') =>
      campaign({ duplicates: { policy: 'skip', scope: 'organization', key } });
    const campaigns = [await lookBy('to_number'), await lookBy('external_id')];
    for (let round = 0; round < 10; round += 1) {
      const one = { toNumber: `+1212556${1000 + round + 100 * times}`, externalId: `shared-${times}-${round}` };
      const lines = Array.from({ length: times }, () => campaigns.map((id) => contact(id, one))).flat();
      const answers = (await Promise.all(lines.map((line) => insertLines(database.db, [line])))).flat();
      const stored = answers.map((answer) => (answer.kind === 'inserted' ? answer.lineId : 0));
      expect(new Set(stored).size).toBe(1);
    }
    const one = { toNumber: `+1212557${1000 + times}`, externalId: `batch-${times}` };
    const [first, second] = await insertLines(
      database.db,
      campaigns.map((id) => contact(id, one)),
    );
    expect(second).toMatchObject({ lineId: (first as StoredContact).lineId, duplicate: 'skipped' });
  });

  it('are skipped when another campaign of the organization, that allows duplicates, has answered with one before', async () => {
    const allows = await campaign();
    const skips = await campaign({ duplicates: { policy: 'skip', scope: 'organization', key: 'to_number' } });
    const number = { toNumber: '+12125570000' };
    const { lineId } = await insert(contact(allows, number));
    expect(await insert(contact(skips, number))).toMatchObject({ lineId, duplicate: 'skipped' });
    expect(await insert(contact(allows, number))).toMatchObject({ duplicate: null });
  });

  it('and those who call them never wait for each other in vain', async () => {
    const duplicates = { policy: 'update', scope: 'campaign', key: 'to_number' } as const;
    const id = await campaign({ duplicates });
    const lines = Array.from({ length: 20 }, (__, index) => contact(id, { toNumber: `+12125550${100 + index}` }));
    const answers = await insertLines(database.db, lines);
    const ids = answers.flatMap((answer) => (answer.kind === 'inserted' ? [answer.lineId] : []));
    // Closing a campaign takes its lock before those of the lines, calling a line the other way round.
    const closing = async (): Promise<void> => {
      await database.db.transaction().execute(async (trx) => {
        await trx.updateTable('campaigns').set({ updated_at: new Date() }).where('id', '=', id).execute();
        await trx.selectFrom('lines').select('id').where('id', 'in', ids).orderBy('id').forUpdate().execute();
      });
    };
    // As many as the pool has connections: Postgres takes a second to see that two wait for each other.
    const rounds = Array.from({ length: 5 }, () => insertLines(database.db, [...lines].reverse()));
    const closings = Array.from({ length: 5 }, () => closing().catch(() => undefined));
    const updated = (await Promise.all(rounds)).flat();
    await Promise.all(closings);
    expect(updated.every((answer) => answer.kind === 'inserted' && answer.duplicate === 'updated')).toBe(true);
  });
});
