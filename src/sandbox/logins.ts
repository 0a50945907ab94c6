import type { CatalogData } from '../catalog/types.ts';

/** A user who is signed in through an application. */
export interface Login {
  /** The name by which recorded calls and tests refer to it. */
  readonly name: string;
  readonly userId: number;
  /** Entities that the application may not read. */
  readonly without: ReadonlySet<string>;
  /** The firm's visibility settings hide contacts, hours and private appointments from this user. */
  readonly restricted: boolean;
  readonly expired: boolean;
  /** Appended to names and titles in its responses, so that a test can detect a value that reaches another login. */
  readonly mark?: string;
  /** When it expires, in milliseconds since the epoch. @default never */
  readonly expiresAtMs?: number;
}

/** True if the login's application may not read records of an entity: endpoints return 403, and nested records are stubs. */
export function lacksScope(login: Login, entity: string): boolean {
  return login.without.has(entity);
}

/** The entities whose operations need an access permission. */
export function entitiesOf({ operations }: CatalogData, permission: string): ReadonlySet<string> {
  const needing = Object.entries(operations).filter(([, one]) => one.permissions?.includes(permission));
  return new Set(needing.map(([id]) => id.slice(0, id.indexOf('#'))));
}

/** The sandbox's tokens, and the login of each. */
export class Logins {
  readonly #byToken = new Map<string, Login>();
  readonly #clock: () => number;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** Makes the token `sandbox-NAME`, or changes its login. */
  add(name: string, login: Partial<Login>): string {
    const token = tokenOf(name);
    this.#byToken.set(token, {
      name,
      userId: 1,
      without: new Set(),
      restricted: false,
      expired: false,
      ...login,
    });
    return token;
  }

  named(name: string): Login | undefined {
    return this.#byToken.get(tokenOf(name));
  }

  /** Makes another token for a login. */
  issue(name: string, token: string, expiresAtMs: number): void {
    const login = this.named(name);
    if (login) this.#byToken.set(token, { ...login, expiresAtMs });
  }

  withdraw(token: string): void {
    this.#byToken.delete(token);
  }

  /** Whose token it is, whether or not it is still valid. */
  of(token: string | undefined): Login | undefined {
    return token === undefined ? undefined : this.#byToken.get(token);
  }

  isValid({ expired, expiresAtMs }: Login): boolean {
    return !expired && (expiresAtMs === undefined || expiresAtMs > this.#clock());
  }
}

function tokenOf(name: string): string {
  return `sandbox-${name}`;
}
