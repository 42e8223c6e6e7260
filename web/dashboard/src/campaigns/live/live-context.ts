import { createContext, useContext } from 'react';

/** Whether the campaign's events are being heard. */
export const LiveContext = createContext(false);

const BROKEN_AGAIN_MS = 5_000;

/** How often to ask for what the events would tell, in milliseconds: not at all while they do. */
export function useIntervalUnlessLive(): number | false {
  return useContext(LiveContext) ? false : BROKEN_AGAIN_MS;
}
