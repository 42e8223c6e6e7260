import type { Transaction } from 'kysely';
import type { ContactHours } from '../../../domain/contact-hours';
import type { OrganizationRules } from '../../../domain/organization-rules';
import { minuteText } from '../../../domain/zone-clock';
import type { Caller } from '../../../infra/db/organizations/callers';
import { renewSettingsOf } from '../../../infra/db/campaigns/campaigns';
import { readOrganizationRules, storeOrganizationRules } from '../../../infra/db/organizations/organization-rules';
import type { Schema } from '../../../infra/db/schema';
import { withTransaction } from '../../../infra/db/transaction';
import { audit } from '../audit';
import { emptyContactHours } from '../campaigns/settings-faults';
import { readContactHours } from '../campaigns/read-hours';
import { defineOperation, route, type Route } from '../http/operation';
import { invalidRequest } from '../http/problem';
import { callingRulesAnswer, callingRulesInput } from '../schemas/organization';
import type { z } from 'zod';

const tag = 'organization';
const path = '/calling_rules';

const getCallingRules = defineOperation({
  id: 'getCallingRules',
  method: 'get',
  path,
  tag,
  summary: 'Show the hours and caps that hold in every campaign',
  scope: 'read',
  answer: callingRulesAnswer,
});

const setCallingRules = defineOperation({
  id: 'setCallingRules',
  method: 'put',
  path,
  tag,
  summary: 'Change the hours and caps that hold in every campaign',
  description: 'Contacts already waiting follow within seconds. Each change is written to the audit log.',
  scope: 'campaigns:admin',
  body: callingRulesInput,
  answer: callingRulesAnswer,
});

/** What holds in every campaign of the caller's organization. */
export function organizationRoutes(): Route[] {
  return [
    route(getCallingRules, async ({ caller, db }) => answerOf(await readOrganizationRules(db, caller.organizationId))),
    route(setCallingRules, async ({ body, caller, db }) =>
      withTransaction(db, async (trx) => {
        const { organizationId } = caller;
        // Two changes at once follow each other: the second keeps what the first has set.
        await trx.selectFrom('organizations').select('id').where('id', '=', organizationId).forUpdate().execute();
        const before = await readOrganizationRules(trx, organizationId);
        const after = changedRules(before, body);
        await storeOrganizationRules(trx, organizationId, after);
        await renewSettingsOf(trx, organizationId);
        await auditRules(trx, caller, before, after);
        return answerOf(after);
      }),
    ),
  ];
}

function changedRules(before: OrganizationRules, body: z.output<typeof callingRulesInput>): OrganizationRules {
  const { numberCaps } = before;
  const { number_caps: caps = {} } = body;
  const contactHours = { ...before.contactHours, ...readContactHours(body, before.contactHours) } as ContactHours;
  const faults = emptyContactHours(body.contact_hours, contactHours);
  if (faults.length > 0) throw invalidRequest(faults);
  return {
    contactHours,
    numberCaps: {
      enabled: caps.enabled ?? numberCaps.enabled,
      attemptsPerDay: caps.attempts_per_day ?? numberCaps.attemptsPerDay,
      connectedPerDay: caps.connected_per_day ?? numberCaps.connectedPerDay,
      onSimulator: caps.on_simulator ?? numberCaps.onSimulator,
    },
  };
}

async function auditRules(
  trx: Transaction<Schema>,
  caller: Caller,
  before: OrganizationRules,
  after: OrganizationRules,
): Promise<void> {
  await audit(trx, caller, 'calling_rules.update', caller.organizationId, rulesRecord(after));
  if (before.contactHours.enabled && !after.contactHours.enabled) {
    await audit(trx, caller, 'calling_rules.contact_hours_off', caller.organizationId);
  }
}

function answerOf(rules: OrganizationRules) {
  return { status: 'success' as const, ...rulesRecord(rules) };
}

function rulesRecord({ contactHours, numberCaps }: OrganizationRules) {
  return {
    contact_hours: {
      enabled: contactHours.enabled,
      start: minuteText(contactHours.startMinute),
      end: minuteText(contactHours.endMinute),
      strict: contactHours.strict,
    },
    number_caps: {
      enabled: numberCaps.enabled,
      attempts_per_day: numberCaps.attemptsPerDay,
      connected_per_day: numberCaps.connectedPerDay,
      on_simulator: numberCaps.onSimulator,
    },
  };
}
