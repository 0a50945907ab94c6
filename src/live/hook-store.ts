import type { Change } from './change.ts';
import type { DeliveryResult } from './live-observer.ts';

/** The state of a webhook, shared by all gateways with subscribers of it. */
export interface HookState {
  /** Last part of the address that Clio posts to: random, so that nobody can guess it. */
  readonly key: string;
  readonly model: string;
  /** Clio's id; null while the webhook is being created. */
  readonly id: string | null;
  /** Signs deliveries; null until the handshake. */
  readonly secret: string | null;
  readonly expiresAtMs: number;
}

/** What gateways send each other about a webhook. */
export type HookMessage =
  | {
      readonly kind: 'change';
      readonly change: Change;
      /** Equal for a delivery that arrives twice. */
      readonly digest: string;
    }
  | { readonly kind: 'handshake'; readonly key: string; readonly secret: string }
  | {
      /** Changes may have been missed. */
      readonly kind: 'gap';
      /** Since when; null if that is unknown. */
      readonly sinceMs: number | null;
    };

/** Receives a message. Returns false for a change that it already has. */
export type HookListener = (message: HookMessage) => boolean;

/** One gateway's share in a webhook. */
export interface HookShare {
  /** The state that the gateways share; null if there is none. */
  read(): Promise<HookState | null>;
  write(state: HookState): Promise<void>;
  /**
   * Takes the lease: the right to create, renew and enable the webhook, for so long or until the gateway
   * leaves. Returns whether this gateway has it.
   */
  takeLease(ms: number): Promise<boolean>;
  publish(message: HookMessage): Promise<void>;
  /** Ends the share. Returns true if it was the last one, so that the webhook is no longer needed. */
  leave(): Promise<boolean>;
}

/** A webhook that was found by its key. */
export interface FoundHook {
  readonly topic: string;
  readonly state: HookState;
  /** Takes the secret of a handshake. Returns false if none is expected: it is then not from Clio. */
  handshake(secret: string): Promise<boolean>;
  /** Delivers a change to all gateways that have subscribers of the webhook. */
  deliver(change: Change, digest: string): Promise<DeliveryResult>;
}

/** The webhooks of this gateway and of those that use the same Redis. */
export interface HookStore {
  /**
   * Joins a webhook.
   *
   * @param topic Identifies one login, kind of record and address. It cannot be computed without the login's
   * token.
   */
  join(topic: string, listener: HookListener): Promise<HookShare>;
  /** Null if no gateway has a webhook with this key; undefined if that is unknown at the moment. */
  find(key: string): Promise<FoundHook | null | undefined>;
  close(): void;
}

/** The webhooks of one gateway. */
export class MemoryHooks implements HookStore {
  readonly #listeners = new Map<string, Set<HookListener>>();
  readonly #states = new Map<string, HookState>();
  readonly #topics = new Map<string, string>();

  async join(topic: string, listener: HookListener): Promise<HookShare> {
    const listeners = this.#listeners.get(topic) ?? new Set();
    this.#listeners.set(topic, listeners.add(listener));
    return {
      read: async () => this.#states.get(topic) ?? null,
      write: async (state) => this.set(topic, state),
      takeLease: async () => true,
      publish: async () => undefined,
      leave: async () => {
        listeners.delete(listener);
        if (listeners.size > 0) return false;
        this.#listeners.delete(topic);
        this.#topics.delete(this.#states.get(topic)?.key ?? '');
        this.#states.delete(topic);
        return true;
      },
    };
  }

  async find(key: string): Promise<FoundHook | null> {
    const topic = this.#topics.get(key);
    const state = topic === undefined ? undefined : this.#states.get(topic);
    if (topic === undefined || !state) return null;
    return {
      topic,
      state,
      handshake: async (secret) => {
        if (state.secret !== null || this.#states.get(topic) !== state) return false;
        this.set(topic, { ...state, secret });
        this.send(topic, { kind: 'handshake', key, secret });
        return true;
      },
      deliver: async (change, digest) =>
        this.send(topic, { kind: 'change', change, digest }) === false ? 'duplicate' : 'accepted',
    };
  }

  set(topic: string, state: HookState): void {
    if (!this.#listeners.has(topic)) return;
    const earlier = this.#states.get(topic);
    if (earlier) this.#topics.delete(earlier.key);
    this.#states.set(topic, state);
    this.#topics.set(state.key, topic);
  }

  /** Returns whether it was new to a listener of this gateway; null without a listener. */
  send(topic: string, message: HookMessage): boolean | null {
    const listeners = this.#listeners.get(topic);
    return listeners ? [...listeners].map((listener) => listener(message)).includes(true) : null;
  }

  sendAll(message: HookMessage): void {
    for (const topic of this.#listeners.keys()) this.send(topic, message);
  }

  close(): void {
    // Nothing to close: the webhooks end with the gateway.
  }
}
