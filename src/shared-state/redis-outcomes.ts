import { hash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { createMemoryStore, type Entry, type OutcomeStore, outcomeTtlMs } from '../writes/outcome-store.ts';
import { keyPrefix } from './key-prefix.ts';
import { OwedCommands } from './owed-commands.ts';
import { type RedisConnection, type RedisReply, redisScript } from './redis-connection.ts';
import { deriveSecrets } from './token-secrets.ts';

/** KEYS: outcome, sign of life. ARGV: a claim, how long it is kept, how long the sign of life → false, or what is there and whether it lives. */
const claimScript = redisScript(`
local known = redis.call('GET', KEYS[1])
if known then return { known, redis.call('EXISTS', KEYS[2]) } end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
redis.call('SET', KEYS[2], '1', 'PX', ARGV[3])
return false
`);

/** KEYS: as above. ARGV: the claim, what takes its place (or nothing), how long. What somebody else has put there meanwhile stays. */
const endScript = redisScript(`
local known = redis.call('GET', KEYS[1])
if known and known ~= ARGV[1] then return 0 end
if ARGV[2] == '' then redis.call('DEL', KEYS[1]) else redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3]) end
redis.call('DEL', KEYS[2])
return 1
`);

/** How long a write counts as under way after its gateway has last reported it. */
const aliveMs = 30_000;
const shortestLookMs = 25;
const longestLookMs = 500;
/** Nobody waits for a write for longer than its request may last. */
const longestWaitMs = 15 * 60 * 1000;
/** Maximum number of outcomes that wait for Redis. */
const maxOwed = 10_000;

const lost: Entry['outcome'] = {
  kind: 'unknown',
  message:
    'The gateway that made this write stopped before it reported the outcome. Check in Clio whether it was made; use a new key to make it again.',
};

/** How an entry is named and sealed. */
interface Place {
  readonly keys: readonly [outcome: string, life: string];
  seal(entry: Entry): Buffer;
  open(sealed: RedisReply | undefined): Entry | null;
}

/**
 * A store that all gateways share. Each also keeps its own outcomes in memory: while Redis is unavailable it continues with those, and
 * reports to Redis when it is available again.
 *
 * A gateway renews its claim while a write is under way. A claim that is no longer renewed is that of a dead gateway, and the outcome of
 * its write is unknown: it is not made again.
 */
export function createRedisOutcomes(redis: RedisConnection): OutcomeStore {
  const memory = createMemoryStore();
  /** Writes of this gateway under way, with the claim as Redis has it; empty where it has none. */
  const claims = new Map<string, Buffer>();
  const owed = new OwedCommands(redis, maxOwed);
  let signing: NodeJS.Timeout | undefined;

  const sign = (): void => {
    for (const key of claims.keys())
      redis.command(['PEXPIRE', placeOf(key).keys[1], String(aliveMs)]).catch(() => undefined);
  };
  const claim = (key: string, sealed: Buffer): void => {
    claims.set(key, sealed);
    signing ??= setInterval(sign, aliveMs / 3).unref();
  };
  const release = (key: string): void => {
    claims.delete(key);
    if (claims.size > 0) return;
    clearInterval(signing);
    signing = undefined;
  };
  const end = async (key: string, entry: Entry | null): Promise<void> => {
    const place = placeOf(key);
    const sealed = entry === null ? '' : place.seal(entry);
    const own = claims.get(key) ?? '';
    release(key);
    await owed.send(key, () => redis.run(endScript, place.keys, [own, sealed, String(outcomeTtlMs)]));
  };

  return {
    async putIfAbsent(key, entry) {
      // Keys of this gateway are compared here, and while Redis is unavailable only here.
      const own = await memory.putIfAbsent(key, entry);
      if (own) return own;
      claim(key, Buffer.alloc(0));
      const place = placeOf(key);
      const sealed = place.seal(entry);
      const reply = await redis.run(claimScript, place.keys, [sealed, String(outcomeTtlMs), String(aliveMs)]);
      if (!Array.isArray(reply)) {
        if (reply === null) claim(key, sealed);
        return undefined;
      }
      const [known, lives] = reply;
      const found = place.open(known);
      // Nobody but the holder of the token could have put it there, and nobody has: as if nothing were there.
      if (found === null) return undefined;
      release(key);
      await memory.remove(key);
      return found.outcome || lives === 1 ? found : { input: found.input, outcome: lost };
    },
    async put(key, entry) {
      await memory.put(key, entry);
      await end(key, entry);
    },
    async remove(key) {
      await memory.remove(key);
      await end(key, null);
    },
    async ended(key) {
      if (claims.has(key)) return memory.ended(key);
      const place = placeOf(key);
      let lookMs = shortestLookMs;
      for (let waitedMs = 0; waitedMs < longestWaitMs; waitedMs += lookMs) {
        await delay(lookMs, undefined, { ref: false });
        lookMs = Math.min(longestLookMs, lookMs * 2);
        const [known, lives] = await Promise.all([
          redis.command(['GET', place.keys[0]]),
          redis.command(['EXISTS', place.keys[1]]),
        ]);
        // While Redis is away nobody knows. To go on would be to write twice.
        if (known === undefined || lives === undefined) continue;
        if (known === null || lives === 0 || place.open(known)?.outcome) return;
      }
    },
  };
}

/** @param key Holds the token's chance (see write-once.ts), so it is a secret: Redis gets what cannot be turned back into it. */
function placeOf(key: string): Place {
  const name = hash('sha256', `outcome\n${key}`, 'base64url');
  // The braces keep both in one part of a cluster.
  const keys = [`${keyPrefix}outcome:{${name}}`, `${keyPrefix}alive:{${name}}`] as const;
  const secrets = deriveSecrets(key, 'outcome');
  return {
    keys,
    // No two sealed texts are the same bytes, so that claims differ from each other.
    seal: (entry) => secrets.seal(keys[0], JSON.stringify(entry)),
    open(sealed) {
      const plain = Buffer.isBuffer(sealed) ? secrets.open(keys[0], sealed) : null;
      return plain && (JSON.parse(plain.toString()) as Entry);
    },
  };
}
