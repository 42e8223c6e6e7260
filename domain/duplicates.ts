import { isFinalLineStatus, type LineStatus } from './line-status';

/** What happens to a contact whose number or external id is there already (spec, "Duplicates"). */
export interface DuplicatePolicy {
  readonly policy: 'allow' | 'skip' | 'update' | 'requeue';
  readonly scope: 'campaign' | 'organization';
  readonly key: 'to_number' | 'external_id';
}

/** For compatibility: the same number as often as it is posted. */
export const DEFAULT_DUPLICATES: DuplicatePolicy = { policy: 'allow', scope: 'campaign', key: 'to_number' };

/** What the sender of a duplicate is told. */
export type DuplicateAnswer = 'skipped' | 'updated' | 'requeued';

/** What a duplicate does to the line that is there already. */
export interface DuplicateEffect {
  readonly answer: DuplicateAnswer;
  /** Its variables, metadata, zone, priority and times are replaced. */
  readonly replacesData: boolean;
  /**
   * Its place in the queue: `rejudged` by the conditions and hours, as after a change of settings; `called_now` as soon
   * as the hours allow; `restarted` with a fresh budget of retries and callbacks, although it was done with.
   */
  readonly queue: 'untouched' | 'rejudged' | 'called_now' | 'restarted';
}

/**
 * What tells whether a contact is there already; null when it has no such thing, or nobody asks, and it is new.
 *
 * @example duplicateKeyOf({ ...policy, key: 'external_id' }, { toNumber: '+15551234567', externalId: null }) // null
 */
export function duplicateKeyOf(
  { policy, key }: DuplicatePolicy,
  contact: { readonly toNumber: string; readonly externalId: string | null },
): string | null {
  if (policy === 'allow') return null;
  return key === 'to_number' ? contact.toNumber : contact.externalId || null;
}

/**
 * What a contact that is there already does to its line.
 *
 * @param line.skippedByCondition it was never called, or not again, because of a condition that may hold now.
 * @example effectOfDuplicate('requeue', { status: 'no_answer', skippedByCondition: false }).queue // 'restarted'
 */
export function effectOfDuplicate(
  policy: Exclude<DuplicatePolicy['policy'], 'allow'>,
  line: { readonly status: LineStatus; readonly skippedByCondition: boolean },
): DuplicateEffect {
  if (policy === 'skip') return { answer: 'skipped', replacesData: false, queue: 'untouched' };
  const updated = { answer: 'updated', replacesData: true } as const;
  // Its call goes on with what it began with.
  if (line.status === 'in_progress') return { ...updated, queue: 'untouched' };
  const isFinal = isFinalLineStatus(line.status);
  if (policy === 'requeue') {
    return { answer: 'requeued', replacesData: true, queue: isFinal ? 'restarted' : 'called_now' };
  }
  return { ...updated, queue: isFinal && !line.skippedByCondition ? 'untouched' : 'rejudged' };
}
