import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCli, createCliWorld, type CliWorld } from './cli-world';

/** Where this machine has a Temporal CLI is no matter of these tests. */
const WITH_TEMPORAL = { TEMPORAL_ADDRESS: 'temporal:7233' };
const NOBODY = 'http://127.0.0.1:65534';
let world: CliWorld;
let worker: 'ok' | 'away';
beforeAll(async () => {
  world = await createCliWorld({
    readiness: {
      worker: async () => {
        if (worker === 'away') throw new Error('nobody polls');
      },
    },
  });
});
afterAll(() => world.close());
beforeEach(() => {
  worker = 'ok';
});

const stateOf = (documents: readonly Record<string, unknown>[], check: string) =>
  documents.find((document) => document.check === check)?.state;

describe('doctor', () => {
  it('finds everything where everything is', async () => {
    const { code, documents } = await world.run(['doctor'], { env: WITH_TEMPORAL });
    expect(code).toBe(0);
    for (const check of ['Node', 'Build', 'Postgres', 'API', 'API reaches postgres', 'Worker polls', 'API key']) {
      expect([check, stateOf(documents, check)]).toEqual([check, 'ok']);
    }
  });

  it.each([
    ['an API that does not answer', { EVERDIAL_API_URL: NOBODY }, 'API', 'ECONNREFUSED'],
    ['a key that is none', { EVERDIAL_API_KEY: 'evd_wrong_wrong_wrong' }, 'API key', 'EVERDIAL_API_KEY'],
    ['no key', { EVERDIAL_API_KEY: '' }, 'API key', 'EVERDIAL_API_KEY'],
  ])('is 1 for %s, and says what to do', async (_what, env, check, said) => {
    const { code, documents, stderr } = await world.run(['doctor'], { env });
    expect([code, stateOf(documents, check)]).toEqual([1, 'missing']);
    const finding = documents.find((document) => document.check === check);
    expect(JSON.stringify(finding)).toContain(said);
    expect(finding?.fix).toEqual(expect.any(String));
    expect(stderr).toContain(check);
  });

  it('is 1 while no worker polls', async () => {
    worker = 'away';
    const { code, documents } = await world.run(['doctor']);
    expect([code, stateOf(documents, 'Worker polls')]).toEqual([1, 'missing']);
  });

  it('misses programs that a stack on this machine needs, and only there', async () => {
    const EVERDIAL_CACHE = join(world.folder, 'empty');
    const here = await world.run(['doctor'], { env: { EVERDIAL_CACHE, PATH: '' } });
    expect([here.code, stateOf(here.documents, 'Temporal CLI')]).toEqual([1, 'missing']);
    expect(here.stdout).toContain('https://docs.temporal.io/cli');
    const env = { EVERDIAL_CACHE, PATH: '', EVERDIAL_API_URL: 'http://everdial.invalid' };
    const elsewhere = await world.run(['doctor'], { env });
    expect(stateOf(elsewhere.documents, 'Temporal CLI')).toBe('optional');
    const named = await world.run(['doctor'], { env: { EVERDIAL_CACHE, PATH: '', ...WITH_TEMPORAL } });
    expect([named.code, stateOf(named.documents, 'Temporal CLI')]).toEqual([0, 'ok']);
  });

  it('takes a stack that is gone for missing, and none for none', async () => {
    const cli = createCli({});
    const home = join(cli.folder, 'home');
    try {
      mkdirSync(home);
      writeFileSync(join(home, 'stack.json'), JSON.stringify({ api_url: NOBODY, api_key: 'evd_of_the_stack' }));
      const gone = await cli.run(['doctor']);
      expect([gone.code, stateOf(gone.documents, 'API')]).toEqual([1, 'missing']);
      expect(gone.stdout).toContain('everdial up');
    } finally {
      cli.remove();
    }
  });

  it('is a list with signs on a terminal', async () => {
    const terminal = world.terminal(['doctor'], { env: WITH_TEMPORAL });
    expect(await terminal.ended).toBe(0);
    expect(terminal.text()).toMatch(/^ok +Node {2}v\d+/);
  });
});

describe('the key of the local stack', () => {
  const stackOf = (api_url: string) => {
    const cli = createCli({});
    mkdirSync(join(cli.folder, 'home'));
    writeFileSync(join(cli.folder, 'home', 'stack.json'), JSON.stringify({ api_url, api_key: world.api.key }));
    return cli;
  };

  it('is used without being named', async () => {
    const cli = stackOf(world.url);
    try {
      expect((await cli.run(['campaigns', 'list'])).code).toBe(0);
      expect((await cli.run(['campaigns', 'list', '--home', join(cli.folder, 'other')])).code).not.toBe(0);
    } finally {
      cli.remove();
    }
  });

  it('is given to no other API', async () => {
    const cli = stackOf(NOBODY);
    try {
      const { code, stderr } = await cli.run(['campaigns', 'list', '--api', world.url]);
      expect([code, stderr]).toEqual([4, expect.stringContaining('No API key was found')]);
    } finally {
      cli.remove();
    }
  });
});
