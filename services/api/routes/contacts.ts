import { insertLines, type InsertionAnswer, type StoredContact } from '../../../infra/db/lines/line-insertion';
import { createLineInserter } from '../../../infra/db/lines/line-inserter';
import type { Queryable } from '../../../infra/db/database';
import { createOriginLookup, type OriginLookup } from '../contacts/number-origins';
import {
  lineOf,
  readContact,
  rejectionOf,
  type ContactDestination,
  type ContactWarning,
  type ReadContact,
} from '../contacts/read-contact';
import { skippedRow } from '../contacts/skipped-row';
import { announceContacts, requireOpenCampaign, requireStored } from '../contacts/stored-contacts';
import { waitingReason } from '../contacts/waiting-reason';
import type { ApiDependencies } from '../dependencies';
import { defineOperation, route, type Call, type Route } from '../http/operation';
import { invalidRequest } from '../http/problem';
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
  notedAs: 'addContact',
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
  notedAs: 'addContacts',
  body: contactsInput,
  bodyLimit: 'bulk',
  answer: contactsAnswer,
});

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
      const stored = requireStored(answer);
      afterCommit(() => announceContacts(deps.campaigns, [stored]));
      return {
        status: 'success' as const,
        campaign_status: stored.campaignStatus,
        line_id: stored.lineId,
        ...(stored.duplicate && { duplicate: stored.duplicate }),
        ...(warnings.length > 0 && { warnings: [...warnings] }),
        ...waitingReason(stored, Date.now()),
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

  const stored = sound.map((row, position) => ({ ...row, stored: requireStored(answers[position]) }));
  afterCommit(() =>
    announceContacts(
      deps.campaigns,
      stored.map((row) => row.stored),
    ),
  );
  const skipped = stored.flatMap((row) => skippedRow(row.index, row.stored));
  const left = new Set(skipped.map(({ index }) => index));
  return {
    status: 'success' as const,
    campaign_status: await statusFor(answers, db, caller.organizationId, campaignId),
    accepted: stored.filter(({ index }) => !left.has(index)).map(acceptedRow),
    rejected: rows.flatMap(({ index, read }) => (read.ok ? [] : [{ index, ...rejectionOf(read) }])),
    skipped,
  };
}

interface StoredRow {
  readonly index: number;
  readonly warnings: readonly ContactWarning[];
  readonly stored: StoredContact;
}

function acceptedRow({ index, warnings, stored }: StoredRow) {
  return {
    index,
    line_id: stored.lineId,
    ...(warnings.length > 0 && { warnings: [...warnings] }),
    ...(stored.duplicate && stored.duplicate !== 'skipped' && { duplicate: stored.duplicate }),
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
  if (first) return requireStored(first).campaignStatus;
  return requireOpenCampaign(db, organizationId, campaignId);
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
