import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

const algorithm = 'aes-256-gcm';
const version = 1;
const nonceBytes = 12;
const tagBytes = 16;
const headBytes = 1 + nonceBytes + tagBytes;

/**
 * Names and sealed values under a secret that Redis never has. Somebody with access to Redis alone cannot read the values, cannot find
 * out by trial what a name stands for, and cannot replace a value.
 */
export interface Secrets {
  /** The name of something in Redis. */
  name(text: string): string;
  /** @param name Under which it is kept: a value is of no use under any other. */
  seal(name: string, plain: Buffer | string): Buffer;
  /** Null for what was not sealed with this secret under this name. */
  open(name: string, sealed: Buffer): Buffer | null;
}

/**
 * @param secret A token, or what only its holder can compute. It is random and long, so no slow hash is needed.
 * @param scope Where the secret is used: the same secret in another scope gives other names and keys.
 */
export function deriveSecrets(secret: string, scope: string): Secrets {
  const derived = Buffer.from(hkdfSync('sha256', secret, scope, 'clio-graphql shared state 1', 64));
  const nameKey = derived.subarray(0, 32);
  const valueKey = derived.subarray(32);
  return {
    name: (text) => createHmac('sha256', nameKey).update(text).digest('base64url'),
    seal(name, plain) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv(algorithm, valueKey, nonce);
      cipher.setAAD(Buffer.from(name));
      const body = [
        typeof plain === 'string' ? cipher.update(plain, 'utf8') : cipher.update(plain),
        cipher.final(),
      ];
      return Buffer.concat([Buffer.of(version), nonce, cipher.getAuthTag(), ...body]);
    },
    open(name, sealed) {
      if (sealed.length < headBytes || sealed[0] !== version) return null;
      const decipher = createDecipheriv(algorithm, valueKey, sealed.subarray(1, 1 + nonceBytes), {
        authTagLength: tagBytes,
      });
      decipher.setAAD(Buffer.from(name));
      decipher.setAuthTag(sealed.subarray(1 + nonceBytes, headBytes));
      try {
        return Buffer.concat([decipher.update(sealed.subarray(headBytes)), decipher.final()]);
      } catch {
        return null;
      }
    },
  };
}
