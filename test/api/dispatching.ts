import { addOrganization, type ApiWorld, type TestOrganization } from './api-world';

export const TO = '+15551234567';

export type Dispatching = Awaited<ReturnType<typeof createDispatching>>;

/** An organization of its own that dispatches calls, and what its tests look at. */
export async function createDispatching(api: ApiWorld) {
  const own: TestOrganization = await addOrganization(api.db);
  const { organizationId, key, agentId, phoneNumberId } = own;
  const call = (
    method: 'get' | 'post' | 'delete',
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ) => api.call(method, path, { body, headers, key });
  return {
    ...own,
    call,
    dispatch: (fields: object = {}, headers?: Record<string, string>) =>
      call('post', '/calls/dispatch', { agent_id: agentId, to_number: TO, ...fields }, headers),
    lines: () =>
      api.db.selectFrom('lines').selectAll().where('organization_id', '=', organizationId).orderBy('id').execute(),
    hidden: () =>
      api.db
        .selectFrom('campaigns')
        .selectAll()
        .where('organization_id', '=', organizationId)
        .where('is_direct', '=', true)
        .orderBy('id')
        .execute(),
    async newAgent(): Promise<number> {
      const values = { organization_id: organizationId, name: 'Other' };
      return (await api.db.insertInto('agents').values(values).returning('id').executeTakeFirstOrThrow()).id;
    },
    async newNumber(number: string, agent: number | null = null, provider = 'simulator'): Promise<number> {
      const { account_id } = await api.db
        .selectFrom('phone_numbers')
        .select('account_id')
        .where('id', '=', phoneNumberId)
        .executeTakeFirstOrThrow();
      const values = { organization_id: organizationId, number, name: number, provider, account_id, agent_id: agent };
      return (await api.db.insertInto('phone_numbers').values(values).returning('id').executeTakeFirstOrThrow()).id;
    },
    /** Lets people be called in these minutes of the day only. */
    async allowHours(startMinute: number, endMinute: number): Promise<void> {
      const calling_rules = JSON.stringify({ contactHours: { enabled: true, startMinute, endMinute, strict: false } });
      await api.db.updateTable('organizations').set({ calling_rules }).where('id', '=', organizationId).execute();
    },
  };
}
