import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { Database } from '../../../infra/db/database';
import { retryOnDeadlock } from '../../../infra/db/deadlock';
import { claimLeadBatch, numbersOfCampaigns, recordLeadBatch } from '../../../infra/db/lines/lead-batches';
import { insertByRules } from '../../../infra/db/lines/line-insertion-by-rules';
import type { InsertionAnswer, StoredContact } from '../../../infra/db/lines/new-line';
import type { Schema } from '../../../infra/db/schema';
import { Problem } from '../http/problem';
import type { LeadBatchInput } from '../schemas/lead';
import { campaignIdOf, readLead, type RejectedLead } from './read-lead';

/** What became of a batch. Indexes are places in it, from 0. */
export interface StoredLeadBatch {
  readonly requestId: string;
  readonly stored: ReadonlyArray<{ readonly index: number; readonly contact: StoredContact }>;
  readonly rejected: readonly RejectedLead[];
}

/**
 * Stores all leads of a batch with its key, in one transaction: afterwards each is in its campaign or rejected, or nothing
 * has happened and the key is free.
 *
 * @throws Problem 409 when the key was used within the last seven days.
 */
export async function storeLeadBatch(
  db: Database,
  organizationId: number,
  batch: LeadBatchInput,
): Promise<StoredLeadBatch> {
  return retryOnDeadlock(db, async (trx) => {
    const claim = { organizationId, idempotencyKey: batch.idempotency_key, requestId: randomUUID() };
    const holder = await claimLeadBatch(trx, claim);
    if (holder !== claim.requestId) throw duplicateRequest(holder);
    const outcome = await storeLeads(trx, claim, batch.leads);
    const counts = { accepted: outcome.stored.length, rejected: outcome.rejected.length };
    await recordLeadBatch(trx, claim.requestId, counts);
    return outcome;
  });
}

async function storeLeads(
  trx: Transaction<Schema>,
  { organizationId, requestId }: { readonly organizationId: number; readonly requestId: string },
  leads: readonly unknown[],
): Promise<StoredLeadBatch> {
  const campaignIds = leads.flatMap((lead) => campaignIdOf(lead) ?? []);
  const numbers = await numbersOfCampaigns(trx, organizationId, campaignIds);
  const read = leads.map((lead, index) => readLead(lead, index, { organizationId, requestId, numbers }));
  const sound = read.flatMap((lead) => (lead.ok ? [lead] : []));
  const lines = sound.map(({ line }) => line);
  // All of them, though not every campaign has rules: it alone locks lines before campaigns, as whoever calls them does.
  const answers = await insertByRules(trx, lines, Date.now());
  const rejected: RejectedLead[] = read.flatMap((lead) => (lead.ok ? [] : [rejectionIn(lead)]));
  const stored = sound.flatMap(({ index }, position) => {
    const contact = answers[position];
    if (contact?.kind === 'inserted') return [{ index, contact }];
    rejected.push(refusedBy(contact, index));
    return [];
  });
  return { requestId, stored, rejected: rejected.sort((left, right) => left.index - right.index) };
}

function rejectionIn({ index, code, reason }: RejectedLead): RejectedLead {
  return { index, code, reason };
}

/** What the campaign itself has refused. */
function refusedBy(answer: Exclude<InsertionAnswer, StoredContact> | undefined, index: number): RejectedLead {
  if (answer?.kind === 'closed') {
    const reason = `The campaign is ${answer.campaignStatus} and takes no more leads.`;
    return { index, code: 'campaign_closed', reason };
  }
  return { index, code: 'unknown_campaign', reason: 'There is no campaign with this campaign_id any more.' };
}

function duplicateRequest(firstRequestId: string): Problem {
  const detail =
    `This idempotency_key was used within the last 7 days, by the request ${firstRequestId}, and nothing was stored. ` +
    'If these are other leads, send them with a new key.';
  return new Problem(409, 'duplicate_request', detail, { requestId: firstRequestId });
}
