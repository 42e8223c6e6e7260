import fc from 'fast-check';
import { storableJson } from './storable-json';

test('what Postgres cannot store is replaced, all else stays', () => {
  const given = { 'k\0': ['a\0b', '\ud800', '\udc00\ud800', 'pair \u{1f600}', '\\u0000', '\\\\\0'] };
  expect(JSON.parse(storableJson(given))).toEqual({
    'k\ufffd': ['a\ufffdb', '\ufffd', '\ufffd\ufffd', 'pair \u{1f600}', '\\u0000', '\\\\\ufffd'],
  });
});

test('no text is left with a NUL or half a pair, and well-formed ones are as they were', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const kept = (JSON.parse(storableJson({ text })) as { text: string }).text;
      expect(kept).not.toMatch(/\0|\p{Cs}/u);
      expect(kept).toBe(text.replaceAll(/\0|\p{Cs}/gu, '\ufffd'));
    }),
  );
});
