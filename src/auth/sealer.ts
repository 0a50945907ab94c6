import { hash } from 'node:crypto';
import type { Clock } from '../rest/clock.ts';

interface Sealed {
  readonly for: string;
  readonly until: number;
  readonly value: unknown;
}

/** Encrypts what a browser keeps for the gateway, so that only the gateway can read or create it. */
export class Sealer {
  readonly #clock: Clock;
  readonly #current: { readonly id: string; readonly secret: string };
  readonly #secrets: Readonly<Record<string, string>>;

  /** @param secrets The first one seals, all of them open. To replace a secret, put the new one first, and remove the old one once its seals have expired. */
  constructor(secrets: readonly string[], clock: Clock) {
    const [secret = ''] = secrets;
    this.#clock = clock;
    this.#current = { id: keyId(secret), secret };
    this.#secrets = Object.fromEntries(secrets.map((one) => [keyId(one), one]));
  }

  /** @param purpose Opens for the same purpose only. */
  async seal(purpose: string, value: unknown, untilMs: number): Promise<string> {
    const iron = await import('iron-webcrypto');
    const sealed: Sealed = { for: purpose, until: untilMs, value };
    return iron.seal(sealed, this.#current, iron.defaults);
  }

  /** Null for a text that was not sealed here for this purpose, was changed, or has expired. */
  async unseal(purpose: string, text: string): Promise<unknown> {
    const iron = await import('iron-webcrypto');
    try {
      const sealed = (await iron.unseal(text, this.#secrets, iron.defaults)) as Sealed;
      // Its own expiry is measured by the machine's clock alone; ours can be moved by a test.
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
