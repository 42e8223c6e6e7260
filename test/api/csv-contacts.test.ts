import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { eventually } from '../setup/eventually';
import { addKey, addOrganization, createApiWorld, type ApiWorld } from './api-world';

let api: ApiWorld;
let server: Server;
beforeAll(async () => {
  api = await createApiWorld();
  server = createServer(api.app).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await api.close();
});
beforeEach(() => {
  api.campaigns.told.length = 0;
});

const CSV = { 'Content-Type': 'text/csv' };
const send = (campaign: number, body: string, query = '', headers: Record<string, string> = {}, key = api.key) =>
  api.call('post', `/calls/bulk_call/${campaign}/contacts.csv${query}`, { key, body, headers: { ...CSV, ...headers } });
const linesOf = (campaign: number) =>
  api.db.selectFrom('lines').selectAll().where('campaign_id', '=', campaign).orderBy('id').execute();
const NOTE = 'a note that makes the row somewhat longer';
const numberOf = (index: number): string => `+1415555${String(index).padStart(4, '0')}`;

/** Sends bytes as they are; superagent would take them for a form. */
function sendBytes(
  path: string,
  chunks: Iterable<Buffer> | AsyncIterable<Buffer>,
  headers: Record<string, string> = {},
) {
  const { port } = server.address() as AddressInfo;
  const sent = request({
    port,
    method: 'POST',
    path: `/api/v1${path}`,
    headers: { Authorization: `Bearer ${api.key}`, ...CSV, ...headers },
  });
  const answer = once(sent, 'response').then(async ([response]) => {
    const parts: Buffer[] = [];
    for await (const part of response as AsyncIterable<Buffer>) parts.push(part);
    const { statusCode } = response as { statusCode: number };
    return { status: statusCode, body: JSON.parse(Buffer.concat(parts).toString()) as Record<string, unknown> };
  });
  const written = pipeline(Readable.from(chunks), sent);
  return { sent, answer: Promise.all([answer, written]).then(([first]) => first) };
}

describe('a CSV of contacts', () => {
  it('is read by the names of its columns', async () => {
    const id = await api.createCampaign();
    const { status, body } = await send(
      id,
      '\ufeffCustomer Name,Phone Number,priority,plan\r\nJane,+14155550001,high,pro\r\n"Doe, ""J""\r\nJr.",(415) 555-0002,,\r\n',
    );
    expect(status).toBe(200);
    expect(body).toEqual({
      status: 'success',
      campaign_status: 'waiting',
      import_id: expect.any(Number),
      rows: 2,
      accepted: 2,
      skipped: 0,
      duplicates: 0,
      rejected: 0,
      rejected_rows_url: null,
      first_rejections: [],
    });
    expect(await linesOf(id)).toMatchObject([
      {
        to_number: '+14155550001',
        priority: 5,
        custom_variables: { 'Customer Name': 'Jane', priority: 'high', plan: 'pro' },
        ready: true,
      },
      { to_number: '+14155550002', custom_variables: { 'Customer Name': 'Doe, "J"\r\nJr.', priority: '', plan: '' } },
    ]);
    expect(api.campaigns.of('contacts')[0]?.lineIds).toHaveLength(2);
  });

  it('is read by the columns that the request names', async () => {
    const id = await api.createCampaign();
    const query = new URLSearchParams({
      'map.to_number': 'Mobile',
      'map.external_id': 'Id',
      'map.timezone': 'zone',
      'map.priority': 'Prio',
      'map.schedule_at': 'When',
      'map.expires_at': 'Until',
      'map.customer_name': 'Name',
      'map.metadata.owner': 'Owner',
    });
    const file =
      'Id;Mobile;Zone;Prio;When;Until;Name;Owner;Plan\n' +
      '7;+14155550001;Asia/Tokyo;9;2099-01-01T00:00:00Z;2099-02-01T00:00:00Z;Jane;Bob;pro\n8;+14155550002;;;;;Joe;;\n';
    const { body } = await send(id, file, `?${query.toString()}`);
    expect(body).toMatchObject({ accepted: 2, rejected: 0 });
    expect(await linesOf(id)).toMatchObject([
      {
        external_id: '7',
        timezone: 'Asia/Tokyo',
        priority: 9,
        schedule_at: new Date('2099-01-01T00:00:00Z'),
        expires_at: new Date('2099-02-01T00:00:00Z'),
        custom_variables: { customer_name: 'Jane', Plan: 'pro' },
        metadata: { owner: 'Bob' },
        ready: false,
      },
      { external_id: '8', timezone: null, priority: 5, schedule_at: null, custom_variables: { customer_name: 'Joe' } },
    ]);
    expect((await send(id, file, `?${query.toString()}&unmapped=ignore`)).body.accepted).toBe(2);
    expect((await linesOf(id))[2]?.custom_variables).toEqual({ customer_name: 'Jane' });
  });

  it.each([
    ['commas', 'name,phone,"a;b;c"\nJane,+14155550001,x'],
    ['semicolons', 'name;phone;"a,b,c,d"\nJane;+14155550001;x'],
    ['tabs', 'name\tphone\tplan\nJane\t+14155550001\tx'],
    ['old line ends', 'name,phone,plan\rJane,+14155550001,x\r'],
    ['blank lines and rows', '\n\nname,phone,plan\n\n,,\nJane,+14155550001,x\n\n,,\n'],
  ])('may be written with %s', async (_, file) => {
    const id = await api.createCampaign();
    expect((await send(id, file)).body).toMatchObject({ rows: 1, accepted: 1, rejected: 0 });
    expect((await linesOf(id))[0]?.custom_variables).toMatchObject({ name: 'Jane' });
  });

  it('gives back the rows that it rejects, with their lines, as a file that is safe to open', async () => {
    const id = await api.createCampaign();
    const file = [
      'phone,name',
      '+14155550001,"two',
      'lines"',
      'nobody,=1+1',
      '+14155550002',
      '+14155550003,Jane,more',
      ',Joe',
      '+14155550004,J\0e',
      '+14155550005,good',
    ].join('\n');
    const { body } = await send(id, file);
    expect(body).toMatchObject({ rows: 7, accepted: 2, rejected: 5 });
    expect(body.first_rejections).toEqual([
      { line: 4, code: 'invalid_phone', reason: expect.stringContaining('country code') },
      { line: 5, code: 'uneven_row', reason: expect.stringContaining('1 field,') },
      { line: 6, code: 'uneven_row', reason: expect.stringContaining('3 fields') },
      { line: 7, code: 'missing_phone', reason: expect.any(String) },
      { line: 8, code: 'invalid_characters', reason: expect.any(String) },
    ]);
    const path = (body.rejected_rows_url as string).replace('/api/v1', '');
    const rejected = await api.call('get', path);
    expect(rejected.get('content-type')).toMatch(/^text\/csv/);
    expect(rejected.get('content-disposition')).toMatch(/filename="rejected-\d+\.csv"/);
    const rows = rejected.text.replace('\ufeff', '').split('\r\n');
    expect(rows[0]).toBe('line_number,code,reason,phone,name');
    expect(rows[1]).toMatch(/^4,invalid_phone,".*",nobody,'=1\+1$/);
    expect(rows[2]).toMatch(/^5,uneven_row,".*",'\+14155550002$/);
    expect((await linesOf(id)).map((line) => line.to_number)).toEqual(['+14155550001', '+14155550005']);

    const { key } = await addOrganization(api.db);
    expect((await api.call('get', path, { key })).status).toBe(404);
    expect((await api.call('get', path.replace(/\d+\/rejected/, '999999/rejected'))).status).toBe(404);
  });

  it('takes the rows that were not taken again when they are corrected, without what was wrong with them', async () => {
    const id = await api.createCampaign();
    let file = 'phone,name\n12,Jane\n+15551230001,Joe';
    for (const number of ['13', '+15551230002']) {
      const { rejected_rows_url: list } = (await send(id, file)).body as { rejected_rows_url: string };
      const { text } = await api.call('get', list.replace('/api/v1', ''));
      file = text.replace(/,1[23],/, `,${number},`);
    }
    expect(file.split('\r\n')[0]).toBe('\ufeffline_number,code,reason,line_number,code,reason,phone,name');
    expect((await send(id, file)).body).toMatchObject({ rows: 1, accepted: 1 });
    expect((await linesOf(id)).at(-1)).toMatchObject({ to_number: '+15551230002', custom_variables: { name: 'Jane' } });
    expect(Object.keys((await linesOf(id)).at(-1)!.custom_variables)).toEqual(['name']);
  });

  it('reports the first twenty rejections, and keeps all', async () => {
    const id = await api.createCampaign();
    const rows = Array.from({ length: 1_200 }, (_, index) => `nobody ${index}`);
    const { body } = await send(id, ['phone', ...rows].join('\n'));
    expect(body).toMatchObject({ rows: 1_200, accepted: 0, rejected: 1_200 });
    expect(body.first_rejections).toHaveLength(20);
    const { text } = await api.call('get', (body.rejected_rows_url as string).replace('/api/v1', ''));
    expect(text.trim().split('\r\n')).toHaveLength(1_201);
    expect(text).toContain('nobody 1199');
  });

  it('is read up to a quote that is never closed', async () => {
    const id = await api.createCampaign();
    const rows = Array.from({ length: 700 }, (_, index) => `${numberOf(index)},x`);
    const { body } = await send(id, ['phone,name', ...rows, '+14155559999,"open', '+14155559998,y'].join('\n'));
    expect(body).toMatchObject({
      rows: 701,
      accepted: 700,
      rejected: 1,
      first_rejections: [{ line: 702, code: 'unclosed_quote' }],
    });
    const long = await send(id, `phone,name\n+14155550001,"${'x'.repeat(300 * 1024)}\n`);
    expect(long.body).toMatchObject({ rows: 1, accepted: 0, first_rejections: [{ line: 2, code: 'row_too_long' }] });
  });

  it.each([
    ['a file in UTF-16', Buffer.from('\ufeffphone\n+14155550001', 'utf16le'), 'unsupported_encoding'],
    ['a file in UTF-16 without a mark', Buffer.from('phone\n+14155550001', 'utf16le'), 'unsupported_encoding'],
    ['a file in Latin-1', Buffer.from('phone,name\n+14155550001,J\xfcrgen\n', 'latin1'), 'unsupported_encoding'],
    ['a spreadsheet', Buffer.from('PK\x03\x04\x14'), 'unsupported_encoding'],
    ['nothing', Buffer.alloc(0), 'empty_file'],
    ['blank lines', Buffer.from('\n \n'), 'empty_file'],
    ['no column with a number', Buffer.from('name,mobile\nJane,+14155550001'), 'missing_column'],
    ['a first line without end', Buffer.from(`phone,${'x'.repeat(70_000)}`), 'row_too_long'],
  ])('is refused as a whole: %s', async (_, bytes, code) => {
    const id = await api.createCampaign();
    const { status, body } = await sendBytes(`/calls/bulk_call/${id}/contacts.csv`, [bytes]).answer;
    expect([status, body['code']]).toEqual([422, code]);
    expect(await linesOf(id)).toEqual([]);
  });

  it('is refused when a mapped column is not there', async () => {
    const id = await api.createCampaign();
    const { status, body } = await send(id, 'phone\n+14155550001', '?map.to_number=Mobile&map.external_id=Id');
    expect(status).toBe(422);
    expect(body.errors).toMatchObject([
      { pointer: '?map.to_number', code: 'unknown_column' },
      { pointer: '?map.external_id', code: 'unknown_column' },
    ]);
  });

  it('loses only the rows in which bytes are not UTF-8, when they come late', async () => {
    const id = await api.createCampaign();
    const good = Array.from({ length: 4_000 }, (_, index) => `${numberOf(index)},Jane Doe of Springfield`);
    const bytes = Buffer.concat([
      Buffer.from(['phone,name', ...good, ''].join('\n')),
      Buffer.from('+14155559998,J\xfcrgen\n', 'latin1'),
      Buffer.from('+14155559999,Jürgen\n'),
    ]);
    const { body } = await sendBytes(`/calls/bulk_call/${id}/contacts.csv`, [bytes]).answer;
    expect(body).toMatchObject({
      rows: 4_002,
      accepted: 4_001,
      first_rejections: [{ line: 4_002, code: 'invalid_encoding' }],
    });
    expect((await linesOf(id)).at(-1)?.custom_variables).toEqual({ name: 'Jürgen' });
  });

  it('may be compressed', async () => {
    const id = await api.createCampaign();
    const zipped = gzipSync('phone\n+14155550001\n');
    const path = `/calls/bulk_call/${id}/contacts.csv`;
    const { body } = await sendBytes(path, [zipped], { 'Content-Encoding': 'gzip' }).answer;
    expect(body).toMatchObject({ accepted: 1 });
    const broken = await sendBytes(path, [zipped.subarray(0, 10)], { 'Content-Encoding': 'gzip' }).answer;
    expect([broken.status, broken.body['code']]).toEqual([400, 'incomplete_body']);
    const unknown = await sendBytes(path, [zipped], { 'Content-Encoding': 'zip' }).answer;
    expect([unknown.status, unknown.body['code']]).toEqual([415, 'unsupported_encoding']);
  });

  it('needs a campaign of ours that takes contacts, the type and the scope', async () => {
    const id = await api.createCampaign();
    const file = 'phone\n+14155550001';
    const { key } = await addOrganization(api.db);
    expect((await send(id, file, '', {}, key)).status).toBe(404);
    expect((await send(999_999, file)).status).toBe(404);
    expect((await send(id, file, '', { 'Content-Type': 'application/json' })).status).toBe(415);
    const reader = await addKey(api.db, api.organizationId, ['read']);
    expect((await send(id, file, '', {}, reader)).status).toBe(403);
    await api.db.updateTable('campaigns').set({ halt_requested: 'cancel' }).where('id', '=', id).execute();
    expect((await send(id, file)).body).toMatchObject({ status: 409, code: 'campaign_closed' });
    expect(await linesOf(id)).toEqual([]);
  });

  it('counts what conditions and duplicates leave out', async () => {
    const id = await api.createCampaign({
      call_conditions: [{ column: 'plan', operator: 'equals', value: 'pro' }],
      duplicates: { policy: 'skip' },
    });
    const file = 'phone,plan\n+14155550001,pro\n+14155550001,pro\n+14155550002,free\n+14155550002,pro\nnobody,pro\n';
    const { body } = await send(id, file);
    expect(body).toMatchObject({ rows: 5, accepted: 1, skipped: 1, duplicates: 2, rejected: 1 });
    expect(await linesOf(id)).toMatchObject([{ call_status: 'queued' }, { call_status: 'skipped' }]);
  });
});

describe('an upload', () => {
  it('that breaks off keeps the rows so far, and shows that it is not finished', async () => {
    const id = await api.createCampaign();
    const first = Array.from({ length: 4_000 }, (_, index) => `${numberOf(index)},${NOTE}\n`).join('');
    const { sent, answer } = sendBytes(
      `/calls/bulk_call/${id}/contacts.csv`,
      endless(Buffer.from(`phone,note\n${first}`)),
    );
    answer.catch(() => undefined);
    await eventually(async () => expect((await linesOf(id)).length).toBeGreaterThanOrEqual(500));
    sent.destroy();
    const imported = await api.db
      .selectFrom('csv_imports')
      .selectAll()
      .where('campaign_id', '=', id)
      .executeTakeFirstOrThrow();
    const shown = await api.call('get', `/calls/bulk_call/${id}/imports/${imported.id}`);
    expect(shown.body).toMatchObject({ finished_at: null, columns: ['phone', 'note'] });
    // What was under way when it broke off is stored and counted together.
    await eventually(async () => {
      const { body } = await api.call('get', `/calls/bulk_call/${id}/imports/${imported.id}`);
      expect((await linesOf(id)).length).toBe(body.accepted);
    });
  });

  it('that broke off goes on under its key where it was, and no contact comes twice', async () => {
    const id = await api.createCampaign();
    const path = `/calls/bulk_call/${id}/contacts.csv`;
    const rows = Array.from(
      { length: 4_700 },
      (_, index) => `${index % 10 === 9 ? 'nobody' : numberOf(index)},${NOTE}\n`,
    );
    const headers = { 'Idempotency-Key': 'file-1' };
    const { sent, answer } = sendBytes(
      path,
      endless(Buffer.from(`phone,note\n${rows.slice(0, 4_000).join('')}`)),
      headers,
    );
    answer.catch(() => undefined);
    await eventually(async () => expect((await linesOf(id)).length).toBeGreaterThanOrEqual(900));
    const running = await send(id, 'phone\n', '', headers);
    expect([running.status, running.body.code]).toEqual([409, 'request_in_progress']);
    sent.destroy();
    await eventually(async () => {
      const other = await send(id, `phone,note\n${rows.slice(1).join('')}`, '', headers);
      expect([other.status, other.body.code]).toEqual([422, 'idempotency_key_reused']);
    });

    const whole = `phone,note\n${rows.join('')}`;
    const resumed = await send(id, whole, '', headers);
    expect(resumed.body).toMatchObject({ rows: 4_700, accepted: 4_230, rejected: 470 });
    expect((await linesOf(id)).map((line) => line.to_number)).toEqual(
      rows.map((row) => row.split(',')[0]).filter((number) => number !== 'nobody'),
    );

    const again = await send(id, whole, '', headers);
    expect(again.body).toEqual(resumed.body);
    expect(again.get('Idempotency-Replayed')).toBe('true');
    expect((await send(id, `${whole}+14155559999,x\n`, '', headers)).body.code).toBe('idempotency_key_reused');
    expect(await linesOf(id)).toHaveLength(4_230);
  });

  it('that was refused leaves its key free', async () => {
    const id = await api.createCampaign();
    const headers = { 'Idempotency-Key': 'file-2' };
    expect((await send(id, 'name\nJane', '', headers)).status).toBe(422);
    expect((await send(id, 'phone\n+14155550001', '', headers)).body.accepted).toBe(1);
    const other = await api.call('post', `/calls/bulk_call/${id}/add_contact`, {
      body: { phone: '+14155550002' },
      headers,
    });
    expect(other.body.code).toBe('idempotency_key_reused');
  });

  it('of 100,000 rows is stored as it comes, in memory that does not grow', async () => {
    const id = await api.createCampaign();
    const rows = 100_000;
    async function* file(count: number): AsyncGenerator<Buffer> {
      yield Buffer.from('phone,name,plan,note\n');
      for (let from = 0; from < count; from += 500) {
        const part = Array.from(
          { length: 500 },
          (_, index) => `+1415${String(2_000_000 + from + index)},Jane ${from + index},pro,"a note, of some length"\n`,
        );
        yield Buffer.from(part.join(''));
      }
    }
    const collectGarbage = garbageCollector();
    // Idle is a process that has done this before, and has the code for it.
    const warmUp = await api.createCampaign();
    await sendBytes(`/calls/bulk_call/${warmUp}/contacts.csv`, file(10_000)).answer;
    collectGarbage();
    const before = process.memoryUsage();
    const highest = { ...before };
    const watch = setInterval(() => {
      highest.rss = Math.max(highest.rss, process.memoryUsage().rss);
      // What is held, and not what nobody has cleared away yet.
      collectGarbage();
      highest.heapUsed = Math.max(highest.heapUsed, process.memoryUsage().heapUsed);
    }, 1_000);
    const startedAt = performance.now();
    const { status, body } = await sendBytes(`/calls/bulk_call/${id}/contacts.csv`, file(rows)).answer;
    const seconds = (performance.now() - startedAt) / 1_000;
    clearInterval(watch);
    const megabytes = (bytes: number): number => Math.round(bytes / 1_048_576);
    const grown = { rss: megabytes(highest.rss - before.rss), heap: megabytes(highest.heapUsed - before.heapUsed) };
    process.stdout.write(
      `100,000 rows: ${Math.round(rows / seconds)} rows/s, +${grown.rss} MB resident, +${grown.heap} MB held at most\n`,
    );
    expect([status, body['rows'], body['accepted'], body['rejected']]).toEqual([200, rows, rows, 0]);
    const { count } = await api.db
      .selectFrom('lines')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('campaign_id', '=', id)
      .executeTakeFirstOrThrow();
    expect(count).toBe(rows);
    expect(grown.rss).toBeLessThan(150);
    expect(grown.heap).toBeLessThan(50);
    // It remembers that there are more than it was told of.
    const told = api.campaigns.of('contacts').filter(({ campaignId }) => campaignId === id);
    expect(told.flatMap(({ lineIds }) => lineIds)).toHaveLength(1_001);
  }, 420_000);
});

function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}

/** A beginning, and then nothing for as long as the connection lives. */
async function* endless(beginning: Buffer): AsyncGenerator<Buffer> {
  yield beginning;
  await new Promise(() => undefined);
}
