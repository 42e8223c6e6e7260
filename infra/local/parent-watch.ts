const LIMIT_MS = 5_000;

/**
 * Ends this process when the supervisor that started it has gone. Does nothing without a supervisor.
 *
 * A supervisor that was killed cannot ask its children to stop, but their channel to it closes. `onGone` should
 * drain as on SIGTERM; the process ends after `limitMs` in any case.
 *
 * @example exitWithParent(() => void drain());
 */
export function exitWithParent(onGone: () => void, limitMs = LIMIT_MS): void {
  if (!process.send) return;
  let gone = false;
  const leave = (): void => {
    if (gone) return;
    gone = true;
    setTimeout(() => process.exit(1), limitMs).unref();
    onGone();
  };
  process.on('disconnect', leave);
  // Listening must not keep a process alive that has nothing else to do.
  process.channel?.unref();
  if (!process.connected) leave();
}
