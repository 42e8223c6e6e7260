import { rememberTexts } from './read-texts';

it('reads a text once while it is in use, and forgets what was not used for longest', () => {
  const read = jest.fn((text: string) => ({ text }));
  const texts = rememberTexts(read, 6);
  const first = texts.of('aaa');
  texts.of('bbb');
  expect(texts.of('aaa')).toBe(first);
  texts.of('ccc');
  expect(texts.of('aaa')).toBe(first);
  expect(read.mock.calls.flat()).toEqual(['aaa', 'bbb', 'ccc']);
  texts.of('bbb');
  expect(read).toHaveBeenCalledTimes(4);
});

it('does not remember what is too long, or could not be read', () => {
  const read = jest.fn((text: string) => {
    if (text === 'bad') throw new Error('unreadable');
    return text;
  });
  const texts = rememberTexts(read, 6);
  texts.of('keep');
  for (const _ of [1, 2]) {
    expect(texts.of('far too long')).toBe('far too long');
    expect(() => texts.of('bad')).toThrow('unreadable');
  }
  texts.of('keep');
  expect(read).toHaveBeenCalledTimes(5);
});
