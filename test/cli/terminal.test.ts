import { createCliWorld, CTRL_C, ENTER, ESCAPE, type CliWorld } from './cli-world';

let world: CliWorld;
beforeAll(async () => {
  world = await createCliWorld();
});
afterAll(() => world.close());

/** A colour, and nothing else that an escape code does. */
const COLOUR = new RegExp(`${ESCAPE}\\[\\d+m`);
const HOSTILE = 'a\u001b]0;owned\u0007\n|b|\u009b31m\u202e';

const statusOf = async (id: number): Promise<unknown> =>
  (await world.api.call('get', `/calls/bulk_call/${id}`)).body.details.status;

describe('on a terminal', () => {
  it('campaigns are a table with colours', async () => {
    await world.api.createCampaign({ name: 'Renewals' });
    const terminal = world.terminal(['campaigns', 'list']);
    expect(await terminal.ended).toBe(0);
    expect(terminal.text()).toMatch(/│ Id\s+│ Name\s+│ Status\s+│ Type/);
    expect(terminal.text()).toMatch(/│ \d+\s+│ Renewals\s+│ waiting\s+│ dynamic/);
    expect(terminal.raw()).toMatch(COLOUR);
  });

  it.each([
    ['NO_COLOR', [], { NO_COLOR: '1' }],
    ['--no-color', ['--no-color'], {}],
    ['a terminal without them', [], { TERM: 'dumb' }],
  ])('%s takes the colours away, and nothing else', async (_what, args, env) => {
    const terminal = world.terminal(['campaigns', 'list', ...args], { env });
    expect(await terminal.ended).toBe(0);
    expect(terminal.text()).toContain('│ Renewals');
    expect(terminal.raw()).not.toContain(ESCAPE);
  });

  it('an empty NO_COLOR is none', async () => {
    const terminal = world.terminal(['campaigns', 'list'], { env: { NO_COLOR: '' } });
    await terminal.ended;
    expect(terminal.raw()).toMatch(COLOUR);
  });

  it('--json gives documents there too', async () => {
    const terminal = world.terminal(['campaigns', 'list', '--json']);
    await terminal.ended;
    expect(terminal.raw()).not.toContain(ESCAPE);
    expect(JSON.parse(terminal.raw().split('\r\n')[0] ?? '')).toMatchObject({ name: expect.any(String) });
  });

  it('a name that tries to take the terminal over is shown, not obeyed', async () => {
    const id = await world.api.createCampaign({ name: HOSTILE });
    for (const args of [['list'], ['show', String(id)]]) {
      const terminal = world.terminal(['campaigns', ...args], { env: { NO_COLOR: '1' } });
      expect(await terminal.ended).toBe(0);
      expect(terminal.raw()).toContain('a\\u001b]0;owned\\u0007\\u000a|b|\\u009b31m\\u202e');
      // eslint-disable-next-line no-control-regex -- nothing of it may get through
      expect(terminal.raw().replaceAll('\r\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
    }
  });

  it('a narrow one goes without what matters less', async () => {
    const terminal = world.terminal(['campaigns', 'list'], { columns: 60 });
    await terminal.ended;
    expect(terminal.text()).toContain('Status');
    expect(terminal.text()).not.toContain('Type');
  });
});

describe('cancelling', () => {
  it('asks for the name, and cancels when it is typed', async () => {
    const id = await world.api.createCampaign({ name: 'Spring offer' });
    const terminal = world.terminal(['campaigns', 'cancel', String(id)]);
    await terminal.shows('Type "Spring offer" to cancel it for good');
    expect(await statusOf(id)).toBe('waiting');
    terminal.type(`Spring offer${ENTER}`);
    expect(await terminal.ended).toBe(0);
    expect(world.api.campaigns.told).toContainEqual(expect.objectContaining({ campaignId: id, signal: 'cancel' }));
  });

  it('does nothing when another name is typed', async () => {
    const id = await world.api.createCampaign({ name: 'Spring offer' });
    const terminal = world.terminal(['campaigns', 'cancel', String(id)]);
    await terminal.shows('Type "Spring offer"');
    terminal.type(`Spring${ENTER}`);
    expect(await terminal.ended).toBe(1);
    expect(terminal.text()).toContain('Nothing was cancelled');
    expect(await statusOf(id)).toBe('waiting');
  });

  it('does nothing after Ctrl-C, which is 130', async () => {
    const id = await world.api.createCampaign({ name: 'Spring offer' });
    const terminal = world.terminal(['campaigns', 'cancel', String(id)]);
    await terminal.shows('Type "Spring offer"');
    terminal.type(CTRL_C);
    expect(await terminal.ended).toBe(130);
    expect(await statusOf(id)).toBe('waiting');
  });

  it('asks for the name as it is shown where it cannot be typed', async () => {
    const id = await world.api.createCampaign({ name: 'x\u001b]0;y' });
    const terminal = world.terminal(['campaigns', 'cancel', String(id)]);
    await terminal.shows('Type "x\\u001b]0;y"');
    terminal.type(`x\\u001b]0;y${ENTER}`);
    expect(await terminal.ended).toBe(0);
  });

  it('needs --yes where nobody can be asked', async () => {
    const id = await world.api.createCampaign({ name: 'Spring offer' });
    const refused = await world.run(['campaigns', 'cancel', String(id)]);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('--yes')]);
    expect(await statusOf(id)).toBe('waiting');
    expect((await world.run(['campaigns', 'cancel', String(id), '--yes'])).code).toBe(0);
  });
});

describe('creating without options', () => {
  it('asks for what it needs, and offers the numbers there are', async () => {
    const terminal = world.terminal(['campaigns', 'create']);
    await terminal.shows('Name');
    terminal.type(`Asked for${ENTER}`);
    await terminal.shows('Calls from');
    await terminal.shows('+15550100001');
    terminal.type(ENTER);
    await terminal.shows('Which kind');
    terminal.type(ENTER);
    await terminal.shows('Time zone');
    terminal.type(ENTER);
    await terminal.shows('Calls at once');
    // Nonsense is told, and can be put right.
    terminal.type(`x${ENTER}`);
    await terminal.shows('A whole number from 1 to');
    terminal.type(`\u007f\u007f\u007f7${ENTER}`);
    await terminal.shows('Retries');
    terminal.type(`\u007f2${ENTER}`);
    await terminal.shows(/Its id is \d+: waiting/);
    expect(await terminal.ended).toBe(0);
    const id = Number(/Its id is (\d+)/.exec(terminal.text())?.[1]);
    const { details } = (await world.api.call('get', `/calls/bulk_call/${id}`)).body;
    expect(details).toMatchObject({
      name: 'Asked for',
      is_dynamic: true,
      timezone: 'UTC',
      concurrent_call_limit: 7,
      retry_config: { auto_retry: true, retry_limit: 2 },
    });
  });

  it('creates nothing after Ctrl-C, which is 130', async () => {
    const before = (await world.api.call('get', '/calls/bulk_call')).body.total_records;
    const terminal = world.terminal(['campaigns', 'create']);
    await terminal.shows('Name');
    terminal.type(CTRL_C);
    expect(await terminal.ended).toBe(130);
    expect((await world.api.call('get', '/calls/bulk_call')).body.total_records).toBe(before);
  });

  it.each([
    ['NO_COLOR', [], { NO_COLOR: '1' }],
    ['--no-color', ['--no-color'], {}],
  ])('has no colours with %s', async (_what, args, env) => {
    const terminal = world.terminal(['campaigns', 'create', ...args], { env });
    await terminal.shows('Name');
    terminal.type(CTRL_C);
    await terminal.ended;
    expect(terminal.raw()).not.toMatch(new RegExp(`${ESCAPE}\\[(?:3\\d|9\\d)m`));
  });

  it('is wrong usage where nobody can be asked', async () => {
    const { code, stderr } = await world.run(['campaigns', 'create']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('--name and --number')]);
  });
});
