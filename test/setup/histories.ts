import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { History } from '@temporalio/common/lib/proto-utils';
import { temporal } from '@temporalio/proto';
import { Worker, type WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { globalHandlers } from '@temporalio/worker/lib/workflow/vm-shared';
import type { Database } from '../../infra/db/database';
import { campaignWorkflowId } from '../../workflows/campaign/contract';
import { contactWorkflowId } from '../../workflows/contact/contract';

/** One run of a workflow, as Temporal has recorded it. */
export interface RecordedRun {
  readonly workflowId: string;
  readonly history: History;
}

const CONTACTS_AT_MOST = 60;

/**
 * Replays every history that a test has made, and fails when the code of today decides otherwise than it did then. Of
 * many contacts the first ones are taken: they are all alike.
 */
export async function replayHistories(made: {
  readonly client: Client;
  readonly db: Database;
  readonly campaignIds: readonly number[];
  readonly bundle: WorkflowBundleWithSourceMap;
}): Promise<void> {
  const { client, db, campaignIds, bundle } = made;
  const histories: RecordedRun[] = [];
  for (const campaignId of campaignIds) {
    histories.push(...(await recordedRuns(client, campaignWorkflowId(campaignId))));
    const lines = await db
      .selectFrom('lines')
      .select('id')
      .where('campaign_id', '=', campaignId)
      .where('attempts', '>', 0)
      .orderBy('attempts', 'desc')
      .limit(CONTACTS_AT_MOST)
      .execute();
    for (const { id } of lines) histories.push(...(await recordedRuns(client, contactWorkflowId(campaignId, id))));
  }
  await replayRuns(histories, bundle);
}

/** Replays runs, and keeps them where EVERDIAL_SAVE_HISTORIES says so. */
export async function replayRuns(runs: readonly RecordedRun[], bundle: WorkflowBundleWithSourceMap): Promise<void> {
  const folder = process.env['EVERDIAL_SAVE_HISTORIES'];
  if (folder) saveHistories(folder, runs);
  const failures: string[] = [];
  try {
    for await (const result of Worker.runReplayHistories({ workflowBundle: bundle }, [...runs])) {
      if (result.error) failures.push(`${result.workflowId}: ${result.error.message}`);
    }
  } finally {
    endReplayHooks();
  }
  if (failures.length > 0) throw new Error(`Replay decided otherwise:\n${failures.join('\n')}`);
}

/**
 * Replays run in this thread and look at each of its promises, also when they are over, and those of every test file once
 * more: after some of them a test process is several times slower.
 */
export function endReplayHooks(): void {
  globalHandlers.uninstall();
}

/** The runs of a workflow, newest first, back to the one that others continued as new. */
export async function recordedRuns(client: Client, workflowId: string): Promise<RecordedRun[]> {
  const runs: RecordedRun[] = [];
  let runId: string | undefined;
  do {
    const history = await client.workflow
      .getHandle(workflowId, runId)
      .fetchHistory()
      .catch((error: unknown) => {
        if (error instanceof WorkflowNotFoundError) return null;
        throw error;
      });
    if (!history) break;
    runs.push({ workflowId, history });
    runId = history.events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId || undefined;
  } while (runId);
  return runs;
}

/** Keeps histories for the releases to come; rename what is committed by its scenario (test/histories). */
function saveHistories(folder: string, runs: readonly RecordedRun[]): void {
  mkdirSync(folder, { recursive: true });
  runs.forEach(({ workflowId, history }, index) => {
    const bytes = temporal.api.history.v1.History.encode(history).finish();
    writeFileSync(join(folder, `${workflowId}.${index}.binpb`), bytes);
  });
}

/** Reads what `saveHistories` has kept. */
export function readHistory(file: string): History {
  return temporal.api.history.v1.History.decode(readFileSync(file));
}
