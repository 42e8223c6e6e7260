import type { NewLine } from '../../../infra/db/lines/line-insertion';
import { originOf, type NumberOrigin } from '../../../infra/phone-numbers/read-phone-number';
import { readContact, rejectionOf } from '../contacts/read-contact';
import type { FieldFault } from '../http/problem';
import { idInput } from '../schemas/common';
import type { LeadRejection } from '../schemas/lead';

const NUMBER_FIELDS = ['to_number', 'phone_number', 'phone'];

/** What the leads of a batch have in common. */
export interface LeadBatchFacts {
  readonly organizationId: number;
  readonly requestId: string;
  /** The numbers that its campaigns call from, by campaign; of this organization alone. */
  readonly numbers: ReadonlyMap<number, string>;
}

/** Why a lead is not taken. */
export interface RejectedLead {
  readonly index: number;
  readonly code: LeadRejection;
  /** A sentence that says what to fix. */
  readonly reason: string;
}

/** A lead that may be stored, or what is wrong with it. */
export type ReadLead =
  { readonly ok: true; readonly index: number; readonly line: NewLine } | ({ readonly ok: false } & RejectedLead);

/** The campaign that a lead is for; null when it names none. */
export function campaignIdOf(lead: unknown): number | null {
  const { campaign_id } = isObject(lead) ? lead : {};
  const read = idInput.safeParse(campaign_id);
  return read.success ? read.data : null;
}

/**
 * Reads a lead: beside campaign and number every field is a custom variable, whatever it is called.
 *
 * @param index its place in the batch, from 0; also what its external id ends with.
 * @example readLead({ campaign_id: '12', phone: '+15551234567', name: 'Alice' }, 0, facts)
 */
export function readLead(
  lead: unknown,
  index: number,
  { organizationId, requestId, numbers }: LeadBatchFacts,
): ReadLead {
  const fault = (code: LeadRejection, reason: string): ReadLead => ({ ok: false, index, code, reason });
  if (!isObject(lead))
    return fault('invalid_lead', 'A lead is an object, such as {"campaign_id": 12, "phone": "..."}.');
  const { campaign_id } = lead;
  if (campaign_id === undefined || campaign_id === '') {
    return fault('missing_campaign_id', 'Give the campaign that is to call this lead as campaign_id.');
  }
  const campaignId = campaignIdOf(lead);
  const from = campaignId === null ? undefined : numbers.get(campaignId);
  if (campaignId === null || from === undefined) {
    return fault('unknown_campaign', 'There is no campaign with this campaign_id in your organization.');
  }
  const origin: NumberOrigin | null = originOf(from);
  const contact = { ...numbersIn(lead), custom_variables: variablesIn(lead), external_id: `${requestId}-${index}` };
  const read = readContact(contact, { organizationId, campaignId, origin });
  if (read.ok) return { ok: true, index, line: read.line };
  const { code } = rejectionFor(read.faults[0]);
  return fault(code, rejectionOf(read).reason);
}

function numbersIn(lead: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(lead).filter(([name]) => NUMBER_FIELDS.includes(name)));
}

function variablesIn(lead: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const isVariable = (name: string): boolean => name !== 'campaign_id' && !NUMBER_FIELDS.includes(name);
  return Object.fromEntries(Object.entries(lead).filter(([name]) => isVariable(name)));
}

/** Only numbers and variables come from the lead. */
function rejectionFor(fault: FieldFault | undefined): { readonly code: LeadRejection } {
  if (fault?.pointer.startsWith('/custom_variables')) return { code: 'variables_too_large' };
  return { code: fault?.code === 'missing_phone' ? 'missing_phone' : 'invalid_phone' };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
