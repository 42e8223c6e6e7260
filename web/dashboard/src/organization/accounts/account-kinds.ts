/** One field of what an account calls with. */
export interface CredentialField {
  readonly name: string;
  readonly label: string;
  readonly text?: string;
  readonly placeholder?: string;
  readonly optional?: true;
  /** No secret: shown while it is typed. */
  readonly isOpen?: true;
}

/** A kind of provider, and what it wants to know; `http` takes a JSON object instead (docs/providers.md). */
export interface AccountKind {
  readonly value: string;
  readonly label: string;
  readonly credentials: readonly CredentialField[] | null;
}

export const ACCOUNT_KINDS: readonly AccountKind[] = [
  {
    value: 'twilio',
    label: 'Twilio',
    credentials: [
      { name: 'account_sid', label: 'Account SID', isOpen: true },
      { name: 'auth_token', label: 'Auth token', text: 'Also verifies what Twilio posts.' },
      { name: 'api_key_sid', label: 'API key SID', optional: true, isOpen: true },
      { name: 'api_key_secret', label: 'API key secret', optional: true },
    ],
  },
  {
    value: 'retell',
    label: 'Retell',
    credentials: [
      { name: 'api_key', label: 'API key' },
      {
        name: 'webhook_key',
        label: 'Webhook key',
        text: 'The API key with the webhook badge; the API key unless told.',
        optional: true,
      },
    ],
  },
  {
    value: 'vapi',
    label: 'Vapi',
    credentials: [
      { name: 'api_key', label: 'Private API key' },
      {
        name: 'webhook_secret',
        label: 'Webhook secret',
        text: 'Chosen by you, 16 characters or more. Vapi sends it with every event.',
      },
    ],
  },
  { value: 'http', label: 'A dialler of your own (HTTP)', credentials: null },
];

/** What a kind of provider is called. */
export function kindOf(provider: string): AccountKind {
  return (
    ACCOUNT_KINDS.find(({ value }) => value === provider) ?? { value: provider, label: provider, credentials: null }
  );
}
