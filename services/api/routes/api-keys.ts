import { createApiKey, listApiKeys, revokeApiKey, type ApiKeyRow } from '../../../infra/db/organizations/api-keys';
import { withTransaction } from '../../../infra/db/transaction';
import { audit } from '../audit';
import { defineOperation, route, type Route } from '../http/operation';
import { notFound, Problem } from '../http/problem';
import { createApiKeyInput, createdApiKeyAnswer, listApiKeysAnswer, revokedApiKeyAnswer } from '../schemas/api-key';

const tag = 'organization';
const scope = 'campaigns:admin';
const status = 'success' as const;

const listOperation = defineOperation({
  id: 'listApiKeys',
  method: 'get',
  path: '/api_keys',
  tag,
  summary: 'List API keys, newest first',
  scope,
  answer: listApiKeysAnswer,
});

const createOperation = defineOperation({
  id: 'createApiKey',
  method: 'post',
  path: '/api_keys',
  tag,
  summary: 'Make an API key',
  description:
    'The key is shown once and stored nowhere. It is written to the audit log that it was made. It may have scopes that the ' +
    'key which makes it has not: `campaigns:admin` is for those who may have all of them.',
  scope,
  body: createApiKeyInput,
  answer: createdApiKeyAnswer,
});

const revokeOperation = defineOperation({
  id: 'revokeApiKey',
  method: 'delete',
  path: '/api_keys/{id}',
  tag,
  summary: 'Revoke an API key',
  description:
    'It stops working at once, with the sessions it has begun. The last key with `campaigns:admin` is kept. Written to ' +
    'the audit log.',
  scope,
  answer: revokedApiKeyAnswer,
});

/** Who may use the API. */
export function apiKeyRoutes(): Route[] {
  return [
    route(listOperation, async ({ caller, db }) => ({
      status,
      records: (await listApiKeys(db, caller.organizationId)).map(keyRecord),
    })),
    route(createOperation, async ({ body, caller, db, afterCommit }) => {
      const { row, key } = await withTransaction(db, async (trx) => {
        const made = await createApiKey(trx, caller.organizationId, body);
        const { id, name, scopes } = made.row;
        await audit(trx, caller, 'api_key.create', id, { name, scopes });
        return made;
      });
      const message = 'This is the key. Keep it now: it is not shown again.';
      const answer = { status, message, ...keyRecord(row), key: `…${row.last_four}` };
      // Not before: an answer is stored for whoever repeats the request, and a key never in clear.
      afterCommit(() => void (answer.key = key));
      return answer;
    }),
    route(revokeOperation, async ({ id, caller, db }) => {
      const keyId = id();
      const outcome = await withTransaction(db, async (trx) => {
        const done = await revokeApiKey(trx, caller.organizationId, keyId);
        if (done === 'revoked') await audit(trx, caller, 'api_key.revoke', keyId);
        return done;
      });
      if (outcome === 'absent') throw notFound('API key');
      if (outcome === 'last_admin') {
        const detail = 'This is the last key with campaigns:admin: nobody could make another. Make one first.';
        throw new Problem(409, 'last_admin_key', detail);
      }
      return { status, message: 'The key is revoked. Whoever still uses it is refused.', id: keyId };
    }),
  ];
}

function keyRecord(row: ApiKeyRow) {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    last_four: row.last_four,
    scopes: row.scopes,
    created_at: row.created_at.toISOString(),
    revoked_at: row.revoked_at?.toISOString() ?? null,
  };
}
