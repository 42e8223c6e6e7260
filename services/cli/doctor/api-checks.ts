import { reasonOf } from '../client';
import { EXIT_CODES } from '../exit-codes';
import { CliFailure } from '../failure';
import type { Context } from '../context';
import { absent, found, type Finding } from './finding';

const TIMEOUT_MS = 5_000;

/** What it says on /readyz, and how to mend it. */
const FIXES: Readonly<Record<string, string>> = {
  postgres: 'Start Postgres, or look at DATABASE_URL of the API.',
  temporal: 'Start Temporal, or look at TEMPORAL_ADDRESS of the API.',
  worker: 'No campaign worker polls: start services/worker-campaigns (a local stack starts it).',
};

/** Whether the API answers, is ready, and takes the key. */
export async function checkApi(context: Context): Promise<Finding[]> {
  const { apiUrl, source } = context.connection;
  const ready = await askReadiness(context);
  if (typeof ready === 'string') {
    if (source === 'default') {
      return [absent('API', 'optional', 'no stack runs on this machine', 'everdial up; or --api and EVERDIAL_API_URL')];
    }
    const fix = source === 'stack' ? 'Start the stack again: everdial up' : 'Check --api or EVERDIAL_API_URL.';
    return [absent('API', 'missing', `${apiUrl} cannot be reached (${ready})`, fix)];
  }
  return [found('API', apiUrl), ...readinessOf(ready), await checkKey(context)];
}

type Readiness = Readonly<Record<string, string>>;

/** @returns why nobody answers, as a text. */
async function askReadiness({ connection, signal }: Context): Promise<Readiness | string> {
  try {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
    const response = await fetch(`${connection.apiUrl}/readyz`, { signal: limit });
    const { checks } = (await response.json()) as { checks?: Readiness };
    return checks ?? 'something else answers there';
  } catch (error) {
    signal.throwIfAborted();
    return error instanceof SyntaxError ? 'something else answers there' : reasonOf(error);
  }
}

function readinessOf(checks: Readiness): Finding[] {
  return Object.entries(checks).map(([name, state]) => {
    const title = name === 'worker' ? 'Worker polls' : `API reaches ${name}`;
    const fix = FIXES[name] ?? 'Look at the log of the API.';
    return state === 'ok' ? found(title, 'ready') : absent(title, 'missing', String(state), fix);
  });
}

async function checkKey({ api }: Context): Promise<Finding> {
  try {
    await api.get('calls/bulk_call', { pagesize: 1 });
    return found('API key', 'accepted');
  } catch (error) {
    if (!(error instanceof CliFailure)) throw error;
    // It is a key, of fewer rights than this look asks for.
    if (error.problem?.status === 403) return found('API key', `accepted; ${error.message}`);
    const fix =
      error.exitCode === EXIT_CODES.unauthenticated
        ? 'Set EVERDIAL_API_KEY to a key of this API that was not revoked.'
        : 'Look at the log of the API.';
    return absent('API key', 'missing', error.message, fix);
  }
}
