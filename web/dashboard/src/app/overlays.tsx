import '@mantine/notifications/styles.css';
import { modals, ModalsProvider } from '@mantine/modals';
import { Notifications, notifications } from '@mantine/notifications';
import { useEffect } from 'react';
import { overlaysArrived } from '../shared/overlays';

/** Where notices and questions appear. */
export function Overlays() {
  useEffect(() => overlaysArrived({ modals, notifications }), []);
  return (
    <ModalsProvider>
      <Notifications position="bottom-right" />
    </ModalsProvider>
  );
}
