import type { Queryable } from '../../../infra/db/database';
import { findAgent } from '../../../infra/db/organizations/agents';
import type { AgentRow } from '../../../infra/db/organization-tables';
import { clockChanges } from '../../../infra/time-zones/clock-changes';
import { openingsOf, type Opening } from '../campaigns/openings';
import { readCampaign, type ReadCampaign } from '../campaigns/read-campaign';
import { askedVariables, type SaidText } from '../campaigns/template-variables';
import type { ApiDependencies } from '../dependencies';
import { defineOperation, route, type Route } from '../http/operation';
import { checkCampaignAnswer, checkCampaignInput } from '../schemas/check-campaign';

const DAYS_MS = 14 * 24 * 60 * 60 * 1_000;

const checkOperation = defineOperation({
  id: 'checkCampaign',
  method: 'post',
  path: '/calls/bulk_call/check',
  tag: 'campaigns',
  summary: 'Tell what a campaign would be, and create nothing',
  description:
    "Takes create's body, and refuses what create would. Tells who would call, when, and which variables of the agent's " +
    'texts no contact has. What a pre-call webhook adds is not known before the call.',
  scope: 'read',
  body: checkCampaignInput,
  bodyLimit: 'bulk',
  answer: checkCampaignAnswer,
});

/** Looking at a campaign before it is created. */
export function checkCampaignRoute(deps: ApiDependencies): Route {
  return route(checkOperation, async ({ body, caller, db }) => {
    const now = Date.now();
    const read = await readCampaign(deps, db, caller.organizationId, body, now);
    const agent = await agentOf(db, read);
    const from = Math.max(now, read.startsAt?.getTime() ?? 0);
    const span = { from, to: from + DAYS_MS };
    const { next, openings } = openingsOf(read.settings, read.zone, span);
    const asked = askedVariables(textsOf(agent, read), variablesOf(read, body.columns));
    return {
      status: 'success' as const,
      from_number: read.number.number,
      agent: agent ? { id: agent.id, name: agent.name } : null,
      timezone: read.zone,
      next_opening: next && openingRecord(next),
      openings: openings.map(openingRecord),
      clock_changes: clockChanges(read.zone, span.from, span.to).map((change) => ({
        at: new Date(change.at).toISOString(),
        date: change.date,
        offset_before_s: change.offsetBeforeS,
        offset_after_s: change.offsetAfterS,
      })),
      template_variables: [...asked.variables],
      missing_variables: [...asked.missing],
      warnings: [...read.warnings, ...asked.warnings],
    };
  });
}

async function agentOf(db: Queryable, { number }: ReadCampaign): Promise<AgentRow | undefined> {
  return number.agent_id === null ? undefined : findAgent(db, number.organization_id, number.agent_id);
}

function textsOf(agent: AgentRow | undefined, { settings }: ReadCampaign): SaidText[] {
  const ofAgent = (what: string, text: string): SaidText => ({ pointer: '/phone_number_id', what, text });
  const { message } = settings.voicemail;
  return [
    ...(agent ? [ofAgent("The agent's welcome message", agent.welcome_message)] : []),
    ...(agent ? [ofAgent("The agent's prompt", agent.prompt)] : []),
    ...(message === null ? [] : [{ pointer: '/voicemail_message', what: 'The message', text: message }]),
  ];
}

/** What contacts will have; null when neither columns nor contacts were given. */
function variablesOf({ lines }: ReadCampaign, columns: readonly string[] | undefined): readonly string[] | null {
  if (columns === undefined && lines.length === 0) return null;
  return [...(columns ?? []), ...new Set(lines.flatMap((line) => Object.keys(line.customVariables)))];
}

function openingRecord({ from, until }: Opening) {
  return { from: new Date(from).toISOString(), until: until === null ? null : new Date(until).toISOString() };
}
