import { DEFAULT_SETTINGS, type CampaignSettings } from '../../domain/campaign-settings';
import type { Disposition } from '../../domain/disposition';
import { claimAttempt, type Claim } from '../../infra/db/attempts/attempt-claim';
import { recordEnd } from '../../infra/db/attempts/attempt-events';
import { ensureFirstOrganization } from '../../infra/db/organizations/first-organization';
import { ensureProviderAccount } from '../../infra/db/numbers/provider-accounts';
import type { CampaignRow } from '../../infra/db/campaign-tables';
import type { LineRow } from '../../infra/db/line-tables';
import { createTestDatabase } from './database';

/** What a test's contact is like; by default a number of its own that is ready. */
export interface TestLine {
  readonly toNumber?: string;
  readonly timezone?: string | null;
  readonly expiresAt?: Date;
}

/** How a test's number differs from the first one. */
export interface TestNumber {
  readonly provider?: string;
  readonly agent?: number | null;
  /** Calls in flight at once. */
  readonly limit?: number;
}

export type ClaimWorld = Awaited<ReturnType<typeof createClaimWorld>>;

/** A database with one organization, and what it takes to claim calls in it: nothing of Temporal, no provider. */
export async function createClaimWorld() {
  const database = await createTestDatabase();
  const { db } = database;
  const { phoneNumberId } = await ensureFirstOrganization(db, {
    apiKey: 'ed_test_key_0000000000000000',
    webhookToken: 'ed_test_token_000000000000',
    secretKey: Buffer.alloc(32, 7),
  });
  const agentId = (await db.selectFrom('agents').select('id').executeTakeFirstOrThrow()).id;
  let lease = 1;
  let numbersGiven = 2_000_000;

  return {
    db,
    drop: () => database.drop(),
    /** The organization's first number; the simulator's, with an agent. */
    phoneNumberId,
    agentId,

    async newCampaign(
      settings: Partial<CampaignSettings> = {},
      columns: Partial<Pick<CampaignRow, 'type' | 'timezone' | 'phone_number_id' | 'status' | 'opened_at'>> = {},
    ): Promise<CampaignRow> {
      return db
        .insertInto('campaigns')
        .values({
          organization_id: 1,
          name: 'Test',
          type: 'dynamic',
          phone_number_id: phoneNumberId,
          timezone: 'UTC',
          settings: JSON.stringify({ ...DEFAULT_SETTINGS, ...settings }),
          status: 'in_progress',
          status_reason: null,
          halt_requested: null,
          ...columns,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
    },

    /** Adds a number to the organization, with the agent of the first one; of any provider but the simulator, it really dials. */
    async newNumber(number: string, options: TestNumber = {}): Promise<number> {
      const { provider = 'simulator', agent = agentId, limit = null } = options;
      const { id } = await db
        .insertInto('phone_numbers')
        .values({
          organization_id: 1,
          number,
          name: number,
          provider,
          account_id: await ensureProviderAccount(db, 1, provider),
          concurrency_limit: limit,
          agent_id: agent,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      return id;
    },

    async newLine(campaignId: number, { toNumber, timezone = null, expiresAt }: TestLine = {}): Promise<number> {
      const { id } = await db
        .insertInto('lines')
        .values({
          organization_id: 1,
          campaign_id: campaignId,
          to_number: toNumber ?? `+1555${numbersGiven++}`,
          external_id: null,
          timezone,
          expires_at: expiresAt ?? null,
          custom_variables: '{}',
          metadata: '{}',
          interaction_status: null,
          next_attempt_reason: null,
          closing_reason: null,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      return id;
    },

    /** @param now epoch milliseconds; the wall clock's unless given. */
    claim(campaignId: number, lineId: number, now: number = Date.now()): Promise<Claim> {
      return claimAttempt(db, { campaignId, lineId, lease: lease++, maxCallMs: 60_000, now });
    },

    /** A new contact, claimed. */
    async claimNew(campaignId: number, now: number = Date.now(), line: TestLine = {}): Promise<Claim> {
      return this.claim(campaignId, await this.newLine(campaignId, line), now);
    },

    /** Ends every call that is in flight. */
    async endCalls(disposition: Disposition, now: number = Date.now()): Promise<void> {
      const live = await db.selectFrom('attempts').select('id').where('ended_at', 'is', null).execute();
      for (const { id } of live) {
        await recordEnd(db, id, { disposition, rawCode: 'test', durationS: 60, outcome: {} }, now);
      }
    },

    line: (id: number): Promise<LineRow> =>
      db.selectFrom('lines').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
    campaign: (id: number): Promise<CampaignRow> =>
      db.selectFrom('campaigns').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
    attempts: (campaignId: number) =>
      db.selectFrom('attempts').selectAll().where('campaign_id', '=', campaignId).orderBy('id').execute(),

    /** What a resume does to the gate, as far as claims see it. */
    async reopen(campaignId: number): Promise<void> {
      await db
        .updateTable('campaigns')
        .set({ halt_requested: null, halt_reason: null, breaker_since: new Date() })
        .where('id', '=', campaignId)
        .execute();
    },
  };
}

/** The call of a claim that must have succeeded. */
export function claimedCall(claim: Claim) {
  if (claim.kind !== 'claimed') throw new Error(`The claim was ${claim.kind}: ${JSON.stringify(claim)}`);
  return claim.call;
}

/** How many claims came out each way. */
export function kindsOf(claims: readonly Claim[]): Record<string, number> {
  const kinds: Record<string, number> = {};
  for (const { kind } of claims) kinds[kind] = (kinds[kind] ?? 0) + 1;
  return kinds;
}
