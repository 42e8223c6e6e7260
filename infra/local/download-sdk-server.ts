import { TestWorkflowEnvironment } from '@temporalio/testing';

// Has the Temporal SDK download one of its servers into a folder (second argument), and starts it once to know
// that it runs. A process of its own: the SDK's runtime takes over signals, and its download has no time limit.

async function download(kind: string, downloadDir: string): Promise<void> {
  const server = { executable: { type: 'cached-download' as const, downloadDir, ttl: '365 days' as const } };
  const environment =
    kind === 'time-skipping'
      ? await TestWorkflowEnvironment.createTimeSkipping({ server })
      : await TestWorkflowEnvironment.createLocal({ server });
  await environment.teardown();
}

download(process.argv[2] ?? '', process.argv[3] ?? '').catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
