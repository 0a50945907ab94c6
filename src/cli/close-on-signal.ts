import { constants } from 'node:os';

/**
 * Calls `close` at the first SIGINT or SIGTERM and ends the process when that is done: 0, or 1 when closing
 * failed. A second signal ends it at once, with 128 and the signal's number as shells have it.
 */
export function closeOnSignal(close: () => Promise<void>): void {
  let closing = false;
  const onSignal = (signal: 'SIGINT' | 'SIGTERM'): void => {
    if (closing) process.exit(128 + constants.signals[signal]);
    closing = true;
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
}
