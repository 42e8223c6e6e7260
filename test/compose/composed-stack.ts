import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claimPort, type PortClaim } from '../../infra/local/free-ports';
import type { PostgresServer } from '../../infra/local/postgres';
import { PROJECT_FOLDER } from '../../infra/local/project-folder';
import { testTemporalAddress } from '../setup/addresses';
import { environmentHere, ownServices, portInContainer } from './addresses-of-containers';
import { readComposeFile, type ComposeFile } from './compose-file';
import { ComposedProcess, runToEnd, type CommandInContainer } from './composed-process';
import { readEnvFile } from './env-file';
import { buildImage, type Image } from './image';
import { startPostgresContainer } from './postgres-container';

const FIRST_PORT = 21_000;

/** The services of docker-compose.yml that are ours, as processes of this machine. */
export class ComposedStack {
  readonly #folder: string;
  readonly #image: Image;
  readonly #volumes = new Map<string, string>();
  readonly #book = new Map<string, string>();
  readonly #claims: PortClaim[] = [];
  #postgres: PostgresServer | undefined;
  readonly #running = new Map<string, ComposedProcess>();
  readonly file: ComposeFile;
  /** What `deploy/make-env.sh` has written. */
  readonly variables: Readonly<Record<string, string>>;

  private constructor(folder: string, image: Image) {
    this.#folder = folder;
    this.#image = image;
    const envFile = join(folder, '.env');
    execFileSync('sh', [join(PROJECT_FOLDER, 'deploy/make-env.sh'), envFile], { stdio: 'pipe' });
    this.variables = readEnvFile(readFileSync(envFile, 'utf8'));
    this.file = readComposeFile(readFileSync(join(PROJECT_FOLDER, 'docker-compose.yml'), 'utf8'), this.variables);
  }

  /** Builds the image and starts Postgres. Starts no process of ours yet. */
  static async create(): Promise<ComposedStack> {
    const folder = mkdtempSync(join(tmpdir(), 'everdial-compose-'));
    try {
      const stack = new ComposedStack(folder, buildImage(folder));
      stack.#postgres = await startPostgresContainer(stack.#service('postgres'));
      await stack.#findAddresses(stack.#postgres);
      stack.#makeVolumes();
      return stack;
    } catch (error) {
      rmSync(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** Where a port of a container is here. @example urlOf('api') */
  urlOf(name: string): string {
    const port = portInContainer(this.#service(name));
    return `http://${this.#book.get(`${name}:${port}`)}`;
  }

  /** Runs a one-shot job to its end. */
  runJob(name: string): Promise<void> {
    return runToEnd(this.#inContainer(name, this.#service(name).command));
  }

  start(name: string): void {
    this.#running.set(name, new ComposedProcess(this.#inContainer(name, this.#service(name).command)));
  }

  /** Runs the service's own health check; throws unless it passes. */
  async checkHealth(name: string): Promise<void> {
    const [kind, ...command] = this.#service(name).healthcheck ?? [];
    if (kind !== 'CMD') throw new Error(`${name} has no health check that is a command`);
    const running = this.#running.get(name);
    if (running && !running.isRunning) throw new Error(`${name} has ended:\n${running.output}`);
    await runToEnd(this.#inContainer(name, command));
  }

  /** SIGTERM, then the exit code. */
  async stop(name: string): Promise<number | null> {
    const code = await this.#running.get(name)?.stop();
    this.#running.delete(name);
    return code ?? null;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#running.keys()].map((name) => this.stop(name)));
    await this.#postgres?.stop();
    for (const claim of this.#claims) await claim.release();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #service(name: string) {
    const service = this.file.services[name];
    if (!service) throw new Error(`docker-compose.yml has no service ${name}`);
    return service;
  }

  #inContainer(name: string, command: readonly string[]): CommandInContainer {
    const { workFolder, environment } = this.#image;
    const own = environmentHere(name, this.#service(name), this.#book, this.#volumes);
    return { command, environment: { ...environment, ...own }, workFolder };
  }

  async #findAddresses(postgres: PostgresServer): Promise<void> {
    this.#book.set('postgres:5432', new URL(postgres.url).host);
    this.#book.set('temporal:7233', testTemporalAddress());
    for (const [name, service] of ownServices(this.file)) {
      const inside = portInContainer(service);
      if (inside === undefined) continue;
      const claim = await claimPort(FIRST_PORT);
      this.#claims.push(claim);
      this.#book.set(`${name}:${inside}`, `127.0.0.1:${claim.port}`);
      for (const port of service.ports) {
        this.#book.set(`localhost:${port.split(':').at(-2)}`, `127.0.0.1:${claim.port}`);
      }
    }
  }

  #makeVolumes(): void {
    for (const [, { volumes }] of ownServices(this.file)) {
      for (const [source = '', target = ''] of volumes.map((volume) => volume.split(':'))) {
        const folder = join(this.#folder, 'volumes', source);
        mkdirSync(folder, { recursive: true });
        this.#volumes.set(target, folder);
      }
    }
  }
}
