/** A user who is signed in through an application. */
export interface Login {
  /** The name by which recorded calls and tests refer to it. */
  readonly name: string;
  readonly userId: number;
  /** Access permissions that the application was not given. */
  readonly without: ReadonlySet<Area>;
  /** The firm's visibility settings hide contacts, hours and private appointments from this user. */
  readonly restricted: boolean;
  readonly expired: boolean;
  /** Appended to names and titles in its answers, so that a test can detect a value that reaches another login. */
  readonly mark?: string;
  /** When it expires, in milliseconds since the epoch. It never does where this is not set. */
  readonly expiresAtMs?: number;
}

/** An access permission that a token of the sandbox can lack. */
export type Area = 'billing';

/** Entities of each area. Without the permission their endpoints answer 403, and nested records of them are stubs. */
const AREAS: Readonly<Record<Area, readonly string[]>> = {
  billing: [
    'Bill',
    'BillTheme',
    'BillableClient',
    'BillableMatter',
    'BillingSetting',
    'InterestCharge',
    'LineItem',
    'TrustLineItem',
    'TrustRequest',
  ],
};

/** True where the login's application may not read records of an entity. */
export function lacksScope(login: Login, entity: string): boolean {
  for (const area of login.without) if (AREAS[area].includes(entity)) return true;
  return false;
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
