import { createHmac, randomBytes } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type { CatalogData } from '../catalog/types.ts';
import type { Login } from './logins.ts';
import { listOf, type RawRecord } from './record.ts';
import type { Json } from './render.ts';
import type { RecordId, Store } from './store.ts';

/** What a write did to a record. */
export interface RecordChange {
  readonly entity: string;
  readonly id: RecordId;
  readonly before: RawRecord | undefined;
  readonly after: RawRecord | undefined;
}

/** A request that the sandbox sent, or lost on purpose. */
export interface WebhookDelivery {
  readonly webhookId: number;
  /** The event, or `handshake`. */
  readonly event: string;
  readonly body: string;
  /** The receiver's answer; null where there was none. */
  readonly status: number | null;
}

export interface SandboxWebhookOptions {
  /**
   * Milliseconds before the first repetition of a failed delivery; each later one waits twice as long.
   * @default 120_000
   */
  readonly retryMs?: number;
  /** Repetitions before a webhook is suspended. @default 5 */
  readonly retries?: number;
  /** How signatures are written. Clio's documentation does not say; real accounts send `hex`. @default 'hex' */
  readonly signature?: 'hex' | 'base64';
}

/** Webhooks of the sandbox: what it sent, and switches that spoil its deliveries. */
export interface SandboxWebhooks {
  /** How many of the next events are never sent. */
  lose: number;
  /** How many of the next events are sent twice. */
  double: number;
  /** Milliseconds by which events are delayed. */
  delayMs: number;
  /** The requests so far, in the order in which they ended; of many only the last 10,000. */
  readonly deliveries: readonly WebhookDelivery[];
  /** Resolves when nothing is left to send. */
  idle(): Promise<void>;
}

/** What deliveries need from the sandbox around them. */
export interface WebhookParts extends SandboxWebhookOptions {
  readonly data: CatalogData;
  readonly store: Store;
  readonly clock: () => number;
  readonly login: (name: string) => Login | undefined;
  /** A record as a login sees it, with the fields that a webhook names; undefined where it may not see it. */
  readonly show: (login: Login, entity: string, record: RawRecord, fields: string) => Json | undefined;
}

const MOST_DELIVERIES = 10_000;

/** Events of a matter beside `updated`, by its new status. */
const STATUS_EVENTS: Readonly<Record<string, string>> = {
  Open: 'matter_opened',
  Pending: 'matter_pended',
  Closed: 'matter_closed',
};

/** Sends the events of writes to the webhooks of an account. Only receivers on this machine get any. */
export class Webhooks implements SandboxWebhooks {
  lose = 0;
  double = 0;
  delayMs = 0;
  readonly deliveries: WebhookDelivery[] = [];
  readonly #parts: WebhookParts;
  readonly #closing = new AbortController();
  readonly #pending = new Set<Promise<void>>();
  /** Records whose first event a webhook had: the watched fields do not matter for that one. */
  readonly #known = new Set<string>();

  constructor(parts: WebhookParts) {
    this.#parts = parts;
    // Each delivery in flight listens to it.
    setMaxListeners(0, this.#closing.signal);
  }

  /** Sends what follows from a write: handshakes of webhooks, events of other records. */
  onWrite(changes: readonly RecordChange[]): void {
    const { data, store } = this.#parts;
    for (const change of changes) {
      if (change.entity === 'Webhook') this.#welcome(change);
      const model = modelOf(data, change.entity);
      if (model === undefined) continue;
      for (const hook of store.table('Webhook').values()) {
        if (hook.model !== model || hook.status !== 'enabled' || this.#hasExpired(hook)) continue;
        for (const event of eventsOf(change)) this.#announce(hook, event, change);
      }
    }
  }

  /** Enables a webhook whose receiver sends the secret of its handshake. */
  activate(id: number, secret: string | undefined): RawRecord | undefined {
    const hook = this.#parts.store.table('Webhook').get(id);
    if (!hook || secret === undefined || hook.$secret !== secret) return undefined;
    return this.#change(id, { status: 'enabled' });
  }

  async idle(): Promise<void> {
    while (this.#pending.size > 0) await Promise.all(this.#pending);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.idle();
  }

  #welcome({ before, after }: RecordChange): void {
    if (after?.status !== 'pending' || (before && before.url === after.url)) return;
    const id = Number(after.id);
    const secret = randomBytes(32).toString('hex');
    this.#change(id, { $secret: secret });
    this.#start(async () => {
      const body = JSON.stringify({ data: { webhook_id: id } });
      const headers = { 'x-hook-secret': secret };
      const answer = await this.#post(String(after.url), body, headers);
      this.#record({ webhookId: id, event: 'handshake', body, status: answer?.status ?? null });
      if (answer?.status === 200 && answer.secret === secret) this.activate(id, secret);
    });
  }

  #announce(hook: RawRecord, event: string, { entity, id, before, after }: RecordChange): void {
    if (!listOf(hook.events).includes(event)) return;
    const login = this.#parts.login(String(hook.$login));
    const record = after ?? before;
    if (!login || !record) return;
    const fields = String(hook.fields);
    const data = this.#parts.show(login, entity, record, fields);
    if (data === undefined) return;
    const key = `${hook.id} ${entity} ${id}`;
    const isFirst = !this.#known.has(key) && before?.updated_at !== after?.updated_at;
    this.#known.add(key);
    // `fields` is also the list of watched fields.
    if (event === 'updated' && !isFirst && before) {
      const earlier = this.#parts.show(login, entity, before, fields);
      if (JSON.stringify(earlier) === JSON.stringify(data)) return;
    }
    const webhookId = Number(hook.id);
    const body = JSON.stringify({ data, meta: { event, webhook_id: webhookId } });
    if (this.lose > 0) {
      this.lose -= 1;
      return;
    }
    const copies = this.double > 0 ? 2 : 1;
    if (copies > 1) this.double -= 1;
    for (let copy = 0; copy < copies; copy += 1) this.#start(() => this.#deliver(webhookId, event, body));
  }

  /** Sends an event until the receiver has it, or until the webhook is suspended. */
  async #deliver(webhookId: number, event: string, body: string): Promise<void> {
    const { store, retryMs = 120_000, retries = 5, signature = 'hex' } = this.#parts;
    const { signal } = this.#closing;
    await wait(this.delayMs, undefined, { signal });
    for (let attempt = 0; ; attempt += 1) {
      const hook = store.table('Webhook').get(webhookId);
      if (hook?.status !== 'enabled' || this.#hasExpired(hook)) return;
      const digest = createHmac('sha256', String(hook.$secret)).update(body).digest(signature);
      const answer = await this.#post(String(hook.url), body, { 'x-hook-signature': digest });
      const status = answer?.status ?? null;
      this.#record({ webhookId, event, body, status });
      if (status !== null && status >= 200 && status < 400) return;
      if (status === 410 || attempt === retries) {
        this.#change(webhookId, { status: 'suspended' });
        return;
      }
      await wait(retryMs * 2 ** attempt, undefined, { signal });
    }
  }

  #record(delivery: WebhookDelivery): void {
    if (this.deliveries.length >= MOST_DELIVERIES) this.deliveries.shift();
    this.deliveries.push(delivery);
  }

  #start(work: () => Promise<void>): void {
    const running = work()
      // Closing ends waits and requests.
      .catch(() => undefined)
      .finally(() => this.#pending.delete(running));
    this.#pending.add(running);
  }

  /** Posts to a receiver on this machine; null where there is none, or no response. */
  async #post(
    url: string,
    body: string,
    headers: Readonly<Record<string, string>>,
  ): Promise<{ readonly status: number; readonly secret: string | null } | null> {
    if (!isLoopbackUrl(url)) return null;
    const signal = AbortSignal.any([this.#closing.signal, AbortSignal.timeout(10_000)]);
    try {
      const response = await fetch(url, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json', ...headers },
        redirect: 'manual',
        signal,
      });
      await response.body?.cancel();
      return { status: response.status, secret: response.headers.get('x-hook-secret') };
    } catch {
      return null;
    }
  }

  #change(id: number, values: Readonly<Record<string, string>>): RawRecord | undefined {
    const { store } = this.#parts;
    const hook = store.table('Webhook').get(id);
    if (!hook) return undefined;
    const changed = { ...hook, ...values };
    store.put('Webhook', id, changed);
    return changed;
  }

  #hasExpired({ expires_at: at }: RawRecord): boolean {
    return typeof at === 'string' && Date.parse(at) <= this.#parts.clock();
  }
}

/** The model of the webhooks that report records of an entity. */
function modelOf({ subscriptions }: CatalogData, entity: string): string | undefined {
  return Object.values(subscriptions).find((one) => one.entity === entity)?.model;
}

/** True for plain http on a loopback address: the only receivers that the sandbox calls. */
export function isLoopbackUrl(url: string): boolean {
  return URL.canParse(url) && /^http:\/\/(127(\.\d+){3}|\[::1\]|localhost)(:\d+)?$/.test(new URL(url).origin);
}

/** The events of a change. A document is created when its upload is complete, and deleted when it goes to the trash. */
function eventsOf({ entity, before, after }: RecordChange): string[] {
  const was = exists(before);
  const is = exists(after);
  if (!was && !is) return [];
  const events = [was ? (is ? 'updated' : 'deleted') : 'created'];
  const event = entity === 'Matter' && is ? STATUS_EVENTS[String(after?.status)] : undefined;
  if (event !== undefined && before && before.status !== after?.status) events.push(event);
  return events;
}

function exists(record: RawRecord | undefined): boolean {
  return record !== undefined && record.$uncompleted !== true && (record.deleted_at ?? null) === null;
}
