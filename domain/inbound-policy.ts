/**
 * What becomes of a waiting contact that calls by itself and speaks to the agent: it is done with (`settle`), it is called at
 * another time (`reschedule`: after the delay of a callback that names no time), or nothing changes.
 */
export const INBOUND_POLICIES = ['settle', 'reschedule', 'ignore'] as const;
export type InboundPolicy = (typeof INBOUND_POLICIES)[number];
