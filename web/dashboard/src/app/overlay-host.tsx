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
      timer = setTimeout(() => void load(), AFTER_MS);
    };
    const load = async () => {
      clearTimeout(timer);
      try {
        setHost(await import('./overlays'));
      } catch {
        // Away: what is to be shown waits.
        later();
      }
    };
    loadOverlaysWith(() => void load());
    later();
    return () => clearTimeout(timer);
  }, []);
  return host && <host.Overlays />;
}
