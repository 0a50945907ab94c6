import type { Posted, Relay } from '../live/relay.ts';
import { waitAtMost } from '../values.ts';
import { keyPrefix } from './key-prefix.ts';
import type { RedisConnection } from './redis-connection.ts';
import { deriveSecrets } from './token-secrets.ts';

export interface RedisRelayOptions {
  readonly redis: RedisConnection;
  readonly url: string;
  /** Longest wait until Redis has noted what is listened for. */
  readonly timeoutMs: number;
}

/**
 * A relay by publishing, on a connection of its own: one that listens can do nothing else. Channels are named and messages sealed
 * with the webhook's key, which only Clio and the gateway that made the webhook know.
 */
export async function createRedisRelay({ redis, url, timeoutMs }: RedisRelayOptions): Promise<Relay> {
  // Here, and not at the top: in the bundle that would load it at each start.
  const { createClient } = await import('@redis/client');
  const client = createClient({ url, RESP: 2, disableClientInfo: true });
  // The other connection reports that Redis is away; this one listens again by itself.
  client.on('error', () => undefined);
  const connecting = client.connect().catch(() => undefined);

  return {
    async listen(key, take) {
      const secrets = deriveSecrets(key, 'webhook');
      const channel = channelOf(secrets.name('deliveries'));
      const onMessage = (sealed: Buffer): void => {
        const posted = secrets.open(channel, sealed);
        if (posted) take(JSON.parse(posted.toString('utf8')) as Posted);
      };
      const listening = connecting
        .then(() => client.subscribe(channel, onMessage, true))
        .catch(() => undefined);
      // Without Redis the gateway still receives what is posted to itself.
      await waitAtMost(timeoutMs, listening);
      return () => {
        listening.then(() => client.unsubscribe(channel)).catch(() => undefined);
      };
    },
    async send(key, posted) {
      const secrets = deriveSecrets(key, 'webhook');
      const channel = channelOf(secrets.name('deliveries'));
      const reply = await redis.command(['PUBLISH', channel, secrets.seal(channel, JSON.stringify(posted))]);
      if (typeof reply !== 'number') return 'unavailable';
      return reply > 0 ? 'taken' : 'unknown';
    },
    async close() {
      client.destroy();
    },
  };
}

function channelOf(name: string): string {
  return `${keyPrefix}webhook:${name}`;
}
