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
import { keyPrefix } from './key-prefix.ts';
import {
  protocol,
  type RedisConnection,
  type RedisReply,
  reconnecting,
  redisScript,
} from './redis-connection.ts';
import { deriveSecrets, type Secrets } from './token-secrets.ts';

export interface RedisHooksOptions {
  readonly redis: RedisConnection;
  readonly url: string;
  /** Longest wait until Redis has noted what is listened for. */
  readonly timeoutMs: number;
  /**
   * The connection that listens counts as dead, even if nobody has closed it, when Redis has sent nothing for so long.
   * @default 20_000
   */
  readonly silenceMs?: number;
  readonly clock: Clock;
}

/** KEYS: state. ARGV: the state before, the state after → 1 if the state before was still there. */
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

/** KEYS: lease, state. ARGV: gateway, channel → 1 if nobody listens any more: the state is gone then. */
const leaveScript = redisScript(`
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
if redis.call('PUBSUB', 'NUMSUB', ARGV[2])[2] > 0 then return 0 end
redis.call('DEL', KEYS[2])
return 1
`);

/** How the parts of a webhook are named and sealed. */
interface Place {
  readonly state: string;
  readonly lease: string;
  readonly channel: string;
  readonly secrets: Secrets;
}

/** A state with its sealed form. */
interface SealedState {
  readonly state: HookState;
  readonly sealed: Buffer;
}

/**
 * Webhooks that gateways share. Redis has, under names that say nothing, the topic of each webhook sealed with its key, which only Clio
 * and the gateways know, and its state sealed with the topic. Gateways with subscribers listen to the topic, on a connection of its own: one
 * that listens can do nothing else. While Redis is unavailable each gateway goes by what it has in memory.
 */
export async function createRedisHooks(options: RedisHooksOptions): Promise<HookStore> {
  const { redis, url, timeoutMs, silenceMs = 20_000, clock } = options;
  // Here, and not at the top: in the bundle that would load it at each start.
  const { RedisClient } = await import('@redis/client');
  const client = RedisClient.factory(protocol)({
    url,
    ...protocol,
    disableClientInfo: true,
    pingInterval: silenceMs / 2,
    socket: { socketTimeout: silenceMs, ...reconnecting },
  });
  const memory = new MemoryHooks();
  const gateway = randomUUID();

  let wasAway = false;
  const reportGap = (): void => {
    if (!wasAway || !redis.isAvailable) return;
    wasAway = false;
    memory.sendAll({ kind: 'gap', sinceMs: null });
  };
  // What others have sent meanwhile has not arrived, and a Redis that has started anew has no state of any webhook.
  client.on('ready', () => {
    wasAway = true;
    reportGap();
  });
  redis.onReconnect(reportGap);
  // The other connection reports that Redis is away; this one listens again by itself.
  client.on('error', () => undefined);
  const connecting = client.connect().catch(() => undefined);

  /** Undefined while Redis is unavailable. */
  const read = async ({ state, secrets }: Place): Promise<SealedState | null | undefined> => {
    const sealed = await redis.command(['GET', state]);
    if (sealed === undefined) return undefined;
    const plain = open(secrets, state, sealed);
    return plain === null ? null : { state: JSON.parse(plain) as HookState, sealed: sealed as Buffer };
  };
  const publish = async ({ channel, secrets }: Place, message: HookMessage): Promise<number | null> => {
    const sealed = secrets.seal(channel, JSON.stringify({ gateway, message }));
    const reply = await redis.command(['PUBLISH', channel, sealed]);
    return typeof reply === 'number' ? reply : null;
  };
  const deliver = async (topic: string, change: Change, digest: string): Promise<DeliveryResult> => {
    const message = { kind: 'change', change, digest } as const;
    const isNews = memory.send(topic, message);
    const receivers = await publish(placeOf(topic), message);
    // Clio repeats what may not have reached all gateways.
    if (receivers === null || (receivers === 0 && isNews === null)) return 'unavailable';
    return isNews === null ? 'relayed' : isNews ? 'accepted' : 'duplicate';
  };
  const handshake = async (
    topic: string,
    { state, sealed }: SealedState,
    secret: string,
  ): Promise<boolean> => {
    if (state.secret !== null) return false;
    const place = placeOf(topic);
    const after = place.secrets.seal(place.state, JSON.stringify({ ...state, secret }));
    if ((await redis.run(replaceScript, [place.state], [sealed, after])) !== 1) return false;
    const message = { kind: 'handshake', key: state.key, secret } as const;
    memory.send(topic, message);
    await publish(place, message);
    return true;
  };

  return {
    async join(topic: string, listener: HookListener): Promise<HookShare> {
      const place = placeOf(topic);
      const own = await memory.join(topic, listener);
      const onSealed = (sealed: Buffer): void => {
        const plain = open(place.secrets, place.channel, sealed);
        if (plain === null) return;
        const sent = JSON.parse(plain) as { readonly gateway: string; readonly message: HookMessage };
        if (sent.gateway !== gateway) listener(sent.message);
      };
      const listening = connecting
        .then(() => client.subscribe(place.channel, onSealed, true))
        .catch(() => undefined);
      // Without Redis the gateway still receives what is posted to itself.
      await waitAtMost(timeoutMs, listening);
      let hasLeft = false;
      return {
        async read() {
          const shared = await read(place);
          if (shared === undefined) return own.read();
          if (shared) memory.set(topic, shared.state);
          return shared?.state ?? null;
        },
        async write(state) {
          if (hasLeft) return;
          await own.write(state);
          const leftMs = String(Math.max(1, state.expiresAtMs - clock.now()));
          const sealed = place.secrets.seal(place.state, JSON.stringify(state));
          const [name, secrets] = keyPlaceOf(state.key);
          await Promise.all([
            redis.command(['SET', name, secrets.seal(name, topic), 'PX', leftMs]),
            redis.command(['SET', place.state, sealed, 'PX', leftMs]),
          ]);
        },
        async takeLease(ms) {
          // Without Redis each gateway looks after its own.
          return !hasLeft && (await redis.run(leaseScript, [place.lease], [gateway, String(ms)])) !== 0;
        },
        async publish(message) {
          await publish(place, message);
        },
        async leave() {
          hasLeft = true;
          const isLast = await own.leave();
          const leaving = listening
            .then(() => client.unsubscribe(place.channel, onSealed, true))
            .catch(() => undefined);
          await waitAtMost(timeoutMs, leaving);
          if (!isLast) return false;
          // A webhook that nobody needs expires; one that another gateway needs must not be deleted.
          return (await redis.run(leaveScript, [place.lease, place.state], [gateway, place.channel])) === 1;
        },
      };
    },
    async find(key) {
      const local = await memory.find(key);
      const asLocal: FoundHook | null = local && {
        ...local,
        deliver: (change, digest) => deliver(local.topic, change, digest),
      };
      if (asLocal?.state.secret) return asLocal;
      const [name, secrets] = keyPlaceOf(key);
      const sealed = await redis.command(['GET', name]);
      const topic = open(secrets, name, sealed);
      const shared = topic === null ? null : await read(placeOf(topic));
      if (topic !== null && shared?.state.key === key)
        return {
          topic,
          state: shared.state,
          handshake: (secret) => handshake(topic, shared, secret),
          deliver: (change, digest) => deliver(topic, change, digest),
        };
      if (asLocal) return asLocal;
      return sealed === undefined || shared === undefined ? undefined : null;
    },
    close() {
      client.destroy();
    },
  };
}

/** @param topic A secret, so Redis gets what cannot be turned back into it. */
function placeOf(topic: string): Place {
  const secrets = deriveSecrets(topic, 'webhook');
  const name = secrets.name('webhook');
  // The braces keep all in one part of a cluster.
  const [state, lease, channel] = ['webhook', 'webhook-lease', 'webhook-changes'].map(
    (kind) => `${keyPrefix}${kind}:{${name}}`,
  ) as [string, string, string];
  return { state, lease, channel, secrets };
}

/** Where the topic of a webhook stands by its key, and what seals it. */
function keyPlaceOf(key: string): [name: string, secrets: Secrets] {
  const secrets = deriveSecrets(key, 'webhook key');
  return [`${keyPrefix}webhook-key:${secrets.name('topic')}`, secrets];
}

function open(secrets: Secrets, name: string, sealed: RedisReply | undefined): string | null {
  return Buffer.isBuffer(sealed) ? (secrets.open(name, sealed)?.toString('utf8') ?? null) : null;
}
