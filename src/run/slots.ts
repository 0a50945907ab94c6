import { type ClioRecord, slots } from '../loaders/record.ts';

/** Values by response key, as resolvers read them. */
export type Slots = Record<string, unknown>;

/** Receives the result of a position once: a value, or an error. */
export interface Receiver {
  receive(result: unknown): void;
}

/** A position that is read after the run. It is null until it is filled. */
export class Slot<Key extends string | number> implements Receiver {
  readonly #into: Record<Key, unknown>;
  readonly #key: Key;

  constructor(into: Record<Key, unknown>, key: Key) {
    this.#into = into;
    this.#key = key;
    into[key] = null;
  }

  receive(result: unknown): void {
    this.#into[this.#key] = result;
  }
}

/**
 * A position that may be read during the run. It is a promise until it is filled. The promise is never
 * rejected: it is fulfilled with the value or an error.
 */
export class AwaitedSlot<Key extends string | number> extends Slot<Key> {
  readonly #open: Set<Receiver>;
  #resolve: ((result: unknown) => void) | undefined;

  /** @param open The slots that are not filled yet. This one is removed when it is filled. */
  constructor(into: Record<Key, unknown>, key: Key, open: Set<Receiver>) {
    super(into, key);
    this.#open = open;
    into[key] = new Promise<unknown>((resolve) => {
      this.#resolve = resolve;
    });
    open.add(this);
  }

  override receive(result: unknown): void {
    this.#open.delete(this);
    super.receive(result);
    this.#resolve?.(result);
  }
}

/** The slots of a record, which must be a position's own copy. */
export function slotsOf(record: ClioRecord): Slots {
  const own = record[slots];
  if (!own) throw new Error('A record has no slots of its own (clio-graphql:run-slots)');
  return own;
}
