import type { Clock } from './clock.ts';
import type { RestLogger } from './types.ts';

/** Failures of one kind are logged at most once in this time. */
const quietMs = 10_000;

/** Logs failed calls: the first of a kind at once, then their number, so that they do not fill the log. */
export class FailureLog {
  readonly #logger: RestLogger;
  readonly #clock: Clock;
  readonly #kinds = new Map<string, { quietUntilMs: number; suppressed: number }>();

  constructor(logger: RestLogger, clock: Clock) {
    this.#logger = logger;
    this.#clock = clock;
  }

  /** @param kind One of a few kinds. */
  note(
    kind: string,
    details: { readonly method: string; readonly path: string; readonly status: number | null },
  ): void {
    const nowMs = this.#clock.now();
    const known = this.#kinds.get(kind);
    if (known && nowMs < known.quietUntilMs) {
      known.suppressed += 1;
      return;
    }
    this.#kinds.set(kind, { quietUntilMs: nowMs + quietMs, suppressed: 0 });
    // Removes the id of the record.
    const path = details.path.replaceAll(/\d+/g, '{id}');
    const more = known && known.suppressed > 0 ? { more: known.suppressed } : {};
    this.#logger.warn({ code: kind, ...details, path, ...more }, 'Clio calls fail');
  }
}
