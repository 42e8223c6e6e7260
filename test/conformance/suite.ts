import { createBenchWorld, startBench, type Bench, type BenchWorld } from './bench';
import { describeAmbiguousAnswers } from './cases-ambiguous';
import { describeEvents } from './cases-events';
import { describeLookUps } from './cases-look-ups';
import { describeMachines } from './cases-machines';
import { describeOrder } from './cases-order';
import { describePlacing } from './cases-placing';
import { CASES, NOT_OFFERED, readColumns, WRITES_MATRIX, writeColumn, type CaseId } from './matrix';
import type { ProviderUnderTest } from './vendor-double';

/** Codes that are an account's own say nothing of the provider. */
const AS_MAPPED = 'as mapped';

/** What the cases of the suite are declared with. */
export interface Suite {
  readonly underTest: ProviderUnderTest;
  /** Of the test that runs. */
  bench(): Bench;
  /** A case that the provider offers. @param run returns how, for the matrix; nothing for a plain yes. */
  offers(id: CaseId, run: () => Promise<string | void>): void;
  /** A case that its features exclude. @param proof that it does not offer it behind their back. */
  offersNot(id: CaseId, proof: () => Promise<void> | void): void;
}

/**
 * Runs the same cases for every provider, against its double, and holds what they find against the matrix in
 * docs/providers.md.
 *
 * @example describeProvider(twilioUnderTest);
 */
export function describeProvider<Credentials, Settings>(given: ProviderUnderTest<Credentials, Settings>): void {
  const underTest = given as unknown as ProviderUnderTest;
  const { title } = underTest.adapter;
  const answers = new Map<CaseId, string>();

  describe(title, () => {
    let benchWorld: BenchWorld;
    let bench: Bench;
    beforeAll(async () => {
      benchWorld = await createBenchWorld(underTest);
    });
    beforeEach(async () => {
      bench = await startBench(underTest, benchWorld);
    });
    afterEach(async () => {
      await bench.close();
      expect(await bench.double.schemaFaults()).toEqual([]);
    });
    afterAll(() => benchWorld.world.drop());

    const suite: Suite = {
      underTest,
      bench: () => bench,
      offers(id, run) {
        test(CASES[id], async () => {
          const how = (await run()) ?? 'yes';
          answers.set(id, underTest.isMapped && how.startsWith('`') ? AS_MAPPED : how);
        });
      },
      offersNot(id, proof) {
        test(`${CASES[id]}: ${NOT_OFFERED}`, async () => {
          await proof();
          answers.set(id, NOT_OFFERED);
        });
      },
    };
    describePlacing(suite);
    describeAmbiguousAnswers(suite);
    describeLookUps(suite);
    describeOrder(suite);
    describeEvents(suite);
    describeMachines(suite);

    test('the matrix in docs/providers.md says what was found', () => {
      const found = (Object.keys(CASES) as CaseId[]).map((id) => [id, answers.get(id) ?? 'not passed'] as const);
      if (WRITES_MATRIX && found.every(([, answer]) => answer !== 'not passed')) {
        writeColumn({ title, answers: new Map(found) });
      }
      const documented = readColumns().find((column) => column.title === title)?.answers;
      expect(Object.fromEntries(documented ?? [])).toEqual(Object.fromEntries(found));
    });
  });
}
