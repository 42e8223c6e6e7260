import { rememberTexts } from './read-texts';
import { readTemplate } from './text-template';

/** Agents say the same to everybody. */
const templates = rememberTexts(readTemplate, 4_000_000);

/** What an agent says first, and what it goes by. */
export interface AgentTexts {
  readonly welcomeMessage: string;
  readonly prompt: string;
}

/** The contact's own fields that a text may name. */
export interface NamedContact {
  readonly to_number: string;
  readonly external_id: string | null;
  readonly timezone: string | null;
}

/**
 * What a text may name: the variables, which win, and the contact's fields. Metadata is nobody's to say.
 *
 * @example namedValues(line, { name: 'Ada' }) // { to_number: '+15551234567', ..., name: 'Ada' }
 */
export function namedValues(
  { to_number, external_id, timezone }: NamedContact,
  variables: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return { to_number, phone_number: to_number, external_id, timezone, ...variables };
}

/**
 * Fills the variables of one call into the texts of its agent.
 *
 * @returns `unresolved`: the variables that have no value, each once; they stay in the texts as written.
 */
export function renderAgentTexts(
  agent: AgentTexts,
  contact: NamedContact,
  variables: Readonly<Record<string, unknown>>,
): { readonly texts: AgentTexts; readonly unresolved: readonly string[] } {
  const values = namedValues(contact, variables);
  const welcome = templates.of(agent.welcomeMessage).render(values);
  const prompt = templates.of(agent.prompt).render(values);
  return {
    texts: { welcomeMessage: welcome.text, prompt: prompt.text },
    unresolved: [...new Set([...welcome.unresolved, ...prompt.unresolved])],
  };
}

/**
 * Fills the variables of one call into a text that is said beside those of the agent.
 *
 * @returns `unresolved` as of `renderAgentTexts`.
 * @example renderText('Hello {{ name }}', line, { name: 'Ada' }).text // 'Hello Ada'
 */
export function renderText(
  text: string,
  contact: NamedContact,
  variables: Readonly<Record<string, unknown>>,
): { readonly text: string; readonly unresolved: readonly string[] } {
  return templates.of(text).render(namedValues(contact, variables));
}
