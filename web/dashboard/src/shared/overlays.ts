import type { modals } from '@mantine/modals';
import type { notifications } from '@mantine/notifications';

/** What lies above the page: notices and questions. Nobody needs them to see a page, so they come after it. */
export interface Overlays {
  readonly modals: typeof modals;
  readonly notifications: typeof notifications;
}

let arrive: (overlays: Overlays) => void;
const arrived = new Promise<Overlays>((resolve) => {
  arrive = resolve;
});
let load = () => {};

/** Has something shown above the page, now or as soon as that is possible. */
export function withOverlays(show: (overlays: Overlays) => void): void {
  load();
  void arrived.then(show);
}

/** Says how they are loaded. */
export function loadOverlaysWith(loader: () => void): void {
  load = loader;
}

/** They are on the page. */
export function overlaysArrived(overlays: Overlays): void {
  arrive(overlays);
}
