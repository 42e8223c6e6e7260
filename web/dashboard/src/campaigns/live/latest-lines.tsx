import { createContext, useContext, useEffect, useState, type ReactNode } from 'react';
import type { Schemas } from '../../api/client';
import { subscribeToLines } from './changed-lines';

type Line = Schemas['Line'];

const LINES_KEPT = 10;

const LatestLines = createContext<readonly Line[]>([]);

/** Contacts that came or changed while the pages of their campaign are open, the newest first. */
export function useLatestLines(): readonly Line[] {
  return useContext(LatestLines);
}

/** Remembers them from one tab of the campaign to the next. */
export function LatestLinesProvider({ campaignId, children }: { campaignId: number; children: ReactNode }) {
  const [latest, setLatest] = useState<readonly Line[]>([]);
  useEffect(
    () => subscribeToLines(campaignId, (changed) => setLatest((before) => withChanged(before, changed))),
    [campaignId],
  );
  return <LatestLines value={latest}>{children}</LatestLines>;
}

function withChanged(before: readonly Line[], changed: readonly Line[]): readonly Line[] {
  const byId = new Map<number, Line>();
  for (const line of [...changed.toReversed(), ...before]) {
    if (!byId.has(line.line_id)) byId.set(line.line_id, line);
    if (byId.size === LINES_KEPT) break;
  }
  return [...byId.values()];
}
