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
}

const SAVE_AFTER_MS = 800;
const TRY_AGAIN_MS = 5_000;

/**
 * A draft that keeps itself: a while after the last change, one request at a time, and again by itself while the API is
 * away.
 *
 * @param save keeps a form; throws when it could not.
 */
export function createDraftStore(first: WizardForm, save: (form: WizardForm) => Promise<void>) {
  let state: DraftState = { form: first, saved: true, saving: false, problem: null };
  let kept = first;
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
      while (kept !== state.form) {
        const { form } = state;
        await save(form);
        kept = form;
      }
      put({ saved: true, saving: false, problem: null });
    } catch (error) {
      put({ saving: false, problem: error instanceof Error ? error : new Error(String(error)) });
      if (error instanceof ApiProblem && error.isTemporary) saveLater(TRY_AGAIN_MS);
      throw error;
    } finally {
      running = null;
    }
  };
  const flush = (): Promise<void> => {
    clearTimeout(timer);
    if (running === null && kept === state.form) return Promise.resolve();
    running ??= saveAll();
    return running;
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
      saveLater(SAVE_AFTER_MS);
    },
    /**
     * Keeps it now.
     *
     * @throws ApiProblem when it could not be kept.
     */
    flush,
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
