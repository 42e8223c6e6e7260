import type { CallerNumberChoice } from '../../../infra/db/numbers/caller-numbers';
import type { Queryable } from '../../../infra/db/database';
import { findPhoneNumbers } from '../../../infra/db/numbers/phone-numbers';
import type { PhoneNumberRow } from '../../../infra/db/organization-tables';
import { invalidRequest, type FieldFault } from '../http/problem';
import type { CreateCampaignInput } from '../schemas/campaign';

const SIMULATOR = 'simulator';

/**
 * The numbers that a new campaign may call from, in the order given where they have no sequence; without any, its own.
 *
 * @param own the campaign's `phone_number_id`.
 * @throws Problem 422 naming each that cannot be one of them.
 */
export async function readCallerNumbers(
  db: Queryable,
  own: PhoneNumberRow,
  rotation: CreateCampaignInput['rotation'],
): Promise<CallerNumberChoice[]> {
  const given = rotation?.numbers ?? [];
  if (given.length === 0) return [{ phoneNumberId: own.id, sequence: 0 }];
  const ids = given.map(({ phone_number_id }) => phone_number_id);
  const found = await findPhoneNumbers(db, own.organization_id, ids);
  const faults = ids.flatMap((id, index): FieldFault[] => {
    const pointer = `/rotation/numbers/${index}/phone_number_id`;
    if (ids.indexOf(id) < index) return [{ pointer, code: 'number_exists', detail: 'This number is listed twice.' }];
    const number = found.find((candidate) => candidate.id === id);
    return callerNumberFaults(own, number, pointer);
  });
  if (faults.length > 0) throw invalidRequest(faults);
  return given.map(({ phone_number_id, sequence }, index) => ({
    phoneNumberId: phone_number_id,
    sequence: sequence ?? index,
  }));
}

/**
 * What keeps a number from being one of a campaign's. Whose hours are asked depends on whether calls really dial, so that
 * both kinds do not go together. Without an agent of its own it speaks with the campaign's, whom no other provider knows.
 *
 * @param number undefined when the organization has no such number.
 */
export function callerNumberFaults(
  own: PhoneNumberRow,
  number: PhoneNumberRow | undefined,
  pointer: string,
): FieldFault[] {
  if (!number) {
    const detail = 'There is no such phone number. GET /api/v1/phone_numbers lists them.';
    return [{ pointer, code: 'phone_number_not_found', detail }];
  }
  if ((number.provider === SIMULATOR) !== (own.provider === SIMULATOR)) {
    const detail = 'Simulated numbers and numbers that really dial do not go together in one campaign.';
    return [{ pointer, code: 'mixed_providers', detail }];
  }
  if (number.provider === own.provider || number.agent_id !== null) return [];
  const detail =
    `This number is with another provider than the campaign's ("${number.provider}", not "${own.provider}"), which does ` +
    'not know its agent. Attach an agent to it first.';
  return [{ pointer, code: 'no_agent', detail }];
}
