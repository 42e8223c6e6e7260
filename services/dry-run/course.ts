import type { LineStatus } from '../../domain/line-status';
import type { Database } from '../../infra/db/database';
import type { CampaignRow } from '../../infra/db/campaign-tables';
import type { LineRow } from '../../infra/db/line-tables';
import type { SimulatedCall } from './simulated-calls';

/** Why a call was made. */
export type CallKind = 'first' | 'retry' | 'callback';

/** A call of the ledger, with what the database knows about it. */
export interface MadeCall {
  readonly call: SimulatedCall;
  readonly kind: CallKind;
  readonly line: LineRow;
}

/** Everything that has happened in a dry run. */
export interface Course {
  readonly campaign: CampaignRow;
  /** In the order in which they were asked for. */
  readonly calls: readonly MadeCall[];
  readonly lines: readonly LineRow[];
}

/**
 * Joins the ledger of the simulated provider with the lines of the campaign.
 *
 * @throws Error when a call was asked for that the database knows nothing of.
 */
export async function readCourse(db: Database, campaignId: number, ledger: readonly SimulatedCall[]): Promise<Course> {
  const campaign = await db.selectFrom('campaigns').selectAll().where('id', '=', campaignId).executeTakeFirstOrThrow();
  const lines = await db.selectFrom('lines').selectAll().where('campaign_id', '=', campaignId).orderBy('id').execute();
  const attempts = await db
    .selectFrom('attempts')
    .select(['reference', 'line_id', 'attempt_no', 'next_step'])
    .where('campaign_id', '=', campaignId)
    .orderBy('line_id')
    .orderBy('attempt_no')
    .execute();
  const lineById = new Map(lines.map((line) => [line.id, line]));
  const made = new Map<string, Pick<MadeCall, 'kind' | 'line'>>();
  let before: (typeof attempts)[number] | undefined;
  for (const attempt of attempts) {
    const line = lineById.get(attempt.line_id);
    const follows = before?.line_id === attempt.line_id ? before : undefined;
    if (line) made.set(attempt.reference, { line, kind: kindAfter(follows?.next_step ?? null) });
    before = attempt;
  }
  const calls = ledger.map((call): MadeCall => {
    const known = made.get(call.reference);
    if (!known)
      throw new Error(`The provider was asked for a call that the database knows nothing of: ${call.reference}`);
    return { call, ...known };
  });
  return { campaign, calls, lines };
}

/** What the attempt before has led to. */
function kindAfter(step: Record<string, unknown> | null): CallKind {
  if (step === null) return 'first';
  const status = step.status as LineStatus | undefined;
  return status === 'callback_scheduled' ? 'callback' : 'retry';
}
