import { instantOfWallClock } from '../infra/time-zones/local-time';
import { zoneClock } from '../infra/time-zones/zone-clock';
import { hoursAt, openSpans, type ContactWindow } from './calling-hours';
import { contactHoursApply, contactWindow, DEFAULT_CONTACT_HOURS, type ContactHoursChoice } from './contact-hours';

const NOWHERE_SAID = { given: null, ofNumber: [], campaign: 'America/New_York' };
const NOTHING_SAID: ContactHoursChoice = { enabled: null, startMinute: null, endMinute: null, strict: null };
const SYDNEY_OR_PERTH = { given: null, ofNumber: ['Australia/Sydney', 'Australia/Perth'], campaign: 'Asia/Kolkata' };

describe('the hours of the called person', () => {
  it('are 08:00 to 21:00, for every number that really dials', () => {
    expect(contactWindow(DEFAULT_CONTACT_HOURS, null, NOWHERE_SAID, true)).toEqual({
      startMinute: 8 * 60,
      endMinute: 21 * 60,
      zones: ['America/New_York'],
    });
  });

  it('are not asked for simulator numbers, unless the campaign says so', () => {
    expect(contactWindow(DEFAULT_CONTACT_HOURS, null, NOWHERE_SAID, false)).toBeNull();
    expect(contactWindow(DEFAULT_CONTACT_HOURS, NOTHING_SAID, NOWHERE_SAID, false)).toBeNull();
    expect(
      contactWindow(DEFAULT_CONTACT_HOURS, { ...NOTHING_SAID, enabled: true }, NOWHERE_SAID, false),
    ).not.toBeNull();
  });

  it.each([
    // The organization, the campaign, really dials: asked.
    [true, null, true, true],
    [true, null, false, false],
    [true, true, false, true],
    [true, false, true, false],
    [false, null, true, false],
    [false, true, true, true],
  ] as const)('organization %p, campaign %p, real %p: %p', (organization, campaign, real, expected) => {
    const hours = { ...DEFAULT_CONTACT_HOURS, enabled: organization };
    const choice = { ...NOTHING_SAID, enabled: campaign };
    expect(contactHoursApply(hours, choice, real)).toBe(expected);
    expect(contactWindow(hours, choice, NOWHERE_SAID, real) !== null).toBe(expected);
  });

  it('are those of the campaign where it says some, and of the organization for the rest', () => {
    const later = { ...NOTHING_SAID, startMinute: 10 * 60 };
    expect(contactWindow(DEFAULT_CONTACT_HOURS, later, NOWHERE_SAID, true)).toMatchObject({
      startMinute: 10 * 60,
      endMinute: 21 * 60,
    });
  });
});

describe('the zone of the called person', () => {
  const zonesOf = (zones: Parameters<typeof contactWindow>[2], strict = false): readonly string[] | undefined =>
    contactWindow({ ...DEFAULT_CONTACT_HOURS, strict }, null, zones, true)?.zones;

  it('is the one given with the contact, before any other', () => {
    expect(zonesOf({ ...SYDNEY_OR_PERTH, given: 'Europe/Berlin' }, true)).toEqual(['Europe/Berlin']);
  });

  it('is the one of the number when it is unambiguous', () => {
    expect(zonesOf({ ...NOWHERE_SAID, ofNumber: ['Europe/London'] })).toEqual(['Europe/London']);
  });

  it("is the campaign's when the number's is unknown, strict or not", () => {
    expect(zonesOf(NOWHERE_SAID)).toEqual(['America/New_York']);
    expect(zonesOf(NOWHERE_SAID, true)).toEqual(['America/New_York']);
  });

  it("is the campaign's when the number's is ambiguous; strict asks every one it may be", () => {
    expect(zonesOf(SYDNEY_OR_PERTH)).toEqual(['Asia/Kolkata']);
    expect(zonesOf(SYDNEY_OR_PERTH, true)).toEqual(['Australia/Sydney', 'Australia/Perth']);
    const choice = { ...NOTHING_SAID, strict: true };
    expect(contactWindow(DEFAULT_CONTACT_HOURS, choice, SYDNEY_OR_PERTH, true)?.zones).toHaveLength(2);
  });
});

describe('a call within the hours of the called person', () => {
  const window = (zones: readonly string[]): ContactWindow => ({ startMinute: 8 * 60, endMinute: 21 * 60, zones });
  const day = (zone: string): [number, number] => [
    instantOfWallClock('2026-06-15T00:00', zone),
    instantOfWallClock('2026-06-16T00:00', zone),
  ];

  it('is in the intersection of all zones', () => {
    const contact = window(['Australia/Sydney', 'Australia/Perth']);
    const spans = openSpans({ campaign: null, openedAt: 0, contact }, ...day('Australia/Perth'), zoneClock);
    expect(spans).toEqual([
      {
        from: instantOfWallClock('2026-06-15T08:00', 'Australia/Perth'),
        to: instantOfWallClock('2026-06-15T21:00', 'Australia/Sydney'),
      },
    ]);
  });

  it('is in the hours of the campaign too', () => {
    const campaign = {
      zone: 'America/New_York',
      dailyStop: null,
      dailyStart: null,
      weekdays: null,
      windows: [{ startMinute: 9 * 60, endMinute: 17 * 60 }],
      closedDates: [],
    };
    const times = { campaign, openedAt: 0, contact: window(['America/Los_Angeles']) };
    const at = (wallClock: string) => hoursAt(times, instantOfWallClock(wallClock, 'America/New_York'), zoneClock);
    expect(at('2026-06-15T10:00')).toEqual({
      open: false,
      changesAt: instantOfWallClock('2026-06-15T11:00', 'America/New_York'),
      heldBy: 'contact_hours',
    });
    expect(at('2026-06-15T11:00').open).toBe(true);
  });
});
