import { createReportLinks } from '../../infra/webhook-http/report-link';
import { createApiWorld, SECRET_KEY, type ApiWorld } from './api-world';
import { addAttempt, addLine } from './line-fixtures';

const DAY_MS = 24 * 60 * 60 * 1_000;

let api: ApiWorld;
beforeAll(async () => {
  api = await createApiWorld();
});
afterAll(() => api.close());

const links = createReportLinks({ publicUrl: 'https://everdial.test', secretKey: SECRET_KEY });
const linkTo = (id: number, from = new Date()) => links(id, from)!.slice('https://everdial.test'.length);

it('opens the report without a key, the same as with one', async () => {
  const id = await api.createCampaign();
  await addAttempt(api.db, await addLine(api, id, { external_id: 'crm-1' }), { disposition: 'completed' });
  const opened = await api.agent.get(linkTo(id));
  expect(opened.status).toBe(200);
  expect(opened.headers['content-type']).toMatch(/^text\/csv; ?charset=utf-8/);
  expect(opened.headers['content-disposition']).toBe(`attachment; filename="campaign-${id}-report.csv"`);
  expect(opened.text).toContain('crm-1');
  expect(opened.text).toBe((await api.call('get', `/calls/bulk_call/${id}/report.csv`)).text);
});

it('answers 410 when its time is over, and 404 when anything of it was changed', async () => {
  const id = await api.createCampaign();
  const other = await api.createCampaign();
  const expired = await api.agent.get(linkTo(id, new Date(Date.now() - 31 * DAY_MS)));
  expect(expired.status).toBe(410);
  expect(expired.headers['content-type']).toMatch(/^application\/problem\+json/);
  expect(expired.body).toMatchObject({ status: 410, code: 'report_link_expired', title: 'Gone' });
  const link = linkTo(id);
  const changed = [
    link.replace(`camp_${id}.csv`, `camp_${other}.csv`),
    link.replace(/expires=\d+/, 'expires=9999999999'),
    link.replace(/signature=.*/, 'signature=x'),
    link.replace(/\?.*/, ''),
    link.replace('expires=', 'expires=1&expires='),
    link.replace('signature=', 'signature[a]='),
    link.replace(`/camp_${id}.csv`, ''),
  ];
  for (const path of changed) {
    const response = await api.agent.get(path);
    expect([path, response.status, response.body.code]).toEqual([path, 404, 'not_found']);
  }
});

it('opens nothing where the API has no key to verify links with', async () => {
  const bare = await createApiWorld({ secretKey: null });
  const id = await bare.createCampaign();
  expect((await bare.agent.get(linkTo(id))).status).toBe(404);
  await bare.close();
});

it('is sent when a draft is cancelled', async () => {
  const status_callback = 'https://hooks.example.com/campaign';
  const id = await api.createCampaign({ save_as_draft: true, status_callback });
  await api.call('delete', `/calls/bulk_call/${id}`);
  const { body } = await api.db
    .selectFrom('deliveries')
    .select('body')
    .where('campaign_id', '=', id)
    .executeTakeFirstOrThrow();
  expect(body).toMatchObject({ campaign_sid: `camp_${id}`, status: 'Canceled' });
  const opened = await api.agent.get(String(body['report_url']).slice('https://everdial.test'.length));
  expect(opened.status).toBe(200);
});
