import { XMLParser } from 'fast-xml-parser';
import { agentReferenceFaults, instructionsFor, MAX_REQUEST_TWIML_LENGTH, type SpokenCall } from './twiml';

const call = (more: Partial<SpokenCall> = {}): SpokenCall => ({
  reference: 'ref-1',
  agentReference: null,
  welcomeMessage: 'Hello Ann & Bob <3',
  prompt: 'Be "kind".',
  timezone: 'Asia/Kolkata',
  variables: { name: "D'Arcy & <Co>", balance: 12.5, tags: ['a', 'b'], nobody: null },
  ...more,
});

const instructions = (more: Partial<SpokenCall>) => instructionsFor(call(more), MAX_REQUEST_TWIML_LENGTH);

test('without a reference the welcome message is said, and an empty one is refused', () => {
  expect(instructions({})).toEqual({
    kind: 'twiml',
    twiml: '<Response><Say>Hello Ann &amp; Bob &lt;3</Say></Response>',
  });
  expect(instructions({ welcomeMessage: ' \n' })).toEqual({ kind: 'fault', rawCode: 'nothing_to_say' });
});

test("a TwiML template has the contact's variables and the agent's texts in it, as text", () => {
  const agentReference =
    '<Response><Say language="{{ lang | default: "en-US" }}">{{ welcome_message }}, {{ name }}</Say></Response>';
  expect(instructions({ agentReference })).toEqual({
    kind: 'twiml',
    twiml: '<Response><Say language="en-US">Hello Ann &amp; Bob &lt;3, D&apos;Arcy &amp; &lt;Co&gt;</Say></Response>',
  });
});

test("the contact's own variables come before ours, but never before the reference", () => {
  const agentReference = '<Response><Say>{{ prompt }} {{ welcome_message }} {{ reference }}</Say></Response>';
  const variables = { prompt: 'a', welcome_message: 'b', reference: 'c' };
  expect(instructions({ agentReference, variables })).toMatchObject({
    twiml: '<Response><Say>a b ref-1</Say></Response>',
  });
});

test('a ConversationRelay server is told the greeting, every variable that has a value, the prompt and our reference', () => {
  const told = instructions({ agentReference: 'wss://agent.example.com/relay?a=1&b=2' });
  const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '', parseAttributeValue: false });
  const { Response } = parser.parse(told.kind === 'twiml' ? told.twiml : '') as {
    Response: { Connect: { ConversationRelay: Record<string, unknown> } };
  };
  expect(Response.Connect.ConversationRelay).toEqual({
    url: 'wss://agent.example.com/relay?a=1&b=2',
    welcomeGreeting: 'Hello Ann & Bob <3',
    Parameter: [
      { name: 'prompt', value: 'Be "kind".' },
      { name: 'timezone', value: 'Asia/Kolkata' },
      { name: 'name', value: "D'Arcy & <Co>" },
      { name: 'balance', value: '12.5' },
      { name: 'tags', value: 'a, b' },
      { name: 'reference', value: 'ref-1' },
    ],
  });
});

test('an https URL is given to Twilio as it is', () => {
  const url = 'https://handler.twilio.com/twiml/EH01?a=1&b=2';
  expect(instructions({ agentReference: url })).toEqual({ kind: 'url', url });
});

test('TwiML that Twilio would refuse is not sent', () => {
  const fault = (agentReference: string, more: Partial<SpokenCall> = {}) => instructions({ agentReference, ...more });
  expect(fault('<Response>{{ a }}{% if a %}</Say>{% endif %}</Response>', { variables: { a: 1 } })).toEqual({
    kind: 'fault',
    rawCode: 'twiml_malformed',
  });
  const variables = { name: 'x'.repeat(MAX_REQUEST_TWIML_LENGTH) };
  const tooLong = { kind: 'fault', rawCode: 'twiml_too_long' };
  expect(fault('<Response><Say>{{ name }}</Say></Response>', { variables })).toEqual(tooLong);
  expect(fault('wss://agent.example.com', { prompt: variables.name })).toEqual(tooLong);
  expect(fault('<Response>{{ a | nosuchfilter }}</Response>')).toEqual({
    kind: 'fault',
    rawCode: 'twiml_template_failed',
  });
  expect(fault('http://example.com/twiml')).toEqual({ kind: 'fault', rawCode: 'agent_reference_unusable' });
});

test.each([
  ['http://example.com/twiml', /begins with </],
  ['agent_123', /begins with </],
  ['wss://a b', /begins with </],
  ['https://example.com/twiml?x={{y}}', /begins with </],
  ['<Say>Hi</Say>', /inside of one <Response>/],
  ['<Response/><Response/>', /inside of one <Response>/],
  ['<!DOCTYPE Response [<!ENTITY x "y">]><Response>&x;</Response>', /inside of one <Response>/],
  ['<Response><Say>Hi</Response>', /not well-formed XML \(line 1/],
  ['<Response><Say>Fish & Chips</Say></Response>', /not well-formed XML/],
  ['<Response><Say>a&nbsp;b</Say></Response>', /entity that XML does not know/],
  ['<Response>{% echo name %}</Response>', /echo, cycle and tablerow/],
  ['<Response>{{ name | nosuchfilter }}</Response>', /undefined filter/],
  [`<Response><Say>${'x'.repeat(MAX_REQUEST_TWIML_LENGTH)}</Say></Response>`, /longer than the 4000 characters/],
])('a reference that cannot be used is refused with its reason (%#)', (agentReference, reason) => {
  expect(agentReferenceFaults(agentReference)).toEqual([expect.stringMatching(reason)]);
});

test.each([
  null,
  'wss://agent.example.com/relay',
  'https://example.com/twiml?x=1',
  '<?xml version="1.0" encoding="UTF-8"?>\n<Response><Say>Hi {{ name }} &amp; all &#233;</Say></Response>\n',
  '<Response>{% if balance < 5 and name %}<Say>Low</Say>{% else %}<Pause length="{{ n }}"/>{% endif %}</Response>',
  '<Response/>',
])('a reference that can be used has no faults: %s', (agentReference) => {
  expect(agentReferenceFaults(agentReference)).toEqual([]);
});
