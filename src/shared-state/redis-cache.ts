import { hash, randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { countLimit } from '../count-limit.ts';
import type { SharedCache, SharedEndings, SharedTokenCache } from '../loaders/cache.ts';
import { type Ending, Endings, endOfAll, maxEndings, namesOf, type RecordName } from '../loaders/endings.ts';
import type { ClioResponse } from '../rest/types.ts';
import { keyPrefix, type RedisConnection, type RedisReply, redisScript } from './redis-connection.ts';
import { Secrets } from './secrets.ts';
import { UnsentCommands } from './unsent-commands.ts';

/** Each gateway stores larger responses itself, because sealing and sending them takes too long. */
const maxResponseBytes = 1024 * 1024;
/** Longer than any response is kept, so that no ending is forgotten before the responses that it ended. */
const endingsMs = 25 * 60 * 60 * 1000;
/** Number of logins whose derived keys are kept. */
const maxLogins = 1000;
/** Maximum number of writes that wait for Redis. */
const maxUnsent = 100_000;

/**
 * Sets one mark for several names, and returns all names and marks. KEYS: the login's endings. ARGV: how long
 * they are remembered, their maximum number, the name that ends everything, the mark, names.
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
 * The marks of a login's endings are part of the names of its responses. A write or a reported change sets
 * new marks. From then on, no gateway uses the ended responses, in Redis or in its own memory, because each
 * request reads the marks before its first look-up. While Redis is unavailable, each gateway uses what it has
 * read itself since then.
 */
export class RedisCache implements SharedCache {
  readonly #redis: RedisConnection;
  /** Endings that could not be marked while Redis was unavailable. */
  readonly #unsent: UnsentCommands;
  readonly #logins = new LRUCache<string, LoginCache>(countLimit(maxLogins));

  constructor(redis: RedisConnection) {
    this.#redis = redis;
    this.#unsent = new UnsentCommands(redis, maxUnsent);
  }

  forToken(baseUrl: string, token: string): SharedTokenCache {
    const login = hash('sha256', `${baseUrl}\n${token}`, 'base64url');
    let cache = this.#logins.get(login);
    if (!cache) {
      cache = new LoginCache(this.#redis, this.#unsent, new Secrets(token, baseUrl));
      this.#logins.set(login, cache);
    }
    return cache;
  }
}

/** The responses of one login. */
class LoginCache implements SharedTokenCache {
  readonly #redis: RedisConnection;
  readonly #unsent: UnsentCommands;
  readonly #secrets: Secrets;
  readonly #endingsKey: string;
  readonly #recordName: RecordName = (entity, id) => this.#secrets.name(`${entity} ${id}`);

  constructor(redis: RedisConnection, unsent: UnsentCommands, secrets: Secrets) {
    this.#redis = redis;
    this.#unsent = unsent;
    this.#secrets = secrets;
    this.#endingsKey = `${keyPrefix}endings:${secrets.name('endings')}`;
  }

  async endings(): Promise<SharedEndings> {
    if (this.#unsent.has(this.#endingsKey)) return this.#end([endOfAll]);
    const { epoch } = this.#redis;
    return this.#asEndings(await this.#redis.command(['HGETALL', this.#endingsKey]), epoch);
  }

  end(ending: Ending): Promise<SharedEndings> {
    return this.#end(namesOf(ending, this.#recordName));
  }

  async find(generation: string, url: string): Promise<{ response: ClioResponse; leftMs: number } | null> {
    const key = this.#keyOf(generation, url);
    if (key === null) return null;
    // Both at the same time. Redis reports the remaining time, so that clocks need not agree.
    const [sealed, leftMs] = await Promise.all([
      this.#redis.command(['GET', key]),
      this.#redis.command(['PTTL', key]),
    ]);
    if (typeof leftMs !== 'number' || leftMs <= 0) return null;
    const plain = this.#secrets.open(key, sealed);
    return plain === null ? null : { response: JSON.parse(plain) as ClioResponse, leftMs };
  }

  keep(generation: string, url: string, response: ClioResponse, leftMs: number): void {
    const key = this.#keyOf(generation, url);
    if (key === null || !this.#redis.isAvailable || response.bytes > maxResponseBytes) return;
    const sealed = this.#secrets.seal(key, JSON.stringify(response));
    this.#redis.command(['SET', key, sealed, 'PX', String(Math.ceil(leftMs))]).catch(() => undefined);
  }

  async #end(names: readonly string[]): Promise<SharedEndings> {
    const key = this.#endingsKey;
    const { epoch } = this.#redis;
    const mark = (marked: readonly string[]): Promise<RedisReply | undefined> => {
      const args = [String(endingsMs), String(maxEndings), endOfAll, randomBytes(9).toString('base64url')];
      return this.#redis.run(endScript, [key], [...args, ...marked]);
    };
    const markAll = (): Promise<RedisReply | undefined> => mark([endOfAll]);
    // Also marks what could not be marked before.
    const reply = await this.#unsent.send(key, this.#unsent.has(key) ? markAll : () => mark(names), markAll);
    return this.#asEndings(reply, epoch);
  }

  /** While Redis is unavailable, endings are valid for one outage. */
  #asEndings(reply: RedisReply | undefined, epoch: number): SharedEndings {
    if (!Array.isArray(reply)) return { generationOf: () => `local ${this.#redis.epoch}` };
    const texts = reply.map(String);
    const marks = new Map<string, string>();
    for (let index = 0; index + 1 < texts.length; index += 2)
      marks.set(texts[index] ?? '', texts[index + 1] ?? '');
    const endings = new Endings(marks, this.#recordName);
    return { generationOf: (content, id) => `${epoch} ${endings.generationOf(content, id)}` };
  }

  /** Null for a generation that Redis does not know. */
  #keyOf(generation: string, url: string): string | null {
    const [epoch, name] = generation.split(' ');
    return epoch === String(this.#redis.epoch)
      ? `${keyPrefix}response:${this.#secrets.name(`${name}\n${url}`)}`
      : null;
  }
}
