/** Retries for each call that goes well. */
const earned = 0.2;
/** Retries in reserve; as many are there at the start. */
const most = 20;

/**
 * Bounds retries by what goes well: when much fails, repeating all of it would only add to the load that makes it
 * fail.
 */
export class RetryBudget {
  #left = most;

  /** A call went well. */
  earn(): void {
    this.#left = Math.min(most, this.#left + earned);
  }

  /** Takes one retry; false when there is none left. */
  spend(): boolean {
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }
}
