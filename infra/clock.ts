/**
 * Tells the time in epoch milliseconds. Whatever judges whether a call is allowed takes its time from here: tests let it
 * run ahead together with the server's.
 */
export type Clock = () => number | Promise<number>;

export const systemClock: Clock = () => Date.now();
