import { hash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { createMemoryStore, type Entry, type OutcomeStore, outcomeTtlMs } from '../writes/outcome-store.ts';
import { keyPrefix } from './key-prefix.ts';
import { OwedCommands } from './owed-commands.ts';
import { type RedisConnection, type RedisReply, redisScript } from './redis-connection.ts';
import { deriveSecrets } from './token-secrets.ts';

/**
 * Claims a key. KEYS: the outcome, and a mark that the writing gateway renews. ARGV: the claim, how long it is kept, how long the mark
 * is. Returns false, or what is there already and whether its mark is.
 */
const claimScript = redisScript(`
local known = redis.call('GET', KEYS[1])
if known then return { known, redis.call('EXISTS', KEYS[2]) } end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
redis.call('SET', KEYS[2], '1', 'PX', ARGV[3])
return false
`);

/** Ends a claim. KEYS: as above. ARGV: the claim, what replaces it (or nothing), how long that is kept. An entry of another gateway stays. */
const endScript = redisScript(`
local known = redis.call('GET', KEYS[1])
if known and known ~= ARGV[1] then return 0 end
if ARGV[2] == '' then redis.call('DEL', KEYS[1]) else redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3]) end
redis.call('DEL', KEYS[2])
return 1
`);

/** How long a write counts as in flight after its gateway has last reported it. */
const aliveMs = 30_000;
/** Pauses between looks at the write of another gateway. */
const shortestPauseMs = 25;
const longestPauseMs = 500;
/** Longest wait for the write of another gateway: as long as a request may last. */
const longestWaitMs = 15 * 60 * 1000;
/** Maximum number of outcomes that wait for Redis. */
const maxOwed = 10_000;

const lost: Entry['outcome'] = {
  kind: 'unknown',
  message:
    'The gateway that made this write stopped before it reported the outcome. Check in Clio whether it was made; use a new key to make it again.',
};

/** How an entry is named and sealed. */
interface SealedEntry {
  readonly keys: readonly [outcome: string, alive: string];
  seal(entry: Entry): Buffer;
  open(sealed: RedisReply | undefined): Entry | null;
}

/**
 * A store that all gateways share. Each also keeps its own outcomes in memory: while Redis is unavailable it continues with those, and
 * reports to Redis when it is available again.
 *
 * A gateway renews its claim while a write is in flight. A claim that is no longer renewed is that of a dead gateway, and the outcome of
 * its write is unknown: it is not made again.
 */
export function createRedisOutcomes(redis: RedisConnection): OutcomeStore {
  const memory = createMemoryStore();
  /** Writes of this gateway in flight, with the claim as Redis has it; empty where it has none. */
  const claims = new Map<string, Buffer>();
  const owed = new OwedCommands(redis, maxOwed);
  let renewing: NodeJS.Timeout | undefined;

  const renew = (): void => {
    for (const key of claims.keys())
      redis.command(['PEXPIRE', sealedEntry(key).keys[1], String(aliveMs)]).catch(() => undefined);
  };
  const claim = (key: string, sealed: Buffer): void => {
    claims.set(key, sealed);
    renewing ??= setInterval(renew, aliveMs / 3).unref();
  };
  const release = (key: string): void => {
    claims.delete(key);
    if (claims.size > 0) return;
    clearInterval(renewing);
    renewing = undefined;
  };
  const end = async (key: string, entry: Entry | null): Promise<void> => {
    const stored = sealedEntry(key);
    const sealed = entry === null ? '' : stored.seal(entry);
    const own = claims.get(key) ?? '';
    release(key);
    await owed.send(key, () => redis.run(endScript, stored.keys, [own, sealed, String(outcomeTtlMs)]));
  };

  return {
    async putIfAbsent(key, entry) {
      // Keys of this gateway are compared here, and while Redis is unavailable only here.
      const own = await memory.putIfAbsent(key, entry);
      if (own) return own;
      claim(key, Buffer.alloc(0));
      const stored = sealedEntry(key);
      const sealed = stored.seal(entry);
      const reply = await redis.run(claimScript, stored.keys, [
        sealed,
        String(outcomeTtlMs),
        String(aliveMs),
      ]);
      if (!Array.isArray(reply)) {
        if (reply === null) claim(key, sealed);
        return undefined;
      }
      const [known, isAlive] = reply;
      const found = stored.open(known);
      // Only a holder of the token can store an entry that opens: this one counts as missing.
      if (found === null) return undefined;
      release(key);
      await memory.remove(key);
      return found.outcome || isAlive === 1 ? found : { input: found.input, outcome: lost };
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
      const stored = sealedEntry(key);
      let pauseMs = shortestPauseMs;
      for (let waitedMs = 0; waitedMs < longestWaitMs; waitedMs += pauseMs) {
        await delay(pauseMs, undefined, { ref: false });
        pauseMs = Math.min(longestPauseMs, pauseMs * 2);
        const [known, isAlive] = await Promise.all([
          redis.command(['GET', stored.keys[0]]),
          redis.command(['EXISTS', stored.keys[1]]),
        ]);
        // Redis is unavailable, so the outcome is unknown. To continue could mean to write twice.
        if (known === undefined || isAlive === undefined) continue;
        if (known === null || isAlive === 0 || stored.open(known)?.outcome) return;
      }
    },
  };
}

/** @param key As random as the token (see write-once.ts), so it is a secret: Redis gets only what cannot be turned back into it. */
function sealedEntry(key: string): SealedEntry {
  const name = hash('sha256', `outcome\n${key}`, 'base64url');
  // The braces keep both in one slot of a cluster.
  const keys = [`${keyPrefix}outcome:{${name}}`, `${keyPrefix}alive:{${name}}`] as const;
  const secrets = deriveSecrets(key, 'outcome');
  return {
    keys,
    // Each sealing gives other bytes, so claims differ from each other.
    seal: (entry) => secrets.seal(keys[0], JSON.stringify(entry)),
    open(sealed) {
      const plain = Buffer.isBuffer(sealed) ? secrets.open(keys[0], sealed) : null;
      return plain && (JSON.parse(plain.toString()) as Entry);
    },
  };
}
