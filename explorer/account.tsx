import { pick, useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { useState } from 'react';
import { askSafely, hasHeader, readJson, withoutExplain } from './ask.ts';
import type { WhoseQuery } from './generated/operations.ts';
import { readOptions } from './options.ts';
import { asServed } from './schema-name.ts';
import { type Session, session, signIn, signOut } from './session.ts';

const { endpoint, lendsToken, sandbox, sessionUrl } = readOptions();
const ownToken = sandbox ? 'Sandbox: invented data' : 'Uses the gateway’s own token';
const whose = asServed(/* GraphQL */ `
  query Whose {
    viewer {
      name
      account {
        name
      }
    }
  }
`);

/** Shows the login that the operation in the editor will use. */
export function Account() {
  const { tabs, activeTabIndex } = useGraphiQL(pick('tabs', 'activeTabIndex'));
  const known = session.use();
  const headers = tabs[activeTabIndex]?.headers ?? '';
  if (hasToken(headers)) return <TokenInHeaders key={headers} headers={headers} />;
  if (sessionUrl === undefined) return lendsToken || sandbox ? <OwnToken /> : <AskForToken />;
  if (known === null) return null;
  return known.signedIn ? <SignedIn session={known} /> : <SignedOut session={known} />;
}

function OwnToken() {
  return (
    <section className="clio-account" aria-label={sandbox ? 'Sandbox' : 'Login'}>
      <p>
        <span>{ownToken}</span>
      </p>
    </section>
  );
}

/** Shown if requests need a token in their headers, because sign-in is off and the gateway has no token. */
function AskForToken() {
  const { headerEditor } = useGraphiQL(pick('headerEditor'));
  const { updateActiveTabValues } = useGraphiQLActions();
  const use = (form: FormData): void => {
    const token = String(form.get('token')).trim();
    if (token === '') return;
    const others = readJsonOr({}, headerEditor?.getValue() ?? '');
    const headers = JSON.stringify({ ...others, Authorization: `Bearer ${token}` }, null, 2);
    headerEditor?.setValue(headers);
    updateActiveTabValues({ headers });
  };
  return (
    <form className="clio-account" aria-label="Not signed in" action={use}>
      <input
        name="token"
        type="password"
        autoComplete="off"
        placeholder="Access token of Clio"
        aria-label="Access token of Clio"
      />
      <button type="submit" className="graphiql-button clio-main">
        Use
      </button>
    </form>
  );
}

function SignedIn({ session: known }: { readonly session: Session }) {
  const [problem, setProblem] = useState('');
  const { user, firm, region, clioUrl } = known;
  const place = region?.toUpperCase() ?? (clioUrl === null ? '' : new URL(clioUrl).host);
  const leave = async (): Promise<void> => {
    setProblem((await signOut(known)) ? '' : 'Sign-out failed. Try again.');
  };
  return (
    <section className="clio-account" aria-label="Signed in">
      <p>
        <strong>{user?.name ?? 'Signed in'}</strong>
        {firm?.name && <span>{firm.name}</span>}
        {place !== '' && <span title={clioUrl ?? undefined}>{place}</span>}
        {problem !== '' && <span role="alert">{problem}</span>}
      </p>
      <button type="button" className="graphiql-button" onClick={leave}>
        Sign out
      </button>
    </section>
  );
}

function SignedOut({ session: known }: { readonly session: Session }) {
  const { regions, defaultRegion } = known;
  const [chosen, setChosen] = useState(defaultRegion ?? regions[0] ?? null);
  return (
    <section className="clio-account" aria-label="Not signed in">
      <p>
        <span>{lendsToken ? ownToken : 'Not signed in'}</span>
      </p>
      {regions.length > 1 && (
        <select
          className="graphiql-button"
          aria-label="Region"
          value={chosen ?? ''}
          onChange={(event) => setChosen(event.target.value)}
        >
          {regions.map((region) => (
            <option key={region} value={region}>
              {region.toUpperCase()}
            </option>
          ))}
        </select>
      )}
      <button type="button" className="graphiql-button clio-main" onClick={() => signIn(known, chosen)}>
        Sign in with Clio
      </button>
    </section>
  );
}

/** Shows the owner of a token. Only Clio knows it, so the page makes this call only on a click. */
function TokenInHeaders({ headers }: { readonly headers: string }) {
  const [who, setWho] = useState<string | null>(null);
  const find = async (): Promise<void> => {
    setWho('…');
    const plain = withoutExplain(readJson(headers) as Record<string, string>);
    const { data, errors } = await askSafely(endpoint, { query: whose }, plain);
    const [viewer] = Object.values((data ?? {}) as Record<string, WhoseQuery['viewer']>);
    setWho(
      [viewer?.name, viewer?.account?.name].filter(Boolean).join(' · ') ||
        (errors?.[0]?.extensions?.code ?? 'unknown'),
    );
  };
  return (
    <section className="clio-account" aria-label="Token in the headers">
      <p>
        <span>{who ?? 'Uses the token in Headers'}</span>
      </p>
      {who === null && (
        <button type="button" className="graphiql-button" title="Makes one call to Clio" onClick={find}>
          Show its owner
        </button>
      )}
    </section>
  );
}

function hasToken(headers: string): boolean {
  return hasHeader(readJsonOr({}, headers), 'authorization');
}

function readJsonOr(otherwise: Record<string, unknown>, text: string): Record<string, unknown> {
  try {
    return readJson(text);
  } catch {
    return otherwise;
  }
}
