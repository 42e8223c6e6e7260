import { z } from 'zod';
import { id, success, timestamp } from './common';

const scope = z.enum(['campaigns:admin', 'contacts:write', 'read']);

export const createApiKeyInput = z
  .strictObject({
    name: z.string().trim().min(1).max(255),
    scopes: z
      .array(scope)
      .min(1)
      .transform((scopes) => [...new Set(scopes)])
      .meta({ example: ['contacts:write', 'read'] }),
  })
  .meta({ id: 'CreateApiKey' });

const fields = {
  id,
  name: z.string(),
  prefix: z.string().meta({ description: 'Its first characters.', example: 'evd_Zk3a' }),
  last_four: z.string(),
  scopes: z.array(scope),
  created_at: timestamp,
  revoked_at: timestamp.nullable(),
};

export const listApiKeysAnswer = z.object({
  status: success,
  records: z.array(z.object(fields).meta({ id: 'ApiKey' })).meta({ description: 'Newest first, revoked ones too.' }),
});

export const createdApiKeyAnswer = z
  .object({
    status: success,
    message: z.string(),
    ...fields,
    key: z.string().meta({ description: 'The whole key, this once; its end alone in an answer that is replayed.' }),
  })
  .meta({ id: 'CreatedApiKey' });

export const revokedApiKeyAnswer = z.object({ status: success, message: z.string(), id }).meta({ id: 'RevokedApiKey' });
