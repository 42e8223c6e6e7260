import { Text } from '@mantine/core';
import type { StreamState } from '../live/campaign-stream';
import classes from './live-sign.module.css';

const TEXTS: Record<StreamState, string> = {
  connecting: 'Connecting…',
  live: 'Live',
  broken: 'Reconnecting…',
};

/** Whether the page shows what happens as it happens. */
export function LiveSign({ state }: { state: StreamState }) {
  return (
    <Text size="sm" role="status" aria-live="polite" className={classes.sign} data-state={state}>
      {TEXTS[state]}
    </Text>
  );
}
