import { useEffect, useState } from 'react';

/** Counts down the whole seconds until a time in milliseconds since the epoch; 0 once it is over, and for null. */
export function useSecondsUntil(timeMs: number | null): number {
  const [, setTick] = useState(0);
  useEffect(() => {
    if (timeMs === null) return;
    const timer = setInterval(() => setTick((tick) => tick + 1), 1000);
    return () => clearInterval(timer);
  }, [timeMs]);
  return timeMs === null ? 0 : Math.max(0, Math.ceil((timeMs - Date.now()) / 1000));
}
