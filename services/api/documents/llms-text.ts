import type { AnyOperation, Route } from '../http/operation';

/**
 * What the API is, for language models that are to use it (llmstxt.org): every route with a line, and where more is said.
 *
 * @param publicUrl without a slash at its end.
 */
export function createLlmsText(routes: readonly Route[], publicUrl: string): string {
  const groups = new Map<string, AnyOperation[]>();
  for (const { operation } of routes) groups.set(operation.tag, [...(groups.get(operation.tag) ?? []), operation]);
  const sections = [...groups].map(([tag, operations]) =>
    [`## Routes: ${tag}`, '', ...operations.map(lineOf)].join('\n'),
  );
  return `${introduction(publicUrl)}\n${sections.join('\n\n')}\n`;
}

function lineOf({ method, path, summary, scope }: AnyOperation): string {
  return `- \`${method.toUpperCase()} /api/v1${path}\`: ${summary} (${scope === 'leads' ? 'webhook token' : scope})`;
}

function introduction(publicUrl: string): string {
  return `# Everdial

> Outbound calling campaigns that never end, on Temporal. A campaign calls its contacts from a phone number with an agent,
> within its hours, with retries and callbacks. A dynamic campaign takes contacts until it is cancelled.

- Base address: ${publicUrl}/api/v1. JSON with snake_case. Times are RFC 3339 in UTC. Ids are integers.
- Every request carries \`Authorization: Bearer KEY\`. Behind each route stands the scope that the key needs: \`read\`,
  \`contacts:write\`, \`campaigns:admin\`. \`POST /api/v1/leads\` takes the webhook token instead.
- A POST may carry \`Idempotency-Key\`: the same key and body give the stored answer for 24 hours.
- Errors are \`application/problem+json\` (RFC 9457): \`code\` is for programs, \`detail\` says what to do, \`errors\` lists every
  fault with a JSON pointer, \`type\` is a page about the code. 503 and 429 carry \`Retry-After\`.
- A contact that was answered with a 2xx is stored, and reaches a final status whatever dies afterwards.

## Documents

- [OpenAPI 3.1 document](${publicUrl}/openapi.json): every route and every webhook that is sent, with schemas and examples
- [API reference](${publicUrl}/docs): the same to read
- [Problems](${publicUrl}/problems): what each error code means
`;
}
