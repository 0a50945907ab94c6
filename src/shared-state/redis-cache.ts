import { hash, randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { countLimit } from '../count-limit.ts';
import type { SharedCache, SharedEndings, SharedTokenCache } from '../loaders/cache.ts';
import { Endings, endOfAll, maxEndings, namesOf, type RecordName } from '../loaders/endings.ts';
import type { ClioResponse } from '../rest/types.ts';
import { keyPrefix } from './key-prefix.ts';
import { OwedCommands } from './owed-commands.ts';
import { type RedisConnection, type RedisReply, redisScript } from './redis-connection.ts';
import { deriveSecrets, type Secrets } from './token-secrets.ts';

/** Larger responses are kept by each gateway for itself: sealing and sending them would take longer than it is worth. */
const maxAnswerBytes = 1024 * 1024;
/** Longer than anything is kept, so that no ending is forgotten before what it ended. */
const endingsMs = 25 * 60 * 60 * 1000;
/** Number of logins whose derived keys are kept. */
const maxSecrets = 1000;
/** Maximum number of writes that wait for Redis. */
const maxOwed = 100_000;

/**
 * Marks names with one mark, and returns all names and marks. KEYS: the login's endings. ARGV: how long they are remembered, how many at
 * most, the name of what ends everything, the mark, names.
 */
const endScript = redisScript(`
for i = 5, #ARGV do
  redis.call('HSET', KEYS[1], ARGV[i], ARGV[4])
end
if ARGV[5] == ARGV[3] or redis.call('HLEN', KEYS[1]) > tonumber(ARGV[2]) then
  redis.call('DEL', KEYS[1])
  redis.call('HSET', KEYS[1], ARGV[3], ARGV[4])
end
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return redis.call('HGETALL', KEYS[1])
`);

/**
 * The second level of the cache, in Redis.
 *
 * The marks of a login's endings are part of the names of its responses. A write or a reported change sets new ones, and from then on no
 * gateway finds, or answers from its own memory, what that has ended: each request reads the marks before its first lookup. While Redis is
 * unavailable each gateway uses what it has read itself since.
 */
export function createRedisCache(redis: RedisConnection): SharedCache {
  const secretsByLogin = new LRUCache<string, Secrets>(countLimit(maxSecrets));
  /** Endings that could not be marked while Redis was unavailable. */
  const owed = new OwedCommands(redis, maxOwed);

  /** What this gateway uses while Redis is unavailable is of one outage. */
  const asEndings = (reply: RedisReply | undefined, epoch: number, recordName: RecordName): SharedEndings => {
    if (!Array.isArray(reply)) return { generationOf: () => `local ${redis.epoch}` };
    const texts = reply.map(String);
    const marks = new Map<string, string>();
    for (let index = 0; index + 1 < texts.length; index += 2)
      marks.set(texts[index] ?? '', texts[index + 1] ?? '');
    const endings = new Endings(marks, recordName);
    return { generationOf: (content, id) => `${epoch} ${endings.generationOf(content, id)}` };
  };
  const end = async (
    key: string,
    names: readonly string[],
    recordName: RecordName,
  ): Promise<SharedEndings> => {
    const { epoch } = redis;
    const mark = (marked: readonly string[]): Promise<RedisReply | undefined> => {
      const args = [String(endingsMs), String(maxEndings), endOfAll, randomBytes(9).toString('base64url')];
      return redis.run(endScript, [key], [...args, ...marked]);
    };
    const markAll = (): Promise<RedisReply | undefined> => mark([endOfAll]);
    // What could not be marked before ends with it.
    const reply = await owed.send(key, owed.has(key) ? markAll : () => mark(names), markAll);
    return asEndings(reply, epoch, recordName);
  };

  return {
    forToken(baseUrl, token): SharedTokenCache {
      const login = hash('sha256', `${baseUrl}\n${token}`, 'base64url');
      let secrets = secretsByLogin.get(login);
      if (!secrets) {
        secrets = deriveSecrets(token, baseUrl);
        secretsByLogin.set(login, secrets);
      }
      const own = secrets;
      const endingsKey = `${keyPrefix}endings:${own.name('endings')}`;
      const recordName: RecordName = (entity, id) => own.name(`${entity} ${id}`);
      /** Null for a generation that Redis does not know. */
      const keyOf = (generation: string, url: string): string | null => {
        const [epoch, name] = generation.split(' ');
        return epoch === String(redis.epoch) ? `${keyPrefix}answer:${own.name(`${name}\n${url}`)}` : null;
      };
      return {
        async endings() {
          if (owed.has(endingsKey)) return end(endingsKey, [endOfAll], recordName);
          const { epoch } = redis;
          return asEndings(await redis.command(['HGETALL', endingsKey]), epoch, recordName);
        },
        end: (ending) => end(endingsKey, namesOf(ending, recordName), recordName),
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
          return plain && { response: JSON.parse(plain.toString()) as ClioResponse, leftMs: left };
        },
        keep(generation, url, response, leftMs) {
          const key = keyOf(generation, url);
          if (key === null || !redis.isAvailable || response.bytes > maxAnswerBytes) return;
          const sealed = own.seal(key, JSON.stringify(response));
          redis.command(['SET', key, sealed, 'PX', String(Math.ceil(leftMs))]).catch(() => undefined);
        },
      };
    },
  };
}
