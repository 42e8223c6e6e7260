import type { modals } from '@mantine/modals';
import type { notifications } from '@mantine/notifications';

/** What lies above the page: notices and questions. Nobody needs them to see a page, so they come after it. */
export interface Overlays {
  readonly modals: typeof modals;
  readonly notifications: typeof notifications;
}

/** What is said in the page itself, where nothing can be shown above it. */
export interface PlainNotice {
  readonly title: string;
  readonly message: string;
}

/** The page that carries them. */
export interface OverlayPage {
  /** Has them loaded, and resolves when they are on the page; rejects when they cannot be loaded. */
  readonly load: () => Promise<Overlays>;
  readonly say: (notice: PlainNotice) => void;
}

/** Whoever has clicked looks for an answer so long, and no longer. */
const WAIT_MS = 3_000;

let page: OverlayPage = {
  load: () => Promise.reject(new Error('No page carries notices and questions yet.')),
  say: () => undefined,
};

/** Says which page carries them. */
export function carryOverlays(carrier: OverlayPage): void {
  page = carrier;
}

/**
 * Has something shown above the page. Where that cannot be loaded, another text is said at once, and nothing is shown
 * later: by then nobody waits for it.
 */
export function withOverlays(show: (overlays: Overlays) => void, instead: PlainNotice): void {
  const { load, say } = page;
  const tooLate = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error('Too late.')), WAIT_MS);
  });
  Promise.race([load(), tooLate]).then(show, () => say(instead));
}
