/** What browsers are bound to take of one cookie, with its name and attributes (RFC 6265, 6.1). */
const maxBytes = 4096;

/** Thrown by {@link CookieJar.write}: a browser would drop the cookie without a word. */
export class CookieTooLarge extends Error {
  override readonly name = 'CookieTooLarge';
}

/** A cookie of this gateway, for its own host only and out of reach of scripts. */
export class CookieJar {
  readonly #name: string;
  readonly #attributes: string;

  /** @param publicUrl Where browsers see the gateway. */
  constructor(purpose: string, publicUrl: string) {
    const { protocol, port, pathname } = new URL(publicUrl);
    const secure = protocol === 'https:';
    // Several gateways may be mounted at one origin, and `__Host-` allows no path of a cookie but `/`.
    const mount = pathname.replaceAll(/[^\w]+/g, '-').replace(/-$/, '');
    // `__Host-` keeps other hosts of the same domain from setting it. Without https, on this machine only, the port
    // does what it can: cookies do not know ports, and several gateways may run here.
    this.#name = secure
      ? `__Host-clio-graphql-${purpose}${mount}`
      : `clio-graphql-${purpose}-${port || '80'}${mount}`;
    // Lax: it comes along when Clio sends the browser back, and not with what pages of other sites send.
    this.#attributes = `; Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
  }

  /** Its value in a `Cookie` header; null where it is not there. */
  read(header: string | null): string | null {
    for (const pair of header?.split(';') ?? []) {
      const at = pair.indexOf('=');
      if (at > 0 && pair.slice(0, at).trim() === this.#name) return pair.slice(at + 1).trim() || null;
    }
    return null;
  }

  /**
   * A `Set-Cookie` value.
   *
   * @throws CookieTooLarge
   */
  write(value: string, maxAgeSeconds: number): string {
    const text = `${this.#name}=${value}${this.#attributes}; Max-Age=${maxAgeSeconds}`;
    if (Buffer.byteLength(text) > maxBytes) throw new CookieTooLarge();
    return text;
  }

  /** A `Set-Cookie` value that removes it. */
  get clear(): string {
    return `${this.#name}=${this.#attributes}; Max-Age=0`;
  }
}
