import fc from 'fast-check';
import { XMLParser } from 'fast-xml-parser';
import { TemplateError } from './value-template';
import { escapeXml, readXmlTemplate } from './xml-template';

const render = (source: string, variables: Record<string, unknown>): string =>
  readXmlTemplate(source).render(variables);

test('whatever a value is, it is text in XML, and never an element, an attribute or an entity', () => {
  const parser = new XMLParser({
    ignoreAttributes: false,
    trimValues: false,
    parseTagValue: false,
    parseAttributeValue: false,
  });
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1 }), (value) => {
      const xml = render('<a b="{{ v }}">{{ v }}.</a>', { v: value });
      const written = value.replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '');
      const { a } = parser.parse(xml) as { a: { '@_b': string; '#text': string } };
      // What XML does with the ends of lines is not ours.
      const lines = (text: string): string => text.replaceAll(/\r\n?/g, '\n').replaceAll(/[\t\n]/g, ' ');
      expect([lines(a['@_b']), lines(a['#text'])]).toEqual([lines(written), lines(`${written}.`)]);
    }),
  );
});

test('filters see the value, and what comes of them is escaped', () => {
  expect(render('{{ v | upcase | truncate: 5, "" }}', { v: 'a & b, c' })).toBe('A &amp; B');
  expect(render('{{ First Name }}', { 'First Name': '<Ann>' })).toBe('&lt;Ann&gt;');
  expect(render('{% capture x %}{{ v }}{% endcapture %}{{ x }}', { v: 'a & b' })).toBe('a &amp; b');
  expect(render('{% for v in list %}<i>{{ v }}</i>{% endfor %}', { list: ['<', '>'] })).toBe('<i>&lt;</i><i>&gt;</i>');
  expect(render('{{ v }}', { v: { a: '"' } })).toBe(escapeXml('{"a":"\\""}'));
});

test('what has no value is nothing', () => {
  expect(render('<a>{{ nobody }}{{ nothing | default: "&" }}</a>', { nothing: null })).toBe('<a>&amp;</a>');
});

test('tags that write values as they are cannot be used', () => {
  for (const source of [
    '{% echo v %}',
    '{% tablerow x in v %}{{ x }}{% endtablerow %}',
    '{% cycle v, v %}',
    '{% if true %}{% echo v %}{% endif %}',
    '{% liquid\n echo v %}',
  ]) {
    expect(() => readXmlTemplate(source)).toThrow(TemplateError);
  }
  expect(() => readXmlTemplate('{% if %}')).toThrow(TemplateError);
});
