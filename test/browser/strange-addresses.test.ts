import { useBrowserWorld } from './browser-world';
import { readingKey } from './fixtures';

/** Makes no sense for any page. */
const NONSENSE =
  'page=-1&status=nonsense&type=nonsense&interaction=nonsense&event=nonsense&endpoint=-1&line=abc&delivery=abc';

const the = useBrowserWorld();
let lines: string;

beforeAll(async () => {
  const { stack } = the.world;
  const campaign = await stack.createCampaign({ name: 'Found all the same' });
  await stack.addContact(campaign, '+15550109001');
  // Stands in the audit log.
  await readingKey(stack);
  lines = `/campaigns/${campaign}/lines`;
});

test.each([
  ['/', 'link', 'Found all the same'],
  ['/campaigns', 'link', 'Found all the same'],
  ['lines', 'row', '+15550109001'],
  ['/deliveries', 'heading', 'Nothing was sent yet'],
  ['/audit', 'table', 'Audit log'],
] as const)(
  '%s shows what it has where the rest of its address makes no sense, and asks for none of that',
  async (path, role, name) => {
    const page = await the.world.newPage();
    await page.request.post('/session', { data: { api_key: the.world.stack.info.api_key } });
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(`${path === 'lines' ? lines : path}?${NONSENSE}`);
    await page.getByRole(role, { name }).first().waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
    const requests = asked.filter((url) => url.includes('/api/'));
    expect(requests).not.toEqual([]);
    expect(requests.filter((url) => /-1|nonsense|abc/.test(url))).toEqual([]);
  },
);
