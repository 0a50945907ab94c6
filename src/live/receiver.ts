import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { SubscriptionFact } from '../catalog/types.ts';
import type { ChangeEvent } from '../generated/resolvers.ts';
import {
  type HttpRequest,
  type HttpResponse,
  isCompressed,
  UnreadableBody,
} from '../server/http/http-message.ts';
import { parseJson, textOrNull } from '../values.ts';
import type { FoundHook, HookStore } from './hook-store.ts';
import type { DeliveryResult, LiveObserver } from './live-observer.ts';

/** More than a delivery needs, which has only an id and an etag. */
const maxBodyBytes = 64 * 1024;
const secretPattern = /^[\x21-\x7e]{8,512}$/;
const keyPattern = /^[\w-]{32}$/;
const maxSignature = 200;

/** Receives what Clio posts: handshakes and signed events. Bodies are not logged. */
export class Receiver {
  readonly #hooks: HookStore;
  /** Model → Clio's event → event of the schema. */
  readonly #events: ReadonlyMap<string, ReadonlyMap<string, ChangeEvent>>;
  readonly #observer: LiveObserver | undefined;
  readonly #now: () => number;

  constructor(
    hooks: HookStore,
    facts: readonly SubscriptionFact[],
    observer: LiveObserver | undefined,
    now: () => number,
  ) {
    this.#hooks = hooks;
    this.#events = new Map(
      facts.map(({ model, events }) => {
        const names = Object.entries(events) as [ChangeEvent, string][];
        return [model, new Map(names.map(([event, clio]) => [clio, event]))];
      }),
    );
    this.#observer = observer;
    this.#now = now;
  }

  /** Null if there is no webhook with this key: the response must be that of any unknown path. */
  async handle(http: HttpRequest, key: string): Promise<HttpResponse | null> {
    const result = await this.#take(http, key);
    this.#observer?.onDelivery(result);
    const status = statuses[result];
    if (status === 404) return null;
    const secret = result === 'handshake' ? http.header('x-hook-secret') : null;
    const echo: Record<string, string> = secret === null ? {} : { 'x-hook-secret': secret };
    return { status, headers: { 'cache-control': 'no-store', ...echo }, body: null };
  }

  async #take(http: HttpRequest, key: string): Promise<DeliveryResult> {
    if (http.method !== 'POST' || !keyPattern.test(key)) return 'unknown';
    const hook = await this.#hooks.find(key);
    if (!hook) return hook === null ? 'unknown' : 'unavailable';
    const secret = http.header('x-hook-secret');
    if (secret !== null) {
      const isExpected = secretPattern.test(secret) && (await hook.handshake(secret));
      return isExpected ? 'handshake' : 'unexpected_handshake';
    }
    const signature = http.header('x-hook-signature');
    if (isCompressed(http)) return 'encoded';
    let body: string;
    try {
      // A body that is not UTF-8 is changed here, so its signature is then invalid. Clio sends JSON.
      body = await http.readBody(maxBodyBytes);
    } catch (error) {
      if (!(error instanceof UnreadableBody)) return 'broken';
      return error.status === 413 ? 'too_large' : 'too_slow';
    }
    if (!isSigned(body, signature, hook.state.secret)) return 'bad_signature';
    return this.#takeEvent(hook, body);
  }

  async #takeEvent(hook: FoundHook, body: string): Promise<DeliveryResult> {
    const { key, id: hookId, model } = hook.state;
    const { id, etag, updatedMs, event, webhookId } = readDelivery(body);
    const name = event === null ? undefined : this.#events.get(model)?.get(event);
    if (id === null || name === undefined) return 'malformed';
    if (webhookId !== null && hookId !== null && webhookId !== hookId) return 'malformed';
    const digest = createHash('sha256').update(key).update('\n').update(body).digest('base64url');
    return hook.deliver({ event: name, id, atMs: this.#now(), missed: false, etag, updatedMs }, digest);
  }
}

/** HTTP status by result. An unusable signed delivery gets 200, because Clio would only send it again. */
const statuses: Readonly<Record<DeliveryResult, number>> = {
  accepted: 200,
  relayed: 200,
  duplicate: 200,
  malformed: 200,
  handshake: 200,
  broken: 400,
  bad_signature: 401,
  unknown: 404,
  unexpected_handshake: 404,
  too_slow: 408,
  too_large: 413,
  encoded: 415,
  unavailable: 503,
};

/** Whether Clio has signed a body: HMAC-SHA256, in hex as Clio sends it, or in base64. */
function isSigned(body: string, signature: string | null, secret: string | null): boolean {
  if (secret === null || signature === null || signature.length > maxSignature) return false;
  const expected = createHmac('sha256', secret).update(body).digest();
  const isHex = /^[0-9a-f]{64}$/i.test(signature);
  const given = Buffer.from(signature, isHex ? 'hex' : 'base64');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** Reads the used fields of a delivery; null for those that it does not have. */
function readDelivery(body: string) {
  const { data, meta } = (parseJson(body) ?? {}) as Readonly<Record<string, Fields | undefined | null>>;
  const updatedMs = Date.parse(String(data?.updated_at));
  return {
    id: idOf(data?.id),
    updatedMs: Number.isNaN(updatedMs) ? null : updatedMs,
    etag: textOrNull(data?.etag) ?? textOrNull(data?.updated_at),
    event: textOrNull(meta?.event),
    webhookId: idOf(meta?.webhook_id),
  };
}

type Fields = Readonly<Record<string, unknown>>;

function idOf(value: unknown): string | null {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  return typeof value === 'string' && /^[A-Za-z0-9_-]{1,128}$/.test(value) ? value : null;
}
