import { DEFAULT_SETTINGS, type CampaignSettings } from '../../domain/campaign-settings';
import { DEFAULT_ORGANIZATION_RULES } from '../../domain/organization-rules';
import type { CampaignRow } from '../../infra/db/campaign-tables';
import type { LineRow } from '../../infra/db/line-tables';
import { planCall } from '../../infra/telephony/simulator/call-plan';
import type { Course, MadeCall } from './course';
import { judge } from './judge';

const ZONE = 'Europe/Berlin';
const MONDAY_NINE = Date.parse('2026-11-23T09:00:00+01:00');
const MINUTE_MS = 60_000;

interface Wanted {
  readonly at: number;
  readonly to?: string;
  readonly lineId?: number;
  readonly minutes?: number;
  readonly doNotCall?: boolean;
  readonly expiresAt?: Date;
}

function courseOf(settings: Partial<CampaignSettings>, wanted: readonly Wanted[], startsAt?: Date): Course {
  const calls = wanted.map((given, index): MadeCall => {
    const { at, to = `+49301234${String(index).padStart(3, '0')}`, lineId = index, minutes = 1 } = given;
    const line = { id: lineId, to_number: to, timezone: null, expires_at: given.expiresAt ?? null };
    const call = {
      reference: String(index),
      providerCallId: String(index),
      from: '+4930555',
      to,
      zone: ZONE,
      askedAt: at,
      plan: planCall({ reference: '', to, isRepeated: false }, null),
      endsAt: at + minutes * MINUTE_MS,
      talkS: 30,
      end: {
        disposition: 'completed' as const,
        rawCode: '',
        durationS: 30,
        outcome: given.doNotCall ? { do_not_call: true } : {},
      },
    };
    return { call, kind: 'first', line: line as LineRow };
  });
  const campaign = {
    timezone: ZONE,
    opened_at: new Date(MONDAY_NINE - 24 * 60 * MINUTE_MS),
    starts_at: startsAt ?? null,
    settings: { ...DEFAULT_SETTINGS, ...settings },
  };
  return { campaign: campaign as CampaignRow, calls, lines: [] };
}

const rulesBroken = (settings: Partial<CampaignSettings>, wanted: readonly Wanted[], startsAt?: Date): string[] =>
  judge(courseOf(settings, wanted, startsAt), DEFAULT_ORGANIZATION_RULES).map(({ rule }) => rule);

const nineToFive = {
  zone: ZONE,
  dailyStop: null,
  dailyStart: null,
  weekdays: null,
  windows: [{ startMinute: 540, endMinute: 1_020 }],
  closedDates: [],
};

test('calls within the rules are no breach', () => {
  expect(rulesBroken({ hours: nineToFive }, [{ at: MONDAY_NINE }, { at: MONDAY_NINE + 479 * MINUTE_MS }])).toEqual([]);
});

test.each<[string, () => string[], RegExp]>([
  ['before it opens', () => rulesBroken({ hours: nineToFive }, [{ at: MONDAY_NINE - 1_000 }]), /campaign's hours/],
  [
    'four seconds after it has closed',
    () => rulesBroken({ hours: nineToFive }, [{ at: MONDAY_NINE + 480 * MINUTE_MS + 4_000 }]),
    /campaign's hours/,
  ],
  [
    'after a daily stop without a start',
    () =>
      rulesBroken({ hours: { ...nineToFive, windows: [], dailyStop: { minute: 480, zone: ZONE } } }, [
        { at: MONDAY_NINE },
      ]),
    /campaign's hours/,
  ],
  ['at six in the morning', () => rulesBroken({}, [{ at: MONDAY_NINE - 180 * MINUTE_MS }]), /called person's hours/],
  ['before its start', () => rulesBroken({}, [{ at: MONDAY_NINE }], new Date(MONDAY_NINE + 1)), /before its start/],
  [
    'after the contact has expired',
    () => rulesBroken({}, [{ at: MONDAY_NINE, expiresAt: new Date(MONDAY_NINE - 3_000) }]),
    /expired/,
  ],
  [
    'to somebody who asked not to be called',
    () =>
      rulesBroken({}, [
        { at: MONDAY_NINE, to: '+49301', doNotCall: true },
        { at: MONDAY_NINE + 5 * MINUTE_MS, to: '+49301' },
      ]),
    /asked not to be called/,
  ],
  [
    'beside too many others',
    () =>
      rulesBroken({ pacing: { concurrency: 1, callsPerSecond: null } }, [
        { at: MONDAY_NINE, minutes: 5 },
        { at: MONDAY_NINE + MINUTE_MS },
      ]),
    /at once/,
  ],
  [
    'beyond the calls of a day',
    () =>
      rulesBroken({ limits: { ...DEFAULT_SETTINGS.limits, callsPerDay: 1 } }, [
        { at: MONDAY_NINE },
        { at: MONDAY_NINE + 5 * MINUTE_MS },
      ]),
    /more than 1 calls a day/,
  ],
  [
    'to one number for the ninth time in a day',
    () =>
      rulesBroken(
        {},
        Array.from({ length: 9 }, (_, index) => ({ at: MONDAY_NINE + index * 5 * MINUTE_MS, to: '+49301' })),
      ),
    /to one number/,
  ],
  [
    'to a contact without a retry left',
    () =>
      rulesBroken({}, [
        { at: MONDAY_NINE, lineId: 1 },
        { at: MONDAY_NINE + 5 * MINUTE_MS, lineId: 1 },
      ]),
    /call 2 to one contact, with 1 allowed/,
  ],
])('a call %s is a breach', (_what, broken, rule) => {
  const rules = broken();
  expect(rules).toHaveLength(1);
  expect(rules[0]).toMatch(rule);
});
