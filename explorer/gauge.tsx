import { useEffect, useState } from 'react';
import type { BudgetShare } from '../src/resolvers/explain.ts';

/** What the login has left in its minute, and when it begins anew. */
export function Gauge({ budget }: { readonly budget: BudgetShare }) {
  const seconds = useSecondsUntil(budget.resetAt);
  const { limit, remaining } = budget;
  if (remaining === null || seconds === 0) {
    return <p className="clio-note">Clio tells what is left of the login's minute with its next answer.</p>;
  }
  return (
    <div className="clio-gauge">
      <meter
        aria-label="Calls left in this minute"
        min={0}
        max={limit}
        low={limit / 5}
        optimum={limit}
        value={remaining}
      />
      <p>
        <strong>{remaining}</strong> of {limit} calls left, all again in {seconds} s
      </p>
    </div>
  );
}

function useSecondsUntil(time: string | null): number {
  const left = (): number =>
    time === null ? 0 : Math.max(0, Math.ceil((Date.parse(time) - Date.now()) / 1000));
  const [, setTick] = useState(0);
  useEffect(() => {
    if (time === null) return;
    const timer = setInterval(() => setTick((tick) => tick + 1), 1000);
    return () => clearInterval(timer);
  }, [time]);
  return left();
}
