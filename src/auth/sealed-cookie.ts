import { hash } from 'node:crypto';
import type { Clock } from '../rest/clock.ts';

/** Size of a cookie, with its name and attributes, that all browsers must accept (RFC 6265, 6.1). */
const maxBytes = 4096;

/** Thrown by {@link SealedCookie.write}: a browser would silently drop the cookie. */
export class CookieTooLarge extends Error {
  override readonly name = 'CookieTooLarge';
}

interface Sealed {
  readonly for: string;
  readonly until: number;
  readonly value: unknown;
}

/** A cookie whose value only the gateway can read or create. It is only for the gateway's host, and hidden from scripts. */
export class SealedCookie {
  readonly #purpose: string;
  readonly #current: { readonly id: string; readonly secret: string };
  readonly #secrets: Readonly<Record<string, string>>;
  readonly #clock: Clock;
  readonly #name: string;
  readonly #attributes: string;

  /**
   * @param purpose A value can be read only for the same purpose.
   * @param publicUrl URL of the gateway for browsers.
   * @param secrets The first one seals; all of them can open. To replace a secret, put the new one first, and
   * remove the old one once its cookies have expired.
   */
  constructor(purpose: string, publicUrl: string, secrets: readonly string[], clock: Clock) {
    this.#purpose = purpose;
    const [secret = ''] = secrets;
    this.#current = { id: keyId(secret), secret };
    this.#secrets = Object.fromEntries(secrets.map((one) => [keyId(one), one]));
    this.#clock = clock;
    const { protocol, port, pathname } = new URL(publicUrl);
    const secure = protocol === 'https:';
    // Several gateways may be mounted at one origin, and `__Host-` allows only the path `/`.
    const mount = pathname.replaceAll(/[^\w]+/g, '-').replace(/-$/, '');
    // `__Host-` prevents other hosts of the same domain from setting it. Without https, which is allowed only
    // on this machine, the port in the name keeps several gateways apart, because cookies do not depend on
    // ports.
    this.#name = secure
      ? `__Host-clio-graphql-${purpose}${mount}`
      : `clio-graphql-${purpose}-${port || '80'}${mount}`;
    // Lax: the browser sends it when Clio redirects back, but not with requests of other sites' pages.
    this.#attributes = `; Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
  }

  /** Its sealed value in a `Cookie` header; null if it is missing. */
  find(header: string | null): string | null {
    for (const pair of header?.split(';') ?? []) {
      const at = pair.indexOf('=');
      if (at > 0 && pair.slice(0, at).trim() === this.#name) return pair.slice(at + 1).trim() || null;
    }
    return null;
  }

  /** Its value in a `Cookie` header; null if it is missing, was changed or has expired. */
  async read(header: string | null): Promise<unknown> {
    const text = this.find(header);
    if (text === null) return null;
    const iron = await import('iron-webcrypto');
    try {
      const sealed = (await iron.unseal(text, this.#secrets, iron.defaults)) as Sealed;
      // The library's own expiry uses the machine's clock; tests can move ours.
      return sealed.for === this.#purpose && sealed.until > this.#clock.now() ? sealed.value : null;
    } catch {
      return null;
    }
  }

  /**
   * A `Set-Cookie` value.
   *
   * @throws CookieTooLarge
   */
  async write(value: unknown, untilMs: number): Promise<string> {
    const iron = await import('iron-webcrypto');
    const content: Sealed = { for: this.#purpose, until: untilMs, value };
    const sealed = await iron.seal(content, this.#current, iron.defaults);
    const maxAgeSeconds = Math.ceil((untilMs - this.#clock.now()) / 1000);
    const text = `${this.#name}=${sealed}${this.#attributes}; Max-Age=${maxAgeSeconds}`;
    if (Buffer.byteLength(text) > maxBytes) throw new CookieTooLarge();
    return text;
  }

  /** A `Set-Cookie` value that removes it. */
  get clear(): string {
    return `${this.#name}=${this.#attributes}; Max-Age=0`;
  }
}

/** Identifies a secret without revealing it: secrets are random and long. */
function keyId(secret: string): string {
  return hash('sha256', `clio-graphql key id ${secret}`).slice(0, 8);
}
