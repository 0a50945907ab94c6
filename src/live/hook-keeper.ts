import { randomBytes } from 'node:crypto';
import { GatewayError } from '../errors.ts';
import type { Clock } from '../rest/clock.ts';
import type { ClioWebhooks } from './clio-webhooks.ts';
import type { HookListener, HookMessage, HookShare, HookState } from './hook-store.ts';
import type { LiveObserver } from './live-observer.ts';
import { openMs, type Priority } from './live-options.ts';

export interface HookKeeperParts {
  readonly model: string;
  readonly webhooks: ClioWebhooks;
  readonly clock: Clock;
  readonly observer: LiveObserver | undefined;
  /** Address that Clio posts to, without the key. */
  readonly address: string;
  readonly join: (listener: HookListener) => Promise<HookShare>;
  /** Returns false for a change that was received before. */
  readonly onChange: (message: HookMessage & { readonly kind: 'change' }) => boolean;
  /** Called when changes since an instant may have been missed; null if the instant is unknown. */
  readonly onGap: (sinceMs: number | null) => void;
  /** Aborted before the end, so that nothing waits any longer. */
  readonly signal: AbortSignal;
}

/** A webhook whose handshake is done. */
interface Hook extends HookState {
  readonly id: string;
  readonly secret: string;
}

const handshakeMs = 10_000;
/** After this time, another gateway that has not created the webhook has probably died. */
const creationMs = openMs + 2 * handshakeMs;
/** Time between two checks whether another gateway has created the webhook. */
const creationPollMs = 200;
/**
 * After this time without maintenance, the gateway with the lease has probably died, and the next one takes
 * over.
 */
const leaseMs = 25 * 60_000;

/**
 * One webhook, from its creation to its end. All gateways with subscribers of the same login and kind of
 * record use the same one; the one that has the lease maintains it at Clio.
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

  /** Uses the existing webhook, or creates one. @throws GatewayError */
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
          await this.#lookAfter(share, known, 'client');
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

  /**
   * Maintains the webhook, unless another gateway does so: renews it, enables it again, or replaces it.
   * @throws GatewayError
   */
  async check(): Promise<void> {
    if (!this.#share || !this.#hook) return;
    const known = await this.#share.read();
    if (isReady(known) && known.key !== this.#hook.key) {
      // Another gateway has replaced it, or both have created one while they could not reach each other.
      const { id } = this.#hook;
      this.#hook = known;
      this.#parts.onGap(null);
      await this.#parts.webhooks.remove(id);
    }
    await this.#lookAfter(this.#share, this.#hook, 'background');
  }

  /** Deletes the webhook, unless other gateways use it. Waits first if it is being created. */
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

  async #lookAfter(share: HookShare, hook: Hook, priority: Priority): Promise<void> {
    const { webhooks, observer } = this.#parts;
    if (!(await share.takeLease(leaseMs))) return;
    const found = await webhooks.find(hook.id, priority);
    if (!found) {
      await this.#create(share);
      observer?.onHook('replaced');
    } else {
      const { expiresAtMs } = await webhooks.renew(found);
      this.#hook = { ...hook, expiresAtMs };
      await share.write(this.#hook);
      if (found.status === 'enabled') return;
      await webhooks.activate(hook.id, hook.secret, priority);
      observer?.onHook('mended');
    }
    this.#reportGap(null);
  }

  /**
   * Returns when Clio created the webhook, by Clio's clock: changes may have been missed from then until it
   * was enabled.
   */
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
      const found = await webhooks.find(id, 'client');
      if (found?.status !== 'enabled') await webhooks.activate(id, secret, 'client');
    } catch {
      // It is most likely enabled. If not, the next check finds that out.
    }
    return createdAtMs ?? startedAtMs;
  }

  /** Reports a gap to this gateway and to the others. */
  #reportGap(sinceMs: number | null): void {
    this.#parts.onGap(sinceMs);
    this.#share?.publish({ kind: 'gap', sinceMs }).catch(() => undefined);
  }
}

function isReady(state: HookState | null): state is Hook {
  return state !== null && state.id !== null && state.secret !== null;
}
