import { once } from 'node:events';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { cutableWire, type CutableWire } from '../api/cutable-wire';
import { eventually } from '../setup/eventually';
import { createCliWorld, CTRL_C, type CliWorld } from './cli-world';

let world: CliWorld;
let wire: CutableWire;
beforeAll(async () => {
  world = await createCliWorld();
  wire = await cutableWire(world.url);
});
afterAll(async () => {
  await wire.close();
  await world.close();
});

const numberOf = (index: number): string => `+1415${String(5_550_000 + index)}`;
/** A CSV whose every hundredth row has no number. */
function csvOf(rows: number, note = ''): string {
  const lines = Array.from({ length: rows }, (_, index) => {
    return `${index % 100 === 99 ? 'nobody' : numberOf(index)},Contact ${index},${note}`;
  });
  return ['to_number,name,note', ...lines, ''].join('\n');
}
function fileOf(name: string, content: string | Buffer): string {
  const file = join(world.folder, name);
  writeFileSync(file, content);
  return file;
}
const linesOf = (campaign: number) =>
  world.api.db.selectFrom('lines').selectAll().where('campaign_id', '=', campaign).orderBy('id').execute();
const push = (file: string, campaign: number, ...more: string[]): string[] => [
  'contacts',
  'push',
  file,
  '--campaign',
  String(campaign),
  ...more,
];

describe('contacts push', () => {
  it('sends ten thousand rows, and writes the rejected ones to a file of the user alone', async () => {
    const id = await world.api.createCampaign();
    const rejected = join(world.folder, 'rejected.csv');
    const { code, documents } = await world.run(push(fileOf('many.csv', csvOf(10_000)), id, '--rejected', rejected));
    expect(code).toBe(0);
    expect(documents).toEqual([
      expect.objectContaining({
        rows: 10_000,
        accepted: 9_900,
        rejected: 100,
        replayed: false,
        rejected_file: rejected,
      }),
    ]);
    expect(await linesOf(id)).toHaveLength(9_900);
    const rows = readFileSync(rejected, 'utf8').trimEnd().split('\r\n');
    expect(rows).toHaveLength(101);
    expect(rows[1]).toMatch(/^101,invalid_phone,.*nobody,Contact 99,/);
    expect(statSync(rejected).mode & 0o077).toBe(0);
  });

  it('names the file of rejected rows after the file and the import', async () => {
    const id = await world.api.createCampaign();
    const { documents } = await world.run(push(fileOf('few.csv', csvOf(100)), id));
    const [{ import_id, rejected_file } = {}] = documents;
    expect(rejected_file).toBe(`few.rejected-${String(import_id)}.csv`);
    expect(existsSync(join(world.folder, String(rejected_file)))).toBe(true);
  });

  it('says 1 when no row could be taken', async () => {
    const id = await world.api.createCampaign();
    const { code, stderr } = await world.run(push(fileOf('none.csv', 'phone\nnobody\n'), id));
    expect([code, stderr]).toEqual([1, expect.stringContaining('[all_rejected]')]);
  });

  it('reads stdin, maps columns and leaves others out', async () => {
    const id = await world.api.createCampaign();
    const map = ['--map', 'to_number=Mobile', '--map', 'external_id=Id', '--map', 'metadata.source=Via'];
    const { code } = await world.run([...push('-', id, ...map), '--ignore-unmapped'], {
      input: 'Id,Mobile,Via,Secret\n7,+14155550001,web,x\n',
    });
    expect(code).toBe(0);
    expect(await linesOf(id)).toMatchObject([
      { to_number: '+14155550001', external_id: '7', metadata: { source: 'web' }, custom_variables: {} },
    ]);
  });

  it('sends gzipped files as they are', async () => {
    const id = await world.api.createCampaign();
    const { code } = await world.run(push(fileOf('zipped.csv.gz', gzipSync(csvOf(50))), id));
    expect(code).toBe(0);
    expect(await linesOf(id)).toHaveLength(50);
  });

  it('adds nobody twice when the same file is sent again, unless it is told to', async () => {
    const id = await world.api.createCampaign();
    const file = fileOf('again.csv', csvOf(20));
    await world.run(push(file, id));
    const again = await world.run(push(file, id));
    expect([again.code, again.documents[0]]).toEqual([0, expect.objectContaining({ replayed: true, accepted: 20 })]);
    expect(again.stderr).toContain('nothing was added again');
    expect(await linesOf(id)).toHaveLength(20);
    await world.run(push(file, id, '--again'));
    expect(await linesOf(id)).toHaveLength(40);
  });

  it.each([
    ['a file that is not there', ['nowhere.csv', '1'], 2, 'nowhere.csv cannot be read'],
    ['a folder', ['.', '1'], 2, 'is no file'],
    ['no campaign', ['many.csv'], 2, '--campaign'],
    ['a mapping without a column', ['many.csv', '1', '--map', 'to_number'], 2, '--map to_number'],
    ['a campaign that is not there', ['many.csv', '99999999'], 1, '[not_found]'],
    ['a column that is not there', ['many.csv', '1', '--map', 'to_number=Mobile'], 1, 'Mobile'],
  ])('%s is refused', async (_what, [file = '', campaign, ...more], code, said) => {
    const args = ['contacts', 'push', file, ...(campaign === undefined ? [] : ['--campaign', campaign]), ...more];
    const ran = await world.run(args);
    expect([ran.code, ran.stdout]).toEqual([code, '']);
    expect(ran.stderr).toContain(said);
  });
});

describe('a connection that breaks', () => {
  it('is made again, and nobody is added twice or left out', async () => {
    const id = await world.api.createCampaign();
    // Longer than what fits into the buffers on the way.
    const file = fileOf('long.csv', csvOf(20_000, 'a note that makes the row somewhat longer again and again'));
    const running = world.start(push(file, id), { env: { EVERDIAL_API_URL: wire.url } });
    try {
      await eventually(async () => (await linesOf(id)).length > 0, { timeoutMs: 20_000, what: 'first rows' });
      wire.cut();
      await eventually(() => running.stderr().includes('connection broken'), { timeoutMs: 20_000 });
      expect((await linesOf(id)).length).toBeLessThan(19_800);
    } finally {
      wire.mend();
    }
    const { code, documents } = await running.ended;
    expect([code, documents[0]]).toEqual([
      0,
      expect.objectContaining({ rows: 20_000, accepted: 19_800, rejected: 200 }),
    ]);
    const numbers = (await linesOf(id)).map(({ to_number }) => to_number);
    expect(numbers).toHaveLength(19_800);
    expect(new Set(numbers).size).toBe(19_800);
  });

  it('is given up after some patience with 3, and goes on with the next command', async () => {
    const id = await world.api.createCampaign();
    const file = fileOf('later.csv', csvOf(20_000, 'a note that makes the row somewhat longer again and again'));
    const env = { EVERDIAL_API_URL: wire.url };
    const running = world.start(push(file, id, '--patience', '0'), { env });
    let before = 0;
    try {
      await eventually(async () => (before = (await linesOf(id)).length) > 0, { timeoutMs: 20_000 });
      wire.cut();
      const { code, stderr } = await running.ended;
      expect([code, stderr]).toEqual([3, expect.stringContaining('the same command again goes on where it was')]);
    } finally {
      wire.mend();
    }
    expect(before).toBeLessThan(19_800);
    expect((await world.run(push(file, id), { env })).code).toBe(0);
    expect(await linesOf(id)).toHaveLength(19_800);
  });
});

describe('an API that has its moments', () => {
  let flaky: Server;
  /** How the next uploads are answered; then they are passed on. */
  let moments: number[];
  let keys: string[];
  beforeAll(async () => {
    flaky = createServer((incoming, outgoing) => {
      const upload = incoming.url?.includes('contacts.csv') === true;
      if (upload) keys.push(String(incoming.headers['idempotency-key']));
      const status = upload ? moments.shift() : undefined;
      if (status !== undefined) {
        incoming.resume();
        incoming.once('end', () => outgoing.writeHead(status).end('<html>not the API</html>'));
        return;
      }
      const { method, headers, url } = incoming;
      const onward = request(new URL(url ?? '/', world.url), { method, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(outgoing);
      });
      incoming.pipe(onward);
    });
    flaky.listen(0, '127.0.0.1');
    await once(flaky, 'listening');
  });
  afterAll(() => {
    flaky.closeAllConnections();
    flaky.close();
  });
  beforeEach(() => {
    moments = [];
    keys = [];
  });
  const url = (): string => `http://127.0.0.1:${(flaky.address() as AddressInfo).port}`;

  it('is asked again under the same key', async () => {
    const id = await world.api.createCampaign();
    moments = [503, 502, 504];
    const { code } = await world.run(push(fileOf('moments.csv', csvOf(10)), id), { env: { EVERDIAL_API_URL: url() } });
    expect(code).toBe(0);
    expect(await linesOf(id)).toHaveLength(10);
    expect(keys).toHaveLength(4);
    expect(new Set(keys).size).toBe(1);
  });

  it('is not asked again when it refuses', async () => {
    const id = await world.api.createCampaign();
    moments = [413];
    const { code, stderr } = await world.run(push(fileOf('big.csv', csvOf(10)), id), {
      env: { EVERDIAL_API_URL: url() },
    });
    expect([code, stderr]).toEqual([1, expect.stringContaining('413')]);
    expect(keys).toHaveLength(1);
  });
});

describe('on a terminal', () => {
  it('a bar shows how much of the file has left, and what came of it', async () => {
    const id = await world.api.createCampaign({ name: 'Spring' });
    const terminal = world.terminal(push(fileOf('bar.csv', csvOf(2_000)), id));
    expect(await terminal.ended).toBe(0);
    expect(terminal.text()).toMatch(/█+ 100 % {2}[\d.]+ kB of [\d.]+ kB/);
    expect(terminal.text()).toContain('Spring: 2000 rows, 1980 added, 20 rejected');
    expect(terminal.text()).toMatch(/Rejected rows: bar\.rejected-\d+\.csv/);
    expect(terminal.text()).toContain('line 101');
  });

  it('Ctrl-C ends it with 130, and shows the cursor again', async () => {
    const id = await world.api.createCampaign();
    const silent = createServer((incoming, outgoing) => {
      if (incoming.method === 'GET') outgoing.end('{"details": {"name": "Silent"}}');
      else incoming.resume();
    }).listen(0, '127.0.0.1');
    try {
      await once(silent, 'listening');
      const env = { EVERDIAL_API_URL: `http://127.0.0.1:${(silent.address() as AddressInfo).port}` };
      const terminal = world.terminal(push(fileOf('stop.csv', csvOf(2_000)), id), { env });
      await terminal.shows('100 %');
      terminal.type(CTRL_C);
      expect(await terminal.ended).toBe(130);
      expect(terminal.raw().lastIndexOf('\u001b[?25h')).toBeGreaterThan(terminal.raw().lastIndexOf('\u001b[?25l'));
    } finally {
      silent.closeAllConnections();
      silent.close();
    }
  });
});
