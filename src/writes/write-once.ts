import { hash } from 'node:crypto';
import { badInput, GatewayError } from '../errors.ts';
import { unlessAborted } from '../loaders/caching-client.ts';
import type { CancelSignal } from '../rest/cancellation.ts';
import type { Outcome, OutcomeStore } from './outcome-store.ts';
import type { WriteResult } from './write-result.ts';

export interface WriteOnceOptions {
  readonly store: OutcomeStore;
  /** REST base: the same token in two regions means two logins. */
  readonly baseUrl: string;
  readonly token: string;
  /** The client's `@idempotent(key:)`. */
  readonly key: string;
  readonly field: string;
  readonly signal: CancelSignal;
}

const maxKeyLength = 255;

/**
 * Makes a write with a key at most once.
 *
 * It stores Clio's decision: the record's id, or why Clio rejected the input. It also stores that an outcome
 * is unknown, so that such a write is not sent again by accident. It does not store failures that Clio has
 * not acted on: inputs that the gateway rejects, missing permissions, rate limits, failed connections.
 */
export class WriteOnce {
  readonly #options: WriteOnceOptions;
  /** A hash, so that tokens do not stay in memory or reach a store. */
  readonly #key: string;

  /** @throws GatewayError `BAD_USER_INPUT` for a key of the wrong length. */
  constructor(options: WriteOnceOptions) {
    const { baseUrl, token, key } = options;
    if (key.length === 0 || key.length > maxKeyLength)
      throw badInput(`The key of @idempotent takes 1 to ${maxKeyLength} characters.`);
    this.#options = options;
    this.#key = digest([baseUrl, token, key]);
  }

  /**
   * Makes the write, or returns the result of the first time.
   *
   * @param args The field's arguments.
   * @param keepsRecord Whether the record in the write's response is stored: only if it cannot be read again
   * from Clio.
   */
  async perform(
    args: Readonly<Record<string, unknown>>,
    write: () => Promise<WriteResult>,
    keepsRecord: boolean,
  ): Promise<{ readonly written: WriteResult; readonly isAgain: boolean }> {
    const { store, field, signal } = this.#options;
    const input = digest([field, args]);
    while (true) {
      const known = await store.putIfAbsent(this.#key, { input });
      if (!known) return { written: await this.#first(input, write, keepsRecord), isAgain: false };
      if (known.input !== input) {
        throw badInput(
          'The key of @idempotent was used for another mutation or another input in the last 24 hours. Take a new key for a new write.',
        );
      }
      if (known.outcome) return { written: again(known.outcome), isAgain: true };
      await unlessAborted(store.ended(this.#key), signal);
    }
  }

  async #first(input: string, write: () => Promise<WriteResult>, keepsRecord: boolean): Promise<WriteResult> {
    let outcome: Outcome | undefined;
    try {
      const written = await write();
      if (written.settled)
        outcome = { kind: 'written', written: { ...written, record: keepsRecord ? written.record : null } };
      return written;
    } catch (error) {
      if (error instanceof GatewayError && error.code === 'UNKNOWN_OUTCOME')
        outcome = { kind: 'unknown', message: error.message, clio: error.clio };
      throw error;
    } finally {
      const { store } = this.#options;
      await (outcome ? store.put(this.#key, { input, outcome }) : store.remove(this.#key));
    }
  }
}

function again(outcome: Outcome): WriteResult {
  if (outcome.kind === 'written') return outcome.written;
  const { message, clio } = outcome;
  throw new GatewayError('UNKNOWN_OUTCOME', message, { clio });
}

function digest(value: unknown): string {
  return hash('sha256', JSON.stringify(value, inOrder), 'base64url');
}

/** Sorts the names of objects: variables may arrive in any order. */
function inOrder(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const prototype: unknown = Object.getPrototypeOf(value);
  // Files with different contents have equal properties, so both would be the same input.
  if (prototype !== null && prototype !== Object.prototype)
    throw badInput('@idempotent does not accept an input with a file.');
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
