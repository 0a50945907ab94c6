import { constants } from 'node:os';

/**
 * Calls `close` at the first SIGINT or SIGTERM and then ends the process with 0, or with 1 if closing fails. A second
 * signal ends it at once, with 128 plus the signal's number, as shells do.
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
