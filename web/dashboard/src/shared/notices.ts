import { problemFrom } from '../api/client';
import { withOverlays } from './overlays';

const FAILED = 'That did not work';
const closeButtonProps = { 'aria-label': 'Close' };

/** Says shortly that something was done. */
export function showDone(message: string): void {
  withOverlays(
    ({ notifications }) => notifications.show({ message, color: 'green', autoClose: 5_000, closeButtonProps }),
    { title: 'Done', message },
  );
}

/** Says that something could not be done, in the API's words; stays until it is closed. */
export function showProblem(error: unknown): void {
  const { message } = problemFrom(error);
  withOverlays(
    ({ notifications }) =>
      notifications.show({ title: FAILED, message, color: 'red', autoClose: false, closeButtonProps }),
    { title: FAILED, message },
  );
}
