import { DEFAULT_ORGANIZATION_RULES, type OrganizationRules } from '../../domain/organization-rules';
import { readOrganizationRules, storeOrganizationRules } from '../../infra/db/organizations/organization-rules';
import { createTestDatabase, type TestDatabase } from '../setup/database';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(() => database.drop());

async function newOrganization(): Promise<number> {
  const { id } = await database.db
    .insertInto('organizations')
    .values({ name: 'Test', callback_secret: 'x' })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

const STRICTER: OrganizationRules = {
  contactHours: { ...DEFAULT_ORGANIZATION_RULES.contactHours, startMinute: 600, strict: true },
  numberCaps: { ...DEFAULT_ORGANIZATION_RULES.numberCaps, attemptsPerDay: 2 },
};

describe('the rules of an organization', () => {
  it('are the defaults until somebody changes them', async () => {
    expect(await readOrganizationRules(database.db, await newOrganization())).toEqual(DEFAULT_ORGANIZATION_RULES);
  });

  it('are read as they were stored, and are those of no other organization', async () => {
    const [one, other] = [await newOrganization(), await newOrganization()];
    await storeOrganizationRules(database.db, one, STRICTER);
    expect(await readOrganizationRules(database.db, one)).toEqual(STRICTER);
    expect(await readOrganizationRules(database.db, other)).toEqual(DEFAULT_ORGANIZATION_RULES);
    await storeOrganizationRules(database.db, one, DEFAULT_ORGANIZATION_RULES);
    expect(await readOrganizationRules(database.db, one)).toEqual(DEFAULT_ORGANIZATION_RULES);
  });

  it('keep what was left alone, part by part, at the default of the day', async () => {
    const id = await newOrganization();
    await storeOrganizationRules(database.db, id, STRICTER);
    const { calling_rules } = await database.db
      .selectFrom('organizations')
      .select('calling_rules')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    expect(calling_rules).toEqual({
      contactHours: { startMinute: 600, strict: true },
      numberCaps: { attemptsPerDay: 2 },
    });
  });

  it('of nobody are refused', async () => {
    await expect(readOrganizationRules(database.db, 987_654)).rejects.toThrow();
    await expect(storeOrganizationRules(database.db, 987_654, STRICTER)).rejects.toThrow();
  });
});
