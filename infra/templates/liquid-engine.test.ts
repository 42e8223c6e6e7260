import { parseTemplate } from './liquid-engine';

const TOO_DEEP = 'it is nested too deeply';

describe('a text on its way to Liquid', () => {
  it.each([
    ['conditions', '{% if a %}', '{% endif %}'],
    ['loops', '{%- for i in a -%}', '{%- endfor -%}'],
    ['brackets', '', ''],
  ])('may be nested some hundred times: %s', (name, open, close) => {
    const text =
      name === 'brackets' ? `{{ a${'[a'.repeat(300)}${']'.repeat(300)} }}` : open.repeat(300) + close.repeat(300);
    expect(parseTemplate(text).length).toBeGreaterThan(0);
  });

  it.each([
    ['{% if a %}', 5_000],
    ['{%-  for i in a %}', 5_000],
    ['{% comment %}', 5_000],
    ['{{ a[', 5_000],
    ['{{ (', 5_000],
    ['{% liquid\n  if a\n', 5_000],
  ])('never gets there nested thousands of times: %s', (piece, times) => {
    expect(() => parseTemplate(piece.repeat(times))).toThrow(TOO_DEEP);
    expect(() => parseTemplate(`{% liquid\n${'case a\n'.repeat(times)}%}`)).toThrow(TOO_DEEP);
  });

  it('may be long: what stands side by side is not nested', () => {
    expect(parseTemplate('{% if a %}(x){% endif %} {{ a[0] }}\n'.repeat(1_000)).length).toBeGreaterThan(1_000);
  });
});
