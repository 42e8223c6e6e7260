import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import {
  apiEnvironment,
  callsWorkerEnvironment,
  campaignsWorkerEnvironment,
  simulatorEnvironment,
  webhooksWorkerEnvironment,
} from '../../infra/config/environment';
import { PROJECT_FOLDER } from '../../infra/local/project-folder';
import { ownServices, portInContainer } from './addresses-of-containers';
import { interpolate, readComposeFile, type ComposeService } from './compose-file';
import { argumentsOf, readDockerfile } from './dockerfile';
import { readDockerIgnore } from './docker-ignore';
import { documentedVariables } from './env-file';

const COMPOSE_TEXT = read('docker-compose.yml');
const documented = documentedVariables(read('.env.example'));
const secrets = documented.filter(({ optional }) => !optional);
const variables = Object.fromEntries(secrets.map(({ name }) => [name, `a value of ${name}`]));
const file = readComposeFile(COMPOSE_TEXT, variables);
const everyService = Object.entries(file.services);

/** Read by Temporal's own loader in every process that connects. */
const TEMPORAL_VARIABLES = ['TEMPORAL_ADDRESS', 'TEMPORAL_NAMESPACE'];

const SCHEMAS: Record<string, z.ZodObject> = {
  api: apiEnvironment,
  'worker-campaigns': campaignsWorkerEnvironment,
  'worker-calls': callsWorkerEnvironment,
  'worker-webhooks': webhooksWorkerEnvironment,
  simulator: simulatorEnvironment,
};

function read(path: string): string {
  return readFileSync(join(PROJECT_FOLDER, path), 'utf8');
}

function service(name: string): ComposeService {
  const found = file.services[name];
  if (!found) throw new Error(`docker-compose.yml has no service ${name}`);
  return found;
}

test('every variable of the compose file is explained in .env.example, and the other way round', () => {
  const braced = [...COMPOSE_TEXT.matchAll(/\$\{([A-Z_]+)/g)].map(([, name]) => name);
  const passedOn = [...COMPOSE_TEXT.matchAll(/^ +([A-Z_]+):$/gm)].map(([, name]) => name);
  expect([...new Set([...braced, ...passedOn])].sort()).toEqual(documented.map(({ name }) => name).sort());
});

test('the defaults that .env.example shows are those of the compose file', () => {
  for (const { name, value, optional } of documented) {
    if (!optional) continue;
    const used = [...COMPOSE_TEXT.matchAll(new RegExp(`\\$\\{${name}:-((?:[^{}]|\\{[^{}]*\\})*)\\}`, 'g'))];
    expect(used.map(([, fallback]) => [name, interpolate(fallback ?? '', {})])).toEqual(used.map(() => [name, value]));
    expect([name, used.length]).not.toEqual([name, 0]);
  }
});

test('no secret has a default, and the file cannot be used without those that everything needs', () => {
  expect(secrets.map(({ value }) => value).join('')).toBe('');
  for (const name of ['POSTGRES_PASSWORD', 'EVERDIAL_SECRET_KEY', 'SIMULATOR_SECRET']) {
    expect(() => readComposeFile(COMPOSE_TEXT, { ...variables, [name]: '' })).toThrow(name);
  }
  expect(COMPOSE_TEXT).not.toMatch(/\$\{[A-Z_]*(PASSWORD|SECRET|KEY|TOKEN)[A-Z_]*:-[^}]/);
});

test('without a first key and token none is passed on', () => {
  const { EVERDIAL_API_KEY: _key, EVERDIAL_WEBHOOK_TOKEN: _token, ...others } = variables;
  const { migrate } = readComposeFile(COMPOSE_TEXT, others).services;
  expect(Object.keys(migrate?.environment ?? {})).not.toContain('EVERDIAL_API_KEY');
});

test('every dependency exists, and a condition is one that its service can meet', () => {
  for (const [name, { dependsOn }] of everyService) {
    for (const [needed, condition] of Object.entries(dependsOn)) {
      const isJob = service(needed).restart.startsWith('on-failure');
      expect([name, needed, condition]).toEqual([
        name,
        needed,
        isJob ? 'service_completed_successfully' : 'service_healthy',
      ]);
      if (!isJob) expect(service(needed).healthcheck).not.toBeNull();
    }
  }
});

test('images that are not ours are pinned to a version', () => {
  for (const [name, { image, build }] of everyService) {
    if (build === undefined) expect([name, image]).toEqual([name, expect.stringMatching(/:\d+\.\d+[\w.-]*$/)]);
  }
});

test('every volume is declared or lies in the checkout, and each declared one is used', () => {
  const sources = everyService.flatMap(([, { volumes }]) => volumes.map((volume) => volume.split(':')[0] ?? ''));
  const folders = sources.filter((source) => source.startsWith('./'));
  for (const folder of folders) expect(existsSync(join(PROJECT_FOLDER, folder))).toBe(true);
  expect(sources.filter((source) => !source.startsWith('./')).sort()).toEqual([...file.volumes].sort());
});

test('the simulator keeps its ledger, and Postgres its data, in a volume', () => {
  const isInVolume = (name: string, path: string): boolean =>
    service(name).volumes.some((volume) => path.startsWith(`${volume.split(':')[1]}`));
  expect(isInVolume('simulator', service('simulator').environment.LEDGER_FILE ?? '')).toBe(true);
  expect(isInVolume('postgres', '/var/lib/postgresql/18/docker')).toBe(true);
});

test('Temporal may listen on every address only with an address to find itself by', () => {
  const { BIND_ON_IP, TEMPORAL_BROADCAST_ADDRESS } = service('temporal').environment;
  expect([BIND_ON_IP, TEMPORAL_BROADCAST_ADDRESS]).toEqual(['0.0.0.0', '127.0.0.1']);
});

test("Temporal's server and schema job agree on host, role, password and databases, and Postgres has that role", () => {
  const schema = service('temporal-schema').environment;
  const server = service('temporal').environment;
  const postgres = service('postgres').environment;
  expect([server.DB, server.DB_PORT, server.POSTGRES_SEEDS]).toEqual([schema.SQL_PLUGIN, '5432', schema.SQL_HOST]);
  expect(schema.SQL_PORT).toBe(server.DB_PORT);
  expect([server.DBNAME, server.VISIBILITY_DBNAME]).toEqual([schema.DBNAME, schema.VISIBILITY_DBNAME]);
  for (const { user, password } of [
    { user: schema.SQL_USER, password: schema.SQL_PASSWORD },
    { user: server.POSTGRES_USER, password: server.POSTGRES_PWD },
  ]) {
    expect([user, password]).toEqual([postgres.POSTGRES_USER, postgres.POSTGRES_PASSWORD]);
  }
  expect([server.DBNAME, server.VISIBILITY_DBNAME]).not.toContain(postgres.POSTGRES_DB);
});

test('the schema job runs a script of the checkout that uses the variables it is given', () => {
  const { command, volumes, environment } = service('temporal-schema');
  const [mounted = '', target = ''] = volumes[0]?.split(':') ?? [];
  const script = read(join(mounted, (command[0] ?? '').replace(`${target}/`, '')));
  for (const name of ['DBNAME', 'VISIBILITY_DBNAME']) {
    expect(script).toContain(`"$${name}"`);
    expect(environment[name]).toBeTruthy();
  }
});

test('everyone reaches Postgres, Temporal and our own services where they listen', () => {
  const addresses = new Map<string, string>([
    ['postgres', '5432'],
    ['temporal', '7233'],
    ...ownServices(file).flatMap(([name, own]): Array<[string, string]> => {
      const port = portInContainer(own);
      return port === undefined ? [] : [[name, port]];
    }),
  ]);
  const names = Object.keys(file.services).join('|');
  let count = 0;
  for (const [name, { environment }] of everyService) {
    for (const value of Object.values(environment)) {
      for (const [, host = '', port] of value.matchAll(new RegExp(`(?:^|[/@])(${names}):(\\d+)`, 'g'))) {
        expect([name, host, port]).toEqual([name, host, addresses.get(host)]);
        count += 1;
      }
    }
  }
  expect(count).toBeGreaterThan(10);
});

test('a published port is the one that its service listens on, and is opened on this machine alone by default', () => {
  const listening: Record<string, string | undefined> = {
    temporal: '7233',
    'temporal-ui': service('temporal-ui').environment.TEMPORAL_UI_PORT,
    api: service('api').environment.PORT,
  };
  const published = everyService.flatMap(([name, { ports }]) => ports.map((port) => [name, ...port.split(':')]));
  expect(published.map(([name]) => name).sort()).toEqual(Object.keys(listening).sort());
  for (const [name = '', address, , inside] of published) {
    expect([name, address, inside]).toEqual([name, '127.0.0.1', listening[name]]);
  }
});

test('namespace and UI agree', () => {
  const namespaces = everyService.flatMap(([, { environment }]) => environment.TEMPORAL_NAMESPACE ?? []);
  expect(new Set(namespaces)).toEqual(new Set([service('temporal-ui').environment.TEMPORAL_DEFAULT_NAMESPACE]));
});

test.each(Object.entries(SCHEMAS))(
  '%s is given only variables that it reads, and listens on every address',
  (name, schema) => {
    const { environment } = service(name);
    const known = [...Object.keys(schema.shape), ...TEMPORAL_VARIABLES];
    expect(Object.keys(environment).filter((variable) => !known.includes(variable))).toEqual([]);
    expect(environment.HOST ?? environment.HEALTH_HOST).toBe('0.0.0.0');
  },
);

test('migrate is given only variables that it reads', () => {
  const source = read('services/migrate/main.ts');
  const { environment } = service('migrate');
  const own = Object.keys(environment).filter((variable) => !TEMPORAL_VARIABLES.includes(variable));
  expect(own.filter((variable) => !source.includes(`${variable}:`))).toEqual([]);
});

test('commands are files that the build makes, and the image runs them as a user without rights', () => {
  for (const [name, { command }] of ownServices(file)) {
    const [program, path = ''] = command;
    expect(program).toBe('node');
    expect([name, existsSync(join(PROJECT_FOLDER, path.replace(/^dist\/(.*)\.js$/, '$1.ts')))]).toEqual([name, true]);
  }
  const image = readDockerfile(read('Dockerfile')).at(-1);
  expect(argumentsOf(image, 'USER')).toEqual(['node']);
  expect(image?.instructions.at(-1)?.name).toBe('CMD');
  expect(Object.values(file.services).map(({ command }) => JSON.stringify(command).replaceAll(',', ', '))).toContain(
    argumentsOf(image, 'CMD')[0],
  );
});

test('nothing but what is built goes into the image: no secret, no data, no history', () => {
  const isTaken = readDockerIgnore(read('.dockerignore'));
  const left = [
    '.env',
    '.env.example',
    '.git/config',
    '.everdial/credentials.json',
    'node_modules/a/index.js',
    'dist/a.js',
  ];
  expect([...left, 'test/setup/eventually.ts', 'domain/retry-policy.test.ts'].filter(isTaken)).toEqual([]);
  const taken = ['package.json', 'package-lock.json', '.npmrc', 'tsconfig.json', 'domain/retry-policy.ts'];
  expect([...taken, 'services/api/main.ts'].filter((path) => !isTaken(path))).toEqual([]);
});
