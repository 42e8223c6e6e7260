import { XMLValidator } from 'fast-xml-parser';
import { textOf } from '../../templates/liquid-engine';
import { rememberTexts } from '../../templates/read-texts';
import { TemplateError } from '../../templates/value-template';
import { escapeXml, readXmlTemplate } from '../../templates/xml-template';

/** Twilio's limit of the TwiML in a request, characters. */
export const MAX_REQUEST_TWIML_LENGTH = 4_000;
/** Twilio's limit of a TwiML document that it fetches. */
export const MAX_ANSWER_TWIML_LENGTH = 64_000;

/** What an agent has to say in one call. */
export interface SpokenCall {
  readonly reference: string;
  /** A TwiML template, `wss://` of a ConversationRelay server, `https://` of TwiML, or null. */
  readonly agentReference: string | null;
  readonly welcomeMessage: string;
  readonly prompt: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** IANA zone of the called person, where one is called. */
  readonly timezone?: string;
}

/** How Twilio is told what happens in a call. */
export type Instructions =
  | { readonly kind: 'twiml'; readonly twiml: string }
  | { readonly kind: 'url'; readonly url: string }
  /** There is nothing that Twilio would take. */
  | { readonly kind: 'fault'; readonly rawCode: string };

const REFERENCE_HELP =
  'It must be a TwiML template that begins with <, the wss:// URL of a ConversationRelay server, or an https:// URL that answers TwiML.';
/** Well-known to every XML parser; TwiML has no others. */
const UNKNOWN_ENTITY = /&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-f]{1,6});)/i;
const CDATA_OR_COMMENT = /<!\[CDATA\[[\s\S]*?\]\]>|<!--[\s\S]*?-->/g;

/** Agents say the same to everybody. */
const templates = rememberTexts(readXmlTemplate, 1_000_000);

/**
 * What happens in a call, as Twilio is told it.
 *
 * @param maxLength characters of TwiML that Twilio takes.
 * @example instructionsFor({ ...call, agentReference: null, welcomeMessage: 'Hi' }, 4_000) // <Response><Say>Hi</Say></Response>
 */
export function instructionsFor(call: SpokenCall, maxLength: number): Instructions {
  const { agentReference, welcomeMessage } = call;
  if (agentReference === null) {
    if (welcomeMessage.trim() === '') return { kind: 'fault', rawCode: 'nothing_to_say' };
    return checked(sayTwiml(welcomeMessage), maxLength);
  }
  switch (kindOf(agentReference)) {
    case 'template':
      return renderedTwiml(agentReference, call, maxLength);
    case 'relay':
      return checked(relayTwiml(agentReference, call), maxLength);
    case 'url':
      return { kind: 'url', url: agentReference };
    case null:
      return { kind: 'fault', rawCode: 'agent_reference_unusable' };
  }
}

/** Says a text. @example sayTwiml('Goodbye', '<Hangup/>') */
export function sayTwiml(text: string, then = ''): string {
  return `<Response><Say>${escapeXml(text)}</Say>${then}</Response>`;
}

/** Goes on with the TwiML of an address. */
export function redirectTwiml(url: string): string {
  return `<Response><Redirect method="POST">${escapeXml(url)}</Redirect></Response>`;
}

/**
 * The faults of an agent's reference, for people; none when it can be used.
 *
 * @example agentReferenceFaults('<Response><Say>Hi {{ name }}</Say></Response>') // []
 */
export function agentReferenceFaults(agentReference: string | null): readonly string[] {
  if (agentReference === null) return [];
  const kind = kindOf(agentReference);
  if (kind === null) return [`The provider reference cannot be used. ${REFERENCE_HELP}`];
  if (kind !== 'template') return [];
  try {
    templates.of(agentReference);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return [error.message];
  }
  const skeleton = skeletonOf(agentReference);
  const fault = twimlFault(skeleton);
  if (fault !== null) return [`The TwiML cannot be used: ${fault}.`];
  return skeleton.length > MAX_REQUEST_TWIML_LENGTH
    ? [
        `The TwiML is longer than the ${MAX_REQUEST_TWIML_LENGTH} characters that Twilio takes. Use an https:// URL instead.`,
      ]
    : [];
}

function kindOf(agentReference: string): 'template' | 'relay' | 'url' | null {
  const text = agentReference.trim();
  if (text.startsWith('<')) return 'template';
  // Variables have no place in a URL: they would be sent as they are written.
  if (/[\s{}]/.test(agentReference) || !URL.canParse(agentReference)) return null;
  const { protocol } = new URL(agentReference);
  if (protocol === 'wss:') return 'relay';
  return protocol === 'https:' ? 'url' : null;
}

function renderedTwiml(source: string, call: SpokenCall, maxLength: number): Instructions {
  try {
    const values = { welcome_message: call.welcomeMessage, ...valuesOf(call) };
    return checked(templates.of(source).render(values), maxLength);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return { kind: 'fault', rawCode: 'twiml_template_failed' };
  }
}

/** The contact's own variables win over ours, but for the reference. */
function valuesOf({ reference, prompt, timezone, variables }: SpokenCall): Readonly<Record<string, unknown>> {
  return { prompt, timezone, ...variables, reference };
}

function relayTwiml(url: string, call: SpokenCall): string {
  const parameters = Object.entries(valuesOf(call))
    .map(([name, value]) => ({ name, text: textOf(value) }))
    .filter(({ text }) => text !== '')
    .map(({ name, text }) => `<Parameter name="${escapeXml(name)}" value="${escapeXml(text)}"/>`);
  const greeting = call.welcomeMessage.trim() === '' ? '' : ` welcomeGreeting="${escapeXml(call.welcomeMessage)}"`;
  const relay = `<ConversationRelay url="${escapeXml(url)}"${greeting}>${parameters.join('')}</ConversationRelay>`;
  return `<Response><Connect>${relay}</Connect></Response>`;
}

function checked(twiml: string, maxLength: number): Instructions {
  if (twiml.length > maxLength) return { kind: 'fault', rawCode: 'twiml_too_long' };
  if (twimlFault(twiml) !== null) return { kind: 'fault', rawCode: 'twiml_malformed' };
  return { kind: 'twiml', twiml };
}

/** What is wrong with TwiML, to be said inside of a sentence; null when it is well-formed. */
function twimlFault(twiml: string): string | null {
  const result = XMLValidator.validate(twiml);
  if (result !== true) {
    const { msg, line } = result.err;
    return `it is not well-formed XML (line ${line}: ${msg.replace(/\.$/, '')})`;
  }
  const root = twiml.trim().replace(/^<\?xml[^>]*\?>\s*/, '');
  const open = /^<Response(?:\s[^<>]*|\/)?>/.exec(root)?.[0];
  if (open === undefined || !(open.endsWith('/>') ? root === open : /<\/Response\s*>$/.test(root))) {
    return 'all of it must stand inside of one <Response>';
  }
  const entity = UNKNOWN_ENTITY.exec(twiml.replaceAll(CDATA_OR_COMMENT, ''));
  return entity === null ? null : 'it has an entity that XML does not know; & is written &amp;';
}

/** The TwiML of a template with all of its branches, and something in place of each value. */
function skeletonOf(source: string): string {
  return source
    .replaceAll(/\{%-?\s*comment\s*-?%\}[\s\S]*?\{%-?\s*endcomment\s*-?%\}/g, '')
    .replaceAll(/\{%[\s\S]*?%\}/g, '')
    .replaceAll(/\{\{[\s\S]*?\}\}/g, 'x')
    .trim();
}
