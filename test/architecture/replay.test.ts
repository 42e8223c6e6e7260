import { readdirSync } from 'node:fs';
import path from 'node:path';
import { bundleWorkflowCode, DefaultLogger, Worker } from '@temporalio/worker';
import { quietTemporal, workflowBundle } from '../setup/campaign-world';
import { endReplayHooks, readHistory } from '../setup/histories';

const FOLDER = path.resolve(__dirname, '../histories');
const HISTORIES = readdirSync(FOLDER).filter((file) => file.endsWith('.binpb'));

beforeAll(quietTemporal);

afterAll(endReplayHooks);

test.each(HISTORIES)('%s replays with the code of today', async (file) => {
  const history = readHistory(path.join(FOLDER, file));
  await Worker.runReplayHistory({ workflowBundle: await workflowBundle() }, history, 'recorded');
});

test('a workflow that decides otherwise than it did is found out', async () => {
  const workflowsPath = path.resolve(__dirname, 'changed-workflows.ts');
  const changed = await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('ERROR') });
  for (const file of HISTORIES) {
    const replay = Worker.runReplayHistory(
      { workflowBundle: changed },
      readHistory(path.join(FOLDER, file)),
      'recorded',
    );
    await expect(replay).rejects.toThrow(/nondetermin/i);
  }
});
