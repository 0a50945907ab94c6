import { LRUCache } from 'lru-cache';
import { countLimit } from '../count-limit.ts';
import type { RedisConnection, RedisReply } from './redis-connection.ts';

type Send = () => Promise<RedisReply | undefined>;

/** Commands that Redis did not get while it was unavailable. They are sent when it is available again. */
export class UnsentCommands {
  readonly #unsent: LRUCache<string, Send>;

  /** @param most Maximum number of waiting commands; the oldest are dropped first. */
  constructor(redis: RedisConnection, most: number) {
    this.#unsent = new LRUCache(countLimit(most));
    redis.onReconnect(() => {
      for (const [key, send] of [...this.#unsent.entries()]) this.send(key, send).catch(() => undefined);
    });
  }

  has(key: string): boolean {
    return this.#unsent.has(key);
  }

  /**
   * Sends a command, and keeps it for later if Redis is unavailable.
   *
   * @param key Name of its subject: a later command with this name replaces it.
   * @param later The command to send later, if it is a different one.
   */
  async send(key: string, send: Send, later: Send = send): Promise<RedisReply | undefined> {
    const before = this.#unsent.get(key);
    const reply = await send();
    if (reply === undefined) this.#unsent.set(key, later);
    // A command that has failed meanwhile remains unsent.
    else if (this.#unsent.get(key) === before) this.#unsent.delete(key);
    return reply;
  }
}
