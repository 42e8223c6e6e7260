import type { PhoneNumberRow } from '../../../infra/db/organization-tables';
import { notFound } from '../http/problem';

/** @throws Problem 404 without a row. */
export function phoneNumberAnswerOf(row: PhoneNumberRow | undefined) {
  if (!row) throw notFound('phone number');
  return { status: 'success' as const, id: row.id, phone_number: phoneNumberRecord(row) };
}

/** A number as it is shown. */
export function phoneNumberRecord(row: PhoneNumberRow) {
  return {
    id: row.id,
    number: row.number,
    name: row.name,
    provider: row.provider,
    provider_account_id: row.account_id,
    provider_reference: row.provider_reference,
    agent_id: row.agent_id,
    concurrency_limit: row.concurrency_limit,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  };
}
