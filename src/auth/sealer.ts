import { hash } from 'node:crypto';
import type { Clock } from '../rest/clock.ts';

/** Encrypts what a browser keeps for the gateway, so that nobody but the gateway can read or make it. */
export interface Sealer {
  /** @param purpose Opens for the same purpose only. */
  seal(purpose: string, value: unknown, untilMs: number): Promise<string>;
  /** Null for whatever was not sealed here for this purpose, was changed, or has expired. */
  unseal(purpose: string, text: string): Promise<unknown>;
}

interface Sealed {
  readonly for: string;
  readonly until: number;
  readonly value: unknown;
}

/** @param secrets The first seals, all open: a new one is put first, and the old one goes once its seals have expired. */
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

/** Says which secret sealed, and nothing of use about it: secrets are random and long. */
function keyId(secret: string): string {
  return hash('sha256', `clio-graphql key id ${secret}`).slice(0, 8);
}
