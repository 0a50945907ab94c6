import { readOptions } from './options.ts';
import { createStore } from './store.ts';

/** What the gateway's `/auth/session` tells. */
export interface Session {
  readonly signedIn: boolean;
  readonly region: string | null;
  /** Origin of the Clio that the session is of. */
  readonly clioUrl: string | null;
  readonly user: { readonly name: string | null } | null;
  readonly firm: { readonly name: string | null } | null;
  /** Those that can be signed in to; none where there is one fixed address. */
  readonly regions: readonly string[];
  readonly defaultRegion: string | null;
  readonly loginUrl: string;
  readonly logoutUrl: string;
}

const { sessionUrl } = readOptions();

/** Null until it is known, and where nobody can sign in. */
export const session = createStore<Session | null>(null);

/** Asks the gateway, which asks nobody: no call to Clio. */
export async function loadSession(): Promise<void> {
  if (sessionUrl === undefined) return;
  try {
    const response = await fetch(sessionUrl);
    if (response.ok) session.set((await response.json()) as Session);
  } catch {
    // The gateway is away: what was known of the session stays.
  }
}

/** Leaves for Clio; the browser comes back to this page. */
export function signIn({ loginUrl }: Session, region: string | null): void {
  const url = new URL(loginUrl, window.location.href);
  url.searchParams.set('return', window.location.pathname);
  if (region !== null) url.searchParams.set('region', region);
  window.location.assign(url);
}

/** @returns Whether it worked: the page then begins anew, and keeps nothing of what the login has seen. */
export async function signOut({ logoutUrl }: Session): Promise<boolean> {
  // The gateway takes this from its own pages alone: the browser says where it comes from, and no page can say otherwise.
  const response = await fetch(logoutUrl, { method: 'POST' }).catch(() => null);
  if (!response?.ok) return false;
  window.location.reload();
  return true;
}
