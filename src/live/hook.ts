import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { SubscriptionFact } from '../catalog/types.ts';
import { GatewayError } from '../errors.ts';
import { backgroundCalls } from '../rest/background-calls.ts';
import type { Clock } from '../rest/clock.ts';
import type { Answer, Call, ClioClient } from '../rest/types.ts';

/** Clio as one login sees it. */
export interface ClioLogin {
  readonly token: string;
  readonly client: ClioClient;
}

/** A webhook as Clio has it. */
export interface HookState {
  /** Last part of the address that Clio posts to: random, so that nobody guesses it. */
  readonly key: string;
  /** Clio's id; null until Clio has answered. */
  readonly id: string | null;
  /** Signs deliveries; null until the handshake. */
  readonly secret: string | null;
  readonly url: string;
  readonly expiresAtMs: number;
}

/** How long a webhook lives unless it is renewed: what a crash leaves behind is gone after that. Clio takes 31 days at most. */
const lifeMs = 24 * 3_600_000;
/** Somebody waits for a subscription to begin. */
const openMs = 30_000;
/** Longest wait for the handshake once Clio has the webhook. */
const handshakeMs = 10_000;
/** Nobody waits for the upkeep of a webhook: it may wait for several minutes of the login's budget. */
const upkeepMs = 300_000;

const fields = ['fields', 'id,status,expires_at,url'] as const;

/** What a look at a webhook has shown: it delivers, it did not for a while, or it is gone. */
export type HookHealth = 'enabled' | 'mended' | 'gone';

/** One webhook of one login, from its creation to its end. */
export class Hook {
  readonly #login: ClioLogin;
  readonly #fact: SubscriptionFact;
  readonly #watched: string;
  readonly #clock: Clock;
  #state: HookState;
  /** Set while a handshake is awaited. */
  #onHandshake: (() => void) | null = null;

  /**
   * @param watched Fields that deliveries carry and that an update must touch: `id,etag,updated_at`.
   * @param address Where Clio posts to, without the key.
   */
  constructor(login: ClioLogin, fact: SubscriptionFact, watched: string, address: string, clock: Clock) {
    this.#login = login;
    this.#fact = fact;
    this.#watched = watched;
    this.#clock = clock;
    const key = randomBytes(24).toString('base64url');
    this.#state = { key, id: null, secret: null, url: `${address}/${key}`, expiresAtMs: 0 };
  }

  get state(): HookState {
    return this.#state;
  }

  /** Creates the webhook at Clio and waits until it is enabled. @throws GatewayError */
  async open(): Promise<void> {
    const shaken = this.#awaitHandshake();
    const { url } = this.#state;
    const { model, events } = this.#fact;
    const data = {
      url,
      model,
      events: Object.values(events),
      fields: this.#watched,
      expires_at: this.#nextExpiry(),
    };
    const answer = await this.#send(
      { method: 'POST', path: '/webhooks.json', query: [fields], body: { data } },
      openMs,
    );
    this.#learn(answer);
    await this.#handshaken(shaken);
  }

  /** The secret of a handshake. False where none is awaited: then it is none of Clio's. */
  takeHandshake(secret: string): boolean {
    const onHandshake = this.#onHandshake;
    if (!onHandshake) return false;
    this.#onHandshake = null;
    this.#change({ secret });
    onHandshake();
    return true;
  }

  /** Whether a body was signed by Clio for this webhook: HMAC-SHA256, in hex as Clio writes it, or in base64. */
  verify(body: string, signature: string): boolean {
    const { secret } = this.#state;
    if (secret === null) return false;
    const expected = createHmac('sha256', secret).update(body).digest();
    const isHex = /^[0-9a-f]{64}$/i.test(signature);
    const given = Buffer.from(signature, isHex ? 'hex' : 'base64');
    return given.length === expected.length && timingSafeEqual(given, expected);
  }

  /** Looks after the webhook: renews it at a third of its life, enables it again. @throws GatewayError */
  async check(): Promise<HookHealth> {
    const { id, secret, expiresAtMs } = this.#state;
    const path = `/webhooks/${id}.json`;
    let status: unknown;
    try {
      status = this.#learn(await this.#send({ method: 'GET', path, query: [fields] }, upkeepMs));
    } catch (error) {
      if (error instanceof GatewayError && error.code === 'NOT_FOUND') return 'gone';
      throw error;
    }
    const isDue = expiresAtMs - this.#clock.now() < (lifeMs * 2) / 3;
    if (isDue) {
      const body = { data: { expires_at: this.#nextExpiry() } };
      status = this.#learn(await this.#send({ method: 'PATCH', path, query: [fields], body }, upkeepMs));
    }
    if (status === 'enabled') return 'enabled';
    if (secret === null) return 'gone';
    await this.#send(
      { method: 'PUT', path: `/webhooks/${id}/activate.json`, query: [], hookSecret: secret },
      upkeepMs,
    );
    return 'mended';
  }

  /** Deletes the webhook at Clio. A failure leaves it to its expiry. */
  async remove(): Promise<void> {
    const { id } = this.#state;
    if (id === null) return;
    const path = `/webhooks/${id}.json`;
    await this.#send({ method: 'DELETE', path, query: [] }, openMs).catch(() => undefined);
  }

  #awaitHandshake(): Promise<void> {
    return new Promise((resolve) => {
      this.#onHandshake = resolve;
    });
  }

  async #handshaken(shaken: Promise<void>): Promise<void> {
    const patience = new AbortController();
    const tooLate = this.#clock.sleep(handshakeMs, patience.signal).then(
      () => true,
      () => false,
    );
    const isLate = await Promise.race([shaken.then(() => false), tooLate]);
    patience.abort();
    if (!isLate) return;
    this.#onHandshake = null;
    await this.remove();
    throw new GatewayError(
      'UPSTREAM_UNAVAILABLE',
      'Clio did not reach this gateway to confirm its webhook. Its operator should check that WEBHOOK_URL leads here from the internet.',
    );
  }

  /** Returns the status. */
  #learn({ data }: Answer): unknown {
    const { id, status, expires_at: expiresAt } = (data ?? {}) as Readonly<Record<string, unknown>>;
    const expiresAtMs = typeof expiresAt === 'string' ? Date.parse(expiresAt) : this.#state.expiresAtMs;
    this.#change({ id: id === undefined ? this.#state.id : String(id), expiresAtMs });
    return status;
  }

  #change(changed: Partial<HookState>): void {
    this.#state = { ...this.#state, ...changed };
  }

  #nextExpiry(): string {
    return new Date(this.#clock.now() + lifeMs).toISOString();
  }

  #send(call: Call, patienceMs: number): Promise<Answer> {
    const { client, token } = this.#login;
    const request = patienceMs === openMs ? undefined : backgroundCalls();
    return client.send(call, { token, request, deadlineMs: this.#clock.now() + patienceMs });
  }
}
