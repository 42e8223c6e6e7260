import { addOrganization, createApiWorld, type ApiWorld } from './api-world';
import { addLine, addRetry } from './line-fixtures';

let api: ApiWorld;
beforeAll(async () => {
  api = await createApiWorld();
});
afterAll(() => api.close());

interface Page {
  readonly records: ReadonlyArray<{ readonly line_id: number }>;
  readonly next_cursor: string | null;
}

describe('the lines of a campaign', () => {
  it('come page by page, each once, while contacts are added', async () => {
    const id = await api.createCampaign();
    const added: number[] = [];
    for (let count = 0; count < 5; count += 1) added.push((await addLine(api, id)).id);
    const seen: number[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const path: string = `/calls/bulk_call/${id}/lines?pagesize=2&cursor=${cursor}`;
      const page = (await api.call('get', path)).body as Page;
      seen.push(...page.records.map(({ line_id }) => line_id));
      if (seen.length === 2) added.push((await addLine(api, id)).id);
      cursor = page.next_cursor;
    }
    expect(seen).toEqual(added);
  });

  it('tell when the next call is due, and by which rule', async () => {
    const line = await addRetry(api, await api.createCampaign());
    const { body } = await api.call('get', `/calls/bulk_call/${line.campaign_id}/lines/${line.id}`);
    expect(body.next_attempt).toEqual({ at: line.next_attempt_at?.toISOString(), rule: 'busy: retry 1 of 3' });
    expect(body.attempts).toMatchObject([{ attempt_no: 1, disposition: 'busy' }]);
  });

  it("are nobody else's", async () => {
    const line = await addLine(api, await api.createCampaign());
    const { key } = await addOrganization(api.db);
    for (const path of ['lines', `lines/${line.id}`, 'why']) {
      expect((await api.call('get', `/calls/bulk_call/${line.campaign_id}/${path}`, { key })).status).toBe(404);
    }
    const elsewhere = await api.createCampaign();
    expect((await api.call('get', `/calls/bulk_call/${elsewhere}/lines/${line.id}`)).status).toBe(404);
  });
});
