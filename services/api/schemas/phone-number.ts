import { z } from 'zod';
import { concurrencyLimitInput, id, idInput, success, timestamp } from './common';
import { accountSettingsInput, credentialsInput } from './provider-account';

const name = z.string().trim().min(1).max(255);

/** Where the provider's own id of a number is needed, it is said in docs/providers.md. */
const providerReference = z
  .string()
  .trim()
  .max(255)
  .meta({ description: "The provider's own id of the number, such as Vapi's phoneNumberId; empty for none." });

const account = {
  provider_account_id: idInput.optional().meta({ description: 'An account with the provider of this number.' }),
  credentials: credentialsInput.optional(),
  settings: accountSettingsInput.optional(),
};

export const createPhoneNumberInput = z
  .strictObject({
    number: z.string().max(64).optional().meta({ description: 'E.164.', example: '+15550100002' }),
    phone_number: z.string().max(64).optional().meta({ description: 'The same as `number`.' }),
    name: name.optional(),
    provider: z.string().max(50).optional().meta({
      description:
        '`simulator` unless told, or that of the account. All others need an account, or credentials for one.',
    }),
    ...account,
    provider_reference: providerReference.optional(),
    agent_id: idInput.optional(),
  })
  .meta({ id: 'CreatePhoneNumber' });

export const updatePhoneNumberInput = z
  .strictObject({
    name: name.optional(),
    agent_id: idInput.optional(),
    ...account,
    provider_reference: providerReference.optional(),
    concurrency_limit: concurrencyLimitInput
      .optional()
      .meta({ description: 'Calls in flight over all campaigns. 0: no limit of its own.' }),
  })
  .meta({ id: 'UpdatePhoneNumber' });
export type UpdatePhoneNumberInput = z.output<typeof updatePhoneNumberInput>;

export const attachInput = z.strictObject({ phone_number_id: idInput, agent_id: idInput }).meta({ id: 'AttachAgent' });
export const detachInput = z.strictObject({ phone_number_id: idInput }).meta({ id: 'DetachAgent' });

const secretText = z.string().max(500);

/** Existing clients have several names for the same. */
export const importTwilioInput = z
  .strictObject({
    phone_number: z.string().max(64).optional().meta({ description: 'Every number that can speak, unless told.' }),
    provider_account_id: idInput.optional().meta({ description: 'An account that is there; in place of credentials.' }),
    account_sid: secretText.optional(),
    twilio_account_sid: secretText.optional().meta({ description: 'The same as `account_sid`.' }),
    auth_token: secretText.optional(),
    account_token: secretText.optional().meta({ description: 'The same as `auth_token`.' }),
    twilio_auth_token: secretText.optional().meta({ description: 'The same as `auth_token`.' }),
    api_key_sid: secretText.optional(),
    api_key_secret: secretText.optional(),
    name: name.optional().meta({ description: 'Of the one number; its name at Twilio unless told.' }),
    agent_id: idInput.optional(),
    configure_inbound: z.boolean().optional().meta({
      description: 'Has Twilio ask Everdial who speaks when one of the numbers is called. Replaces what was set there.',
    }),
  })
  .meta({ id: 'ImportTwilioNumbers' });
export type ImportTwilioInput = z.output<typeof importTwilioInput>;

const phoneNumberRecord = z
  .object({
    id,
    number: z.string(),
    name: z.string(),
    provider: z.string(),
    provider_account_id: id,
    provider_reference: z.string().nullable(),
    agent_id: id.nullable(),
    concurrency_limit: z.int().nullable(),
    created_at: timestamp,
    updated_at: timestamp,
  })
  .meta({ id: 'PhoneNumber' });

export const phoneNumberAnswer = z.object({ status: success, id, phone_number: phoneNumberRecord });
export const listPhoneNumbersAnswer = z.object({
  status: success,
  records: z.array(phoneNumberRecord),
  total_records: z.int(),
});

const leftOut = z.object({ number: z.string(), code: z.string(), detail: z.string() });

export const importAnswer = z
  .object({
    status: success,
    message: z.string(),
    id: id.optional().meta({ description: 'Of the one number that was asked for.' }),
    phone_number: phoneNumberRecord.optional(),
    provider_account_id: id,
    imported: z.array(phoneNumberRecord).meta({ description: 'With those that were there already.' }),
    skipped: z.array(leftOut),
    warnings: z.array(leftOut).optional().meta({ description: 'Imported, but Twilio did not take where calls go.' }),
  })
  .meta({ id: 'ImportedNumbers' });
