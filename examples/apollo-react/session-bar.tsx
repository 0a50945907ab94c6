import { type ReactNode, useEffect, useState } from 'react';

/** What the gateway reports about a session; never a token. */
interface Session {
  readonly signedIn: boolean;
  /** Null if the application may not read users. */
  readonly user: { readonly name: string } | null;
  readonly firm: { readonly name: string } | null;
}

/** Address that starts the sign-in, which returns to the current page. */
export function signInPath(): string {
  return `/auth/login?return=${encodeURIComponent(location.pathname + location.search)}`;
}

/** Who is signed in, and the way in or out. */
export function SessionBar(): ReactNode {
  const session = useSession();
  if (!session) return null;
  if (!session.signedIn)
    return (
      <a className="session" href={signInPath()}>
        Sign in with Clio
      </a>
    );
  return (
    <div className="session">
      <span>
        {session.user?.name ?? 'Signed in'}
        {session.firm && <small>{session.firm.name}</small>}
      </span>
      <button type="button" onClick={signOut}>
        Sign out
      </button>
    </div>
  );
}

/** Null until it is known, and if sign-in is off: then the list shows what is wrong. */
function useSession(): Session | null {
  const [session, setSession] = useState<Session | null>(null);
  useEffect(() => {
    const leaving = new AbortController();
    fetch('/auth/session', { signal: leaving.signal })
      .then((response) => (response.ok ? response.json() : null))
      .then(setSession, () => {
        // If the gateway is unreachable, the list says so.
      });
    return () => leaving.abort();
  }, []);
  return session;
}

async function signOut(): Promise<void> {
  await fetch('/auth/logout', { method: 'POST' }).catch(() => null);
  // The reload removes all data of this login.
  location.assign(location.pathname);
}
