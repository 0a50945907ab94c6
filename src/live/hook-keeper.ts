import { randomBytes } from 'node:crypto';
import { GatewayError } from '../errors.ts';
import type { Clock } from '../rest/clock.ts';
import type { ClioWebhooks } from './clio-webhooks.ts';
import type { HookListener, HookMessage, HookShare, HookState } from './hook-store.ts';
import type { LiveObserver } from './live-observer.ts';
import { openMs } from './live-options.ts';

export interface HookKeeperParts {
  readonly model: string;
  readonly webhooks: ClioWebhooks;
  readonly clock: Clock;
  readonly observer: LiveObserver | undefined;
  /** Where Clio posts to, without the key. */
  readonly address: string;
  readonly join: (listener: HookListener) => Promise<HookShare>;
  /** False for one that was received before. */
  readonly onChange: (message: HookMessage & { readonly kind: 'change' }) => boolean;
  /** Changes since an instant may have been missed; null where it is not known since when. */
  readonly onGap: (sinceMs: number | null) => void;
  /** Aborted before the end: nothing is waited for any more. */
  readonly signal: AbortSignal;
}

/** A webhook whose handshake is done. */
interface Hook extends HookState {
  readonly id: string;
  readonly secret: string;
}

/** Longest wait for the handshake once Clio has the webhook. */
const handshakeMs = 10_000;
/** Another gateway that has not created the webhook by then has died. */
const creationMs = openMs + 2 * handshakeMs;
/** Between two looks whether another gateway has created the webhook. */
const creationPollMs = 200;
/** A gateway that has not looked after the webhook for so long has died: the next one that looks takes over. */
const leaseMs = 25 * 60_000;

/**
 * One webhook, from its creation to its end. All gateways with subscribers of the same login and kind of record use the same one; the one
 * that has the lease looks after it at Clio.
 */
export class HookKeeper {
  readonly #parts: HookKeeperParts;
  /** Settles when no webhook is being created. */
  #creating: Promise<unknown> = Promise.resolve();
  #share: HookShare | null = null;
  #hook: Hook | null = null;
  /** Set while a handshake is awaited. */
  #handshake: { readonly key: string; readonly take: (secret: string) => void } | null = null;

  constructor(parts: HookKeeperParts) {
    this.#parts = parts;
  }

  /** Uses the webhook that there is, or creates one. @throws GatewayError */
  async open(): Promise<void> {
    const { clock, observer, signal } = this.#parts;
    const share = await this.#parts.join(this.#onMessage);
    this.#share = share;
    try {
      signal.throwIfAborted();
      const untilMs = clock.now() + creationMs;
      while (!this.#hook) {
        const known = await share.read();
        if (isReady(known)) {
          this.#hook = known;
          await this.#lookAfter(share, known, true);
        } else if (await share.takeLease(creationMs)) {
          this.#reportGap(await this.#create(share));
          observer?.onHook('created');
        } else if (clock.now() < untilMs) {
          await clock.sleep(creationPollMs, signal);
        } else {
          throw new GatewayError('UPSTREAM_UNAVAILABLE', 'Another gateway could not create the webhook.');
        }
      }
    } catch (error) {
      await this.#leave();
      throw error;
    }
  }

  /** Looks after the webhook, where no other gateway does: renews it, enables it again, replaces it. @throws GatewayError */
  async check(): Promise<void> {
    if (!this.#share || !this.#hook) return;
    const known = await this.#share.read();
    if (isReady(known) && known.key !== this.#hook.key) {
      // Another gateway has replaced it; or both have created one while they did not reach each other.
      const { id } = this.#hook;
      this.#hook = known;
      this.#parts.onGap(null);
      await this.#parts.webhooks.remove(id);
    }
    await this.#lookAfter(this.#share, this.#hook, false);
  }

  /** Deletes the webhook, unless other gateways use it. One that is being created is deleted after that. */
  async close(): Promise<void> {
    await this.#creating.catch(() => undefined);
    await this.#leave();
  }

  async #leave(): Promise<void> {
    const share = this.#share;
    const hook = this.#hook;
    this.#share = null;
    const isLast = (await share?.leave()) === true;
    if (!hook || !isLast) return;
    await this.#parts.webhooks.remove(hook.id);
    this.#parts.observer?.onHook('deleted');
  }

  readonly #onMessage = (message: HookMessage): boolean => {
    switch (message.kind) {
      case 'change':
        return this.#parts.onChange(message);
      case 'handshake':
        if (message.key === this.#handshake?.key) this.#handshake.take(message.secret);
        return true;
      case 'gap':
        this.#parts.onGap(message.sinceMs);
        return true;
    }
  };

  async #lookAfter(share: HookShare, hook: Hook, isAwaited: boolean): Promise<void> {
    const { webhooks, observer } = this.#parts;
    if (!(await share.takeLease(leaseMs))) return;
    const found = await webhooks.find(hook.id, isAwaited);
    if (!found) {
      await this.#create(share);
      observer?.onHook('replaced');
    } else {
      const { expiresAtMs } = await webhooks.renew(found);
      this.#hook = { ...hook, expiresAtMs };
      await share.write(this.#hook);
      if (found.status === 'enabled') return;
      await webhooks.activate(hook.id, hook.secret, isAwaited);
      observer?.onHook('mended');
    }
    this.#reportGap(null);
  }

  /** Returns when Clio created the webhook, by Clio's clock: from then on changes may have been missed until it was enabled. */
  #create(share: HookShare): Promise<number> {
    const creating = this.#createNow(share);
    this.#creating = creating;
    return creating;
  }

  async #createNow(share: HookShare): Promise<number> {
    const { model, webhooks, clock, address, signal } = this.#parts;
    // It may be missing at Clio because this gateway has just deleted it.
    signal.throwIfAborted();
    const startedAtMs = clock.now();
    const key = randomBytes(24).toString('base64url');
    // Any gateway may receive the handshake.
    await share.write({ key, model, id: null, secret: null, expiresAtMs: startedAtMs + creationMs });
    const handshake = new Promise<string>((take) => {
      this.#handshake = { key, take };
    });
    const { id, createdAtMs, expiresAtMs } = await webhooks.create(`${address}/${key}`);
    const late = clock.sleep(handshakeMs, signal).catch(() => undefined);
    const secret = await Promise.race([handshake, late.then(() => null)]);
    this.#handshake = null;
    if (secret === null) {
      await webhooks.remove(id);
      throw new GatewayError(
        'UPSTREAM_UNAVAILABLE',
        'Clio did not reach this gateway to confirm its webhook. Its operator should check that WEBHOOK_URL leads here from the internet.',
      );
    }
    this.#hook = { key, model, id, secret, expiresAtMs };
    await share.write(this.#hook);
    await share.takeLease(leaseMs);
    try {
      // Clio enables it some time after it has the response to the handshake.
      const found = await webhooks.find(id, true);
      if (found?.status !== 'enabled') await webhooks.activate(id, secret, true);
    } catch {
      // Most likely it is enabled. If not, the next check finds out.
    }
    return createdAtMs ?? startedAtMs;
  }

  /** Here and at the other gateways. */
  #reportGap(sinceMs: number | null): void {
    this.#parts.onGap(sinceMs);
    this.#share?.publish({ kind: 'gap', sinceMs }).catch(() => undefined);
  }
}

function isReady(state: HookState | null): state is Hook {
  return state !== null && state.id !== null && state.secret !== null;
}
