import { z } from 'zod';
import { callsPerSecondInput } from './campaign-settings';
import { concurrencyLimitInput, id, success, timestamp } from './common';

/** What an account calls with. Which fields there are is up to its provider. */
export const credentialsInput = z.record(z.string(), z.unknown()).meta({
  description:
    'Stored encrypted, and never shown. `twilio`: `account_sid`, `auth_token`; `retell` and `vapi`: `api_key`. All fields, ' +
    'with those of `http`: docs/providers.md.',
});

export const accountSettingsInput = z.record(z.string(), z.unknown()).meta({
  description: 'What is no secret, as docs/providers.md tells for each provider. Replaces all that was there.',
});

/** Whether the provider is asked about credentials before they are stored. */
export const checkQuery = z.object({
  check: z
    .enum(['true', 'false'])
    .optional()
    .meta({ description: '`false` stores credentials without asking the provider.' }),
});

export type CheckQuery = z.output<typeof checkQuery>;

const name = z.string().trim().min(1).max(255);

const limits = {
  concurrency_limit: concurrencyLimitInput
    .optional()
    .meta({ description: "Calls in flight over all its numbers. 0: no limit. The provider's usual one unless told." }),
  calls_per_second: callsPerSecondInput
    .optional()
    .meta({ description: "Over all its numbers. 0: no limit. The provider's usual one unless told." }),
};

export const createProviderAccountInput = z
  .strictObject({
    provider: z.string().max(50).meta({ example: 'twilio' }),
    name: name.optional(),
    credentials: credentialsInput,
    settings: accountSettingsInput.optional(),
    ...limits,
  })
  .meta({ id: 'CreateProviderAccount' });

export const updateProviderAccountInput = z
  .strictObject({
    name: name.optional(),
    credentials: credentialsInput.optional(),
    settings: accountSettingsInput.optional(),
    ...limits,
  })
  .meta({ id: 'UpdateProviderAccount' });

const features = z
  .object({
    look_up: z.enum(['by_reference', 'by_numbers', 'none']),
    ends_calls: z.boolean(),
    detects_machines: z.enum(['by_request', 'by_agent', 'no']),
    leaves_messages: z.boolean(),
    inbound: z.boolean(),
    transcripts: z.boolean(),
  })
  .meta({ id: 'ProviderFeatures', description: 'What the provider offers.' });

const providerAccountRecord = z
  .object({
    id,
    provider: z.string(),
    name: z.string(),
    concurrency_limit: z.int().nullable(),
    calls_per_second: z.number().nullable(),
    has_credentials: z.boolean(),
    identity: z.string().nullable().meta({ description: 'Which account this is, shortened.', example: 'AC…9c01d2' }),
    credentials_checked_at: timestamp
      .nullable()
      .meta({ description: 'When the provider last took the credentials; null while it was not asked.' }),
    settings: z.record(z.string(), z.unknown()),
    events_url: z.string().nullable().meta({ description: 'Where the provider is to post what happens to calls.' }),
    inbound_url: z.string().nullable().meta({ description: 'Where it is to ask who speaks to a caller.' }),
    features: features.nullable(),
    created_at: timestamp,
    updated_at: timestamp,
  })
  .meta({ id: 'ProviderAccount', description: 'What the numbers of one account with a provider share.' });

export const providerAccountAnswer = z.object({ status: success, id, provider_account: providerAccountRecord });
export const savedProviderAccountAnswer = z.object({
  status: success,
  message: z.string(),
  id,
  created: z.boolean().meta({ description: 'False: it was there already, and has these credentials now.' }),
  provider_account: providerAccountRecord,
});
export const listProviderAccountsAnswer = z.object({
  status: success,
  records: z.array(providerAccountRecord),
  total_records: z.int(),
});
export const checkedProviderAccountAnswer = z.object({
  status: success,
  message: z.string(),
  id,
  credentials: z.enum(['accepted', 'refused', 'unasked', 'unknown']).meta({
    description:
      '`unasked`: an account with a dialler of your own whose settings have no `check`. `unknown`: it could not be asked.',
  }),
  provider_account: providerAccountRecord,
});
