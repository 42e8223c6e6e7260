import { once } from 'node:events';
import { connect } from 'node:net';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import pino from 'pino';
import { sql } from 'kysely';
import { listen, type Listening } from '../../services/api/listen';
import { createKeyLookup } from '../../infra/db/organizations/api-keys';
import { createCampaignFeeds } from '../../services/api/live/campaign-feeds';
import { eventStream } from '../../services/api/live/event-stream';
import { createTemporalLinks } from '../../services/api/temporal-links';
import { eventually } from '../setup/eventually';
import { readEvents, type EventReader, type ReadEvent } from '../setup/event-reader';
import { addKey, addOrganization, createApiWorld, type ApiWorld } from './api-world';
import { addLine, changeCampaign, changeLine } from './line-fixtures';

const LOOPBACK = '127.0.0.1';
const logger = pino({ level: 'silent' });

let api: ApiWorld;
let servers: Listening[];
const readers: EventReader[] = [];
beforeAll(async () => {
  api = await createApiWorld();
  servers = [await listen(api.app, LOOPBACK, 0), await listen(api.anotherApp(), LOOPBACK, 0)];
});
afterEach(() => {
  for (const reader of readers.splice(0)) reader.close();
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.drain()));
  await api.close();
});

interface Following {
  readonly instance?: number;
  readonly lastEventId?: string;
  readonly key?: string;
  readonly query?: string;
}

async function follow(campaignId: number, { instance = 0, lastEventId, key, query = '' }: Following = {}) {
  const url = `http://${LOOPBACK}:${servers[instance]!.port}/api/v1/calls/bulk_call/${campaignId}/events${query}`;
  const headers = { Authorization: `Bearer ${key ?? api.key}` };
  const reader = await readEvents(url, {
    ...headers,
    ...(lastEventId !== undefined && { 'Last-Event-ID': lastEventId }),
  });
  readers.push(reader);
  return reader;
}

const linesOf = ({ event, data }: ReadEvent): Array<Record<string, unknown>> =>
  event === 'lines' ? (data as { lines: Array<Record<string, unknown>> }).lines : [];
const tells =
  (lineId: number, fields: Record<string, unknown> = {}) =>
  (event: ReadEvent) =>
    linesOf(event).some(
      (line) => line.line_id === lineId && Object.entries(fields).every(([name, value]) => line[name] === value),
    );
const tellsFigures = (event: ReadEvent): boolean => event.event === 'figures';

/** Many lines at once, as an import stores them. */
async function addLines(campaignId: number, count: number): Promise<void> {
  await sql`
    insert into lines (organization_id, campaign_id, to_number)
    select ${api.organizationId}, ${campaignId}, '+1555' || lpad(n::text, 7, '0') from generate_series(1, ${count}::int) n
  `.execute(api.db);
}

describe('following a campaign', () => {
  it('begins with the campaign and its figures, as they are read elsewhere', async () => {
    const campaign = await api.createCampaign();
    const reader = await follow(campaign);
    expect(reader.response.status).toBe(200);
    expect(reader.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(reader.response.headers.get('x-accel-buffering')).toBe('no');
    await reader.until('the figures', tellsFigures);
    expect(reader.asides[0]).toBe('retry: 1000');
    const [first, second] = reader.events;
    const listed = (await api.call('get', '/calls/bulk_call?pagesize=1')).body.records[0];
    expect(first).toMatchObject({ event: 'campaign', data: listed });
    const { status, ...figures } = (await api.call('get', `/calls/bulk_call/${campaign}/figures`)).body;
    expect(second).toMatchObject({ event: 'figures', data: { ...figures, calls: { in_progress: 0 } } });
    expect(status).toBe('success');
  });

  it('tells of a contact that comes, of each change of it, and of the counts', async () => {
    const campaign = await api.createCampaign();
    const reader = await follow(campaign);
    await reader.until('the figures', tellsFigures);
    const line = await addLine(api, campaign, { external_id: 'crm-1' });
    const told = await reader.until('the new line', tells(line.id));
    const { records } = (await api.call('get', `/calls/bulk_call/${campaign}/lines`)).body;
    expect(linesOf(told)).toEqual(records);
    await changeLine(api.db, line.id, { call_status: 'in_progress' });
    await reader.until('its change', tells(line.id, { call_status: 'in_progress' }));
    await reader.until('the counts', ({ event, data }) => event === 'figures' && data.counts.in_progress === 1);
    await changeCampaign(api.db, campaign, { status: 'paused', name: 'Other' });
    await reader.until('the campaign', ({ event, data }) => event === 'campaign' && data.name === 'Other');
  });

  it('sends what the document says', async () => {
    const campaign = await api.createCampaign();
    const { id } = await addLine(api, campaign);
    const reader = await follow(campaign);
    await reader.until('the line', tells(id));
    await reader.until('the figures', tellsFigures);
    const document = (await api.agent.get('/openapi.json')).body as { components: object };
    const ajv = new Ajv2020({ strict: false });
    addFormats(ajv);
    ajv.addSchema({ $id: 'api', components: document.components });
    const validate = ajv.getSchema('api#/components/schemas/CampaignStreamEvent')!;
    const kinds = reader.events.map((event) => (validate(event) ? event.event : JSON.stringify(validate.errors)));
    expect(kinds).toEqual(expect.arrayContaining(['campaign', 'figures', 'lines']));
    expect(new Set(kinds).size).toBe(3);
  });

  it('goes on where it broke off, on another instance', async () => {
    const campaign = await api.createCampaign();
    const first = await follow(campaign);
    const before = await addLine(api, campaign, { to_number: '+15551230001' });
    const { id: lastEventId } = await first.until('the line', tells(before.id));
    first.close();
    const meanwhile = await addLine(api, campaign, { to_number: '+15551230002' });
    const byHeader = await follow(campaign, { instance: 1, lastEventId });
    await byHeader.until('what came meanwhile', tells(meanwhile.id));
    const byQuery = await follow(campaign, { instance: 1, query: `?last_event_id=${lastEventId}` });
    await byQuery.until('what came meanwhile', tells(meanwhile.id));
    expect([...byHeader.events, ...byQuery.events].filter(({ event }) => event === 'reset')).toEqual([]);
  });

  it('tells of a change that becomes visible late, with a time that has passed by then', async () => {
    const campaign = await api.createCampaign();
    const [late, other] = [await addLine(api, campaign), await addLine(api, campaign, { to_number: '+15551230003' })];
    const reader = await follow(campaign);
    await reader.until('the figures', tellsFigures);
    await api.db.transaction().execute(async (trx) => {
      const at = sql<Date>`clock_timestamp() - interval '5 seconds'`;
      await trx.updateTable('lines').set({ call_status: 'busy', updated_at: at }).where('id', '=', late.id).execute();
      await changeLine(api.db, other.id, { call_status: 'in_progress' });
      await reader.until('what was changed meanwhile', tells(other.id, { call_status: 'in_progress' }));
      expect(reader.events.some(tells(late.id, { call_status: 'busy' }))).toBe(false);
    });
    await reader.until('the late change', tells(late.id, { call_status: 'busy' }));
  });

  it('tells of each change once, however often it looks', async () => {
    const campaign = await api.createCampaign();
    const reader = await follow(campaign);
    await reader.until('the figures', tellsFigures);
    const [still, changing] = [await addLine(api, campaign), await addLine(api, campaign, { phone: '+15551230004' })];
    for (const external_id of ['a', 'b', 'c', 'd']) {
      await changeLine(api.db, changing.id, { external_id });
      await reader.until(`the change ${external_id}`, tells(changing.id, { external_id }));
    }
    expect(reader.events.filter(tells(still.id))).toHaveLength(1);
  });

  it('leaves lines of other campaigns out', async () => {
    const [mine, other] = [await api.createCampaign(), await api.createCampaign()];
    const reader = await follow(mine);
    await reader.until('the figures', tellsFigures);
    await addLine(api, other);
    const line = await addLine(api, mine);
    await reader.until('the line', tells(line.id));
    expect(reader.events.flatMap(linesOf).map(({ line_id }) => line_id)).toEqual([line.id]);
  });
});

describe('too much to be told', () => {
  it('is given up when more than 2,000 lines have changed since the last event', async () => {
    const campaign = await api.createCampaign();
    const first = await follow(campaign);
    const { id: lastEventId } = await first.until('the figures', tellsFigures);
    first.close();
    await addLines(campaign, 2_001);
    const reader = await follow(campaign, { instance: 1, lastEventId });
    const reset = await reader.until('a reset', ({ event }) => event === 'reset');
    expect(reset.data).toEqual({ reason: 'too_far_behind' });
    expect(reader.events.flatMap(linesOf)).toEqual([]);
    const line = await addLine(api, campaign);
    await reader.until('what changes after it', tells(line.id));
  });

  it('is told up to 2,000 lines, 150 at a time', async () => {
    const campaign = await api.createCampaign();
    const reader = await follow(campaign);
    await reader.until('the figures', tellsFigures);
    await addLines(campaign, 1_990);
    await eventually(() => expect(reader.events.flatMap(linesOf)).toHaveLength(1_990), { timeoutMs: 10_000 });
    const sizes = reader.events.filter(({ event }) => event === 'lines').map((event) => linesOf(event).length);
    expect(Math.max(...sizes)).toBe(150);
    expect(reader.events.some(({ event }) => event === 'reset')).toBe(false);
  });

  it('is given up while somebody listens, and what follows is told', async () => {
    const campaign = await api.createCampaign();
    const reader = await follow(campaign);
    await reader.until('the figures', tellsFigures);
    await addLines(campaign, 3_000);
    await reader.until('a reset', ({ event }) => event === 'reset');
    await reader.until('the counts', ({ event, data }) => event === 'figures' && data.counts.queued === 3_000);
    const line = await addLine(api, campaign);
    await reader.until('what changes after it', tells(line.id));
  });

  it('is what an id means that is none of ours', async () => {
    const reader = await follow(await api.createCampaign(), { lastEventId: 'abc' });
    const reset = await reader.until('a reset', ({ event }) => event === 'reset');
    expect(reset.data).toEqual({ reason: 'unknown_event_id' });
  });
});

describe('who may follow a campaign', () => {
  it('is who may read it', async () => {
    const campaign = await api.createCampaign();
    const other = await addOrganization(api.db);
    const writer = await addKey(api.db, api.organizationId, ['contacts:write']);
    const path = `/calls/bulk_call/${campaign}/events`;
    expect((await api.call('get', path, { key: other.key })).status).toBe(404);
    expect((await api.call('get', path, { key: writer })).body.code).toBe('missing_scope');
    expect((await api.call('get', path, { key: null })).status).toBe(401);
  });

  it('is asked again: the stream ends with its key', async () => {
    const id = await api.createCampaign();
    const key = await addKey(api.db, api.organizationId);
    const lookUp = createKeyLookup(api.db);
    const feeds = createCampaignFeeds({ db: api.db, links: createTemporalLinks(undefined, 'default'), logger });
    const listener = feeds.listen({ id, organizationId: api.organizationId }, null);
    const isStillAllowed = async (): Promise<boolean> => (await lookUp(key)) !== null;
    const written: string[] = [];
    for await (const text of eventStream(listener, { endings: [], isStillAllowed, aliveEveryMs: 20 })) {
      written.push(text);
      if (written.filter((part) => part === ': alive\n\n').length !== 2) continue;
      await api.db
        .updateTable('api_keys')
        .set({ revoked_at: new Date() })
        .where('last_four', '=', key.slice(-4))
        .execute();
    }
    expect(written[0]).toBe('retry: 1000\n\n');
    expect(written.at(-1)).toBe(': alive\n\n');
    expect(feeds.size).toBe(0);
  });
});

const hasRound = (line: Record<string, unknown>, round: number): boolean =>
  (line.metadata as { round?: number }).round === round;

describe('a process', () => {
  it('has streams left for others when an organization has opened many', async () => {
    const id = await api.createCampaign();
    const other = await addOrganization(api.db);
    const feeds = createCampaignFeeds({ db: api.db, links: createTemporalLinks(undefined, 'default'), logger });
    const listen = (organizationId: number) => feeds.listen({ id, organizationId }, null);
    const own = Array.from({ length: 250 }, () => listen(api.organizationId));
    expect(() => listen(api.organizationId)).toThrow('250 streams of your organization are open');
    own.push(listen(other.organizationId));
    own.shift()!.close();
    own.push(listen(api.organizationId));
    expect(() => listen(api.organizationId)).toThrow('250 streams of your organization are open');
    for (const listener of own) listener.close();
    expect(feeds.size).toBe(0);
  });

  it('looks at a campaign once for all who follow it, and as long as anybody does', async () => {
    const id = await api.createCampaign();
    const feeds = createCampaignFeeds({ db: api.db, links: createTemporalLinks(undefined, 'default'), logger });
    const campaign = { id, organizationId: api.organizationId };
    const [first, second] = [feeds.listen(campaign, null), feeds.listen(campaign, null)];
    expect(feeds.size).toBe(1);
    first.close();
    first.close();
    expect(feeds.size).toBe(1);
    second.close();
    expect(feeds.size).toBe(0);
  });

  it('ends its streams when it is to end, and is not held by them', async () => {
    const closing = new AbortController();
    const server = await listen(api.anotherApp({ closing: closing.signal }), LOOPBACK, 0);
    servers.push(server);
    const reader = await follow(await api.createCampaign(), { instance: servers.length - 1 });
    await reader.until('the figures', tellsFigures);
    closing.abort();
    // Before anybody has cut it off.
    await eventually(() => reader.state() === 'ended');
    await server.drain();
  });

  it('is not held either by somebody who takes nothing', async () => {
    const closing = new AbortController();
    const server = await listen(api.anotherApp({ closing: closing.signal }), LOOPBACK, 0);
    servers.push(server);
    const campaign = await api.createCampaign();
    const path = `/api/v1/calls/bulk_call/${campaign}/events`;
    const watching = await follow(campaign, { instance: servers.length - 1 });
    await watching.until('the figures', tellsFigures);
    const socket = connect({ host: LOOPBACK, port: server.port });
    socket.write(`GET ${path} HTTP/1.1\r\nHost: ${LOOPBACK}\r\nAuthorization: Bearer ${api.key}\r\n\r\n`);
    await once(socket, 'readable');
    await addLines(campaign, 100);
    // More than lies in buffers on the way.
    for (let round = 1; round <= 6; round += 1) {
      const metadata = JSON.stringify({ round, text: 'x'.repeat(30_000) });
      await api.db
        .updateTable('lines')
        .set({ metadata, updated_at: new Date() })
        .where('campaign_id', '=', campaign)
        .execute();
      await watching.until(`round ${round}`, (event) => linesOf(event).some((line) => hasRound(line, round)));
    }
    closing.abort();
    let drained = false;
    void server.drain().then(() => (drained = true));
    await eventually(() => drained);
    socket.destroy();
  });
});
