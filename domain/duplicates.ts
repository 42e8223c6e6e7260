/** What happens to a contact whose number or external id is there already (spec, "Duplicates"). */
export interface DuplicatePolicy {
  readonly policy: 'allow' | 'skip' | 'update' | 'requeue';
  readonly scope: 'campaign' | 'organization';
  readonly key: 'to_number' | 'external_id';
}

/** For compatibility: the same number as often as it is posted. */
export const DEFAULT_DUPLICATES: DuplicatePolicy = { policy: 'allow', scope: 'campaign', key: 'to_number' };
