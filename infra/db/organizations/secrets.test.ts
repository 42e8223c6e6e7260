import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { decryptSecret, encryptSecret } from './secrets';

const key = randomBytes(32);

describe('encryptSecret', () => {
  it('is undone by the same key alone, for every text', () => {
    const otherKey = randomBytes(32);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const encrypted = encryptSecret(text, key);
        expect(decryptSecret(encrypted, key)).toBe(text);
        expect(decryptSecret(encrypted, otherKey)).toBeNull();
      }),
    );
  });

  it('writes the same text differently each time, and never in clear', () => {
    const written = [1, 2, 3].map(() => encryptSecret('evdw_secret', key));
    expect(new Set(written).size).toBe(3);
    expect(written.join()).not.toContain('secret');
  });

  it('refuses a key that is no 32 bytes long', () => {
    expect(() => encryptSecret('a', randomBytes(16))).toThrow(RangeError);
    expect(() => decryptSecret(encryptSecret('a', key), randomBytes(31))).toThrow(/31 bytes/);
  });
});

describe('decryptSecret', () => {
  it('reads nothing that was changed, shortened, or never encrypted', () => {
    const [version, iv, tag, text] = encryptSecret('evdw_secret', key).split('.') as [string, string, string, string];
    const flipped = Buffer.from(text, 'base64url');
    flipped[0]! ^= 1;
    const changed = [
      [version, iv, tag, flipped.toString('base64url')],
      [version, iv, tag, ''],
      [version, iv, tag.slice(0, 8), text],
      [version, randomBytes(12).toString('base64url'), tag, text],
      ['v2', iv, tag, text],
      [version, iv],
    ];
    expect(changed.map((parts) => decryptSecret(parts.join('.'), key))).toEqual(changed.map(() => null));
    expect(decryptSecret('', key)).toBeNull();
  });
});
