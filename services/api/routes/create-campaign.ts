import type { CampaignType } from '../../../domain/campaign-status';
import type { Caller } from '../../../infra/db/organizations/api-keys';
import { writeAudit } from '../../../infra/db/organizations/audit-log';
import { setCampaignNumbers } from '../../../infra/db/numbers/caller-numbers';
import { insertCampaign } from '../../../infra/db/campaigns/campaigns';
import type { Queryable } from '../../../infra/db/database';
import { insertLines, type NewLine } from '../../../infra/db/lines/line-insertion';
import { readOrganizationRules } from '../../../infra/db/organizations/organization-rules';
import { findPhoneNumber } from '../../../infra/db/numbers/phone-numbers';
import type { CampaignRow, PhoneNumberRow } from '../../../infra/db/tables';
import { withTransaction } from '../../../infra/db/transaction';
import { originOf } from '../../../infra/phone-numbers/read-phone-number';
import { instantOfLocalTime } from '../../../infra/time-zones/local-time';
import { beginningOf } from '../campaigns/beginning';
import { readCallerNumbers } from '../campaigns/caller-numbers';
import { switchesContactHoursOff } from '../campaigns/change-settings';
import { readSettings } from '../campaigns/read-settings';
import { settingsFaults, settingsWarnings } from '../campaigns/settings-faults';
import { startAfterCommit } from '../campaigns/start-campaign';
import { notSupportedYet } from '../campaigns/unsupported-features';
import { readListedContact } from '../contacts/read-contact';
import type { ApiDependencies } from '../dependencies';
import { defineOperation, route, type Route } from '../http/operation';
import { invalidRequest, Problem, type FieldFault } from '../http/problem';
import { createCampaignAnswer, createCampaignInput, type CreateCampaignInput } from '../schemas/campaign';

const MAX_FAULTS = 100;
const DEFAULT_TIMEZONE = 'UTC';

const createCampaign = defineOperation({
  id: 'createCampaign',
  method: 'post',
  path: '/calls/bulk_call/create',
  tag: 'campaigns',
  summary: 'Create a campaign',
  description:
    'Stored before it is answered; its workflow is started at once. While Temporal is away it answers 200 too: the ' +
    'message says so, and the campaign starts when Temporal is back. Unknown fields are ignored.',
  scope: 'campaigns:admin',
  body: createCampaignInput,
  bodyLimit: 'bulk',
  answer: createCampaignAnswer,
});

/** Creating a campaign, with its first contacts. */
export function createCampaignRoute(deps: ApiDependencies): Route {
  return route(createCampaign, async ({ body, caller, db, afterCommit }) => {
    const { organizationId } = caller;
    const now = Date.now();
    const zone = body.timezone ?? DEFAULT_TIMEZONE;
    const startsAt = readStart(body, now);
    const settings = readSettings(body, zone);
    const { contactHours } = await readOrganizationRules(db, organizationId);
    const context = {
      settings,
      zone,
      from: startsAt.instant?.getTime() ?? now,
      contactHours,
      addresses: deps.addresses,
    };
    const faults = [...settingsFaults(body, context), ...startsAt.faults];
    if (faults.length > 0) throw invalidRequest(faults);
    const number = await callingNumber(db, organizationId, body);
    const callerNumbers = await readCallerNumbers(db, number, body.rotation);

    const type: CampaignType = body.is_dynamic ? 'dynamic' : 'finite';
    const rows = readContactList(body, organizationId, number);
    const beginning = { type, draft: body.save_as_draft === true, startsAt: startsAt.instant, settings };
    const campaign = await withTransaction(db, async (trx) => {
      const created = await insertCampaign(trx, {
        organizationId,
        name: body.name,
        type,
        phoneNumberId: number.id,
        timezone: zone,
        startsAt: startsAt.instant,
        settings,
        beginning: beginningOf(beginning, now),
      });
      await setCampaignNumbers(trx, created.id, callerNumbers);
      if (switchesContactHoursOff(null, settings)) await auditContactHoursOff(trx, caller, created.id);
      await insertLines(
        trx,
        rows.map((row) => ({ ...row.line, campaignId: created.id })),
      );
      return created;
    });
    const found = [...settingsWarnings(body, settings), ...rows.flatMap(({ warnings }) => warnings)];
    const answer = answerOf(campaign, found.slice(0, MAX_FAULTS));
    if (campaign.status !== 'draft') afterCommit(() => startAfterCommit(deps, campaign, answer));
    return answer;
  });
}

function answerOf(campaign: CampaignRow, warnings: readonly FieldFault[]) {
  return {
    status: 'success' as const,
    message: campaign.status === 'draft' ? 'The draft was saved.' : 'The campaign was created.',
    id: campaign.id,
    is_scheduled: campaign.starts_at !== null,
    current_status: campaign.status,
    ...(warnings.length > 0 && { warnings: [...warnings] }),
  };
}

function readStart(body: CreateCampaignInput, now: number): { instant: Date | null; faults: FieldFault[] } {
  if (!body.is_scheduled) return { instant: null, faults: [] };
  const fault = (code: string, detail: string) => ({
    instant: null,
    faults: [{ pointer: '/scheduled_datetime', code, detail }],
  });
  if (body.scheduled_datetime === undefined) return fault('required', 'A scheduled campaign needs its date and time.');
  const instant = instantOfLocalTime(body.scheduled_datetime, body.timezone ?? DEFAULT_TIMEZONE);
  if (instant === null) return fault('invalid_datetime', 'Write date and time like 2026-12-25 10:00:00.');
  if (instant <= now) return fault('in_the_past', 'This time has passed. Leave is_scheduled out to start now.');
  return { instant: new Date(instant), faults: [] };
}

async function callingNumber(
  db: Queryable,
  organizationId: number,
  body: CreateCampaignInput,
): Promise<PhoneNumberRow> {
  const number = await findPhoneNumber(db, organizationId, body.phone_number_id);
  if (!number) {
    const detail = 'There is no such phone number. GET /api/v1/phone_numbers lists them.';
    const fault = { pointer: '/phone_number_id', code: 'phone_number_not_found', detail };
    throw new Problem(404, 'phone_number_not_found', detail, { errors: [fault] });
  }
  if (number.agent_id === null) {
    const detail = 'This number has no agent. Attach one: PUT /api/v1/phone_numbers/{id}.';
    throw invalidRequest([{ pointer: '/phone_number_id', code: 'no_agent', detail }]);
  }
  if (body.bot_id !== undefined && body.bot_id !== number.agent_id) {
    const detail = `A campaign calls with the agent attached to its number, which is ${number.agent_id}.`;
    throw invalidRequest([notSupportedYet('/bot_id', detail)]);
  }
  return number;
}

async function auditContactHoursOff(trx: Queryable, caller: Caller, campaignId: number): Promise<void> {
  await writeAudit(trx, {
    organizationId: caller.organizationId,
    apiKeyId: caller.apiKeyId,
    action: 'campaign.contact_hours_off',
    objectType: 'campaign',
    objectId: campaignId,
  });
}

interface ListedRow {
  readonly line: NewLine;
  readonly warnings: readonly FieldFault[];
}

/** All rows or none: a campaign is not created with a part of its contacts. */
function readContactList(body: CreateCampaignInput, organizationId: number, number: PhoneNumberRow): ListedRow[] {
  const list = body.contact_list ?? [];
  if (list.length === 0 && !body.is_dynamic && !body.save_as_draft) {
    const detail = 'A finite campaign needs contacts. Give contact_list, or is_dynamic to add contacts later.';
    throw invalidRequest([{ pointer: '/contact_list', code: 'required', detail }]);
  }
  const destination = { organizationId, campaignId: 0, origin: originOf(number.number) };
  const faults: FieldFault[] = [];
  const rows: ListedRow[] = [];
  for (const [index, given] of list.entries()) {
    const at = `/contact_list/${index}`;
    const read = readListedContact(given, destination);
    if (read.ok) rows.push({ line: read.line, warnings: read.warnings.map((found) => ({ pointer: at, ...found })) });
    else faults.push(...read.faults.map((fault) => ({ ...fault, pointer: `${at}${fault.pointer}` })));
    if (faults.length >= MAX_FAULTS) break;
  }
  if (faults.length > 0) throw invalidRequest(faults);
  return rows;
}
