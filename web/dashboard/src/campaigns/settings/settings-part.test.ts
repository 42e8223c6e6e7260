import { faultsOfPart, withChange, type CampaignDetails, type Changed } from './settings-part';

const part = { required: ['/retry_config/retry_limit', '/concurrent_call_limit'] };

describe('a part of the settings', () => {
  test('what must not be empty is told where it was emptied, and only there', () => {
    const base = { retry_config: { retry_limit: 3 }, concurrent_call_limit: 10 };
    const value = { retry_config: { retry_limit: null }, concurrent_call_limit: 10 };
    expect(faultsOfPart(part, base, value)).toEqual([['/retry_config/retry_limit', 'Enter a value.']]);
    expect(faultsOfPart(part, value, value)).toEqual([]);
  });

  test('0 is a value', () => {
    expect(faultsOfPart(part, { concurrent_call_limit: 1 }, { concurrent_call_limit: 0 })).toEqual([]);
  });

  test('what the part has against itself is told as well', () => {
    const check = () => [['/name', 'No.']] as const;
    expect(faultsOfPart({ ...part, check }, {}, {})).toEqual([['/name', 'No.']]);
  });

  test('an answer changes its part of the campaign and the version, and nothing else', () => {
    const campaign = { id: 1, status: 'waiting', calls_per_second: 2, settings_version: 4 } as CampaignDetails;
    const effect = { text: '' } as Changed['effect'];
    const answer = { calls_per_second: null, settings_version: 5 };
    const changed = { ...answer, status: 'success', message: 'Done.', effect, warnings: [] } as Changed;
    expect(withChange(campaign, changed)).toEqual({ ...campaign, ...answer });
  });
});
