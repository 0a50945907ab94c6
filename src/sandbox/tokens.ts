/** Whose login a token is and what its application may touch. */
export interface Login {
  /** Name by which recorded calls and tests know it. */
  readonly name: string;
  readonly userId: number;
  /** Access permissions the application was not given. */
  readonly without: ReadonlySet<Area>;
  /** The firm's visibility settings hide contacts, hours and private appointments from this user. */
  readonly restricted: boolean;
  readonly expired: boolean;
  /** Put behind names and titles in its answers, so that a test can tell whom a value was meant for. */
  readonly mark?: string;
  /** When it expires, in milliseconds since the epoch; never where it is not set. */
  readonly expiresAtMs?: number;
}

/** An access permission that a token of the sandbox can lack. */
export type Area = 'billing';

/** Entities an area covers: its endpoints answer 403 without it, and nested records of it are stubs. */
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
