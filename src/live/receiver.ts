import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { countLimit } from '../count-limit.ts';
import {
  type HttpRequest,
  type HttpResponse,
  isCompressed,
  UnreadableBody,
} from '../server/http/http-message.ts';
import type { Change } from './change.ts';
import type { Hook } from './hook.ts';
import type { DeliveryResult, LiveObserver } from './live-observer.ts';
import type { Posted, Relay } from './relay.ts';

/** Where deliveries for one webhook go. */
export interface Receiving {
  readonly hook: Hook;
  /** Clio's event → event of the schema. */
  readonly events: ReadonlyMap<string, Change['event']>;
  receive(change: Change): void;
}

/** A delivery carries an id and an etag. */
const maxBodyBytes = 64 * 1024;
/** Deliveries remembered, to drop those that come twice. */
const maxDigests = 50_000;
const digestTtlMs = 2 * 3_600_000;
const secretPattern = /^[\x21-\x7e]{8,512}$/;
const keyPattern = /^[\w-]{32}$/;
const maxSignature = 200;

/** Takes what Clio posts: handshakes and signed events. Nothing of a body is logged. */
export class Receiver {
  readonly #find: (key: string) => Receiving | undefined;
  readonly #relay: Relay | null;
  readonly #observer: LiveObserver | undefined;
  readonly #now: () => number;
  readonly #digests: LRUCache<string, true>;

  /** @param relay Leads to the gateways that have made the other webhooks; null where there are none. */
  constructor(
    find: (key: string) => Receiving | undefined,
    relay: Relay | null,
    observer: LiveObserver | undefined,
    now: () => number,
  ) {
    this.#find = find;
    this.#relay = relay;
    this.#observer = observer;
    this.#now = now;
    this.#digests = new LRUCache({
      ttl: digestTtlMs,
      perf: { now },
      ttlResolution: 0,
      ...countLimit(maxDigests),
    });
  }

  /** Null where there is nothing at this key: the answer must be that of any unknown path. */
  async answer(http: HttpRequest, key: string): Promise<HttpResponse | null> {
    const isKnown = this.#find(key) !== undefined || (this.#relay !== null && keyPattern.test(key));
    if (http.method !== 'POST' || !isKnown) {
      this.#count('unknown');
      return null;
    }
    const secret = http.header('x-hook-secret');
    if (secret !== null) {
      const posted = { secret, signature: '', body: '' };
      const result = secretPattern.test(secret) ? await this.#handOver(key, posted) : 'unexpected_handshake';
      return this.#respond(result, { 'x-hook-secret': secret });
    }
    const signature = http.header('x-hook-signature');
    if (isCompressed(http)) return this.#refuse(415, 'malformed');
    let body: string;
    try {
      // A body that is not UTF-8 does not survive this, and its signature fails then: Clio sends JSON.
      body = await http.readBody(maxBodyBytes);
    } catch (error) {
      if (!(error instanceof UnreadableBody)) return this.#refuse(400, 'malformed');
      return this.#refuse(error.status, error.status === 413 ? 'too_large' : 'too_slow');
    }
    if (signature === null || signature.length > maxSignature) return this.#refuse(401, 'bad_signature');
    return this.#respond(await this.#handOver(key, { secret: null, signature, body }));
  }

  /** Takes what was posted, here or by way of another gateway. */
  take(key: string, posted: Posted): DeliveryResult {
    const receiving = this.#find(key);
    if (!receiving) return 'unknown';
    if (posted.secret !== null)
      return receiving.hook.takeHandshake(posted.secret) ? 'handshake' : 'unexpected_handshake';
    if (!receiving.hook.verify(posted.body, posted.signature)) return 'bad_signature';
    return this.#takeEvent(receiving, key, posted.body);
  }

  async #handOver(key: string, posted: Posted): Promise<DeliveryResult> {
    if (this.#find(key) || !this.#relay) return this.take(key, posted);
    const result = await this.#relay.send(key, posted);
    return result === 'taken' ? 'relayed' : result;
  }

  /** What Clio has sent it need not send again: whatever became of it, that would change nothing. */
  #respond(result: DeliveryResult, echo: Readonly<Record<string, string>> = {}): HttpResponse | null {
    this.#count(result);
    if (result === 'unknown' || result === 'unexpected_handshake') return null;
    if (result === 'bad_signature') return answer(401);
    return result === 'unavailable' ? answer(503) : answer(200, echo);
  }

  #takeEvent({ hook, events, receive }: Receiving, key: string, body: string): DeliveryResult {
    const digest = createHash('sha256').update(key).update('\n').update(body).digest('base64url');
    if (this.#digests.has(digest)) return 'duplicate';
    this.#digests.set(digest, true);
    const { id, etag, updatedMs, event, webhookId } = readDelivery(body);
    const name = event === null ? undefined : events.get(event);
    if (id === null || name === undefined) return 'malformed';
    if (webhookId !== null && hook.state.id !== null && webhookId !== hook.state.id) return 'malformed';
    receive({ event: name, id, atMs: this.#now(), missed: false, etag, updatedMs });
    return 'accepted';
  }

  #refuse(status: number, result: DeliveryResult): HttpResponse {
    this.#count(result);
    return answer(status);
  }

  #count(result: DeliveryResult): void {
    this.#observer?.onDelivery(result);
  }
}

interface Delivery {
  readonly id: string | null;
  readonly etag: string | null;
  readonly updatedMs: number | null;
  readonly event: string | null;
  readonly webhookId: string | null;
}

function readDelivery(body: string): Delivery {
  try {
    const { data, meta } = JSON.parse(body);
    const updatedMs = Date.parse(data?.updated_at);
    return {
      id: idOf(data?.id),
      updatedMs: Number.isNaN(updatedMs) ? null : updatedMs,
      etag: textOf(data?.etag) ?? textOf(data?.updated_at),
      event: textOf(meta?.event),
      webhookId: idOf(meta?.webhook_id),
    };
  } catch {
    return { id: null, etag: null, updatedMs: null, event: null, webhookId: null };
  }
}

function idOf(value: unknown): string | null {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  return typeof value === 'string' && /^[A-Za-z0-9_-]{1,128}$/.test(value) ? value : null;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function answer(status: number, headers: Readonly<Record<string, string>> = {}): HttpResponse {
  return { status, headers: { 'cache-control': 'no-store', ...headers }, body: null };
}
