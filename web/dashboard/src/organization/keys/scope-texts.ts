import type { Schemas } from '../../api/client';

export type Scope = Schemas['ApiKey']['scopes'][number];

/** What each scope allows, the smallest first. */
export const SCOPES: ReadonlyArray<{ readonly scope: Scope; readonly text: string }> = [
  { scope: 'read', text: 'Look at everything but secrets, keys and the audit log; change nothing.' },
  { scope: 'contacts:write', text: 'Add contacts to campaigns.' },
  {
    scope: 'campaigns:admin',
    text: 'Change everything: campaigns, agents, numbers, webhooks, keys. Sees secrets and the audit log.',
  },
];
