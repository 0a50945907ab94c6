import { hash, randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { countLimit } from '../count-limit.ts';
import type { SharedCache, SharedTokenCache } from '../loaders/cache.ts';
import type { Answer } from '../rest/types.ts';
import { keyPrefix } from './key-prefix.ts';
import type { RedisConnection } from './redis-connection.ts';
import { deriveSecrets, type Secrets } from './token-secrets.ts';

/** Larger answers are kept by each gateway for itself: sealing and sending them would take longer than it is worth. */
const maxAnswerBytes = 1024 * 1024;
/** Longer than anything is kept, so that no generation is forgotten before its answers. */
const generationMs = 25 * 60 * 60 * 1000;
/** Logins whose secrets are not worked out again for each request. */
const maxSecrets = 1000;
/** Maximum number of writes that wait for Redis. */
const maxOwed = 100_000;

/**
 * The second level of the cache, in Redis.
 *
 * Each login has a generation, a random text that is part of the names of its answers. A write replaces it, and from then on no gateway
 * finds, or keeps in its own memory, what was read before: each request reads the generation before its first lookup. While Redis is
 * unavailable each gateway uses what it has read itself since.
 */
export function createRedisCache(redis: RedisConnection): SharedCache {
  const secretsByLogin = new LRUCache<string, Secrets>(countLimit(maxSecrets));
  /** Keys of generations that a write should have replaced while Redis was unavailable. */
  const owed = new LRUCache<string, true>(countLimit(maxOwed));

  /** The generation that this gateway uses while Redis is unavailable; each outage has one of its own. */
  const localGeneration = (): string => `local ${redis.epoch}`;
  const begin = async (key: string): Promise<string> => {
    owed.set(key, true);
    const { epoch } = redis;
    const generation = randomBytes(12).toString('base64url');
    const reply = await redis.command(['SET', key, generation, 'PX', String(generationMs)]);
    if (reply === undefined) return localGeneration();
    owed.delete(key);
    return `${epoch} ${generation}`;
  };
  redis.onReconnect(() => {
    for (const key of [...owed.keys()]) begin(key).catch(() => undefined);
  });

  return {
    forToken(upstream, token): SharedTokenCache {
      const login = hash('sha256', `${upstream}\n${token}`, 'base64url');
      let secrets = secretsByLogin.get(login);
      if (!secrets) {
        secrets = deriveSecrets(token, upstream);
        secretsByLogin.set(login, secrets);
      }
      const own = secrets;
      const generationKey = `${keyPrefix}generation:${own.name('generation')}`;
      /** Null for a generation that Redis does not know. */
      const keyOf = (generation: string, url: string): string | null => {
        const [epoch, name] = generation.split(' ');
        return epoch === String(redis.epoch) ? `${keyPrefix}answer:${own.name(`${name}\n${url}`)}` : null;
      };
      return {
        async generation() {
          if (owed.has(generationKey)) return begin(generationKey);
          const { epoch } = redis;
          const reply = await redis.command(['GET', generationKey]);
          if (reply === undefined) return localGeneration();
          return `${epoch} ${Buffer.isBuffer(reply) ? reply.toString('latin1') : 'first'}`;
        },
        renew: () => begin(generationKey),
        async find(generation, url) {
          const key = keyOf(generation, url);
          if (key === null) return null;
          // Both at once; the time left is Redis's own, so that no two clocks need agree.
          const [sealed, left] = await Promise.all([
            redis.command(['GET', key]),
            redis.command(['PTTL', key]),
          ]);
          if (!Buffer.isBuffer(sealed) || typeof left !== 'number' || left <= 0) return null;
          const plain = own.open(key, sealed);
          return plain && { answer: JSON.parse(plain.toString()) as Answer, leftMs: left };
        },
        keep(generation, url, answer, leftMs) {
          const key = keyOf(generation, url);
          if (key === null || !redis.isAvailable || answer.bytes > maxAnswerBytes) return;
          const sealed = own.seal(key, JSON.stringify(answer));
          redis.command(['SET', key, sealed, 'PX', String(Math.ceil(leftMs))]).catch(() => undefined);
        },
      };
    },
  };
}
