import fc from 'fast-check';
import { readJsonTemplate } from './json-template';
import { TemplateError } from './value-template';

const KB = 1_024;
const rendered = (template: string, variables: Record<string, unknown> = {}): string =>
  readJsonTemplate(template).render(variables, 64 * KB);
const parsed = (template: string, variables: Record<string, unknown> = {}): unknown =>
  JSON.parse(rendered(template, variables));

describe('a JSON template', () => {
  it('keeps the type of a value whose placeholder stands alone, with or without quotes', () => {
    const variables = { n: 5, f: false, o: { a: [1, null] }, s: '7', nothing: null };
    const template =
      '{"n": "{{ n }}", "f": {{ f }}, "o": "{{o}}", "a": "{{ o.a[0] }}", "s": {{ s }}, "x": "{{ nothing }}"}';
    expect(parsed(template, variables)).toEqual({ n: 5, f: false, o: { a: [1, null] }, a: 1, s: '7', x: null });
  });

  it('writes values inside of longer strings as text', () => {
    const variables = { n: 5, o: { a: 1 }, l: ['tea', 2], nothing: null };
    expect(parsed('["n={{ n }}", "{{ o }}!", " {{ l }}", "{{ nothing }} {{ never.set }}"]', variables)).toEqual([
      'n=5',
      '{"a":1}!',
      ' tea, 2',
      'null null',
    ]);
  });

  it('makes names of fields text', () => {
    expect(parsed('{"{{ n }}": 1, {{ s }} : 2, "{{ nothing }}": 3}', { n: 5, s: 'x', nothing: null })).toEqual({
      '5': 1,
      x: 2,
      null: 3,
    });
  });

  it('takes filters, defaults, names with spaces and tags inside of strings', () => {
    const variables = { 'First Name': 'Ada', n: 2, l: [1, 2], nothing: null };
    expect(
      parsed(
        `["{{ First Name }}", "{{ n | plus: 1 }}", "{{ nothing | default: 'none' }}", "{{ nothing | upcase }}",
          "{{ n | divided_by: 0.0 }}", "{% for i in l %}<{{ i }}>{% endfor %}", "{{ \\"a\\" | append: \\"b\\" }}"]`,
        variables,
      ),
    ).toEqual(['Ada', 3, 'none', null, null, '<1><2>', 'ab']);
  });

  it('copies everything else as it is written', () => {
    const text = ' {"big": 12345678901234567890, "e": 1e400, "\\u0041": "\\ud800 { { % }", "a": 1, "a": 2} ';
    expect(rendered(text)).toBe(text);
  });

  it('names the variables it asks for, without those it makes itself', () => {
    const template =
      '{"a": "{{ a.b }} {{ a.c }}", "{{ First Name }}": {{ d }}, "l": "{% for i in l %}{{ i }}{% endfor %}"}';
    expect(readJsonTemplate(template).variables).toEqual(['a', 'First Name', 'd', 'l']);
  });

  it('is JSON whatever the values are, and nothing of them escapes', () => {
    const template = '{"alone": "{{ x }}", "bare": {{ x }}, "text": "<{{ x }}>", "n_{{ x }}": 1, "end": "here"}';
    const read = readJsonTemplate(template);
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.jsonValue()), (x) => {
        const value = JSON.parse(JSON.stringify(x)) as unknown;
        const result = JSON.parse(read.render({ x: value }, 1_024 * KB)) as Record<string, unknown>;
        expect(result).toMatchObject({
          alone: value,
          bare: value,
          text: expect.stringMatching(/^<[^]*>$/),
          end: 'here',
        });
        expect(Object.keys(result)).toHaveLength(5);
      }),
    );
  });
});

describe('a JSON template that is faulty or hostile', () => {
  it.each([
    ['{"a": }', /is not JSON/],
    ['{"a": "{{ b"', /is not JSON/],
    ['{"a": "x', /a quote is open/],
    ['{"a": 1{{ b }}}', /is not JSON/],
    ['{"a": "{{ b | default: "c" }}"}', /single quotes/],
    ['{% if a %}{"a": 1}{% endif %}', /is not JSON/],
    ['', /is not JSON/],
    ['{"a": "{{ b | nope }}"}', /undefined filter: nope/],
    ['{"a": "{% if b %}"}', /not closed/],
    ['{"a": "{% include \'/etc/passwd\' %}"}', /tag "include" not found/],
  ])('is refused: %s', (template, message) => {
    expect(() => readJsonTemplate(template)).toThrow(TemplateError);
    expect(() => readJsonTemplate(template)).toThrow(message);
  });

  it.each([
    ['a value shown too often', `["${'{{ long }}'.repeat(100)}"]`, /larger than 64 KB/],
    ['many fields with a large value', `[${'{{ long }},'.repeat(5_000)}1]`, /larger than 64 KB/],
    ['a huge loop', '["{% for i in (1..1000000000) %}x{% endfor %}"]', /cannot be rendered/],
    ['many loops', `[${'"{% for i in (1..9000) %}{% assign x = i %}{% endfor %}",'.repeat(900)}1]`, /too long|cannot/],
  ])('is stopped: %s', (_, template, message) => {
    expect(() => rendered(template, { long: 'z'.repeat(1_000) })).toThrow(message);
  });

  it.each([['{'], ['{{'], ['{{ a '], ['"\\"'], ['[']])('is read in no time when it repeats %s', (piece) => {
    const startedAt = performance.now();
    expect(() => readJsonTemplate(piece.repeat(20_000))).toThrow(TemplateError);
    // Quadratic readers would take minutes.
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });

  it('sees no prototypes', () => {
    expect(parsed('["{{ a.constructor }}", {{ constructor }}, "{{ a.__proto__.x }}!"]', { a: {} })).toEqual([
      null,
      null,
      'null!',
    ]);
  });
});
