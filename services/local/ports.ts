import { claimPort, type PortClaim } from '../../infra/local/free-ports';
import type { Progress } from '../../infra/local/progress';

/** What a stack prefers; one in use is stepped over. */
const PREFERRED = {
  api: 8080,
  simulator: 8090,
  temporal: 7233,
  'temporal-ui': 8233,
  postgres: 5433,
  'worker-campaigns': 8181,
  'worker-calls': 8182,
  'worker-webhooks': 8183,
} as const;

export type PortName = keyof typeof PREFERRED;

export interface StackPorts {
  readonly of: Readonly<Record<PortName, number>>;
  release(): Promise<void>;
}

/**
 * Claims a port for every server that a stack starts, for as long as it runs.
 *
 * @param names which servers; the others keep the number they prefer, unclaimed.
 * @param asked overrides the preferred ports.
 * @throws Error when no port is free.
 */
export async function claimPorts(
  names: readonly PortName[],
  asked: Partial<Record<PortName, number>>,
  progress: Progress,
): Promise<StackPorts> {
  const claims: PortClaim[] = [];
  const ports: Record<PortName, number> = { ...PREFERRED, ...asked };
  for (const name of names) {
    const wanted = ports[name];
    const claim = await claimPort(wanted);
    claims.push(claim);
    ports[name] = claim.port;
    if (claim.port !== wanted) progress(`port ${wanted} is in use: ${name} takes ${claim.port}`);
  }
  return {
    of: ports,
    release: async () => {
      await Promise.all(claims.map((claim) => claim.release()));
    },
  };
}
