import type { BudgetShare } from '../src/request/explain.ts';
import { useSecondsUntil } from './use-seconds-until.ts';

/** The calls that the login has left in this minute, and the time until the reset. */
export function Gauge({ budget }: { readonly budget: BudgetShare }) {
  const seconds = useSecondsUntil(budget.resetAt === null ? null : Date.parse(budget.resetAt));
  const { limit, remaining } = budget;
  if (remaining === null || seconds === 0) {
    return <p className="clio-note">The calls left in this minute appear after the next call to Clio.</p>;
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
        <strong>{remaining}</strong> of {limit} calls left, reset in {seconds} s
      </p>
    </div>
  );
}
