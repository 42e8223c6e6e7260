import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { platform } from 'node:os';
import { join } from 'node:path';
import { cacheFolder, fillCache } from './cache-folder';
import { findProgram, isExecutable } from './find-program';
import { withHeartbeat, type Progress } from './progress';
import { PROJECT_FOLDER } from './project-folder';
import { runCommand } from './run-command';

const INSTALL_TIMEOUT_MS = 10 * 60_000;

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const APPLICATIONS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

const WHAT_TO_INSTALL =
  'The browser tests need Chrome or Chromium. Install one (Debian: `apt-get install chromium`; macOS: `brew install ' +
  '--cask chromium`), or name its program in CHROME_PATH, then try again.';

/**
 * A Chrome or Chromium that is there already: CHROME_PATH, else one that is installed.
 *
 * @returns its absolute path; undefined when there is none.
 * @throws Error when CHROME_PATH names nothing that can be run.
 */
export function installedChromium(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const named = env.CHROME_PATH;
  if (named) {
    if (!isExecutable(named)) throw new Error(`CHROME_PATH names no program that can be run: ${named}`);
    return named;
  }
  for (const name of PROGRAMS) {
    const found = findProgram(name, env);
    if (found) return found;
  }
  return APPLICATIONS.find(isExecutable);
}

/**
 * Finds a Chrome or Chromium for the browser tests, or fetches one: CHROME_PATH, an installed one, Debian's package when
 * this process may install it, Playwright's own download.
 *
 * @returns an absolute path.
 * @throws Error that says what to install.
 * @example const executablePath = await findChromium(console.error);
 */
export async function findChromium(progress: Progress): Promise<string> {
  const installed = installedChromium();
  if (installed) return installed;
  return fillCache('chromium', progress, async () => {
    const failures: unknown[] = [];
    for (const fetchIt of [installDebiansPackage, downloadPlaywrights]) {
      // Whoever was waited for may have installed it.
      const found =
        installedChromium() ?? (await fetchIt(progress).catch((error: unknown) => void failures.push(error)));
      if (found) return found;
    }
    throw new Error([WHAT_TO_INSTALL, ...failures.map(String)].join('\n'));
  });
}

async function installDebiansPackage(progress: Progress): Promise<string | undefined> {
  const apt = findProgram('apt-get');
  if (platform() !== 'linux' || !apt || process.getuid?.() !== 0) return undefined;
  progress("installing Debian's package chromium (about a minute, only this once)");
  await runLogged(progress, apt, ['update', '-qq']);
  await runLogged(progress, apt, ['install', '-y', '-qq', '--no-install-recommends', 'chromium']);
  return installedChromium();
}

async function downloadPlaywrights(progress: Progress): Promise<string | undefined> {
  progress("downloading Playwright's Chromium (only this once)");
  const cli = join(PROJECT_FOLDER, 'node_modules', 'playwright-core', 'cli.js');
  await runLogged(progress, process.execPath, [cli, 'install', 'chromium']);
  const { chromium } = await import('playwright-core');
  const path = chromium.executablePath();
  return existsSync(path) ? path : undefined;
}

async function runLogged(progress: Progress, program: string, args: readonly string[]): Promise<void> {
  const folder = await mkdtemp(join(cacheFolder(), 'install-'));
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  try {
    await withHeartbeat(progress, 'fetching a browser', () =>
      runCommand(program, args, { env, logFile: join(folder, 'install.log'), timeoutMs: INSTALL_TIMEOUT_MS }),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
