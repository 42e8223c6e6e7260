import type { Schemas } from '../../api/client';
import { shortText } from '../../shared/moment';

type Campaign = Pick<Schemas['Campaign'], 'status' | 'status_reason' | 'opens_at' | 'timezone'>;

/** Why a campaign does not call, in a few words; null where its status says it all. */
export function reasonOf({ status, status_reason, opens_at, timezone }: Campaign): string | null {
  if (status === 'auto_paused') {
    return opens_at === null ? 'Until somebody resumes it' : `Opens ${shortText(opens_at, timezone)} (${timezone})`;
  }
  if (status === 'scheduled' && status_reason?.until) {
    return `Starts ${shortText(status_reason.until, timezone)} (${timezone})`;
  }
  if (status === 'paused' || status === 'failed') return status_reason?.text ?? null;
  return null;
}
