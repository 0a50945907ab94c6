import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import type { RedisReply } from './redis-connection.ts';

const algorithm = 'aes-256-gcm';
const version = 1;
const nonceBytes = 12;
const tagBytes = 16;
const headBytes = 1 + nonceBytes + tagBytes;

/**
 * Names and sealed values for a secret that Redis never has. Somebody with access only to Redis cannot read
 * the values, cannot find out the meaning of a name by trial, and cannot replace a value.
 */
export class Secrets {
  readonly #nameKey: Buffer;
  readonly #valueKey: Buffer;

  /**
   * @param secret A token, or something that only its holder can compute. It is random and long, so no slow
   * hash is needed.
   * @param scope Where the secret is used: the same secret in another scope gives other names and keys.
   */
  constructor(secret: string, scope: string) {
    const derived = Buffer.from(hkdfSync('sha256', secret, scope, 'clio-graphql shared state 1', 64));
    this.#nameKey = derived.subarray(0, 32);
    this.#valueKey = derived.subarray(32);
  }

  /** The name of something in Redis. */
  name(text: string): string {
    return createHmac('sha256', this.#nameKey).update(text).digest('base64url');
  }

  /**
   * Seals a text. Gives different bytes each time.
   *
   * @param name Name of the value, which cannot be opened under another name.
   */
  seal(name: string, text: string): Buffer {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv(algorithm, this.#valueKey, nonce);
    cipher.setAAD(Buffer.from(name));
    const body = [cipher.update(text, 'utf8'), cipher.final()];
    return Buffer.concat([Buffer.of(version), nonce, cipher.getAuthTag(), ...body]);
  }

  /** Null for a value that was not sealed with this secret under this name. */
  open(name: string, sealed: RedisReply | undefined): string | null {
    if (!Buffer.isBuffer(sealed) || sealed.length < headBytes || sealed[0] !== version) return null;
    const nonce = sealed.subarray(1, 1 + nonceBytes);
    const decipher = createDecipheriv(algorithm, this.#valueKey, nonce, { authTagLength: tagBytes });
    decipher.setAAD(Buffer.from(name));
    decipher.setAuthTag(sealed.subarray(1 + nonceBytes, headBytes));
    try {
      return Buffer.concat([decipher.update(sealed.subarray(headBytes)), decipher.final()]).toString();
    } catch {
      return null;
    }
  }
}
