import { DEFAULT_SETTINGS, type CampaignSettings } from '../../../domain/campaign-settings';
import { DEFAULT_ORGANIZATION_RULES } from '../../../domain/organization-rules';
import { callTimesOf, type CallTimesSource } from './call-times';

const SYDNEY = '+61291234567';
const AUSTRALIAN_MOBILE = '+61412345678';
const OPENED_AT = new Date('2026-06-15T10:00:00Z');

function timesOf(
  line: CallTimesSource['line'],
  { provider = 'twilio', ...settings }: { provider?: string } & Partial<CampaignSettings> = {},
  rules = DEFAULT_ORGANIZATION_RULES,
) {
  const campaign = { settings: { ...DEFAULT_SETTINGS, ...settings }, timezone: 'Asia/Kolkata', opened_at: OPENED_AT };
  return callTimesOf({ campaign, rules, line, provider });
}

const STRICT = { ...DEFAULT_ORGANIZATION_RULES.contactHours, strict: true };

describe('when a line may be called', () => {
  it("is in its campaign's hours, since somebody has opened that", () => {
    const hours = { zone: 'UTC', dailyStop: null, dailyStart: null, weekdays: null, windows: [], closedDates: [] };
    expect(timesOf({ timezone: null, to_number: SYDNEY }, { hours })).toMatchObject({
      campaign: hours,
      openedAt: OPENED_AT.getTime(),
    });
    expect(timesOf({ timezone: null, to_number: SYDNEY }).campaign).toBeNull();
  });

  it.each([
    ['the zone given with the contact', { timezone: 'Europe/Berlin', to_number: SYDNEY }, ['Europe/Berlin']],
    ["its number's zone", { timezone: null, to_number: SYDNEY }, ['Australia/Sydney']],
    ["the campaign's, for a number in several", { timezone: null, to_number: AUSTRALIAN_MOBILE }, ['Asia/Kolkata']],
    ["the campaign's, for a number of nobody", { timezone: null, to_number: '+15551234567' }, ['Asia/Kolkata']],
  ])('is within legal hours in %s', (_which, line, zones) => {
    expect(timesOf(line).contact).toEqual({ startMinute: 480, endMinute: 1260, zones });
  });

  it('is within legal hours in every zone of the number, where the organization is strict', () => {
    const rules = { ...DEFAULT_ORGANIZATION_RULES, contactHours: STRICT };
    const line = { timezone: null, to_number: AUSTRALIAN_MOBILE };
    expect(timesOf(line, {}, rules).contact?.zones).toEqual(expect.arrayContaining(['Australia/Perth']));
  });

  it('is at any hour from a simulator number, unless the campaign asks for legal hours', () => {
    const line = { timezone: null, to_number: SYDNEY };
    expect(timesOf(line, { provider: 'simulator' }).contact).toBeNull();
    const contactHours = { enabled: true, startMinute: null, endMinute: null, strict: null };
    expect(timesOf(line, { provider: 'simulator', contactHours }).contact?.zones).toEqual(['Australia/Sydney']);
  });
});
