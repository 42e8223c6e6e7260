import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { PROJECT_FOLDER } from '../../infra/local/project-folder';
import { chromiumPath } from '../setup/addresses';
import { RunningStack } from '../setup/running-stack';

/** How long anything on a page may take; machines of tests are slow at times. */
const PATIENCE_MS = 60_000;

/** The zone of whoever looks at the pages. */
export const OWN_ZONE = 'Europe/Berlin';

// Nothing that calls home, and what a container without a screen needs.
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** How a page is looked at. */
export interface View {
  readonly width?: number;
  readonly height?: number;
  readonly scheme?: 'light' | 'dark';
}

/** The whole stack as real processes, and a real browser in front of it. */
export class BrowserWorld {
  /** What a page has complained about in its console, and errors that nobody caught. */
  readonly complaints: string[] = [];
  readonly #contexts: BrowserContext[] = [];
  #expected: RegExp[] = [];

  private constructor(
    readonly stack: RunningStack,
    private readonly browser: Browser,
  ) {}

  static async open(): Promise<BrowserWorld> {
    const stack = await RunningStack.start();
    try {
      return new BrowserWorld(stack, await chromium.launch({ executablePath: chromiumPath(), args: FLAGS }));
    } catch (error) {
      await stack.stop();
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.stack.stop();
  }

  /**
   * The browser writes each answer of 400 and more into its console: says which ones a test has asked for.
   *
   * @example world.expectComplaint(/status of 422 .*\/check/);
   */
  expectComplaint(pattern: RegExp): void {
    this.#expected.push(pattern);
  }

  /** Closes every page, and forgets their complaints; call it after each test. Returns those nobody expected. */
  async closePages(): Promise<string[]> {
    const unexpected = this.complaints.filter((text) => !this.#expected.some((pattern) => pattern.test(text)));
    await Promise.all(this.#contexts.splice(0).map((context) => context.close()));
    this.complaints.length = 0;
    this.#expected = [];
    return unexpected;
  }

  get url(): string {
    return this.stack.info.api_url;
  }

  /** A page of a browser of its own where nobody is signed in. */
  async newPage({ width = 1440, height = 900, scheme = 'light' }: View = {}): Promise<Page> {
    const context = await this.browser.newContext({
      baseURL: this.url,
      viewport: { width, height },
      colorScheme: scheme,
      reducedMotion: 'reduce',
      locale: 'en-US',
      timezoneId: OWN_ZONE,
    });
    this.#contexts.push(context);
    context.setDefaultTimeout(PATIENCE_MS);
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const page = await context.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(`${message.text()} (${message.location().url})`);
    });
    page.on('pageerror', (error) => this.complaints.push(error.stack ?? error.message));
    page.on('request', (request) => {
      const { protocol, origin } = new URL(request.url());
      const isElsewhere = protocol.startsWith('http') && origin !== this.url;
      if (isElsewhere) this.complaints.push(`A page of ours asks another server: ${request.url()}`);
    });
    return page;
  }

  /** A page on which a key is signed in, at an address. @param key the first organization's, with all scopes, unless told. */
  async signedIn(path: string, view?: View, key: string = this.stack.info.api_key): Promise<Page> {
    const page = await this.newPage(view);
    const answer = await page.request.post('/session', { data: { api_key: key } });
    if (!answer.ok()) throw new Error(`Signing in was answered with ${answer.status()} ${await answer.text()}`);
    await page.goto(path);
    return page;
  }
}

/**
 * Opens a world for all tests of a file. No page of a test may complain, but of what the test expects.
 *
 * @example
 * const the = useBrowserWorld();
 * test('...', async () => void (await the.world.signedIn('/campaigns')));
 */
export function useBrowserWorld(): { readonly world: BrowserWorld } {
  let world: BrowserWorld | undefined;
  beforeAll(async () => {
    world = await BrowserWorld.open();
  });
  afterEach(async () => {
    expect(await world?.closePages()).toEqual([]);
  });
  afterAll(() => world?.close());
  return {
    get world() {
      if (!world) throw new Error('The world is opened before the tests begin.');
      return world;
    },
  };
}

/**
 * Takes the picture that the documents show under `docs/images/`, where EVERDIAL_WRITE_SCREENSHOTS asks for it.
 *
 * @example await picture(page, 'dashboard-campaigns');
 */
export async function picture(page: Page, name: string): Promise<void> {
  const image = await page.screenshot({ animations: 'disabled', caret: 'hide' });
  if (image.length === 0) throw new Error(`The picture ${name} is empty.`);
  if (!process.env.EVERDIAL_WRITE_SCREENSHOTS) return;
  const file = join(PROJECT_FOLDER, 'docs', 'images', `${name}.png`);
  mkdirSync(dirname(file), { recursive: true });
  await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
}
