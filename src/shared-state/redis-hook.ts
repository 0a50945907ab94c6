import type { HookMessage, HookState } from '../live/hook-store.ts';
import { keyPrefix, type RedisConnection, redisScript } from './redis-connection.ts';
import { Secrets } from './secrets.ts';

/** KEYS: state. ARGV: the old state, the new state → 1 if the old state was still stored. */
const replaceScript = redisScript(`
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'PX', math.max(1, redis.call('PTTL', KEYS[1])))
return 1
`);

/** KEYS: lease. ARGV: gateway, how long → 1 if the gateway has the lease. */
const leaseScript = redisScript(`
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
`);

/** KEYS: lease, state. ARGV: gateway, channel → 1 if nobody listens any more: the state is then deleted. */
const leaveScript = redisScript(`
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
if redis.call('PUBSUB', 'NUMSUB', ARGV[2])[2] > 0 then return 0 end
redis.call('DEL', KEYS[2])
return 1
`);

/** A state with its sealed form. */
export interface SealedState {
  readonly state: HookState;
  readonly sealed: Buffer;
}

/** One webhook in Redis, for one gateway. */
export class RedisHook {
  /** The channel on which gateways publish its messages. */
  readonly channel: string;
  readonly #redis: RedisConnection;
  readonly #gateway: string;
  readonly #topic: string;
  readonly #secrets: Secrets;
  readonly #state: string;
  readonly #lease: string;

  /** @param topic A secret, so Redis gets only a name from which it cannot be computed. */
  constructor(redis: RedisConnection, gateway: string, topic: string) {
    this.#redis = redis;
    this.#gateway = gateway;
    this.#topic = topic;
    this.#secrets = new Secrets(topic, 'webhook');
    const name = this.#secrets.name('webhook');
    // The braces keep all keys in one slot of a cluster.
    this.#state = `${keyPrefix}webhook:{${name}}`;
    this.#lease = `${keyPrefix}webhook-lease:{${name}}`;
    this.channel = `${keyPrefix}webhook-changes:{${name}}`;
  }

  /** Null if there is none; undefined while Redis is unavailable. */
  async read(): Promise<SealedState | null | undefined> {
    const sealed = await this.#redis.command(['GET', this.#state]);
    if (sealed === undefined) return undefined;
    const plain = this.#secrets.open(this.#state, sealed);
    return plain === null ? null : { state: JSON.parse(plain) as HookState, sealed: sealed as Buffer };
  }

  async write(state: HookState, leftMs: number): Promise<void> {
    const [name, secrets] = topicUnder(state.key);
    const sealed = this.#seal(state);
    await Promise.all([
      this.#redis.command(['SET', name, secrets.seal(name, this.#topic), 'PX', String(leftMs)]),
      this.#redis.command(['SET', this.#state, sealed, 'PX', String(leftMs)]),
    ]);
  }

  /** Returns false if the old state is no longer stored. */
  async replace(before: Buffer, after: HookState): Promise<boolean> {
    return (await this.#redis.run(replaceScript, [this.#state], [before, this.#seal(after)])) === 1;
  }

  /**
   * Returns false if another gateway has the lease. Without Redis, each gateway maintains its own webhooks.
   */
  async takeLease(ms: number): Promise<boolean> {
    return (await this.#redis.run(leaseScript, [this.#lease], [this.#gateway, String(ms)])) !== 0;
  }

  /** Gives up the lease. Returns true if no gateway listens any more. */
  async leave(): Promise<boolean> {
    const keys = [this.#lease, this.#state];
    return (await this.#redis.run(leaveScript, keys, [this.#gateway, this.channel])) === 1;
  }

  /** Returns the number of gateways that have received the message; null while Redis is unavailable. */
  async publish(message: HookMessage): Promise<number | null> {
    const sealed = this.#secrets.seal(this.channel, JSON.stringify({ gateway: this.#gateway, message }));
    const reply = await this.#redis.command(['PUBLISH', this.channel, sealed]);
    return typeof reply === 'number' ? reply : null;
  }

  /** Opens the message of another gateway; null for anything else that was published. */
  received(sealed: Buffer): HookMessage | null {
    const plain = this.#secrets.open(this.channel, sealed);
    if (plain === null) return null;
    const sent = JSON.parse(plain) as { readonly gateway: string; readonly message: HookMessage };
    return sent.gateway === this.#gateway ? null : sent.message;
  }

  #seal(state: HookState): Buffer {
    return this.#secrets.seal(this.#state, JSON.stringify(state));
  }
}

/** The topic of the webhook with this key; null if there is none, undefined while Redis is unavailable. */
export async function findTopic(redis: RedisConnection, key: string): Promise<string | null | undefined> {
  const [name, secrets] = topicUnder(key);
  const sealed = await redis.command(['GET', name]);
  return sealed === undefined ? undefined : secrets.open(name, sealed);
}

/** The name under which a webhook's topic is stored for its key, and the secrets that seal it. */
function topicUnder(key: string): [name: string, secrets: Secrets] {
  const secrets = new Secrets(key, 'webhook key');
  return [`${keyPrefix}webhook-key:${secrets.name('topic')}`, secrets];
}
