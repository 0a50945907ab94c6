import { readOptions } from './options.ts';
import { createStore } from './store.ts';

/** The response of the gateway’s `/auth/session`. */
export interface Session {
  readonly signedIn: boolean;
  readonly region: string | null;
  /** Origin of the session’s Clio. */
  readonly clioUrl: string | null;
  readonly user: { readonly name: string | null } | null;
  readonly firm: { readonly name: string | null } | null;
  /** Regions with sign-in; empty if one address is fixed. */
  readonly regions: readonly string[];
  readonly defaultRegion: string | null;
  readonly loginUrl: string;
  readonly logoutUrl: string;
}

const { sessionUrl } = readOptions();

/** Null before the response, and if sign-in is off. */
export const session = createStore<Session | null>(null);

/** Reads the session from the gateway, without a call to Clio. */
export async function loadSession(): Promise<void> {
  if (sessionUrl === undefined) return;
  try {
    const response = await fetch(sessionUrl);
    if (response.ok) session.set((await response.json()) as Session);
  } catch {
    // The gateway is unreachable, so the last known session stays.
  }
}

/** Goes to Clio; the browser returns to this page. */
export function signIn({ loginUrl }: Session, region: string | null): void {
  const url = new URL(loginUrl, window.location.href);
  url.searchParams.set('return', window.location.pathname);
  if (region !== null) url.searchParams.set('region', region);
  window.location.assign(url);
}

/** @returns Whether it worked. The page then reloads and keeps no data of the login. */
export async function signOut({ logoutUrl }: Session): Promise<boolean> {
  // The gateway accepts this only with its own origin, which the browser sends.
  const response = await fetch(logoutUrl, { method: 'POST' }).catch(() => null);
  if (!response?.ok) return false;
  window.location.reload();
  return true;
}
