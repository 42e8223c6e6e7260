import { Router } from 'express';
import { sql } from 'kysely';
import { withinTime } from '../campaigns/within-time';
import type { ApiDependencies, ReadinessCheck } from '../dependencies';

const CHECK_PATIENCE_MS = 2_000;

/** `/healthz`: the process answers. `/readyz`: all that it needs answers too. `/metrics`: for Prometheus. */
export function createHealthRouter(deps: ApiDependencies): Router {
  const router = Router();
  const checks: Record<string, ReadinessCheck> = {
    postgres: async () => void (await sql`select 1`.execute(deps.db)),
    ...deps.readiness,
  };
  router.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' });
  });
  router.get('/readyz', async (_request, response) => {
    const results = await Promise.all(Object.entries(checks).map(runCheck));
    const ready = results.every(([, result]) => result === 'ok');
    if (!ready) response.setHeader('Retry-After', '2');
    response
      .status(ready ? 200 : 503)
      .json({ status: ready ? 'ready' : 'not_ready', checks: Object.fromEntries(results) });
  });
  router.get('/metrics', async (_request, response) => {
    response.type(deps.metrics.contentType).send(await deps.metrics.metrics());
  });
  return router;
}

async function runCheck([name, check]: [string, ReadinessCheck]): Promise<[string, 'ok' | 'unavailable']> {
  try {
    await withinTime(check(), CHECK_PATIENCE_MS);
    return [name, 'ok'];
  } catch {
    // Why stays in the log of whoever is away: this answer is public.
    return [name, 'unavailable'];
  }
}
