import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { SearchAttributeType } from '@temporalio/common';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { startTemporalDevServer } from '../../infra/local/temporal-dev-server';
import { findTimeSkippingServer } from '../../infra/local/time-skipping-server';
import { ensureNamespace } from '../../infra/temporal/namespace';
import { allEnded } from './processes';

const quiet = (): void => undefined;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'everdial-temporal-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('the dev server serves, keeps its namespaces over a restart, and ends', async () => {
  const dbFile = join(folder, 'temporal.db');
  const first = await startTemporalDevServer({ progress: quiet, dbFile });
  await withConnection(first.address, (connection) => ensureNamespace(connection, 'kept', [], quiet));
  await first.stop();
  await allEnded(first.pids);

  const second = await startTemporalDevServer({ progress: quiet, dbFile });
  const namespace = withConnection(second.address, (connection) =>
    connection.workflowService.describeNamespace({ namespace: 'kept' }),
  );
  await expect(namespace).resolves.toBeDefined();
  await second.stop();
});

test('a namespace is made ready once, and then left alone', async () => {
  const server = await startTemporalDevServer({ progress: quiet });
  const attributes = [
    { name: 'CampaignId', type: SearchAttributeType.KEYWORD },
    { name: 'OpensAt', type: SearchAttributeType.DATETIME },
  ];
  const said: string[] = [];
  try {
    await withConnection(server.address, async (connection) => {
      const ensure = (): Promise<void> => ensureNamespace(connection, 'other', attributes, (line) => said.push(line));
      await ensure();
      const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace: 'other' });
      expect(Object.keys(customAttributes)).toEqual(expect.arrayContaining(['CampaignId', 'OpensAt']));
      expect(said).toHaveLength(2);
      await ensure();
      expect(said).toHaveLength(2);
      const other = [{ name: 'OpensAt', type: SearchAttributeType.INT }];
      await expect(ensureNamespace(connection, 'other', other, quiet)).rejects.toThrow(/OpensAt.*another type/);
    });
  } finally {
    await server.stop();
  }
});

test('the time-skipping server skips a month', async () => {
  const path = await findTimeSkippingServer(quiet);
  const executable = { type: 'existing-path' as const, path };
  const environment = await TestWorkflowEnvironment.createTimeSkipping({ server: { executable } });
  try {
    const before = await environment.currentTimeMs();
    await environment.sleep('30 days');
    expect((await environment.currentTimeMs()) - before).toBeGreaterThanOrEqual(30 * 86_400_000);
  } finally {
    await environment.teardown();
  }
});

async function withConnection<T>(address: string, use: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = await Connection.connect({ address });
  try {
    return await use(connection);
  } finally {
    await connection.close();
  }
}
