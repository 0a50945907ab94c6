import { hash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { createMemoryStore, type Entry, type OutcomeStore, outcomeTtlMs } from '../writes/outcome-store.ts';
import { keyPrefix, type RedisConnection, type RedisReply, redisScript } from './redis-connection.ts';
import { Secrets } from './secrets.ts';
import { UnsentCommands } from './unsent-commands.ts';

/**
 * Claims a key. KEYS: the outcome, and a mark that the writing gateway renews. ARGV: the claim, how long the
 * claim is kept, how long the mark is kept. Returns false, or the existing entry and whether its mark exists.
 */
const claimScript = redisScript(`
local known = redis.call('GET', KEYS[1])
if known then return { known, redis.call('EXISTS', KEYS[2]) } end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
redis.call('SET', KEYS[2], '1', 'PX', ARGV[3])
return false
`);

/**
 * Ends a claim. KEYS: as above. ARGV: the claim, what replaces it (or nothing), how long that is kept. An
 * entry of another gateway remains.
 */
const endScript = redisScript(`
local known = redis.call('GET', KEYS[1])
if known and known ~= ARGV[1] then return 0 end
if ARGV[2] == '' then redis.call('DEL', KEYS[1]) else redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3]) end
redis.call('DEL', KEYS[2])
return 1
`);

/** How long a write counts as in flight after its gateway has last reported it. */
const aliveMs = 30_000;
/** Pauses between checks of another gateway's write. */
const minPauseMs = 25;
const maxPauseMs = 500;
/** Maximum wait for the write of another gateway: as long as a request may last. */
const maxWaitMs = 15 * 60 * 1000;
/** Maximum number of outcomes that wait for Redis. */
const maxUnsent = 10_000;

const lost: Entry['outcome'] = {
  kind: 'unknown',
  message:
    'The gateway that made this write stopped before it reported the outcome. Check in Clio whether it was made; use a new key to make it again.',
};

/**
 * A store that all gateways share. Each also keeps its own outcomes in memory. While Redis is unavailable, it
 * uses those, and sends them to Redis later.
 *
 * A gateway renews its claim while a write is in flight. A claim that is no longer renewed belongs to a dead
 * gateway. The outcome of its write is unknown, so it is not made again.
 */
export class RedisOutcomes implements OutcomeStore {
  readonly #redis: RedisConnection;
  readonly #memory = createMemoryStore();
  /** Writes of this gateway in flight, with their claims in Redis; empty without a claim. */
  readonly #claims = new Map<string, Buffer>();
  readonly #unsent: UnsentCommands;
  #renewing: NodeJS.Timeout | undefined;

  constructor(redis: RedisConnection) {
    this.#redis = redis;
    this.#unsent = new UnsentCommands(redis, maxUnsent);
  }

  async putIfAbsent(key: string, entry: Entry): Promise<Entry | undefined> {
    // Keys of this gateway are compared here. While Redis is unavailable, they are compared only here.
    const own = await this.#memory.putIfAbsent(key, entry);
    if (own) return own;
    this.#claim(key, Buffer.alloc(0));
    const stored = new SealedEntry(key);
    const sealed = stored.seal(entry);
    const lifetimes = [String(outcomeTtlMs), String(aliveMs)];
    const reply = await this.#redis.run(claimScript, stored.keys, [sealed, ...lifetimes]);
    if (!Array.isArray(reply)) {
      if (reply === null) this.#claim(key, sealed);
      return undefined;
    }
    const [known, isAlive] = reply;
    const found = stored.open(known);
    // Only a holder of the token can store an entry that can be opened. Any other counts as missing.
    if (found === null) return undefined;
    this.#release(key);
    await this.#memory.remove(key);
    return found.outcome || isAlive === 1 ? found : { input: found.input, outcome: lost };
  }

  async put(key: string, entry: Entry): Promise<void> {
    await this.#memory.put(key, entry);
    await this.#end(key, entry);
  }

  async remove(key: string): Promise<void> {
    await this.#memory.remove(key);
    await this.#end(key, null);
  }

  async ended(key: string): Promise<void> {
    if (this.#claims.has(key)) return this.#memory.ended(key);
    const stored = new SealedEntry(key);
    let pauseMs = minPauseMs;
    for (let waitedMs = 0; waitedMs < maxWaitMs; waitedMs += pauseMs) {
      await delay(pauseMs, undefined, { ref: false });
      pauseMs = Math.min(maxPauseMs, pauseMs * 2);
      const [known, isAlive] = await Promise.all([
        this.#redis.command(['GET', stored.keys[0]]),
        this.#redis.command(['EXISTS', stored.keys[1]]),
      ]);
      // Redis is unavailable, so the outcome is unknown. Continuing could write twice.
      if (known === undefined || isAlive === undefined) continue;
      if (known === null || isAlive === 0 || stored.open(known)?.outcome) return;
    }
  }

  #claim(key: string, sealed: Buffer): void {
    this.#claims.set(key, sealed);
    this.#renewing ??= setInterval(() => this.#renewAll(), aliveMs / 3).unref();
  }

  #renewAll(): void {
    for (const key of this.#claims.keys()) {
      const [, alive] = new SealedEntry(key).keys;
      this.#redis.command(['PEXPIRE', alive, String(aliveMs)]).catch(() => undefined);
    }
  }

  #release(key: string): void {
    this.#claims.delete(key);
    if (this.#claims.size > 0) return;
    clearInterval(this.#renewing);
    this.#renewing = undefined;
  }

  async #end(key: string, entry: Entry | null): Promise<void> {
    const stored = new SealedEntry(key);
    const sealed = entry === null ? '' : stored.seal(entry);
    const own = this.#claims.get(key) ?? '';
    this.#release(key);
    const args = [own, sealed, String(outcomeTtlMs)];
    await this.#unsent.send(key, () => this.#redis.run(endScript, stored.keys, args));
  }
}

/** The name and the seal of an entry. */
class SealedEntry {
  readonly keys: readonly [outcome: string, alive: string];
  readonly #secrets: Secrets;

  /**
   * @param key As random as the token (see write-once.ts), so it is a secret: Redis gets only a name from
   * which it cannot be computed.
   */
  constructor(key: string) {
    const name = hash('sha256', `outcome\n${key}`, 'base64url');
    // The braces keep both in one slot of a cluster.
    this.keys = [`${keyPrefix}outcome:{${name}}`, `${keyPrefix}alive:{${name}}`];
    this.#secrets = new Secrets(key, 'outcome');
  }

  /** Gives different bytes each time, so that claims differ from each other. */
  seal(entry: Entry): Buffer {
    return this.#secrets.seal(this.keys[0], JSON.stringify(entry));
  }

  open(sealed: RedisReply | undefined): Entry | null {
    const plain = this.#secrets.open(this.keys[0], sealed);
    return plain === null ? null : (JSON.parse(plain) as Entry);
  }
}
