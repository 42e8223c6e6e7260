import type { LookupAddress, LookupAllOptions } from 'node:dns';
import { lookup, Resolver } from 'node:dns/promises';
import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { callbackify } from 'node:util';
import { bareHost } from './address-filter';

const QUERY_TIMEOUT_MS = 2_000;
const HOSTS_FILE = '/etc/hosts';

/** Finds the addresses of a name; as `dns.lookup` with `all`. */
export type Resolve = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, found: LookupAddress[]) => void,
) => void;

export interface NameResolverOptions {
  /** `address:port` of the name servers to ask; the system's unless given. */
  readonly servers?: readonly string[];
  /** How long a name server has for its answer; 2 s unless given. */
  readonly timeoutMs?: number;
  /** Whose names are not asked of name servers; the system's unless given. */
  readonly hostsFile?: string;
}

/**
 * Creates a resolver for names that customers choose. It asks the name servers itself: `dns.lookup` takes one of the few
 * threads of the process for each name, so that a handful of names whose servers never answer would stall all others.
 * Names of this machine and its network (`localhost`, those in the hosts file, those without a dot) are looked up as
 * the system does; other names have to be full ones, search domains are not tried.
 *
 * @example
 * createNameResolver()('example.com', { all: true }, (error, found) => undefined)
 */
export function createNameResolver({
  servers,
  timeoutMs = QUERY_TIMEOUT_MS,
  hostsFile = HOSTS_FILE,
}: NameResolverOptions = {}): Resolve {
  const resolver = new Resolver({ timeout: timeoutMs, tries: 1 });
  if (servers) resolver.setServers(servers);
  return callbackify(async (hostname: string, options: LookupAllOptions): Promise<LookupAddress[]> => {
    const name = bareHost(hostname);
    if (isIP(name) !== 0 || isOfThisMachine(name) || (await isInFile(hostsFile, name))) {
      return lookup(name, { ...options, all: true });
    }
    return askNameServers(resolver, name);
  });
}

function isOfThisMachine(name: string): boolean {
  return name.endsWith('.localhost') || !name.includes('.');
}

async function isInFile(path: string, name: string): Promise<boolean> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text
    .split('\n')
    .flatMap((line) => line.replace(/#.*/, '').trim().split(/\s+/).slice(1))
    .some((listed) => listed.toLowerCase() === name);
}

/** @throws the error of the question for IPv4 when there is neither. */
async function askNameServers(resolver: Resolver, name: string): Promise<LookupAddress[]> {
  const [v4, v6] = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
  const found = [...addressesOf(v4, 4), ...addressesOf(v6, 6)];
  if (found.length === 0 && v4.status === 'rejected') throw v4.reason;
  return found;
}

function addressesOf(answer: PromiseSettledResult<string[]>, family: 4 | 6): LookupAddress[] {
  return answer.status === 'fulfilled' ? answer.value.map((address) => ({ address, family })) : [];
}
