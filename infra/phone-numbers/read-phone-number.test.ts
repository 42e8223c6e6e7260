import { originOf, readPhoneNumber } from './read-phone-number';

describe('readPhoneNumber', () => {
  it.each([
    ['+15551234567', { e164: '+15551234567', valid: false }],
    ["'+15551234567", { e164: '+15551234567', valid: false }],
    ['tel:+1-555-123-4567', { e164: '+15551234567', valid: false }],
    ['+44 20 7946 0958', { e164: '+442079460958', valid: true }],
    ['  +44 (0) 20 7946 0958 ', { e164: '+442079460958', valid: true }],
  ])('reads %p without an origin', (text, read) => expect(readPhoneNumber(text)).toEqual(read));

  it('reads national forms with the origin of the calling number', () => {
    expect(readPhoneNumber('(555) 123-4567', originOf('+15550100001'))?.e164).toBe('+15551234567');
    expect(readPhoneNumber('020 7946 0958', originOf('+442079460958'))?.e164).toBe('+442079460958');
    expect(readPhoneNumber('+15551234567', originOf('+442079460958'))?.e164).toBe('+15551234567');
  });

  it.each(['', 'nobody', '+1555', '12', '020 7946 0958', '+15551234567 ext. 5', '+999999999999999', '+1'.repeat(50)])(
    'refuses %p',
    (text) => expect(readPhoneNumber(text)).toBeNull(),
  );
});
