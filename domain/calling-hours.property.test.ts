import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { createZoneClock } from '../infra/time-zones/zone-clock';
import { hoursAt, nextOpening, openSpans, type CallTimes, type DailyTime, type DayWindow } from './calling-hours';
import { addDays, WEEKDAYS, weekdayOf } from './zone-clock';

/**
 * The rules, judged a second time and in another way: minute after minute, by what Intl says that clocks show.
 * A clock that is put back stands still until it has caught up, so that nothing happens twice.
 */

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1440;
const HOUR = 60;
const QUARTER = 15;
const SHOWN_PARTS = {
  hourCycle: 'h23',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
} as const;
const FIRST_DAY = Date.UTC(2026, 0, 1);
const LAST_DAY = Date.UTC(2028, 0, 1);
/** Minutes that are judged, around a change of the clocks, and how many before them decide how they begin. */
const JUDGED = 3 * DAY_MINUTES;
const LEAD = 2 * DAY_MINUTES;

// Four hundred zones take their time on a busy machine.
jest.setTimeout(60_000);

const ALL_ZONES = Intl.supportedValuesOf('timeZone');
const clock = createZoneClock();

/** What a zone's clocks show, in minutes since 1970, from an instant on; `forward` never goes back. */
interface Walk {
  readonly shown: Int32Array;
  readonly forward: Int32Array;
}

function walkOf(zone: string, start: number): Walk {
  const shownAt = shownIn(zone);
  const shown = new Int32Array(LEAD + JUDGED);
  for (let i = 0; i < shown.length; i += HOUR) {
    const [from, to] = [shownAt(start + i * MINUTE_MS), shownAt(start + (i + HOUR) * MINUTE_MS)];
    for (let j = 0; j < HOUR; j += 1) {
      // Clocks are changed at quarters of an hour; in most hours they are not.
      const isAsked = from + HOUR !== to && j % QUARTER === 0;
      shown[i + j] = j === 0 ? from : isAsked ? shownAt(start + (i + j) * MINUTE_MS) : shown[i + j - 1]! + 1;
    }
  }
  let latest = 0;
  return { shown, forward: shown.map((now) => (latest = Math.max(latest, now))) };
}

const formats = new Map<string, Intl.DateTimeFormat>();

function shownIn(zone: string): (instant: number) => number {
  const format = formats.get(zone) ?? new Intl.DateTimeFormat('en-US', { ...SHOWN_PARTS, timeZone: zone });
  formats.set(zone, format);
  return (instant) => {
    const [month, day, year, hour, minute] = format.format(instant).match(/\d+/g)!.map(Number);
    return Date.UTC(year!, month! - 1, day, hour, minute) / MINUTE_MS;
  };
}

const dayOf = (shown: number): number => (shown - (shown % DAY_MINUTES)) / DAY_MINUTES;
const dateOf = (day: number): string => addDays('1970-01-01', day);

/** On which day, counted from 1970, the window that holds a minute has begun; null outside of it. */
function beganOn({ startMinute, endMinute }: DayWindow, forward: number): number | null {
  const minute = forward % DAY_MINUTES;
  if (startMinute < endMinute) return minute >= startMinute && minute < endMinute ? dayOf(forward) : null;
  if (minute >= startMinute) return dayOf(forward);
  return minute < endMinute ? dayOf(forward) - 1 : null;
}

/** The minutes of a walk at which a daily time has come. */
function comings({ minute }: DailyTime, { forward }: Walk): boolean[] {
  return [...forward].map((now, i) => {
    if (i === 0) return false;
    const next = forward[i - 1]! - ((forward[i - 1]! - minute) % DAY_MINUTES) + DAY_MINUTES;
    return now >= next;
  });
}

/** For every minute, whether a call may start in it. */
function judge(times: CallTimes, start: number): boolean[] {
  const { campaign, contact, openedAt } = times;
  const walks = new Map<string, Walk>();
  const walk = (zone: string): Walk => {
    if (!walks.has(zone)) walks.set(zone, walkOf(zone, start));
    return walks.get(zone)!;
  };
  const open = new Array<boolean>(LEAD + JUDGED).fill(true);
  const keep = (isOpen: (i: number) => boolean): void => open.forEach((was, i) => (open[i] = isOpen(i) && was));
  for (const zone of contact?.zones ?? []) keep((i) => beganOn(contact!, walk(zone).forward[i]!) !== null);
  if (!campaign) return open;

  const { dailyStop, dailyStart, weekdays, windows, closedDates } = campaign;
  const here = walk(campaign.zone);
  const days = Array.from({ length: 12 }, (_, i) => dayOf(here.shown[0]!) - 2 + i);
  const closed = new Set(days.filter((day) => closedDates.includes(dateOf(day))));
  const callable = new Set(
    days.filter((day) => !closed.has(day) && (weekdays ?? WEEKDAYS).includes(weekdayOf(dateOf(day)))),
  );
  keep((i) => !closed.has(dayOf(here.shown[i]!)));
  if (windows.length === 0) keep((i) => callable.has(dayOf(here.shown[i]!)));
  else keep((i) => windows.some((window) => callable.has(beganOn(window, here.forward[i]!) ?? NaN)));
  if (dailyStop && dailyStart && dailyStop.zone === dailyStart.zone) {
    const { forward } = walk(dailyStop.zone);
    const window = { startMinute: dailyStart.minute, endMinute: dailyStop.minute };
    keep((i) => dailyStart.minute !== dailyStop.minute && beganOn(window, forward[i]!) !== null);
  } else if (dailyStop) {
    const stops = comings(dailyStop, walk(dailyStop.zone));
    const starts = dailyStart && comings(dailyStart, walk(dailyStart.zone));
    const openedIn = Math.floor((openedAt - start) / MINUTE_MS);
    let isOn = !starts;
    keep((i) => {
      if (starts?.[i]) isOn = true;
      if (stops[i] && (starts || i > openedIn)) isOn = false;
      return isOn;
    });
  }
  return open;
}

const minuteArb = fc.oneof(
  fc.integer({ min: 0, max: 1439 }),
  fc.constantFrom(0, 30, 60, 90, 120, 135, 150, 179, 180, 1410),
);
const windowArb: fc.Arbitrary<DayWindow> = fc
  .record({ startMinute: minuteArb, endMinute: minuteArb.map((minute) => minute || DAY_MINUTES) })
  .filter(({ startMinute, endMinute }) => startMinute !== endMinute);
const otherZone = fc.constantFrom(
  'UTC',
  'America/New_York',
  'Europe/Berlin',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  ...ALL_ZONES,
);

/** Times around a change of the clocks in a zone, and a minute in them. */
interface Case {
  readonly zone: string;
  /** Epoch milliseconds of the first minute of the walk. */
  readonly start: number;
  readonly times: CallTimes;
  /** Counted from the first judged minute. */
  readonly minute: number;
}

const caseArb = fc.record({
  zone: fc.constantFrom(...ALL_ZONES),
  change: fc.nat({ max: 7 }),
  minute: fc.nat({ max: JUDGED / 2 }),
  stop: fc.option(fc.record({ minute: minuteArb, zone: fc.option(otherZone) })),
  start: fc.option(fc.record({ minute: minuteArb, zone: fc.option(otherZone) })),
  weekdays: fc.option(fc.subarray([...WEEKDAYS], { minLength: 1 }), { freq: 2 }),
  windows: fc.oneof(fc.constant([]), fc.array(windowArb, { maxLength: 3 })),
  closedDays: fc.uniqueArray(fc.integer({ min: -1, max: 3 }), { maxLength: 2 }),
  contact: fc.option(fc.record({ window: windowArb, zone: fc.option(otherZone), another: fc.option(otherZone) })),
  openedMinute: fc.nat({ max: LEAD + JUDGED / 2 }),
});
type Drawn = typeof caseArb extends fc.Arbitrary<infer T> ? T : never;

/** The changes of a zone's clocks within the two years, by a second opinion on where they are; its middle where none is. */
const changesOf = (zone: string): number[] => {
  const changes: number[] = [];
  let at = Temporal.Instant.fromEpochMilliseconds(FIRST_DAY).toZonedDateTimeISO(zone).getTimeZoneTransition('next');
  while (at && at.epochMilliseconds < LAST_DAY) {
    changes.push(at.epochMilliseconds);
    at = at.getTimeZoneTransition('next');
  }
  return changes.length > 0 ? changes : [(FIRST_DAY + LAST_DAY) / 2];
};

function caseOf({ zone, change, minute, openedMinute, ...drawn }: Drawn): Case {
  const changes = changesOf(zone);
  const start = changes[change % changes.length]! - (LEAD + JUDGED / 2) * MINUTE_MS;
  const firstDay = new Date(start + LEAD * MINUTE_MS).toISOString().slice(0, 10);
  const { stop, start: daily, weekdays, windows, contact } = drawn;
  const times: CallTimes = {
    campaign: {
      zone,
      dailyStop: stop && { minute: stop.minute, zone: stop.zone ?? zone },
      dailyStart: daily && { minute: daily.minute, zone: daily.zone ?? zone },
      weekdays,
      windows,
      closedDates: drawn.closedDays.map((days) => addDays(firstDay, days)),
    },
    openedAt: start + openedMinute * MINUTE_MS,
    contact: contact && {
      ...contact.window,
      zones: [contact.zone ?? zone, ...(contact.another === null ? [] : [contact.another])],
    },
  };
  return { zone, start, times, minute };
}

/** Holds a property in every zone once, in the same cases in every run. */
function everywhere(holds: (testCase: Case) => void): void {
  const drawn = fc.sample(caseArb, { numRuns: ALL_ZONES.length, seed: 1 });
  const examples = ALL_ZONES.map((zone, i): [Drawn] => [{ ...drawn[i]!, zone }]);
  hold(holds, { examples, numRuns: ALL_ZONES.length });
}

/** Holds it in some zones, other ones in every run. */
function somewhere(holds: (testCase: Case) => void): void {
  hold(holds, { numRuns: 80 });
}

function hold(holds: (testCase: Case) => void, options: fc.Parameters<[Drawn]>): void {
  fc.assert(
    fc.property(caseArb, (drawn) => holds(caseOf(drawn))),
    options,
  );
}

describe('calling hours, against clocks watched minute by minute around their changes', () => {
  it('knows every zone', () => {
    expect(ALL_ZONES.length).toBeGreaterThan(400);
  });

  it('are open in exactly the minutes that every rule allows', () =>
    everywhere(({ start, times }) => {
      const from = start + LEAD * MINUTE_MS;
      const to = from + JUDGED * MINUTE_MS;
      const expected = spansOf(judge(times, start).slice(LEAD), from);
      expect(openSpans(times, from, to, clock)).toEqual(expected);
    }));

  it('open next at the first minute that is allowed, and at none before it', () =>
    somewhere(({ start, times, minute }) => {
      const open = judge(times, start);
      const from = start + (LEAD + minute) * MINUTE_MS + 1;
      const next = nextOpening(times, from, clock);
      const first = open.indexOf(true, LEAD + minute);
      if (first === -1) expect(next ?? Infinity).toBeGreaterThanOrEqual(start + open.length * MINUTE_MS);
      else expect(next).toBe(Math.max(from, start + first * MINUTE_MS));
    }));

  it('change exactly when they say, and not before', () =>
    somewhere(({ start, times, minute }) => {
      const open = judge(times, start);
      const state = hoursAt(times, start + (LEAD + minute) * MINUTE_MS, clock);
      expect(state.open).toBe(open[LEAD + minute]);
      expect(state.heldBy === null).toBe(state.open);
      const change = open.indexOf(!state.open, LEAD + minute);
      if (change === -1) expect(state.changesAt ?? Infinity).toBeGreaterThanOrEqual(start + open.length * MINUTE_MS);
      else expect(state.changesAt).toBe(start + change * MINUTE_MS);
    }));

  it('skip no window of any day, unless the clocks skip all of it', () =>
    somewhere(({ zone, start, times }) => {
      const windows = times.campaign?.windows ?? [];
      const hours = { zone, dailyStop: null, dailyStart: null, weekdays: null, windows, closedDates: [] };
      const { forward } = walkOf(zone, start);
      for (const window of windows) {
        const began = new Set<number>();
        for (let i = LEAD; i < forward.length; i += 1) {
          const day = beganOn(window, forward[i]!);
          if (day === null || began.has(day)) continue;
          began.add(day);
          const state = hoursAt({ ...times, campaign: hours, contact: null }, start + i * MINUTE_MS, clock);
          expect({ day: dateOf(day), open: state.open }).toEqual({ day: dateOf(day), open: true });
        }
        expect(began.size).toBeGreaterThanOrEqual(2);
      }
    }));
});

/** Stretches of true minutes. */
function spansOf(open: readonly boolean[], start: number): { from: number; to: number }[] {
  const spans: { from: number; to: number }[] = [];
  open.forEach((isOpen, i) => {
    if (!isOpen) return;
    const from = start + i * MINUTE_MS;
    if (open[i - 1]) spans.at(-1)!.to = from + MINUTE_MS;
    else spans.push({ from, to: from + MINUTE_MS });
  });
  return spans;
}
