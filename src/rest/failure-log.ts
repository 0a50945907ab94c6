import type { Clock } from './clock.ts';
import type { RestLogger } from './logger.ts';

/** FailureCause of one kind is told of this often at most. */
const quietMs = 10_000;

/** Tells of failed calls: the first of a kind at once, then how many there were, so that trouble does not fill the log. */
export class FailureLog {
  readonly #logger: RestLogger;
  readonly #clock: Clock;
  readonly #kinds = new Map<string, { quietUntilMs: number; untold: number }>();

  constructor(logger: RestLogger, clock: Clock) {
    this.#logger = logger;
    this.#clock = clock;
  }

  /** @param kind One of few. */
  note(
    kind: string,
    details: { readonly method: string; readonly path: string; readonly status: number | null },
  ): void {
    const nowMs = this.#clock.now();
    const known = this.#kinds.get(kind);
    if (known && nowMs < known.quietUntilMs) {
      known.untold += 1;
      return;
    }
    this.#kinds.set(kind, { quietUntilMs: nowMs + quietMs, untold: 0 });
    // Whose record it was is not the log's business.
    const path = details.path.replaceAll(/\d+/g, '{id}');
    const more = known && known.untold > 0 ? { more: known.untold } : {};
    this.#logger.warn({ code: kind, ...details, path, ...more }, 'Clio calls fail');
  }
}
