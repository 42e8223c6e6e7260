import { parse } from 'csv-parse/sync';
import { sql } from 'kysely';
import { reportCsv } from '../../infra/csv/report-csv';
import { reportRows } from '../../infra/db/campaigns/report';
import { addOrganization, createApiWorld, type ApiWorld } from './api-world';
import { addAttempt, addLine, changeLine } from './line-fixtures';

let api: ApiWorld;
beforeAll(async () => {
  api = await createApiWorld();
});
afterAll(() => api.close());

const report = (id: number) => api.call('get', `/calls/bulk_call/${id}/report.csv`);
const rowsOf = (text: string): Array<Record<string, string>> => parse(text, { columns: true });

describe('the report of a campaign', () => {
  it('has a row for each attempt, and one for a contact without any', async () => {
    const id = await api.createCampaign();
    const called = await addLine(api, id, {
      external_id: 'crm-1',
      custom_variables: { name: 'Jane, "J"' },
      metadata: { lead: 7 },
    });
    const first = await addAttempt(api.db, called, { duration_s: null });
    const answered_at = new Date('2026-01-02T03:04:05Z');
    const second = await addAttempt(api.db, called, { disposition: 'completed', duration_s: 42, answered_at });
    await api.db
      .insertInto('callbacks')
      .values({
        organization_id: api.organizationId,
        campaign_id: id,
        line_id: called.id,
        attempt_id: first.id,
        source: 'words',
        text: 'at three',
        wall_clock: '2026-01-02T15:00',
        zone: 'UTC',
        asked_for: answered_at,
        due_at: answered_at,
        status: 'kept',
      })
      .execute();
    await changeLine(api.db, called.id, { call_status: 'completed', closing_reason: 'reached', ready: false });
    await addLine(api, id, { to_number: '+15551230002' });

    const response = await report(id);
    expect(response.status).toBe(200);
    expect(response.headers['content-type']).toMatch(/^text\/csv; ?charset=utf-8/);
    expect(response.headers['content-disposition']).toBe(`attachment; filename="campaign-${id}-report.csv"`);
    const rows = rowsOf(response.text);
    const line = {
      line_id: String(called.id),
      to_number: '+15551234567',
      external_id: 'crm-1',
      call_status: 'completed',
      closing_reason: 'reached',
      from_number: '+15550100001',
      custom_variables: '{"name":"Jane, \\"J\\""}',
      metadata: '{"lead":7}',
    };
    expect(rows).toMatchObject([
      {
        ...line,
        attempt_no: '1',
        call_sid: `call_${first.id}`,
        disposition: 'busy',
        duration_s: '',
        callback_text: 'at three',
        callback_due_at: answered_at.toISOString(),
        callback_status: 'kept',
      },
      {
        ...line,
        attempt_no: '2',
        call_sid: `call_${second.id}`,
        disposition: 'completed',
        duration_s: '42',
        answered_at: answered_at.toISOString(),
        callback_text: '',
      },
      { to_number: '+15551230002', call_status: 'queued', attempt_no: '', call_sid: '', created_at: '' },
    ]);
  });

  it('is safe in a spreadsheet, and leaves numbers as they are', async () => {
    const id = await api.createCampaign();
    for (const external_id of ['=1+1', '+SUM(A1)', '-2+3', '@cmd', '\tx', '＝1', 'plain', '+15551230009']) {
      await addLine(api, id, { external_id });
    }
    const rows = rowsOf((await report(id)).text);
    expect(rows.map(({ external_id }) => external_id)).toEqual([
      "'=1+1",
      "'+SUM(A1)",
      "'-2+3",
      "'@cmd",
      "'\tx",
      "'＝1",
      'plain',
      '+15551230009',
    ]);
    expect(new Set(rows.map(({ to_number }) => to_number))).toEqual(new Set(['+15551234567']));
  });

  it('of a campaign without contacts is its header', async () => {
    const { text } = await report(await api.createCampaign());
    expect(text.trim().split('\n')).toHaveLength(1);
    expect(text).toMatch(/^line_id,to_number,external_id,call_status,/);
  });

  it("finds no other organization's campaign", async () => {
    const { key } = await addOrganization(api.db);
    const id = await api.createCampaign();
    expect((await api.call('get', `/calls/bulk_call/${id}/report.csv`, { key })).status).toBe(404);
  });
});

describe('a report of 20,000 contacts', () => {
  const LINES = 20_000;
  let campaignId: number;
  beforeAll(async () => {
    campaignId = await api.createCampaign();
    await sql`
      insert into lines (organization_id, campaign_id, to_number, custom_variables, call_status)
      select ${api.organizationId}, ${campaignId}, '+1555' || lpad(n::text, 7, '0'),
        json_build_object('note', repeat('x', 500)), 'queued'
      from generate_series(1, ${LINES}) n
    `.execute(api.db);
  });

  it('arrives whole, each line once and in order', async () => {
    const rows = rowsOf((await report(campaignId)).text);
    expect(rows).toHaveLength(LINES);
    const ids = rows.map(({ line_id }) => Number(line_id));
    expect(ids).toEqual([...new Set(ids)].sort((left, right) => left - right));
  });

  it('is never held in memory: each part is small, and is read only when it is wanted', async () => {
    const pages = reportRows(api.db, campaignId);
    let pagesRead = 0;
    const counted = async function* () {
      for await (const page of pages) {
        pagesRead += 1;
        expect(page.length).toBeLessThanOrEqual(500);
        yield page;
      }
    };
    let parts = 0;
    let bytes = 0;
    for await (const text of reportCsv(counted())) {
      // The header comes before any page; afterwards not one page is read ahead.
      expect(pagesRead).toBe(parts);
      expect(text.length).toBeLessThan(500_000);
      parts += 1;
      bytes += text.length;
    }
    expect(parts).toBe(1 + LINES / 500);
    expect(bytes).toBeGreaterThan(LINES * 500);
  });
});
