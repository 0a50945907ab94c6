import { createHmac, randomBytes } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type { CatalogData } from '../catalog/types.ts';
import type { Firm } from './firm.ts';
import type { Login } from './logins.ts';
import { listOf, type RawRecord } from './record.ts';
import type { Json } from './render.ts';
import type { RecordId } from './store.ts';

/** The change of a record by a write. */
export interface RecordChange {
  readonly entity: string;
  readonly id: RecordId;
  readonly before: RawRecord | undefined;
  readonly after: RawRecord | undefined;
}

/** A request that the sandbox sent. */
export interface WebhookDelivery {
  readonly webhookId: number;
  /** The event, or `handshake`. */
  readonly event: string;
  readonly body: string;
  /** Status of the receiver's response; null if there was none. */
  readonly status: number | null;
}

export interface SandboxWebhookOptions {
  /**
   * Milliseconds before a failed delivery is repeated; each further repetition waits twice as long.
   * @default 120_000
   */
  readonly retryMs?: number;
  /** Repetitions before a webhook is suspended. @default 5 */
  readonly retries?: number;
  /** How signatures are written. Clio's documentation does not say; real accounts send `hex`. @default 'hex' */
  readonly signature?: 'hex' | 'base64';
}

export interface WebhooksOptions extends SandboxWebhookOptions {
  readonly login: (name: string) => Login | undefined;
  /** A record as a login sees it, with the fields that a webhook names; undefined if the login may not see it. */
  readonly show: (login: Login, entity: string, record: RawRecord, fields: string) => Json | undefined;
}

const MOST_DELIVERIES = 10_000;

/** New status of a matter → event in addition to `updated`. */
const STATUS_EVENTS: Readonly<Record<string, string>> = {
  Open: 'matter_opened',
  Pending: 'matter_pended',
  Closed: 'matter_closed',
};

/** Sends the events of writes to the webhooks of an account. Only receivers on this machine get them. */
export class Webhooks {
  /** How many of the next events are never sent. */
  lose = 0;
  /** How many of the next events are sent twice. */
  double = 0;
  /** Milliseconds by which events are delayed. */
  delayMs = 0;
  readonly #firm: Firm;
  readonly #options: WebhooksOptions;
  readonly #closing = new AbortController();
  readonly #pending = new Set<Promise<void>>();
  readonly #deliveries: WebhookDelivery[] = [];
  /** Records of which a webhook has had an event: for their next events, the watched fields count. */
  readonly #known = new Set<string>();

  constructor(firm: Firm, options: WebhooksOptions) {
    this.#firm = firm;
    this.#options = options;
    // Each delivery in flight listens to it.
    setMaxListeners(0, this.#closing.signal);
  }

  /** The requests so far, in the order in which they ended, at most the last 10,000. */
  get deliveries(): readonly WebhookDelivery[] {
    return this.#deliveries;
  }

  /** Sends the handshakes or events after a write. */
  onWrite(changes: readonly RecordChange[]): void {
    const { data, store } = this.#firm;
    for (const change of changes) {
      if (change.entity === 'Webhook') this.#greet(change);
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
    const hook = this.#firm.store.table('Webhook').get(id);
    if (!hook || secret === undefined || hook.$secret !== secret) return undefined;
    return this.#change(id, { status: 'enabled' });
  }

  /** Resolves when all requests have ended. */
  async idle(): Promise<void> {
    while (this.#pending.size > 0) await Promise.all(this.#pending);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.idle();
  }

  #greet({ before, after }: RecordChange): void {
    if (after?.status !== 'pending' || (before && before.url === after.url)) return;
    const id = Number(after.id);
    const secret = randomBytes(32).toString('hex');
    this.#change(id, { $secret: secret });
    this.#start(async () => {
      const body = JSON.stringify({ data: { webhook_id: id } });
      const headers = { 'x-hook-secret': secret };
      const response = await this.#post(String(after.url), body, headers);
      this.#record({ webhookId: id, event: 'handshake', body, status: response?.status ?? null });
      if (response?.status === 200 && response.secret === secret) this.activate(id, secret);
    });
  }

  #announce(hook: RawRecord, event: string, { entity, id, before, after }: RecordChange): void {
    if (!listOf(hook.events).includes(event)) return;
    const { login: findLogin, show } = this.#options;
    const login = findLogin(String(hook.$login));
    const record = after ?? before;
    if (!login || !record) return;
    const fields = String(hook.fields);
    const data = show(login, entity, record, fields);
    if (data === undefined) return;
    const key = `${hook.id} ${entity} ${id}`;
    const isFirst = !this.#known.has(key) && before?.updated_at !== after?.updated_at;
    this.#known.add(key);
    // `fields` is also the list of watched fields.
    if (event === 'updated' && !isFirst && before) {
      const earlier = show(login, entity, before, fields);
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
    const { store } = this.#firm;
    const { retryMs = 120_000, retries = 5, signature = 'hex' } = this.#options;
    const { signal } = this.#closing;
    await wait(this.delayMs, undefined, { signal });
    for (let attempt = 0; ; attempt += 1) {
      const hook = store.table('Webhook').get(webhookId);
      if (hook?.status !== 'enabled' || this.#hasExpired(hook)) return;
      const digest = createHmac('sha256', String(hook.$secret)).update(body).digest(signature);
      const response = await this.#post(String(hook.url), body, { 'x-hook-signature': digest });
      const status = response?.status ?? null;
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
    if (this.#deliveries.length >= MOST_DELIVERIES) this.#deliveries.shift();
    this.#deliveries.push(delivery);
  }

  #start(work: () => Promise<void>): void {
    const running = work()
      // Closing ends waits and requests.
      .catch(() => undefined)
      .finally(() => this.#pending.delete(running));
    this.#pending.add(running);
  }

  /** Posts to a receiver on this machine; null for any other, and without a response. */
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
    const { store } = this.#firm;
    const hook = store.table('Webhook').get(id);
    if (!hook) return undefined;
    const changed = { ...hook, ...values };
    store.put('Webhook', id, changed);
    return changed;
  }

  #hasExpired({ expires_at: at }: RawRecord): boolean {
    return typeof at === 'string' && Date.parse(at) <= this.#firm.clock();
  }
}

/** State and switches of the webhooks for tests. */
export type SandboxWebhooks = Pick<Webhooks, 'lose' | 'double' | 'delayMs' | 'deliveries' | 'idle'>;

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
