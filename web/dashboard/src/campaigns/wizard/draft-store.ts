import { ApiProblem } from '../../api/problem';
import type { WizardForm } from './wizard-form';

/** How a draft stands with the API. */
export interface DraftState {
  readonly form: WizardForm;
  /** Everything that was written is kept. */
  readonly saved: boolean;
  readonly saving: boolean;
  /** Why it could not be kept; null when nothing was refused. */
  readonly problem: Error | null;
  /** It was changed elsewhere since it was read: nothing is kept until one says which version stays. Null: it was not. */
  readonly conflict: ApiProblem | null;
}

/** A draft as it was read. */
export interface ReadDraft {
  readonly form: WizardForm;
  /** The API's `updated_at`. */
  readonly updatedAt: string;
}

/**
 * Keeps a form.
 *
 * @param updatedAt of the version that it is made from; null replaces whatever there is.
 * @returns that of the version which there is then.
 * @throws ApiProblem `draft_changed` when there is another version meanwhile.
 */
export type SaveDraft = (form: WizardForm, updatedAt: string | null) => Promise<string>;

const SAVE_AFTER_MS = 800;
const TRY_AGAIN_MS = 5_000;

/**
 * A draft that keeps itself: a while after the last change, one request at a time, and again by itself while the API is
 * away. It never replaces what was written elsewhere unless it is told to.
 */
export function createDraftStore(first: ReadDraft, save: SaveDraft) {
  const keeper = createKeeper(first, save);
  let state: DraftState = { form: first.form, saved: true, saving: false, problem: null, conflict: null };
  let running: Promise<void> | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let ended = false;
  const listeners = new Set<() => void>();

  const put = (change: Partial<DraftState>): void => {
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  };
  const saveLater = (delayMs: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void flush().catch(() => undefined), delayMs);
  };
  const saveAll = async (): Promise<void> => {
    put({ saving: true });
    try {
      while (!keeper.hasKept(state.form)) await keeper.keep(state.form);
      put({ saved: true, saving: false, problem: null });
    } catch (error) {
      const conflict = error instanceof ApiProblem && error.code === 'draft_changed' ? error : null;
      put({ saving: false, conflict, problem: error instanceof Error ? error : new Error(String(error)) });
      if (isTemporary(error)) saveLater(TRY_AGAIN_MS);
      throw error;
    } finally {
      running = null;
    }
  };
  const flush = async (): Promise<void> => {
    clearTimeout(timer);
    if (state.conflict) throw state.conflict;
    if (running === null && keeper.hasKept(state.form)) return;
    running ??= saveAll();
    await running;
  };

  return {
    current: (): DraftState => state,
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    /** Changes the draft; it is kept a moment later. */
    change(update: (form: WizardForm) => WizardForm): void {
      if (ended) return;
      put({ form: update(state.form), saved: false });
      if (!state.conflict) saveLater(SAVE_AFTER_MS);
    },
    /** Keeps it now. @throws ApiProblem when it could not be kept. */
    flush,
    /** Keeps this version, whatever was written elsewhere. @throws ApiProblem when it could not be kept. */
    async keepMine(): Promise<void> {
      keeper.replaceTheirs();
      put({ conflict: null, problem: null });
      await flush();
    },
    /** Goes on from a version that was written elsewhere; what was written here is gone. */
    takeOver(theirs: ReadDraft): void {
      if (ended) return;
      clearTimeout(timer);
      keeper.goOnFrom(theirs);
      put({ form: theirs.form, saved: true, problem: null, conflict: null });
    },
    /** Keeps nothing any more that is not being kept yet, until the next change. */
    pause: (): void => clearTimeout(timer),
    /** The draft is gone: nothing is kept any more. */
    end(): void {
      ended = true;
      clearTimeout(timer);
    },
    hasEnded: (): boolean => ended,
  };
}

export type DraftStore = ReturnType<typeof createDraftStore>;

/** Keeps forms one after the other, each as made from the version before. */
function createKeeper(first: ReadDraft, save: SaveDraft) {
  let kept = first.form;
  let updatedAt: string | null = first.updatedAt;
  let unanswered: WizardForm | null = null;
  return {
    hasKept: (form: WizardForm): boolean => kept === form,
    /** Keeps a form; or first the one that was sent before and never answered. */
    async keep(latest: WizardForm): Promise<void> {
      // It may have been stored: a newer one would then seem to be made from a version of somebody else.
      const form = unanswered ?? latest;
      unanswered = form;
      try {
        updatedAt = await save(form, updatedAt);
        kept = form;
        unanswered = null;
      } catch (error) {
        if (!isTemporary(error)) unanswered = null;
        throw error;
      }
    },
    replaceTheirs(): void {
      updatedAt = null;
    },
    goOnFrom(theirs: ReadDraft): void {
      kept = theirs.form;
      updatedAt = theirs.updatedAt;
    },
  };
}

function isTemporary(error: unknown): boolean {
  return error instanceof ApiProblem && error.isTemporary;
}
