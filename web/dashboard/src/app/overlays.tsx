import '@mantine/notifications/styles.css';
import { modals, ModalsProvider } from '@mantine/modals';
import { Notifications, notifications } from '@mantine/notifications';
import { useEffect } from 'react';
import type { Overlays as Loaded } from '../shared/overlays';

/** Where notices and questions appear. @param onReady they can be shown from now on. */
export function Overlays({ onReady }: { onReady: (overlays: Loaded) => void }) {
  useEffect(() => onReady({ modals, notifications }), [onReady]);
  return (
    <ModalsProvider>
      <Notifications position="bottom-right" />
    </ModalsProvider>
  );
}
