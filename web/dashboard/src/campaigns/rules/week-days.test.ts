import { weekOf } from './week-days';

const BERLIN = 'Europe/Berlin';
/** A Wednesday, 10:30 in Berlin, in the week in which clocks go back. */
const WEDNESDAY = Date.parse('2026-10-21T08:30:00Z');
const BACK = { at: '2026-10-25T01:00:00Z', date: '2026-10-25', offset_before_s: 7_200, offset_after_s: 3_600 };
const FORWARD = { at: '2026-03-29T01:00:00Z', date: '2026-03-29', offset_before_s: 3_600, offset_after_s: 7_200 };

describe('the week that is drawn', () => {
  test('begins today, in the zone of the campaign', () => {
    const week = weekOf([], [], 'Pacific/Kiritimati', Date.parse('2026-10-21T11:00:00Z'));
    expect(week.map(({ date }) => date)).toEqual([
      '2026-10-22',
      '2026-10-23',
      '2026-10-24',
      '2026-10-25',
      '2026-10-26',
      '2026-10-27',
      '2026-10-28',
    ]);
    expect(week.map(({ pastMinutes }) => pastMinutes)).toEqual([60, 0, 0, 0, 0, 0, 0]);
  });

  test('shows the hours as clocks of the zone show them, over a clock change too', () => {
    const openings = [
      { from: '2026-10-21T08:30:00Z', until: '2026-10-21T10:00:00Z' },
      { from: '2026-10-24T07:00:00Z', until: '2026-10-24T15:00:00Z' },
      { from: '2026-10-26T08:00:00Z', until: '2026-10-26T16:00:00Z' },
    ];
    const week = weekOf(openings, [BACK], BERLIN, WEDNESDAY);
    expect(week.map(({ text }) => text)).toEqual([
      '10:30–12:00',
      'closed',
      'closed',
      '09:00–17:00',
      'closed',
      '09:00–17:00',
      'closed',
    ]);
  });

  test('cuts what crosses midnight at midnight, and lets what never closes last', () => {
    const overnight = weekOf([{ from: '2026-10-22T20:00:00Z', until: '2026-10-23T04:00:00Z' }], [], BERLIN, WEDNESDAY);
    expect(overnight[1]?.open).toEqual([{ startMinute: 22 * 60, endMinute: 1_440 }]);
    expect(overnight[2]?.open).toEqual([{ startMinute: 0, endMinute: 6 * 60 }]);
    const endless = weekOf([{ from: '2026-10-21T08:30:00Z', until: null }], [], BERLIN, WEDNESDAY);
    expect(endless.map(({ text }) => text)).toEqual(['10:30–24:00', ...Array<string>(6).fill('open all day')]);
  });

  test('draws no empty block where it ends at midnight', () => {
    const week = weekOf([{ from: '2026-10-22T07:00:00Z', until: '2026-10-22T22:00:00Z' }], [], BERLIN, WEDNESDAY);
    expect(week[1]?.open).toEqual([{ startMinute: 9 * 60, endMinute: 1_440 }]);
    expect(week[2]?.open).toEqual([]);
  });

  test('marks the day on which clocks are changed, with the time that clocks show before', () => {
    const autumn = weekOf([], [BACK], BERLIN, WEDNESDAY);
    expect(autumn.map(({ clockText }) => clockText)).toEqual([
      null,
      null,
      null,
      null,
      'Clocks go back 1 hour at 03:00.',
      null,
      null,
    ]);
    const spring = weekOf([], [FORWARD], BERLIN, Date.parse('2026-03-28T12:00:00Z'));
    expect(spring[1]?.clockText).toBe('Clocks go forward 1 hour at 02:00.');
    const lordHowe = {
      at: '2026-10-03T15:30:00Z',
      date: '2026-10-04',
      offset_before_s: 37_800,
      offset_after_s: 39_600,
    };
    const half = weekOf([], [lordHowe], 'Australia/Lord_Howe', Date.parse('2026-10-03T00:00:00Z'));
    expect(half[1]?.clockText).toBe('Clocks go forward 30 minutes at 02:00.');
  });

  test('begins with the first opening where that is more than a week ahead', () => {
    const week = weekOf([{ from: '2026-11-20T08:00:00Z', until: '2026-11-20T09:00:00Z' }], [], BERLIN, WEDNESDAY);
    expect(week[0]).toMatchObject({ date: '2026-11-20', text: '09:00–10:00', pastMinutes: 0 });
  });
});
