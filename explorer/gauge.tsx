import type { BudgetShare } from '../src/request/explain.ts';
import { useSecondsUntil } from './use-seconds-until.ts';

/** What the login has left in its minute, and when it begins anew. */
export function Gauge({ budget }: { readonly budget: BudgetShare }) {
  const seconds = useSecondsUntil(budget.resetAt === null ? null : Date.parse(budget.resetAt));
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
