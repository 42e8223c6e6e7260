import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { PROJECT_FOLDER } from '../../infra/local/project-folder';
import { usageFault } from './failure';

const DEFAULT_API_URL = 'http://127.0.0.1:8080';

/** Which API is spoken to, as whom. */
export interface Connection {
  /** Without `/api/v1`, without a slash at its end. */
  readonly apiUrl: string;
  /** Null when none was found. Never printed. */
  readonly key: string | null;
  /** What said where the API is. */
  readonly source: 'option' | 'environment' | 'stack' | 'default';
  /** The folder of the local stack. */
  readonly home: string;
}

/** What can be said on the command line. */
export interface ConnectionOptions {
  readonly api?: string;
  readonly key?: string;
  readonly home?: string;
}

/**
 * Finds API and key: options, then EVERDIAL_API_URL and EVERDIAL_API_KEY, then `stack.json` of the local stack. The
 * stack's key is for its own API alone: another address never gets it.
 *
 * @throws CliFailure when the URL is none.
 * @example findConnection({ api: 'https://everdial.example.com' }, process.env)
 */
export function findConnection(options: ConnectionOptions, env: NodeJS.ProcessEnv): Connection {
  const home = homeFolder(options.home, env);
  const stack = readStack(home);
  const [given, source] = options.api
    ? ([options.api, 'option'] as const)
    : env.EVERDIAL_API_URL
      ? ([env.EVERDIAL_API_URL, 'environment'] as const)
      : stack
        ? ([stack.api_url, 'stack'] as const)
        : ([DEFAULT_API_URL, 'default'] as const);
  const apiUrl = readUrl(given);
  const stackKey = stack && readUrl(stack.api_url) === apiUrl ? stack.api_key : null;
  return { apiUrl, key: options.key || env.EVERDIAL_API_KEY || stackKey, source, home };
}

/** --home, else EVERDIAL_HOME, else `.everdial` in the checkout. */
export function homeFolder(given: string | undefined, env: NodeJS.ProcessEnv): string {
  const named = given || env.EVERDIAL_HOME;
  return named ? resolve(named) : join(PROJECT_FOLDER, '.everdial');
}

/** Whether a URL leads to this machine. */
export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
}

function readUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw usageFault(`"${text}" is no URL of an API. Write it like https://everdial.example.com.`);
  }
  if (url.username !== '' || url.password !== '') {
    throw usageFault('The URL of the API has no user and password: the key goes into EVERDIAL_API_KEY.');
  }
  // What is pasted from the documentation.
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '').replace(/\/api\/v1$/, '');
}

interface StackFile {
  readonly api_url: string;
  readonly api_key: string;
}

/** Null while no stack runs there. */
function readStack(home: string): StackFile | null {
  try {
    const read = JSON.parse(readFileSync(join(home, 'stack.json'), 'utf8')) as Partial<StackFile>;
    return read.api_url && read.api_key ? { api_url: read.api_url, api_key: read.api_key } : null;
  } catch {
    return null;
  }
}
