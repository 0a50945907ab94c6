import { hash } from 'node:crypto';
import type { Clock } from '../rest/clock.ts';

interface Sealed {
  readonly for: string;
  readonly until: number;
  readonly value: unknown;
}

/** Encrypts what a browser stores for the gateway, so that only the gateway can read or create it. */
export class Sealer {
  readonly #clock: Clock;
  readonly #current: { readonly id: string; readonly secret: string };
  readonly #secrets: Readonly<Record<string, string>>;

  /**
   * @param secrets The first one seals; all of them can open. To replace a secret, put the new one first, and
   * remove the old one once its seals have expired.
   */
  constructor(secrets: readonly string[], clock: Clock) {
    const [secret = ''] = secrets;
    this.#clock = clock;
    this.#current = { id: keyId(secret), secret };
    this.#secrets = Object.fromEntries(secrets.map((one) => [keyId(one), one]));
  }

  /** @param purpose A value opens only for the same purpose. */
  async seal(purpose: string, value: unknown, untilMs: number): Promise<string> {
    const iron = await import('iron-webcrypto');
    const sealed: Sealed = { for: purpose, until: untilMs, value };
    return iron.seal(sealed, this.#current, iron.defaults);
  }

  /** Null for a text that was not sealed with these secrets for this purpose, was changed, or has expired. */
  async unseal(purpose: string, text: string): Promise<unknown> {
    const iron = await import('iron-webcrypto');
    try {
      const sealed = (await iron.unseal(text, this.#secrets, iron.defaults)) as Sealed;
      // The library's own expiry uses the machine's clock; tests can move ours.
      return sealed.for === purpose && sealed.until > this.#clock.now() ? sealed.value : null;
    } catch {
      return null;
    }
  }
}

/** Identifies a secret without revealing it: secrets are random and long. */
function keyId(secret: string): string {
  return hash('sha256', `clio-graphql key id ${secret}`).slice(0, 8);
}
