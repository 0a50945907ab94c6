import { randomUUID } from 'node:crypto';
import type { Change } from '../live/change.ts';
import {
  type FoundHook,
  type HookListener,
  type HookMessage,
  type HookShare,
  type HookState,
  type HookStore,
  MemoryHooks,
} from '../live/hook-store.ts';
import type { DeliveryResult } from '../live/live-observer.ts';
import type { Clock } from '../rest/clock.ts';
import { waitAtMost } from '../values.ts';
import { protocol, type RedisConnection, reconnecting } from './redis-connection.ts';
import { findTopic, RedisHook, type SealedState } from './redis-hook.ts';

export interface RedisHooksOptions {
  readonly redis: RedisConnection;
  readonly url: string;
  /** Maximum wait until Redis has confirmed a subscription. */
  readonly timeoutMs: number;
  /**
   * The listening connection counts as dead, even if it is not closed, when Redis has sent nothing for so
   * long.
   * @default 20_000
   */
  readonly silenceMs?: number;
  readonly clock: Clock;
}

/**
 * The listening connection, which can do nothing else. The other connection reports outages; this one
 * reconnects by itself.
 */
type Listening = Awaited<ReturnType<typeof openListening>>;

async function openListening(url: string, silenceMs: number) {
  // Imported here, because in the bundle an import at the top would load it at each start.
  const { RedisClient } = await import('@redis/client');
  const client = RedisClient.factory(protocol)({
    url,
    ...protocol,
    disableClientInfo: true,
    pingInterval: silenceMs / 2,
    socket: { socketTimeout: silenceMs, ...reconnecting },
  });
  return client.on('error', () => undefined);
}

/** Opens the webhooks that gateways share. */
export async function openRedisHooks(options: RedisHooksOptions): Promise<HookStore> {
  return new RedisHooks(options, await openListening(options.url, options.silenceMs ?? 20_000));
}

/**
 * Webhooks that gateways share. Redis has the topic of each webhook, sealed with the webhook's key, which
 * only Clio and the gateways know, and its state, sealed with the topic. The names in Redis reveal nothing.
 * Gateways with subscribers listen to the topic. While Redis is unavailable, each gateway uses its own
 * memory.
 */
class RedisHooks implements HookStore {
  readonly #options: RedisHooksOptions;
  readonly #redis: RedisConnection;
  readonly #listening: Listening;
  readonly #connecting: Promise<unknown>;
  readonly #memory = new MemoryHooks();
  readonly #gateway = randomUUID();
  #wasAway = false;

  constructor(options: RedisHooksOptions, listening: Listening) {
    this.#options = options;
    this.#redis = options.redis;
    this.#listening = listening;
    // Messages of the meantime have not arrived, and a restarted Redis has no state of any webhook.
    listening.on('ready', () => {
      this.#wasAway = true;
      this.#reportGap();
    });
    this.#redis.onReconnect(() => this.#reportGap());
    this.#connecting = listening.connect().catch(() => undefined);
  }

  async join(topic: string, listener: HookListener): Promise<HookShare> {
    const hook = this.#hook(topic);
    const own = await this.#memory.join(topic, listener);
    const onSealed = (sealed: Buffer): void => {
      const message = hook.received(sealed);
      if (message) listener(message);
    };
    const subscribed = this.#connecting
      .then(() => this.#listening.subscribe(hook.channel, onSealed, true))
      .catch(() => undefined);
    const { clock, timeoutMs } = this.#options;
    // Without Redis, the gateway still receives what is posted to itself.
    await waitAtMost(timeoutMs, subscribed);
    let hasLeft = false;
    return {
      read: () => this.#readShared(hook, topic, own),
      async write(state) {
        if (hasLeft) return;
        await own.write(state);
        await hook.write(state, Math.max(1, state.expiresAtMs - clock.now()));
      },
      takeLease: async (ms) => !hasLeft && hook.takeLease(ms),
      async publish(message) {
        await hook.publish(message);
      },
      leave: async () => {
        hasLeft = true;
        const isLast = await own.leave();
        const leaving = subscribed
          .then(() => this.#listening.unsubscribe(hook.channel, onSealed, true))
          .catch(() => undefined);
        await waitAtMost(timeoutMs, leaving);
        // A webhook that nobody needs expires; one that another gateway needs must not be deleted.
        return isLast && hook.leave();
      },
    };
  }

  async find(key: string): Promise<FoundHook | null | undefined> {
    const local = await this.#memory.find(key);
    const asLocal: FoundHook | null = local && {
      ...local,
      deliver: (change, digest) => this.#deliver(local.topic, change, digest),
    };
    if (asLocal?.state.secret) return asLocal;
    const topic = await findTopic(this.#redis, key);
    const shared = typeof topic === 'string' ? await this.#hook(topic).read() : topic;
    if (typeof topic === 'string' && shared?.state.key === key)
      return {
        topic,
        state: shared.state,
        handshake: (secret) => this.#handshake(topic, shared, secret),
        deliver: (change, digest) => this.#deliver(topic, change, digest),
      };
    if (asLocal) return asLocal;
    return shared === undefined ? undefined : null;
  }

  close(): void {
    this.#listening.destroy();
  }

  #hook(topic: string): RedisHook {
    return new RedisHook(this.#redis, this.#gateway, topic);
  }

  async #readShared(hook: RedisHook, topic: string, own: HookShare): Promise<HookState | null> {
    const shared = await hook.read();
    if (shared === undefined) return own.read();
    if (shared) this.#memory.set(topic, shared.state);
    return shared?.state ?? null;
  }

  async #deliver(topic: string, change: Change, digest: string): Promise<DeliveryResult> {
    const message: HookMessage = { kind: 'change', change, digest };
    const isNews = this.#memory.send(topic, message);
    const receivers = await this.#hook(topic).publish(message);
    // Clio repeats deliveries that may not have reached all gateways.
    if (receivers === null || (receivers === 0 && isNews === null)) return 'unavailable';
    return isNews === null ? 'relayed' : isNews ? 'accepted' : 'duplicate';
  }

  async #handshake(topic: string, { state, sealed }: SealedState, secret: string): Promise<boolean> {
    if (state.secret !== null) return false;
    const hook = this.#hook(topic);
    if (!(await hook.replace(sealed, { ...state, secret }))) return false;
    const message: HookMessage = { kind: 'handshake', key: state.key, secret };
    this.#memory.send(topic, message);
    await hook.publish(message);
    return true;
  }

  #reportGap(): void {
    if (!this.#wasAway || !this.#redis.isAvailable) return;
    this.#wasAway = false;
    this.#memory.sendAll({ kind: 'gap', sinceMs: null });
  }
}
