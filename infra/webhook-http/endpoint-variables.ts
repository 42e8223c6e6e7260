import type { WebhookVariable } from '../../domain/webhook-endpoint';
import type { EventPart, WebhookEvent } from '../../domain/webhook-events';

/**
 * The values that an endpoint's variables have in an event; what is absent is null.
 *
 * @example variableValues([{ name: 'who', source: 'contact', field: 'metadata.owner' }], event) // { who: 'Ada' }
 */
export function variableValues(
  variables: readonly WebhookVariable[],
  event: WebhookEvent,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(variables.map((variable) => [variable.name, valueOf(variable, event) ?? null]));
}

function valueOf({ name, source, field }: WebhookVariable, { data }: WebhookEvent): unknown {
  const path = field ?? name;
  switch (source) {
    case 'default':
      return name;
    case 'contact':
      return find(data.contact, path) ?? find(data.contact?.['custom_variables'], path);
    case 'agent_outcome':
      return find(data.call?.['post_call_outcomes'], path) ?? findTranscript(data.call, path);
    case 'call_log':
      return find(data.call, path);
  }
}

/** The agent reports it with its outcome; events have it beside. */
function findTranscript(call: EventPart | null, path: string): unknown {
  return path.split('.', 1)[0] === 'transcript' ? find(call, path) : undefined;
}

/** A name with dots in it comes before a path: customers name their fields as they like. */
function find(within: unknown, path: string): unknown {
  if (typeof within !== 'object' || within === null) return undefined;
  const part = within as EventPart;
  if (Object.hasOwn(part, path)) return part[path];
  for (let dot = path.indexOf('.'); dot !== -1; dot = path.indexOf('.', dot + 1)) {
    const head = path.slice(0, dot);
    const found = Object.hasOwn(part, head) ? find(part[head], path.slice(dot + 1)) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}
