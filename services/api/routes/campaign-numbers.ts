import type { Transaction } from 'kysely';
import { isFinalStatus } from '../../../domain/campaign-status';
import type { Caller } from '../../../infra/db/organizations/callers';
import {
  addCampaignNumber,
  listCampaignNumbers,
  setCampaignNumbers,
  updateCampaignNumber,
  type ListedCallerNumber,
} from '../../../infra/db/numbers/caller-numbers';
import { lockCampaign, statusBehindGate, storeSettings } from '../../../infra/db/campaigns/campaigns';
import { findPhoneNumbers } from '../../../infra/db/numbers/phone-numbers';
import type { CampaignRow } from '../../../infra/db/campaign-tables';
import type { Schema } from '../../../infra/db/schema';
import { withTransaction } from '../../../infra/db/transaction';
import { audit } from '../audit';
import { callerNumberFaults } from '../campaigns/caller-numbers';
import { DEFAULT_ROTATION } from '../campaigns/read-rules';
import { defineOperation, route, type Route } from '../http/operation';
import { invalidRequest, notFound, Problem } from '../http/problem';
import {
  addNumberInput,
  campaignNumberAnswer,
  campaignNumbersAnswer,
  updateNumberInput,
} from '../schemas/campaign-numbers';
import { requireCampaign } from './campaigns';

const tag = 'campaigns';
const path = '/calls/bulk_call/{id}/numbers';

const listOperation = defineOperation({
  id: 'listCampaignNumbers',
  method: 'get',
  path,
  tag,
  summary: 'List the numbers that a campaign calls from',
  scope: 'read',
  answer: campaignNumbersAnswer,
});

const addOperation = defineOperation({
  id: 'addCampaignNumber',
  method: 'post',
  path,
  tag,
  summary: 'Add a number to call from',
  description: 'A campaign that had one number rotates from then on: `fixed_count`, unless create said otherwise.',
  scope: 'campaigns:admin',
  body: addNumberInput,
  answer: campaignNumberAnswer,
});

const updateOperation = defineOperation({
  id: 'updateCampaignNumber',
  method: 'put',
  path: `${path}/{assignment_id}`,
  tag,
  summary: 'Switch a number of a campaign on or off',
  description: 'Switched on again, a number that rested is used at once. The last one cannot be switched off.',
  scope: 'campaigns:admin',
  body: updateNumberInput,
  answer: campaignNumberAnswer,
});

/** The numbers that a campaign calls from. */
export function campaignNumberRoutes(): Route[] {
  return [
    route(listOperation, async ({ id, caller, db }) => {
      const campaign = await requireCampaign(db, caller.organizationId, id());
      const records = (await listCampaignNumbers(db, campaign.id, Date.now())).map(numberRecord);
      return { status: 'success' as const, records, total_records: records.length };
    }),
    route(addOperation, async ({ id, body, caller, db }) => {
      const campaignId = id();
      return withTransaction(db, async (trx) => {
        const campaign = await lockLiving(trx, caller, campaignId);
        await addNumber(trx, campaign, body);
        await audit(trx, caller, 'campaign.numbers', campaignId, { added: body.phone_number_id });
        return answerOf(trx, 'The number was added.', campaignId, (number) => {
          return number.phoneNumberId === body.phone_number_id;
        });
      });
    }),
    route(updateOperation, async ({ id, body, caller, db }) => {
      const campaignId = id();
      const assignmentId = id('assignment_id');
      return withTransaction(db, async (trx) => {
        await lockLiving(trx, caller, campaignId);
        await switchNumber(trx, campaignId, assignmentId, body.is_active);
        await audit(trx, caller, 'campaign.numbers', campaignId, {
          assignment_id: assignmentId,
          is_active: body.is_active,
        });
        const message = body.is_active ? 'The number is switched on.' : 'The number is switched off.';
        return answerOf(trx, message, campaignId, (number) => number.id === assignmentId);
      });
    }),
  ];
}

async function lockLiving(trx: Transaction<Schema>, caller: Caller, campaignId: number): Promise<CampaignRow> {
  const campaign = await lockCampaign(trx, caller.organizationId, campaignId);
  if (!campaign) throw notFound('campaign');
  const status = statusBehindGate(campaign);
  if (!isFinalStatus(status)) return campaign;
  throw new Problem(409, 'campaign_closed', `The campaign is ${status}; its numbers stay as they are.`);
}

async function addNumber(
  trx: Transaction<Schema>,
  campaign: CampaignRow,
  { phone_number_id: phoneNumberId, sequence }: { readonly phone_number_id: number; readonly sequence?: number },
): Promise<void> {
  const found = await findPhoneNumbers(trx, campaign.organization_id, [campaign.phone_number_id, phoneNumberId]);
  const own = found.find(({ id }) => id === campaign.phone_number_id);
  if (!own) throw new Error(`campaign ${campaign.id} has lost its number`);
  const number = found.find(({ id }) => id === phoneNumberId);
  const faults = callerNumberFaults(own, number, '/phone_number_id');
  if (faults.length > 0) throw invalidRequest(faults);
  // A campaign of the first release has none on its list.
  const listed = await listCampaignNumbers(trx, campaign.id, Date.now());
  if (listed.length === 0) await setCampaignNumbers(trx, campaign.id, [{ phoneNumberId: own.id, sequence: 0 }]);
  if (!(await addCampaignNumber(trx, campaign.id, { phoneNumberId, sequence }))) {
    throw new Problem(409, 'number_exists', 'The campaign calls from this number already.');
  }
  if (campaign.settings.rotation === null) {
    await storeSettings(trx, campaign.id, { ...campaign.settings, rotation: DEFAULT_ROTATION });
  }
}

async function switchNumber(
  trx: Transaction<Schema>,
  campaignId: number,
  assignmentId: number,
  isActive: boolean,
): Promise<void> {
  const numbers = await listCampaignNumbers(trx, campaignId, Date.now());
  const number = numbers.find(({ id }) => id === assignmentId);
  if (!number) throw notFound('caller number of this campaign');
  if (!isActive && !numbers.some((other) => other.isActive && other.id !== assignmentId)) {
    const detail = 'The campaign would have no number to call from. Pause it instead, or switch another one on first.';
    throw new Problem(409, 'last_number', detail);
  }
  await updateCampaignNumber(trx, campaignId, number.phoneNumberId, { isActive });
}

async function answerOf(
  trx: Transaction<Schema>,
  message: string,
  campaignId: number,
  isIt: (number: ListedCallerNumber) => boolean,
) {
  const number = (await listCampaignNumbers(trx, campaignId, Date.now())).find(isIt);
  if (!number) throw notFound('caller number of this campaign');
  return { status: 'success' as const, message, ...numberRecord(number) };
}

function numberRecord(number: ListedCallerNumber) {
  return {
    assignment_id: number.id,
    phone_number_id: number.phoneNumberId,
    number: number.number,
    sequence: number.sequence,
    is_active: number.isActive,
    calls: number.calls,
    answer_rate: number.answerRate === null ? null : Math.round(number.answerRate * 1_000) / 10,
    last_used_at: number.lastUsedAt?.toISOString() ?? null,
    rests_until: number.restsUntil?.toISOString() ?? null,
  };
}
