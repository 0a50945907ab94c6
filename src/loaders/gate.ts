/** Maximum number of concurrent calls of one request. */
const maxCallsAtOnce = 6;

/** Lets a limited number of calls run at once. The others wait in order. */
export class Gate {
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  /** Whether a call may run now. If so, {@link leave} must end it; otherwise it must {@link wait}. */
  enter(): boolean {
    if (this.#running >= maxCallsAtOnce) return false;
    this.#running += 1;
    return true;
  }

  /** Calls `run` when the call may run. {@link leave} must end it. */
  wait(run: () => void): void {
    this.#waiting.push(run);
  }

  leave(): void {
    // Passes the turn directly to the next call, so that no other call takes it.
    const next = this.#waiting.shift();
    if (next) next();
    else this.#running -= 1;
  }
}
