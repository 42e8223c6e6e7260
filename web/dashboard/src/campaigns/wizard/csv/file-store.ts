import { createStore, del, entries, get, set } from 'idb-keyval';

/** A file as it is kept, and since when. */
interface KeptFile {
  readonly file: File;
  /** Epoch milliseconds. */
  readonly keptAt: number;
}

const KEPT_MS = 7 * 86_400_000;

const store = createStore('everdial-wizard', 'files');

/**
 * Keeps a draft's file in this browser, and nowhere else; files of drafts that nobody has come back to for a week go.
 *
 * @returns the file to read from then on: the copy, which nobody changes. The file itself where nothing can be kept.
 */
export async function keepFile(draftId: number, file: File): Promise<File> {
  try {
    await dropOldFiles();
    await set(draftId, { file, keptAt: Date.now() } satisfies KeptFile, store);
    return (await keptFile(draftId)) ?? file;
  } catch {
    // A private window, or no room: the file is asked for again after a reload.
    return file;
  }
}

/** The file of a draft; null when this browser does not have it. */
export async function keptFile(draftId: number): Promise<File | null> {
  try {
    return (await get<KeptFile>(draftId, store))?.file ?? null;
  } catch {
    return null;
  }
}

/** Forgets the file of a draft. */
export async function dropFile(draftId: number): Promise<void> {
  await del(draftId, store).catch(() => undefined);
}

async function dropOldFiles(): Promise<void> {
  const oldest = Date.now() - KEPT_MS;
  for (const [id, { keptAt }] of await entries<number, KeptFile>(store)) {
    if (keptAt < oldest) await del(id, store);
  }
}
