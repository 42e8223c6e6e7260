import { signingSecrets } from './signing-secrets';

const UNTIL = new Date('2027-01-02T00:00:00Z');
const rotating = { secret: 'new', previous: 'old', previousUntil: UNTIL };

test('while a secret rotates both sign, the new one first; at its end the old one no longer', () => {
  expect(signingSecrets(rotating, UNTIL.getTime() - 1)).toEqual(['new', 'old']);
  expect(signingSecrets(rotating, UNTIL.getTime())).toEqual(['new']);
});

test('a secret that was never rotated signs alone', () => {
  expect(signingSecrets({ secret: 'only', previous: null, previousUntil: null }, 0)).toEqual(['only']);
});
