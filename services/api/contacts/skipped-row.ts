import { describeCondition } from '../../../domain/conditions';
import type { StoredContact } from '../../../infra/db/lines/line-insertion';

/** How an answer names a contact that is stored and not called; none for the others. */
export function skippedRow(index: number, { lineId, duplicate, skippedCondition }: StoredContact) {
  if (duplicate === 'skipped') return [{ index, line_id: lineId, condition: 'duplicate' }];
  return skippedCondition ? [{ index, line_id: lineId, condition: describeCondition(skippedCondition) }] : [];
}
