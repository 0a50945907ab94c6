import { type ClioRecord, slots } from '../loaders/record.ts';

/** Values by response key, as resolvers read them. */
export type Slots = Record<string, unknown>;

/** Takes the result of a position: a value, or an error. It is given one once. */
export interface Receiver {
  receive(result: unknown): void;
}

/** A position that is read after the run: it is null until it is filled. */
export class Slot implements Receiver {
  readonly #into: Slots;
  readonly #key: string | number;

  constructor(into: Slots, key: string | number) {
    this.#into = into;
    this.#key = key;
    into[key] = null;
  }

  receive(result: unknown): void {
    this.#into[this.#key] = result;
  }
}

/**
 * A position that may be read while the run goes on: it is a promise until it is filled. The promise is never rejected; an
 * error is what it is fulfilled with.
 */
export class AwaitedSlot implements Receiver {
  readonly #into: Slots;
  readonly #key: string | number;
  readonly #open: Set<Receiver>;
  #resolve: ((result: unknown) => void) | undefined;

  /** @param open The slots that are not filled yet: it is among them until it is. */
  constructor(into: Slots, key: string | number, open: Set<Receiver>) {
    this.#into = into;
    this.#key = key;
    this.#open = open;
    into[key] = new Promise<unknown>((resolve) => {
      this.#resolve = resolve;
    });
    open.add(this);
  }

  receive(result: unknown): void {
    this.#open.delete(this);
    this.#into[this.#key] = result;
    this.#resolve?.(result);
  }
}

/** The slots of a record that is a position's own copy. */
export function slotsOf(record: ClioRecord): Slots {
  const own = record[slots];
  if (!own) throw new Error('A record has no slots of its own (clio-graphql:run-slots)');
  return own;
}
