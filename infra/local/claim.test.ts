import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { claim, tryClaim } from './claim';
import { builtFile } from './project-folder';

const NAME = `test-${process.pid}`;

test('a name is held by one claim until it is released', async () => {
  const first = await tryClaim(NAME);
  expect(first).toBeDefined();
  expect(await tryClaim(NAME)).toBeUndefined();

  let waited = false;
  const second = claim(NAME, () => {
    waited = true;
    void first?.release();
  });
  await (await second).release();
  expect(waited).toBe(true);
});

test('the wait for a name ends when it is given up', async () => {
  const held = await tryClaim(NAME);
  const givenUp = new AbortController();
  const waiting = claim(NAME, () => givenUp.abort(new Error('given up')), givenUp.signal);
  await expect(waiting).rejects.toThrow('given up');
  await held?.release();
});

test('a name is free again as soon as its holder was killed', async () => {
  const module = JSON.stringify(builtFile('infra/local/claim.js'));
  // The timer keeps the holder alive: a claim alone does not.
  const script = `require(${module}).tryClaim('${NAME}').then(() => { setInterval(() => {}, 1e6); console.log('held'); })`;
  const holder = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(holder.stdout, 'data');
  expect(await tryClaim(NAME)).toBeUndefined();
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  const free = await tryClaim(NAME);
  expect(free).toBeDefined();
  await free?.release();
});
