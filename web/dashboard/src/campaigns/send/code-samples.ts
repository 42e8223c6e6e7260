/** What code is shown in. */
export const LANGUAGES = [
  { value: 'curl', label: 'cURL' },
  { value: 'node', label: 'Node' },
  { value: 'python', label: 'Python' },
] as const;
type Language = (typeof LANGUAGES)[number]['value'];

/** What is sent. */
export const KINDS = [
  { value: 'one', label: 'One contact' },
  { value: 'many', label: 'Many' },
  { value: 'leads', label: 'Leads' },
] as const;
export type Kind = (typeof KINDS)[number]['value'];

interface Sample {
  /** Where the API is, without a slash at its end. */
  readonly origin: string;
  readonly campaignId: number;
  /** Variables that the agent's texts ask for. */
  readonly variables: readonly string[];
}

interface Request {
  readonly url: string;
  /** The environment variable that holds the key. */
  readonly key: string;
  readonly body: unknown;
}

const EXAMPLE_NUMBERS = ['+15551234567', '+15551234568'];
const MAX_VARIABLES = 6;
/** Stands for a new text with each request; what code puts in its place is its own. */
const NEW_KEY = 'a-new-key-for-each-batch';

/**
 * Code that sends contacts to a campaign. The key is read from the environment, never written into it.
 *
 * @example sampleOf('curl', 'one', { origin: 'https://calls.example.com', campaignId: 12, variables: ['name'] })
 */
export function sampleOf(language: Language, kind: Kind, sample: Sample): string {
  const request = requestOf(kind, sample);
  switch (language) {
    case 'curl':
      return curl(request);
    case 'node':
      return node(request);
    case 'python':
      return python(request);
  }
}

function requestOf(kind: Kind, { origin, campaignId, variables }: Sample): Request {
  const given = variablesOf(variables);
  const campaign = `${origin}/api/v1/calls/bulk_call/${campaignId}`;
  const contact = (number: string, place: number) => ({
    to_number: number,
    custom_variables: given,
    external_id: `crm-${place + 1}`,
  });
  const key = 'EVERDIAL_KEY';
  if (kind === 'one') return { url: `${campaign}/add_contact`, key, body: contact(EXAMPLE_NUMBERS[0] ?? '', 0) };
  if (kind === 'many')
    return { url: `${campaign}/add_contacts`, key, body: { contacts: EXAMPLE_NUMBERS.map(contact) } };
  const leads = EXAMPLE_NUMBERS.map((phone) => ({ campaign_id: campaignId, phone, ...given }));
  return {
    url: `${origin}/api/v1/leads`,
    key: 'EVERDIAL_WEBHOOK_TOKEN',
    body: { idempotency_key: NEW_KEY, leads },
  };
}

function variablesOf(names: readonly string[]): Record<string, string> {
  const wanted = names.length === 0 ? ['customer_name'] : names.slice(0, MAX_VARIABLES);
  return Object.fromEntries(wanted.map((name) => [name, /name/i.test(name) ? 'Jane' : '...']));
}

function curl({ url, key, body }: Request): string {
  return [
    `curl -X POST ${quoted(url)}`,
    `-H "Authorization: Bearer $${key}"`,
    `-H 'Content-Type: application/json'`,
    `-d ${quoted(JSON.stringify(body, null, 2))}`,
  ].join(' \\\n  ');
}

function node({ url, key, body }: Request): string {
  return `const response = await fetch(${JSON.stringify(url)}, {
  method: 'POST',
  headers: {
    Authorization: \`Bearer \${process.env.${key}}\`,
    'Content-Type': 'application/json',
  },
  body: JSON.stringify(${indented(withNewKey(JSON.stringify(body, null, 2), 'crypto.randomUUID()'))}),
});
const answer = await response.json();
if (!response.ok) throw new Error(\`\${answer.code}: \${answer.detail}\`);
console.log(answer);
`;
}

function python({ url, key, body }: Request): string {
  const isBatch = JSON.stringify(body).includes(NEW_KEY);
  const json = withNewKey(JSON.stringify(body, null, 4), 'str(uuid.uuid4())');
  return `import os
${isBatch ? 'import uuid\n' : ''}import requests

response = requests.post(
    ${JSON.stringify(url)},
    headers={"Authorization": f"Bearer {os.environ['${key}']}"},
    json=${indented(json, 4)},
    timeout=30,
)
if not response.ok:
    problem = response.json()
    raise SystemExit(f"{problem['code']}: {problem['detail']}")
print(response.json())
`;
}

function withNewKey(json: string, expression: string): string {
  return json.replace(`"${NEW_KEY}"`, expression);
}

function indented(text: string, spaces = 2): string {
  return text.replaceAll('\n', `\n${' '.repeat(spaces)}`);
}

/** As a shell reads it back, whatever it holds. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
