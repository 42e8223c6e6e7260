import { markedParts } from './marked-text';

const marked = (text: string, unresolved: string[]) =>
  markedParts(text, unresolved)
    .filter(({ isUnresolved }) => isUnresolved)
    .map((part) => part.text);

describe('marking what had no value', () => {
  test('the parts put together are the text', () => {
    const text = 'Hello {{ name }}, {{ plan | upcase }} {{ {{x}} }} {% raw %}';
    const parts = markedParts(text, ['name']);
    expect(parts.map((part) => part.text).join('')).toBe(text);
  });

  test('variables without a value are marked, whatever follows them and however they are written', () => {
    const text = '{{ name }} {{-name-}} {{ address.city | upcase }} {{plan}}';
    expect(marked(text, ['name', 'address.city'])).toEqual(['{{ name }}', '{{-name-}}', '{{ address.city | upcase }}']);
  });

  test('names with spaces, as headings of spreadsheets have them, are marked', () => {
    expect(marked('{{ First name }}', ['First name'])).toEqual(['{{ First name }}']);
  });

  test('a value of a contact that looks like a variable is not marked', () => {
    expect(marked('{{ other }}', ['name'])).toEqual([]);
  });
});
