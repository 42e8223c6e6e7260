import fc from 'fast-check';
import { readTemplate, renderTemplate, templateVariables } from './text-template';

const textOf = (template: string, variables: Record<string, unknown> = {}): string =>
  renderTemplate(template, variables).text;

describe('a template', () => {
  it('shows variables, nested ones and those of lists', () => {
    const variables = { name: 'Ada', address: { city: 'Turin' }, items: ['tea', 'milk'], owed: 12.5, due: false };
    expect(textOf('{{ name }} of {{ address.city }}: {{ items[1] }}, {{ owed }}, {{due}}', variables)).toBe(
      'Ada of Turin: milk, 12.5, false',
    );
    expect(textOf('{% for item in items %}[{{ item }}]{% endfor %}', variables)).toBe('[tea][milk]');
    expect(textOf('{{ items }}; {{ address }}', variables)).toBe('tea, milk; {"city":"Turin"}');
  });

  it('leaves what has no value as it was written, and names it once', () => {
    const rendered = renderTemplate('Hi {{ name }}, {{- a.b }} {{ name | upcase }} {{ nothing }} {{ owed }}', {
      nothing: null,
      owed: 0,
    });
    expect(rendered).toEqual({
      text: 'Hi {{ name }},{{- a.b }} {{ name | upcase }} {{ nothing }} 0',
      unresolved: ['name', 'a.b', 'nothing'],
      problem: null,
    });
  });

  it('takes a default as a value', () => {
    expect(renderTemplate('Hi {{ name | default: "there" }}', {})).toMatchObject({ text: 'Hi there', unresolved: [] });
  });

  it('does not ask for what lies in a branch that is not taken', () => {
    const template = '{% if vip %}{{ manager }}{% else %}{{ agent }}{% endif %}';
    expect(renderTemplate(template, { agent: 'Bo' })).toMatchObject({ text: 'Bo', unresolved: [] });
    expect(renderTemplate(template, { vip: true })).toMatchObject({ text: '{{ manager }}', unresolved: ['manager'] });
  });

  it('finds names with spaces, as spreadsheets have them, and never the first word alone', () => {
    expect(textOf('{{ First Name }}', { 'First Name': 'Ada', First: 'wrong' })).toBe('Ada');
    expect(renderTemplate('{{ First Name }}', { First: 'wrong' })).toMatchObject({
      text: '{{ First Name }}',
      unresolved: ['First Name'],
    });
    expect(templateVariables('{{ First Name }} {{ a and b }}')).toEqual(['a', 'b', 'First Name']);
  });

  it('names the variables it asks for', () => {
    const template =
      '{{ name }} {{ a.b | default: c }} {% if plan == "x" %}{{ name }}{% endif %}{% for i in items %}{{ i }}{% endfor %}';
    expect(templateVariables(template)).toEqual(['name', 'a.b', 'c', 'plan', 'items']);
  });

  it('renders the same for each contact, however often', () => {
    const template = readTemplate('{% increment n %}{{ name }}{% assign name = "kept" %}');
    const variables = { name: 'Ada', n: 5 };
    expect([template.render(variables).text, template.render(variables).text]).toEqual(['5Ada', '5Ada']);
    expect(variables).toEqual({ name: 'Ada', n: 5 });
    expect(template.render({}).text).toBe('0{{ name }}');
  });

  it('changes no text without braces', () => {
    fc.assert(
      fc.property(fc.string(), fc.dictionary(fc.string(), fc.jsonValue()), (text, variables) => {
        fc.pre(!/\{[{%]/.test(text));
        expect(renderTemplate(text, variables)).toEqual({ text, unresolved: [], problem: null });
      }),
    );
  });

  it('never throws, whatever it is given', () => {
    const piece = fc.constantFrom(
      '{{',
      '}}',
      '{%',
      '%}',
      ' a ',
      '.b',
      '|',
      'if',
      'endif',
      'for',
      'in',
      '(1..9)',
      '"',
      "'",
    );
    fc.assert(
      fc.property(fc.array(piece), fc.jsonValue(), (pieces, value) => {
        const { text, problem } = renderTemplate(pieces.join(''), { a: value });
        if (problem !== null) expect(text).toBe(pieces.join(''));
      }),
    );
  });
});

/** A search asks nobody for memory, and no tag looks at the clock. */
const SEARCHES = `{% assign all = (1..2000) %}
{% assign first = "x == 0" %}{% assign second = "all | find_exp: 'x', first" %}{% assign third = "all | find_exp: 'x', second" %}`;

describe('a template that is faulty or hostile', () => {
  it.each([
    ['{{ name', /not closed/],
    ['{% if a %}', /not closed/],
    ['{{ a | nope }}', /undefined filter: nope/],
    ['{% nope %}', /tag "nope" not found/],
  ])('stays as it is, and says why: %s', (template, problem) => {
    expect(renderTemplate(template, { a: 1 })).toEqual({
      text: template,
      unresolved: [],
      problem: expect.stringMatching(problem),
    });
    expect(readTemplate(template).problem).toMatch(problem);
  });

  it('sees no prototypes', () => {
    const template = '{{ a.constructor }}{{ a.__proto__ }}{{ constructor }}{{ a.hasOwnProperty }}{{ list.push }}';
    const { text, unresolved } = renderTemplate(template, { a: {}, list: [1] });
    expect(text).toBe(template);
    expect(unresolved).toHaveLength(5);
    expect(textOf('{{ list | map: "constructor" | join }}', { list: [{}] })).toBe('');
  });

  it.each(['include', 'render', 'layout', 'block'])('reads no files by %s', (tag) => {
    expect(renderTemplate(`{% ${tag} "/etc/passwd" %}`, {}).problem).toMatch(`tag "${tag}" not found`);
  });

  it('is not tried on further contacts when it had to be stopped once', () => {
    const template = readTemplate('{% for i in (from..to) %}{{ i }}{% endfor %}');
    const { problem } = template.render({ from: 2 ** 53, to: 2 ** 53 + 2 });
    expect(problem).toBe('The text cannot be rendered: it takes too long.');
    expect(template.render({ from: 1, to: 3 }).problem).toBe(problem);
    expect(readTemplate('{% for i in (from..to) %}{{ i }}{% endfor %}').render({ from: 1, to: 3 }).text).toBe('123');
  });

  it.each([
    ['a huge range', '{% for i in (1..1000000000) %}x{% endfor %}'],
    ['loops in loops', `${'{% for i in (1..900) %}'.repeat(4)}{% assign x = i %}${'{% endfor %}'.repeat(4)}`],
    ['a text that doubles', `{% assign a = "0123456789" %}${'{% assign a = a | append: a %}'.repeat(60)}{{ a }}`],
    ['a value shown too often', '{% for i in (1..30000) %}{{ long }}{% endfor %}'],
    ['a text written too often', `{% for i in (1..30000) %}${'y'.repeat(1000)}{% endfor %}`],
    ['deep nesting', '{% if true %}'.repeat(7_000) + '{% endif %}'.repeat(7_000)],
    ['deep brackets', `{{ x${'[x'.repeat(20_000)}${']'.repeat(20_000)} }}`],
    ['many filters', `{{ long ${'| upcase'.repeat(10_000)} }}`],
    ['a template too long', 'x'.repeat(200_001)],
    ['a table of a million cells', '{% tablerow i in (1..1000000) %}{{ i }}{% endtablerow %}'],
    ['a million items sorted over and over', '{% assign a = (1..900000) | sort | reverse | sort_natural %}{{ a }}'],
    ['a number padded to a billion digits', '{{ "now" | date: "%999999999N%999999999Y" }}'],
    [
      'a text doubled by replacing',
      `{% assign a = "ab" %}${'{% assign a = a | replace: "a", "aa" %}'.repeat(1_000)}{{ a }}`,
    ],
    ['a long list shown as json, over and over', '{% for i in (1..30000) %}{{ list | json: 10 }}{% endfor %}'],
    ['a loop that goes backwards', '{% for i in (1..100000000) reversed %}{{ i }}{% endfor %}'],
    // Beyond 2^53 a number and the next one are the same.
    ['a range that never ends', '{% for i in (9007199254740992..9007199254740994) %}{% endfor %}'],
    ['a search in a search in a search', `${SEARCHES}{{ all | find_exp: "x", third }}`],
    [
      'an expression for each of a million items',
      `{% assign all = (1..999999) %}{{ all | where_exp: "i", "i${' | plus: 1'.repeat(100)}" | size }}`,
    ],
    [
      'a deep path for each of a million items',
      `{% assign all = (1..999999) %}{{ all | where: "x${'.y'.repeat(5_000)}" | size }}`,
    ],
  ])('is stopped: %s', (_, template) => {
    const variables = { long: 'z'.repeat(30_000), x: {}, list: Array.from({ length: 1_000 }, (_each, index) => index) };
    const { text, problem } = renderTemplate(template, variables);
    expect(problem).toMatch(/^The text cannot be rendered/);
    expect(text).toBe(template);
  });
});
