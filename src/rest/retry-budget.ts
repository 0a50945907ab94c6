/** Retries that each successful call adds. */
const earned = 0.2;
/** Maximum number of retries in reserve, and the number at the start. */
const most = 20;

/**
 * Limits retries to a share of the successful calls. If many calls fail, repeating all of them would add to
 * the load that makes them fail.
 */
export class RetryBudget {
  #left = most;

  /** Adds retries for a successful call. */
  earn(): void {
    this.#left = Math.min(most, this.#left + earned);
  }

  /** Takes one retry. Returns false if none is left. */
  spend(): boolean {
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }
}
