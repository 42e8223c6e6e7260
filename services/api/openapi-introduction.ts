/** What a reader of the API's document has to know before any route. Markdown. */
export const INTRODUCTION = `Outbound calling campaigns that never end.

- **Keys.** Every request carries \`Authorization: Bearer KEY\`. A key belongs to an organization and has scopes: \`read\` allows
  every GET, \`contacts:write\` adding contacts, \`campaigns:admin\` the rest.
- **Format.** JSON with snake_case; times in answers are RFC 3339 in UTC. Ids in requests are integers or strings of digits,
  in answers integers. \`null\` is as absent.
- **Repetitions.** A POST with an \`Idempotency-Key\` is done once: the same key and body give the stored answer for 24 hours.
- **Errors** are problem documents (RFC 9457): \`code\` is for programs, \`detail\` says what to do, \`errors\` lists every fault, and
  \`type\` leads to [a page about the code](/problems). 503 and 429 carry \`Retry-After\`.
- **A 2xx means stored**: the contact reaches a final status whatever dies afterwards.
- The ids in examples stand for your own.`;

/** The groups of routes, in the order in which they are shown. */
export const TAGS = [
  tag('campaigns', 'Campaigns', 'Create, follow, change and end campaigns.'),
  tag('contacts', 'Contacts', 'Add contacts one by one, many at once, from a file, or as leads.'),
  tag(
    'lines',
    'Lines',
    'A contact within a campaign: its story, why it is not called now, and what can be done about it.',
  ),
  tag('calls', 'Calls', 'One call outside of any campaign, and the log of all calls.'),
  tag('phone numbers', 'Phone numbers', 'What campaigns call from.'),
  tag('agents', 'Agents', 'Who speaks.'),
  tag(
    'organization',
    'Organization',
    'Accounts with providers, calling rules, keys, the webhook token, the audit log.',
  ),
  tag('suppressions', 'Suppressions', 'Numbers that nobody of the organization calls.'),
  tag('webhooks', 'Webhooks', 'Endpoints that are told of events.'),
  tag('deliveries', 'Deliveries', 'What was sent to endpoints and callbacks, and what they answered.'),
  tag(
    'sent',
    'What is sent to you',
    'Events for the endpoints of `/webhooks`, the three callbacks of a campaign, and the pre-call webhook of an agent. All are ' +
      'signed by Standard Webhooks and come at least once: the header `webhook-id` is the same over all tries.',
  ),
];

function tag(name: string, shownAs: string, description: string) {
  return { name, 'x-displayName': shownAs, description };
}
