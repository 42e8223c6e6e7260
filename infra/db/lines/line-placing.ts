import { isFinalStatus } from '../../../domain/campaign-status';
import { effectOfDuplicate, type DuplicateAnswer, type DuplicateEffect } from '../../../domain/duplicates';
import { statusBehindGate } from '../campaigns/campaigns';
import { identitiesOf, identityOf, type KnownKey, type KnownLine } from './known-lines';
import type { InsertionAnswer, NewLine } from './new-line';
import type { CampaignRow } from '../campaign-tables';

/** A line about to be written. */
export interface FreshLine {
  /** Those of the last contact of the batch that it stands for. */
  data: NewLine;
  /** Its place in `Placement.fresh`. */
  readonly index: number;
}

/** What is to be done to a line that is there already. */
export interface Refreshment {
  readonly line: KnownLine;
  readonly data: NewLine;
  readonly queue: DuplicateEffect['queue'];
}

/** Which line a contact gets, or why it gets none. */
export type Place =
  | Extract<InsertionAnswer, { kind: 'absent' | 'closed' }>
  | { readonly kind: 'fresh'; readonly index: number; readonly duplicate: DuplicateAnswer | null }
  | { readonly kind: 'known'; readonly lineId: number; readonly duplicate: DuplicateAnswer };

/** What contacts of a batch are placed by. */
export interface PlacingFacts {
  readonly campaigns: ReadonlyMap<number, CampaignRow>;
  readonly knownLines: ReadonlyMap<string, KnownLine>;
  readonly isSuppressed: (line: NewLine) => boolean;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** Everything that a batch of contacts leads to. */
export interface Placement {
  /** One for each contact, in order. */
  readonly places: Place[];
  readonly fresh: FreshLine[];
  /** One for each line at most: the last contact that it stands for counts. */
  readonly refreshments: Refreshment[];
}

/** Finds a line for each contact of a batch: a new one, one that is there, or that of a contact before it. */
export function placeContacts(
  contacts: readonly NewLine[],
  keys: ReadonlyArray<KnownKey | null>,
  facts: PlacingFacts,
): Placement {
  const fresh: FreshLine[] = [];
  const freshByIdentity = new Map<string, FreshLine>();
  const refreshments = new Map<number, Refreshment>();

  const place = (contact: NewLine, key: KnownKey | null): Place => {
    const campaign = facts.campaigns.get(contact.campaignId);
    if (!campaign || campaign.organization_id !== contact.organizationId) return { kind: 'absent' };
    if (!takesContacts(campaign)) return { kind: 'closed', campaignStatus: statusBehindGate(campaign) };
    const identity = key && identityOf(key);
    const known = identity === null ? undefined : facts.knownLines.get(identity);
    if (key && known && (key.policy === 'skip' || isOpen(facts.campaigns.get(known.campaignId)))) {
      const effect = effectOn(known, contact, key, facts);
      if (effect.replacesData) refreshments.set(known.id, { line: known, data: contact, queue: effect.queue });
      return { kind: 'known', lineId: known.id, duplicate: effect.answer };
    }
    const earlier = identity === null ? undefined : freshByIdentity.get(identity);
    if (key && earlier) {
      const { answer, replacesData } = effectOfDuplicate(key.policy, { status: 'queued', skippedByCondition: false });
      if (replacesData) earlier.data = contact;
      return { kind: 'fresh', index: earlier.index, duplicate: answer };
    }
    const line: FreshLine = { data: contact, index: fresh.length };
    fresh.push(line);
    for (const name of key ? identitiesOf(key) : []) freshByIdentity.set(name, line);
    return { kind: 'fresh', index: line.index, duplicate: null };
  };

  const places = contacts.map((contact, index) => place(contact, keys[index] ?? null));
  return { places, fresh, refreshments: [...refreshments.values()] };
}

function effectOn(line: KnownLine, contact: NewLine, key: KnownKey, facts: PlacingFacts): DuplicateEffect {
  const effect = effectOfDuplicate(key.policy, {
    status: line.callStatus,
    skippedByCondition: line.skippedByCondition,
  });
  const { scheduleAt, expiresAt } = contact;
  const mustNotBeCalled = facts.isSuppressed(contact) || (expiresAt !== null && expiresAt.getTime() <= facts.now);
  if (effect.queue === 'restarted' && mustNotBeCalled) return { ...effect, answer: 'updated', queue: 'untouched' };
  // It is wanted later, not now.
  const later = scheduleAt !== null && scheduleAt.getTime() > facts.now;
  return effect.queue === 'called_now' && later ? { ...effect, queue: 'rejudged' } : effect;
}

function takesContacts(campaign: CampaignRow): boolean {
  return !isFinalStatus(statusBehindGate(campaign));
}

function isOpen(campaign: CampaignRow | undefined): boolean {
  return campaign !== undefined && takesContacts(campaign);
}
