import { addKey } from '../api/api-world';
import { createCliWorld, type CliWorld } from './cli-world';

let world: CliWorld;
beforeAll(async () => {
  world = await createCliWorld();
});
afterAll(() => world.close());

const HOSTILE = 'a\u001b]0;owned\u0007\n|b|\u009b31m\u202e';

describe('in a pipe', () => {
  it('campaigns are a document a line, whatever their names are', async () => {
    const id = await world.api.createCampaign({ name: HOSTILE });
    const { code, stdout, stderr, documents } = await world.run(['campaigns', 'list']);
    expect([code, stderr]).toEqual([0, '']);
    expect(documents.find((campaign) => campaign.id === id)).toMatchObject({ name: HOSTILE, status: 'waiting' });
    // eslint-disable-next-line no-control-regex -- nothing of it may get through
    expect(stdout.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
    expect(stdout.trimEnd().split('\n')).toHaveLength(documents.length);
  });

  it('one campaign is one document with its counts', async () => {
    const id = await world.api.createCampaign({ name: 'Counted' });
    const { documents } = await world.run(['campaigns', 'show', String(id)]);
    expect(documents).toHaveLength(1);
    expect(documents[0]).toMatchObject({ id, name: 'Counted', counts: { total_contacts: 0 } });
  });

  it('the id of a callback names a campaign too', async () => {
    const id = await world.api.createCampaign();
    expect((await world.run(['campaigns', 'pause', `camp_${id}`])).documents[0]).toMatchObject({ status: 'success' });
  });

  it('no colour is forced by a terminal that is somewhere else', async () => {
    const { stderr } = await world.run(['campaigns', 'show', '99999999'], { env: { TERM: 'xterm-256color' } });
    expect(stderr).toBe('error There is no such campaign. [not_found]\n');
  });

  it('a reader that has had enough ends it quietly', async () => {
    const id = await world.api.createCampaign({ name: 'Long' });
    const contacts = Array.from({ length: 600 }, (_, index) => ({
      to_number: `+1415555${String(index).padStart(4, '0')}`,
    }));
    await world.api.call('post', `/calls/bulk_call/${id}/add_contacts`, { body: { contacts } });
    const running = world.start(['lines', '--campaign', String(id), '--all']);
    await new Promise((heard) => running.child.stdout!.once('data', heard));
    running.child.stdout!.destroy();
    const { code, stderr } = await running.ended;
    expect([code, stderr]).toEqual([0, '']);
  });
});

describe('a failure', () => {
  const campaigns = ['campaigns', 'list'];

  it.each([
    ['of the API is 1', ['campaigns', 'show', '99999999'], {}, 1, '[not_found]'],
    ['to understand what was typed is 2', ['campaigns', 'show', 'x'], {}, 2, 'An id is needed'],
    ['to know the command is 2', ['campagnes'], {}, 2, "unknown command 'campagnes'"],
    ['to name what is needed is 2', ['lines'], {}, 2, '--campaign <id>'],
    ['to read the URL is 2', campaigns, { EVERDIAL_API_URL: 'ftp://x' }, 2, 'no URL of an API'],
    ['to be heard is 3', campaigns, { EVERDIAL_API_URL: 'http://127.0.0.1:65534' }, 3, 'ECONNREFUSED'],
    ['to have a key is 4', campaigns, { EVERDIAL_API_KEY: '' }, 4, 'EVERDIAL_API_KEY'],
    ['to have the right key is 4', campaigns, { EVERDIAL_API_KEY: 'evd_wrong_wrong_wrong' }, 4, '[invalid_key]'],
  ])('%s', async (_what, args, env, code, said) => {
    const ran = await world.run(args, { env });
    expect(ran.stderr).toContain(said);
    expect([ran.code, ran.stdout]).toEqual([code, '']);
  });

  it('is the problem document on stderr with --json', async () => {
    const { stderr, stdout } = await world.run(['--json', 'campaigns', 'show', '99999999']);
    expect(JSON.parse(stderr)).toMatchObject({ status: 404, code: 'not_found', request_id: expect.any(String) });
    expect(stdout).toBe('');
  });

  it('of the command itself is a document with --json as well', async () => {
    const env = { EVERDIAL_API_URL: 'http://127.0.0.1:65534' };
    const { stderr } = await world.run(['campaigns', 'list', '--json'], { env });
    expect(JSON.parse(stderr)).toMatchObject({
      code: 'api_unreachable',
      detail: expect.stringContaining('ECONNREFUSED'),
    });
  });

  it('names every fault', async () => {
    const { code, stderr } = await world.run(['campaigns', 'create', '--name', 'x', '--number', '1', '--file', '-'], {
      input: '{"is_dynamic": true, "daily_stop_time": 99, "timezone": "Nowhere"}',
    });
    expect(code).toBe(1);
    expect(stderr).toContain('/daily_stop_time');
    expect(stderr).toContain('/timezone');
  });

  it('never shows the key', async () => {
    const env = { EVERDIAL_API_KEY: 'evd_secret_secret_secret' };
    const attempts = await Promise.all([
      world.run(['campaigns', 'list'], { env }),
      world.run(['doctor', '--json'], { env }),
      world.run(['campaigns', 'list', '--key', env.EVERDIAL_API_KEY, '--api', 'http://127.0.0.1:65534']),
    ]);
    for (const { stdout, stderr } of attempts) expect(stdout + stderr).not.toContain('secret_secret');
  });
});

it('a key without the scope is refused with what is missing, and code 1', async () => {
  const key = await addKey(world.api.db, world.api.organizationId, ['read']);
  const { code, stderr } = await world.run(['campaigns', 'create', '--name', 'x', '--number', '1'], {
    env: { EVERDIAL_API_KEY: key },
  });
  expect(code).toBe(1);
  expect(stderr).toContain('campaigns:admin');
});

it('lines are gone through page by page, and the next page is named', async () => {
  const id = await world.api.createCampaign();
  const contacts = Array.from({ length: 200 }, (_, index) => ({
    to_number: `+1415555${String(index).padStart(4, '0')}`,
    custom_variables: { name: `Contact ${index}` },
  }));
  await world.api.call('post', `/calls/bulk_call/${id}/add_contacts`, { body: { contacts } });
  const campaign = ['lines', '--campaign', String(id)];

  const all = await world.run([...campaign, '--all']);
  expect(all.documents.map(({ to_number }) => to_number)).toEqual(contacts.map(({ to_number }) => to_number));
  expect(all.stderr).toBe('');

  const first = await world.run([...campaign, '--limit', '160']);
  expect(first.documents).toHaveLength(160);
  const cursor = /--cursor (\S+),/.exec(first.stderr)?.[1];
  const rest = await world.run([...campaign, '--cursor', cursor ?? '', '--all']);
  expect(rest.documents.map(({ to_number }) => to_number)).toEqual(
    contacts.slice(160).map(({ to_number }) => to_number),
  );

  expect((await world.run([...campaign, '--search', '4155550123'])).documents).toHaveLength(1);
  expect((await world.run([...campaign, '--status', 'completed'])).documents).toHaveLength(0);
});
