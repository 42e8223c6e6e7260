import { Alert, Box } from '@mantine/core';
import { useIsFetching } from '@tanstack/react-query';
import { useRouterState } from '@tanstack/react-router';
import { useEffect, useState, type ComponentType } from 'react';
import { useSession } from '../api/session-store';
import { carryOverlays, type Overlays, type PlainNotice } from '../shared/overlays';
import { useApiAway } from './connection';
import './failed-styles';
import { router } from './router';

/** A page that has read nothing for so long is there. */
const QUIET_MS = 1_000;

interface OverlayRoom {
  readonly Overlays: ComponentType<{ readonly onReady: (overlays: Overlays) => void }>;
}

/** Brings notices and questions onto the page: after the first page, or when the first one is wanted. */
export function OverlayHost() {
  const [room, setRoom] = useState<OverlayRoom | null>(null);
  const [notice, setNotice] = useState<PlainNotice | null>(null);
  const [{ arrived, arrive }] = useState(createArrival);
  const [load] = useState(() => async () => {
    setRoom(await import('./overlays'));
    return arrived;
  });
  useEffect(() => carryOverlays({ load, say: setNotice }), [load]);
  return (
    <>
      {room ? <room.Overlays onReady={arrive} /> : <LoadAhead load={load} />}
      {notice && <Plainly notice={notice} onClose={() => setNotice(null)} />}
    </>
  );
}

/** Settled when they are on the page. */
function createArrival() {
  let arrive: (overlays: Overlays) => void = () => undefined;
  const arrived = new Promise<Overlays>((resolve) => {
    arrive = resolve;
  });
  return { arrived, arrive };
}

/** Loads them when the first page is there, so that a click finds them although the server is away by then. */
function LoadAhead({ load }: { load: () => Promise<unknown> }) {
  const isSignedIn = useSession() !== null;
  const isReading = useIsFetching() > 0;
  const isLeaving = useRouterState({ router, select: ({ isLoading }) => isLoading });
  const isAway = useApiAway();
  const isQuiet = isSignedIn && !isReading && !isLeaving && !isAway;
  useEffect(() => {
    if (!isQuiet) return;
    // What could not be loaded is tried again.
    const timer = setInterval(() => void load().catch(() => undefined), QUIET_MS);
    return () => clearInterval(timer);
  }, [isQuiet, load]);
  return null;
}

/** A notice without what notices need. */
function Plainly({ notice, onClose }: { notice: PlainNotice; onClose: () => void }) {
  return (
    <Box pos="fixed" bottom={16} right={16} maw="min(440px, calc(100vw - 32px))" style={{ zIndex: 500 }}>
      <Alert
        variant="filled"
        color="dark"
        title={notice.title}
        withCloseButton
        closeButtonLabel="Close"
        onClose={onClose}
        className="theirs"
      >
        {notice.message}
      </Alert>
    </Box>
  );
}
