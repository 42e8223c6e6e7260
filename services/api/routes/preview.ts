import { setImmediate } from 'node:timers/promises';
import { findAgent } from '../../../infra/db/organizations/agents';
import type { Queryable } from '../../../infra/db/database';
import type { CampaignWithNumber } from '../../../infra/db/campaigns/campaigns';
import { listLines } from '../../../infra/db/lines/lines';
import type { LineRow } from '../../../infra/db/line-tables';
import { namedValues } from '../../../infra/templates/agent-texts';
import { readTemplate, type TextTemplate } from '../../../infra/templates/text-template';
import { defineOperation, route, type Route } from '../http/operation';
import { Problem } from '../http/problem';
import { previewAnswer, previewQuery } from '../schemas/preview';
import { requireCampaign } from './campaigns';

const DEFAULT_LIMIT = 50;
const NO_FILTER = { callStatus: null, interactionStatus: null, search: null };

const previewOperation = defineOperation({
  id: 'previewCampaign',
  method: 'get',
  path: '/calls/bulk_call/{id}/preview',
  tag: 'campaigns',
  summary: 'Show what the agent will say to the first contacts of an activated campaign',
  description:
    'Welcome message and prompt with the variables of each contact filled in. Variables without a value stay as written. ' +
    'What a pre-call webhook adds comes at the call, and `metadata` never.',
  scope: 'read',
  query: previewQuery,
  answer: previewAnswer,
});

/** Showing what will be said before it is said. */
export function previewRoute(): Route {
  return route(previewOperation, async ({ id, query, caller, db }) => {
    const campaign = await requireCampaign(db, caller.organizationId, id());
    if (campaign.status === 'draft') {
      const detail = 'A draft has no preview. Start it first: POST .../start.';
      throw new Problem(409, 'campaign_is_draft', detail);
    }
    const lines = await listLines(db, campaign.id, NO_FILTER, { after: 0, limit: query.limit ?? DEFAULT_LIMIT });
    const texts = await textsOf(db, campaign);
    const rendered = await renderLines(texts, lines);
    return {
      status: 'success' as const,
      campaign_status: campaign.status,
      bot_id: campaign.agent_id,
      variables: [...new Set([...texts.welcome_message.variables, ...texts.prompt.variables])],
      ...rendered,
    };
  });
}

type Texts = Readonly<Record<'welcome_message' | 'prompt', TextTemplate>>;

async function textsOf(db: Queryable, campaign: CampaignWithNumber): Promise<Texts> {
  const agent =
    campaign.agent_id === null ? undefined : await findAgent(db, campaign.organization_id, campaign.agent_id);
  return {
    welcome_message: readTemplate(agent?.welcome_message ?? ''),
    prompt: readTemplate(agent?.prompt ?? ''),
  };
}

async function renderLines(texts: Texts, lines: readonly LineRow[]) {
  const records = [];
  const problems = new Map<keyof Texts, string>();
  const missing = new Set<string>();
  for (const line of lines) {
    // A text that takes its time keeps no other request waiting.
    await setImmediate();
    const values = namedValues(line, line.custom_variables);
    const shown = (field: keyof Texts) => {
      const { text, unresolved, problem } = texts[field].render(values);
      if (problem !== null) problems.set(field, problem);
      return { text, unresolved };
    };
    const [welcome, prompt] = [shown('welcome_message'), shown('prompt')];
    const unresolved = [...new Set([...welcome.unresolved, ...prompt.unresolved])];
    for (const name of unresolved) missing.add(name);
    records.push({
      line_id: line.id,
      to_number: line.to_number,
      external_id: line.external_id,
      call_status: line.call_status,
      welcome_message: welcome.text,
      prompt: prompt.text,
      unresolved,
    });
  }
  return {
    unresolved: [...missing],
    problems: [...problems].map(([field, detail]) => ({ field, detail })),
    records,
  };
}
