import { isFinalStatus } from '../../../domain/campaign-status';
import { statusBehindGate } from '../../../infra/db/campaigns';
import { insertLines, type InsertionAnswer, type NewLine } from '../../../infra/db/line-insertion';
import { createLineInserter } from '../../../infra/db/line-inserter';
import type { Queryable } from '../../../infra/db/database';
import { createOriginLookup, type OriginLookup } from '../contacts/number-origins';
import { lineOf, readContact, type ContactDestination, type ReadContact } from '../contacts/read-contact';
import { waitingReason } from '../contacts/waiting-reason';
import type { ApiDependencies } from '../dependencies';
import { defineOperation, route, type Call, type Route } from '../http/operation';
import { invalidRequest, notFound, Problem } from '../http/problem';
import { contactAnswer, contactInput, contactsAnswer, contactsInput } from '../schemas/contact';

const addContact = defineOperation({
  id: 'addContact',
  method: 'post',
  path: '/calls/bulk_call/{id}/add_contact',
  tag: 'contacts',
  summary: 'Add a contact',
  description:
    'Answered when the contact is stored. It is called as soon as the campaign has a slot. Unknown fields are ignored.',
  scope: 'contacts:write',
  body: contactInput,
  answer: contactAnswer,
});

const addContacts = defineOperation({
  id: 'addContacts',
  method: 'post',
  path: '/calls/bulk_call/{id}/add_contacts',
  tag: 'contacts',
  summary: 'Add up to 1,000 contacts',
  description: 'Each row stands alone: 200 also when every row is rejected.',
  scope: 'contacts:write',
  body: contactsInput,
  bodyLimit: 'bulk',
  answer: contactsAnswer,
});

type Inserted = Extract<InsertionAnswer, { kind: 'inserted' }>;

/** Adding contacts to a campaign that runs. */
export function contactRoutes(deps: ApiDependencies): Route[] {
  const originOfCampaign = createOriginLookup();
  const insertTogether = createLineInserter(deps.db);

  return [
    route(addContact, async ({ id, body, caller, db, afterCommit }) => {
      const destination = await destinationOf(db, originOfCampaign, caller.organizationId, id(), numberIn(body));
      const { line, warnings } = requireSound(lineOf(body, destination));
      // A key's transaction stores the answer with the line; all others share their commits.
      const answer = db.isTransaction ? (await insertLines(db, [line]))[0] : await insertTogether(line);
      const inserted = requireInserted(answer);
      if (isForNow(inserted, line)) {
        afterCommit(() => deps.campaigns.announceContacts(destination.campaignId, [inserted.lineId]));
      }
      return {
        status: 'success' as const,
        campaign_status: inserted.campaignStatus,
        line_id: inserted.lineId,
        ...(warnings.length > 0 && { warnings: [...warnings] }),
        ...waitingReason(inserted, line.scheduleAt, Date.now()),
      };
    }),
    route(addContacts, (call) => addMany(deps, originOfCampaign, call)),
  ];
}

async function addMany(
  deps: ApiDependencies,
  originOfCampaign: OriginLookup,
  { id, body, caller, db, afterCommit }: Call<{ contacts: unknown[] }, never>,
) {
  const campaignId = id();
  const destination = await destinationOf(db, originOfCampaign, caller.organizationId, campaignId, null);
  const rows = body.contacts.map((contact, index) => ({ index, read: readContact(contact, destination) }));
  const sound = rows.flatMap(({ index, read }) => (read.ok ? [{ index, ...read }] : []));
  const answers = await insertLines(
    db,
    sound.map(({ line }) => line),
  );

  const announced: number[] = [];
  const accepted = sound.map(({ index, line, warnings }, position) => {
    const inserted = requireInserted(answers[position]);
    if (isForNow(inserted, line)) announced.push(inserted.lineId);
    return { index, line_id: inserted.lineId, ...(warnings.length > 0 && { warnings: [...warnings] }) };
  });
  if (announced.length > 0) afterCommit(() => deps.campaigns.announceContacts(campaignId, announced));
  return {
    status: 'success' as const,
    campaign_status: await statusFor(answers, db, caller.organizationId, campaignId),
    accepted,
    rejected: rows.flatMap(({ index, read }) => (read.ok ? [] : [{ index, ...rejectionOf(read) }])),
    skipped: [],
  };
}

/** A draft has no workflow to tell; suppressed lines are never dialled, and the sweeper wakes those that are for later. */
function isForNow(inserted: Inserted, line: NewLine): boolean {
  if (inserted.campaignStatus === 'draft' || inserted.suppressed) return false;
  return line.scheduleAt === null || line.scheduleAt.getTime() <= Date.now();
}

/** A row's first fault, with the field it is about. */
function rejectionOf({ faults }: Extract<ReadContact, { ok: false }>): { code: string; reason: string } {
  const [first] = faults;
  if (!first) return { code: 'invalid', reason: 'The row has faults.' };
  return {
    code: first.code,
    reason: first.pointer === '' ? first.detail : `${first.pointer.slice(1)}: ${first.detail}`,
  };
}

/** With no sound row nothing was inserted, and the campaign is asked for by itself. */
async function statusFor(
  answers: readonly InsertionAnswer[],
  db: Queryable,
  organizationId: number,
  campaignId: number,
): Promise<string> {
  const [first] = answers;
  if (first) return requireInserted(first).campaignStatus;
  return requireOpenCampaign(db, organizationId, campaignId);
}

async function requireOpenCampaign(db: Queryable, organizationId: number, campaignId: number): Promise<string> {
  const campaign = await db
    .selectFrom('campaigns')
    .select(['status', 'halt_requested'])
    .where('id', '=', campaignId)
    .where('organization_id', '=', organizationId)
    .executeTakeFirst();
  if (!campaign) throw notFound('campaign');
  const status = statusBehindGate(campaign);
  if (isFinalStatus(status)) throw closed(status);
  return status;
}

function numberIn(body: { to_number?: string; phone_number?: string; phone?: string }): string | null {
  return body.to_number || body.phone_number || body.phone || null;
}

/** A number with its country code needs no look-up of where the campaign calls from. */
async function destinationOf(
  db: Queryable,
  originOfCampaign: OriginLookup,
  organizationId: number,
  campaignId: number,
  number: string | null,
): Promise<ContactDestination> {
  const international = number !== null && /^\s*(?:tel:)?\+/i.test(number);
  const origin = international ? null : await originOfCampaign(db, organizationId, campaignId);
  return { organizationId, campaignId, origin };
}

function requireSound(read: ReadContact): Extract<ReadContact, { ok: true }> {
  if (!read.ok) throw invalidRequest(read.faults);
  return read;
}

function requireInserted(answer: InsertionAnswer | undefined): Inserted {
  if (!answer || answer.kind === 'absent') throw notFound('campaign');
  if (answer.kind === 'closed') throw closed(answer.campaignStatus);
  return answer;
}

function closed(status: string): Problem {
  return new Problem(409, 'campaign_closed', `The campaign is ${status} and takes no more contacts.`);
}
