import type { Change } from './change.ts';
import type { DeliveryResult } from './live-observer.ts';

/** A webhook, as all gateways know it that have subscribers of it. */
export interface HookState {
  /** Last part of the address that Clio posts to: random, so that nobody guesses it. */
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
      /** The same for a delivery that comes twice. */
      readonly digest: string;
    }
  | { readonly kind: 'handshake'; readonly key: string; readonly secret: string }
  | {
      /** Changes may have been missed. */
      readonly kind: 'gap';
      /** Since when; null where that is not known. */
      readonly sinceMs: number | null;
    };

/** Takes a message. False for a change that it has already. */
export type HookListener = (message: HookMessage) => boolean;

/** The part that one gateway has in a webhook. */
export interface HookShare {
  /** The state that the gateways share; null where there is none. */
  read(): Promise<HookState | null>;
  write(state: HookState): Promise<void>;
  /** Whether this gateway is the one that creates, renews and enables the webhook, for so long or until it leaves. */
  takeLease(ms: number): Promise<boolean>;
  /** Sends a message to the other gateways. */
  publish(message: HookMessage): Promise<void>;
  /** Ends the part. True where it was the last one: nothing is shared any more, and the webhook is not needed. */
  leave(): Promise<boolean>;
}

/** A webhook by the key that Clio has posted to. */
export interface FoundHook {
  readonly topic: string;
  readonly state: HookState;
  /** Takes the secret of a handshake. False where none is awaited: then it is none of Clio's. */
  handshake(secret: string): Promise<boolean>;
  /** Hands a change to all gateways that have subscribers of the webhook. */
  deliver(change: Change, digest: string): Promise<DeliveryResult>;
}

/** The webhooks of this gateway and of those that it shares a Redis with. */
export interface HookStore {
  /**
   * Takes part in a webhook.
   *
   * @param topic Stands for one login, kind of record and address. Only holders of the login's token can work it out.
   */
  join(topic: string, listener: HookListener): Promise<HookShare>;
  /** Null where no gateway has a webhook with this key; undefined where that cannot be found out now. */
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

  /** Whether it was news to a listener of this gateway; null where there is none. */
  send(topic: string, message: HookMessage): boolean | null {
    const listeners = this.#listeners.get(topic);
    return listeners ? [...listeners].map((listener) => listener(message)).includes(true) : null;
  }

  /** Sends a message to all listeners. */
  sendAll(message: HookMessage): void {
    for (const topic of this.#listeners.keys()) this.send(topic, message);
  }

  close(): void {
    // Nothing of it outlives the gateway.
  }
}
