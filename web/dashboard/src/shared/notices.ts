import { problemFrom } from '../api/client';
import { withOverlays } from './overlays';

const closeButtonProps = { 'aria-label': 'Close' };

/** Says shortly that something was done. */
export function showDone(message: string): void {
  withOverlays(({ notifications }) =>
    notifications.show({ message, color: 'green', autoClose: 5_000, closeButtonProps }),
  );
}

/** Says that something could not be done, in the API's words; stays until it is closed. */
export function showProblem(error: unknown): void {
  const { message } = problemFrom(error);
  withOverlays(({ notifications }) =>
    notifications.show({ title: 'That did not work', message, color: 'red', autoClose: false, closeButtonProps }),
  );
}
