interface Waiting<Item, Answer> {
  readonly item: Item;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/** Asks for one thing; many that ask at the same time share a statement. */
export type Ask<Item, Answer> = (item: Item) => Promise<Answer>;

/**
 * Joins requests into batches: while one batch is in flight, the next one gathers. A lone request is never delayed.
 *
 * @param run answers a batch, one answer an item, in order. When it throws, each item of the batch fails.
 * @param limits.maxItems most items of one batch.
 * @param limits.maxInFlight batches that may run at the same time.
 * @example const ask = createQueryBatcher((hashes) => findKeys(db, hashes), { maxItems: 500, maxInFlight: 2 });
 */
export function createQueryBatcher<Item, Answer>(
  run: (items: readonly Item[]) => Promise<readonly Answer[]>,
  limits: { readonly maxItems: number; readonly maxInFlight: number },
): Ask<Item, Answer> {
  const waiting: Array<Waiting<Item, Answer>> = [];
  let inFlight = 0;

  const flush = async (): Promise<void> => {
    inFlight += 1;
    // Whoever asks in this turn of the event loop joins the batch.
    await new Promise(setImmediate);
    while (waiting.length > 0) {
      const batch = waiting.splice(0, limits.maxItems);
      await settle(batch, run);
    }
    inFlight -= 1;
  };

  return (item) =>
    new Promise<Answer>((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (inFlight < limits.maxInFlight) void flush();
    });
}

async function settle<Item, Answer>(
  batch: ReadonlyArray<Waiting<Item, Answer>>,
  run: (items: readonly Item[]) => Promise<readonly Answer[]>,
): Promise<void> {
  try {
    const answers = await run(batch.map(({ item }) => item));
    if (answers.length !== batch.length) throw new Error(`${batch.length} asked, ${answers.length} answered`);
    batch.forEach(({ resolve }, index) => resolve(answers[index] as Answer));
  } catch (error) {
    for (const { reject } of batch) reject(error);
  }
}
