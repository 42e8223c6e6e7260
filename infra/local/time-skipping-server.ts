import { chmod, cp, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder, fillCache } from './cache-folder';
import { findProgram, isExecutable } from './find-program';
import { claimPort } from './free-ports';
import { withHeartbeat, type Progress } from './progress';
import { runCommand } from './run-command';
import { startGuarded } from './running-process';
import { downloadByTheSdk } from './sdk-download';

const VERSION = '1.30.1';
const PREFERRED_PORT = 7333;
const STOP_WITHIN_MS = 3_000;
const MAVEN_TIMEOUT_MS = 10 * 60_000;
const DEPENDENCY_PLUGIN = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1';

/**
 * Finds Temporal's time-skipping test server, or makes it: in the cache, else the SDK's download, else from Maven
 * (`io.temporal:temporal-test-server`, run by Java).
 *
 * @returns the absolute path of an executable.
 * @throws Error that says what to install.
 * @example
 * const path = await findTimeSkippingServer(console.error);
 * await TestWorkflowEnvironment.createTimeSkipping({ server: { executable: { type: 'existing-path', path } } });
 */
export async function findTimeSkippingServer(progress: Progress): Promise<string> {
  const cached = join(cacheFolder(), 'bin', 'temporal-test-server');
  if (isExecutable(cached)) return cached;
  return fillCache('time-skipping-server', progress, async () => {
    // Whoever was waited for may have made it.
    if (isExecutable(cached)) return cached;
    if (await downloadByTheSdk('time-skipping', cached, progress)) return cached;
    await makeFromMaven(cached, progress);
    return cached;
  });
}

/**
 * Starts the test server. Its time stands where the wall clock is, and does not skip before it is told to.
 *
 * @returns host:port of its gRPC front end, which may need a moment before it answers.
 * @throws Error that says what to install.
 * @example const server = await startTimeSkippingServer(console.error);
 */
export async function startTimeSkippingServer(
  progress: Progress,
): Promise<{ readonly address: string; stop(): Promise<void> }> {
  const command = await findTimeSkippingServer(progress);
  const claim = await claimPort(PREFERRED_PORT);
  try {
    const running = await startGuarded({
      command,
      // Without `--enable-time-skipping`, which would begin with time let loose: then tasks hold it no longer.
      args: [String(claim.port)],
      stopWithinMs: STOP_WITHIN_MS,
    });
    void running.exited.then(() => claim.release());
    return { address: `127.0.0.1:${claim.port}`, stop: () => running.stop() };
  } catch (error) {
    await claim.release();
    throw error;
  }
}

async function makeFromMaven(destination: string, progress: Progress): Promise<void> {
  const java = findProgram('java');
  const maven = findProgram('mvn');
  if (!java || !maven) {
    throw new Error(
      "Temporal's time-skipping test server is missing, and could not be downloaded. Install Java 11 or later " +
        'and Maven (`apt-get install default-jre-headless maven`, `brew install openjdk maven`), then try again.',
    );
  }
  const folder = await mkdtemp(join(cacheFolder(), 'maven-'));
  try {
    progress('getting the time-skipping test server from Maven (about a minute, only this once)');
    await withHeartbeat(progress, 'getting the time-skipping test server', () => copyDependencies(maven, folder));
    await install(java, folder, destination);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function copyDependencies(maven: string, folder: string): Promise<void> {
  await writeFile(join(folder, 'pom.xml'), POM);
  const goal = `${DEPENDENCY_PLUGIN}:copy-dependencies`;
  await runCommand(maven, ['-B', '-q', '-f', join(folder, 'pom.xml'), goal, '-DincludeScope=runtime'], {
    cwd: folder,
    logFile: join(folder, 'mvn.log'),
    timeoutMs: MAVEN_TIMEOUT_MS,
  });
}

async function install(java: string, folder: string, destination: string): Promise<void> {
  const jars = join(cacheFolder(), `temporal-test-server-${VERSION}`);
  const copied = join(folder, 'target', 'dependency');
  if ((await readdir(copied)).length === 0) throw new Error('Maven brought no files for the test server');
  await rm(jars, { recursive: true, force: true });
  await rename(copied, jars).catch(() => cp(copied, jars, { recursive: true }));
  await mkdir(join(cacheFolder(), 'bin'), { recursive: true });
  // The SDK gives the port as the first argument, and kills the process it started: java must be that process.
  const wrapper = join(folder, 'wrapper');
  await writeFile(wrapper, wrapperScript(java, jars));
  await chmod(wrapper, 0o755);
  await rename(wrapper, destination);
}

function wrapperScript(java: string, jars: string): string {
  const flags = '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto -Xmx512m';
  return `#!/bin/sh\nexec '${java}' ${flags} -cp '${jars}/*' io.temporal.testserver.TestServer "$@"\n`;
}

const POM = `<?xml version="1.0" encoding="UTF-8"?>
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>everdial</groupId>
  <artifactId>test-server</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
    <dependency>
      <groupId>io.temporal</groupId>
      <artifactId>temporal-test-server</artifactId>
      <version>${VERSION}</version>
    </dependency>
    <!-- Without a logger it warns at each start. -->
    <dependency>
      <groupId>org.slf4j</groupId>
      <artifactId>slf4j-nop</artifactId>
      <version>1.7.36</version>
    </dependency>
  </dependencies>
</project>
`;
