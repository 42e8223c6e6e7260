import type { Transaction } from 'kysely';
import { keepAgent } from '../../../infra/db/organizations/agents';
import type { AgentRow } from '../../../infra/db/organization-tables';
import type { Schema } from '../../../infra/db/schema';
import { invalidRequest, Problem, type FieldFault } from '../http/problem';
import type { KnownProviders } from './read-account';

type Adapters = Pick<KnownProviders, 'adapters'>;

/**
 * What keeps providers from using an agent, by what they know it by; none when all can. Simulated numbers take any.
 *
 * @param pointer to what has to be changed in the request.
 */
function agentFitFaults(
  { adapters }: Adapters,
  { provider_reference: reference }: Pick<AgentRow, 'provider_reference'>,
  providers: readonly string[],
  pointer: string,
): FieldFault[] {
  return providers.flatMap((provider) => {
    const adapter = adapters.get(provider);
    const faults = adapter?.agentFaults(reference) ?? [];
    return faults.map((fault) => ({
      pointer,
      code: 'agent_unusable',
      detail: `${adapter?.title ?? provider} cannot use this agent by its provider_reference. ${fault}`,
    }));
  });
}

/** Whether a provider can use an agent. */
export function agentFits(adapters: Adapters, agent: Pick<AgentRow, 'provider_reference'>, provider: string): boolean {
  return agentFitFaults(adapters, agent, [provider], '').length === 0;
}

/** @throws Problem 422 when one of the providers cannot use the agent. */
export function requireAgentFit(
  adapters: Adapters,
  agent: Pick<AgentRow, 'provider_reference'>,
  providers: readonly string[],
  pointer: string,
): void {
  const faults = agentFitFaults(adapters, agent, providers, pointer);
  if (faults.length > 0) throw invalidRequest(faults);
}

/**
 * The agent that is to speak on numbers of some providers; nobody changes it until the transaction ends.
 *
 * @throws Problem 404 when there is none, 422 when one of the providers cannot use it.
 */
export async function requireFittingAgent(
  trx: Transaction<Schema>,
  adapters: Adapters,
  organizationId: number,
  { agentId, providers }: { readonly agentId: number; readonly providers: readonly string[] },
): Promise<AgentRow> {
  const agent = await keepAgent(trx, organizationId, agentId);
  if (!agent) throw noSuchAgent();
  requireAgentFit(adapters, agent, providers, '/agent_id');
  return agent;
}

function noSuchAgent(): Problem {
  const detail = 'There is no such agent. GET /api/v1/agents lists them.';
  const fault = { pointer: '/agent_id', code: 'agent_not_found', detail };
  return new Problem(404, 'agent_not_found', detail, { errors: [fault] });
}

/**
 * Refuses a provider's own id of a number that the provider cannot use.
 *
 * @throws Problem 422.
 */
export function requireNumberReference({ adapters }: Adapters, provider: string, reference: string | null): void {
  const adapter = adapters.get(provider);
  const faults = adapter?.numberFaults?.(reference) ?? [];
  if (!adapter || faults.length === 0) return;
  const pointer = '/provider_reference';
  throw invalidRequest(
    faults.map((fault) => ({
      pointer,
      code: 'number_unusable',
      detail: `${adapter.title} cannot call from this number by its provider_reference. ${fault}`,
    })),
  );
}
