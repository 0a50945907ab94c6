import { hash } from 'node:crypto';
import type { Clock } from '../rest/clock.ts';

/** Encrypts what a browser keeps for the gateway, so that only the gateway can read or create it. */
export interface Sealer {
  /** @param purpose Opens for the same purpose only. */
  seal(purpose: string, value: unknown, untilMs: number): Promise<string>;
  /** Null for a text that was not sealed here for this purpose, was changed, or has expired. */
  unseal(purpose: string, text: string): Promise<unknown>;
}

interface Sealed {
  readonly for: string;
  readonly until: number;
  readonly value: unknown;
}

/** @param secrets The first one seals, all of them open. To replace a secret, put the new one first, and remove the old one once its seals have expired. */
export function createSealer(secrets: readonly string[], clock: Clock): Sealer {
  const keys = Object.fromEntries(secrets.map((secret) => [keyId(secret), secret]));
  const [current = ''] = secrets;
  return {
    async seal(purpose, value, untilMs) {
      const iron = await import('iron-webcrypto');
      const sealed: Sealed = { for: purpose, until: untilMs, value };
      return iron.seal(sealed, { id: keyId(current), secret: current }, iron.defaults);
    },
    async unseal(purpose, text) {
      const iron = await import('iron-webcrypto');
      try {
        const sealed = (await iron.unseal(text, keys, iron.defaults)) as Sealed;
        // Its own expiry is measured by the machine's clock alone; ours can be moved by a test.
        return sealed.for === purpose && sealed.until > clock.now() ? sealed.value : null;
      } catch {
        return null;
      }
    },
  };
}

/** Identifies a secret without revealing it: secrets are random and long. */
function keyId(secret: string): string {
  return hash('sha256', `clio-graphql key id ${secret}`).slice(0, 8);
}
