import { prepareCampaign } from './campaign-file';

test('nobody is told of a campaign that is not real', () => {
  const { body, notes } = prepareCampaign(
    { call_status_callback: 'https://a.example', status_callback: 'https://b.example', phone_number_id: 7, bot_id: 3 },
    1,
  );
  expect(Object.keys(body)).not.toEqual(expect.arrayContaining(['call_status_callback']));
  expect(body).toEqual({ name: 'Dry run', save_as_draft: true, contact_hours: { enabled: true } });
  expect(notes).toHaveLength(2);
});

test("the called person's hours are asked as for real numbers, unless the file switches them off", () => {
  const hours = { start: '09:00' };
  expect(prepareCampaign({ contact_hours: hours }, 1).body.contact_hours).toEqual({ start: '09:00', enabled: true });
  const off = prepareCampaign({ contact_hours: { enabled: false } }, 1);
  expect(off.body.contact_hours).toEqual({ enabled: false });
  expect(off.notes.join()).toContain('contact_hours');
});

test('a sample calls with the same share of slots, pace and limits', () => {
  const file = {
    concurrent_call_limit: 40,
    calls_per_second: 5,
    limits: { calls_per_day: 1_000, connected_minutes: 0, end_date: '2027-01-31' },
  };
  expect(prepareCampaign(file, 0.1)).toMatchObject({
    body: {
      concurrent_call_limit: 4,
      calls_per_second: 0.5,
      limits: { calls_per_day: 100, connected_minutes: 0, end_date: '2027-01-31' },
    },
    notes: [],
  });
});

test('a sample that is too small for one slot says so', () => {
  const { body, notes } = prepareCampaign({ concurrent_call_limit: 5 }, 0.05);
  expect(body.concurrent_call_limit).toBe(1);
  expect(notes.join()).toContain('4 times as many contacts');
});
