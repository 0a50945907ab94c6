import type { SubscriptionFact } from '../catalog/types.ts';
import { GatewayError } from '../errors.ts';
import { listData } from '../loaders/list-pages.ts';
import { isRecord } from '../loaders/record.ts';
import type { Clock } from '../rest/clock.ts';
import type { Call, ClioResponse } from '../rest/types.ts';
import type { LiveLogin, Priority } from './live-options.ts';

export interface ClioWebhook {
  readonly id: string;
  readonly status: unknown;
  /** By Clio's clock; null if Clio did not send it. */
  readonly createdAtMs: number | null;
  readonly expiresAtMs: number;
}

/**
 * How long a webhook lives unless it is renewed: one that a crash leaves behind expires after that. Clio
 * allows at most 31 days.
 */
const lifeMs = 24 * 3_600_000;
const fields = ['fields', 'id,status,created_at,expires_at'] as const;

/** Creates, renews, enables and deletes the webhooks of one login for one kind of record. Methods throw GatewayErrors. */
export class ClioWebhooks {
  readonly #login: LiveLogin;
  readonly #fact: SubscriptionFact;
  readonly #watched: string;
  readonly #clock: Clock;

  /**
   * @param watched Fields in deliveries. An update is delivered if it changes one of them:
   * `id,etag,updated_at`.
   */
  constructor(login: LiveLogin, fact: SubscriptionFact, watched: string, clock: Clock) {
    this.#login = login;
    this.#fact = fact;
    this.#watched = watched;
    this.#clock = clock;
  }

  async create(url: string): Promise<ClioWebhook> {
    const { model, events } = this.#fact;
    const data = {
      url,
      model,
      events: Object.values(events),
      fields: this.#watched,
      expires_at: this.#nextExpiry(),
    };
    try {
      const call: Call = { method: 'POST', path: '/webhooks.json', query: [fields], body: { data } };
      return this.#read(await this.#login.send(call, 'client'));
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      if (error.code === 'UNKNOWN_OUTCOME') return this.#findByUrl(url);
      throw error.code === 'BAD_USER_INPUT' ? rejected(error) : error;
    }
  }

  /** Finds a webhook that Clio may have created although its response was lost. */
  async #findByUrl(url: string): Promise<ClioWebhook> {
    const query = [
      ['fields', `${fields[1]},url`],
      ['limit', '200'],
    ] as const;
    const call: Call = { method: 'GET', path: '/webhooks.json', expect: 'list', query };
    const response = await this.#login.send(call, 'client');
    const found = listData(response).find((row) => isRecord(row) && row.url === url);
    if (found) return this.#read({ data: found });
    throw new GatewayError('UPSTREAM_UNAVAILABLE', 'Clio did not create the webhook. Try again later.');
  }

  /** Null if Clio no longer has it. */
  async find(id: string, priority: Priority): Promise<ClioWebhook | null> {
    const call: Call = { method: 'GET', path: pathOf(id), query: [fields] };
    try {
      return this.#read(await this.#login.send(call, priority));
    } catch (error) {
      if (error instanceof GatewayError && error.code === 'NOT_FOUND') return null;
      throw error;
    }
  }

  /** Extends its life from now on, if a third has passed. */
  async renew(webhook: ClioWebhook): Promise<ClioWebhook> {
    if (webhook.expiresAtMs - this.#clock.now() >= (lifeMs * 2) / 3) return webhook;
    const body = { data: { expires_at: this.#nextExpiry() } };
    const call: Call = { method: 'PATCH', path: pathOf(webhook.id), query: [fields], body };
    return this.#read(await this.#login.send(call, 'background'));
  }

  /** Enables a webhook that Clio has suspended, or whose handshake is not complete. */
  async activate(id: string, secret: string, priority: Priority): Promise<void> {
    const path = `/webhooks/${id}/activate.json`;
    await this.#login.send({ method: 'PUT', path, query: [], hookSecret: secret }, priority);
  }

  /** Deletes it. If that fails, it expires later. */
  async remove(id: string): Promise<void> {
    const call: Call = { method: 'DELETE', path: pathOf(id), query: [] };
    await this.#login.send(call, 'client').catch(() => undefined);
  }

  #read({ data }: Pick<ClioResponse, 'data'>): ClioWebhook {
    const { id, status, created_at, expires_at } = (data ?? {}) as Readonly<Record<string, unknown>>;
    const createdAtMs = Date.parse(String(created_at));
    const expiresAtMs = Date.parse(String(expires_at));
    return {
      id: String(id),
      status,
      createdAtMs: Number.isNaN(createdAtMs) ? null : createdAtMs,
      expiresAtMs: Number.isNaN(expiresAtMs) ? this.#clock.now() + lifeMs : expiresAtMs,
    };
  }

  #nextExpiry(): string {
    return new Date(this.#clock.now() + lifeMs).toISOString();
  }
}

/** Replaces Clio's rejection, which is not about the client's input. */
function rejected(cause: GatewayError): GatewayError {
  const message = 'Clio rejected the webhook of this subscription. extensions.clio has the reason.';
  return new GatewayError('UPSTREAM_ERROR', message, { clio: cause.clio, cause });
}

function pathOf(id: string): string {
  return `/webhooks/${id}.json`;
}
