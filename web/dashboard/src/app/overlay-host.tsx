import { useEffect, useState, type ComponentType } from 'react';
import { loadOverlaysWith } from '../shared/overlays';

/** By then the first page is there. */
const AFTER_MS = 2_000;

/** Brings notices and questions onto the page: after it, or when the first one is wanted. */
export function OverlayHost() {
  const [host, setHost] = useState<{ Overlays: ComponentType } | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const later = () => {
      timer = setTimeout(load, AFTER_MS);
    };
    const load = () => {
      clearTimeout(timer);
      // Away: what is to be shown waits.
      import('./overlays').then(setHost, later);
    };
    loadOverlaysWith(load);
    later();
    return () => clearTimeout(timer);
  }, []);
  return host && <host.Overlays />;
}
