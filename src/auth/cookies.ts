/** Size of a cookie, with its name and attributes, that all browsers must accept (RFC 6265, 6.1). */
const maxBytes = 4096;

/** Thrown by {@link CookieJar.write}: a browser would silently drop the cookie. */
export class CookieTooLarge extends Error {
  override readonly name = 'CookieTooLarge';
}

/** A cookie of this gateway, only for its own host and not readable by scripts. */
export class CookieJar {
  readonly #name: string;
  readonly #attributes: string;

  /** @param publicUrl URL of the gateway for browsers. */
  constructor(purpose: string, publicUrl: string) {
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

  /** Its value in a `Cookie` header; null if it is missing. */
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
