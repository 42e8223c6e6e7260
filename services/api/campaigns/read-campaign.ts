import type { CampaignSettings } from '../../../domain/campaign-settings';
import type { CampaignType } from '../../../domain/campaign-status';
import type { Queryable } from '../../../infra/db/database';
import type { NewLine } from '../../../infra/db/lines/line-insertion';
import type { CallerNumberChoice } from '../../../infra/db/numbers/caller-numbers';
import { findPhoneNumber } from '../../../infra/db/numbers/phone-numbers';
import { readOrganizationRules } from '../../../infra/db/organizations/organization-rules';
import type { PhoneNumberRow } from '../../../infra/db/organization-tables';
import { originOf } from '../../../infra/phone-numbers/read-phone-number';
import { instantOfLocalTime } from '../../../infra/time-zones/local-time';
import { readListedContact } from '../contacts/read-contact';
import type { ApiDependencies } from '../dependencies';
import { invalidRequest, Problem, type FieldFault } from '../http/problem';
import type { CreateCampaignInput } from '../schemas/campaign';
import { readCallerNumbers } from './caller-numbers';
import { readSettings } from './read-settings';
import { settingsFaults, settingsWarnings } from './settings-faults';
import { notSupportedYet } from './unsupported-features';

const MAX_FAULTS = 100;
const DEFAULT_TIMEZONE = 'UTC';

/** What create's body says, when nothing is wrong with it. */
export interface ReadCampaign {
  readonly type: CampaignType;
  readonly zone: string;
  readonly startsAt: Date | null;
  readonly settings: CampaignSettings;
  readonly number: PhoneNumberRow;
  readonly callerNumbers: readonly CallerNumberChoice[];
  readonly lines: readonly NewLine[];
  /** What is taken although it may not do what was meant. */
  readonly warnings: readonly FieldFault[];
}

/**
 * Reads create's body, and writes nothing.
 *
 * @param now epoch milliseconds.
 * @throws Problem 404 without such a number, 422 with the faults.
 */
export async function readCampaign(
  { addresses }: Pick<ApiDependencies, 'addresses'>,
  db: Queryable,
  organizationId: number,
  body: CreateCampaignInput,
  now: number,
): Promise<ReadCampaign> {
  const zone = body.timezone ?? DEFAULT_TIMEZONE;
  const startsAt = readStart(body, now);
  const settings = readSettings(body, zone);
  const { contactHours } = await readOrganizationRules(db, organizationId);
  const context = { settings, zone, from: startsAt.instant?.getTime() ?? now, contactHours, addresses };
  const faults = [...settingsFaults(body, context), ...startsAt.faults];
  if (faults.length > 0) throw invalidRequest(faults);
  const number = await callingNumber(db, organizationId, body);
  const callerNumbers = await readCallerNumbers(db, number, body.rotation);
  const rows = readContactList(body, organizationId, number);
  const warnings = [...settingsWarnings(body, settings), ...rows.flatMap((row) => row.warnings)];
  return {
    type: body.is_dynamic ? 'dynamic' : 'finite',
    zone,
    startsAt: startsAt.instant,
    settings,
    number,
    callerNumbers,
    lines: rows.map(({ line }) => line),
    warnings: warnings.slice(0, MAX_FAULTS),
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
