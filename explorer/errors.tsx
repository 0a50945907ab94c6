import { pick, useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import type { ResponseError } from './ask.ts';
import { lastRun } from './last-run.ts';
import { session, signIn } from './session.ts';
import { useSecondsUntil } from './use-seconds-until.ts';

/** Maximum of errors shown at first, because a list of fifty matters can have fifty errors. */
const most = 5;

/** The errors in the response above, and what to do about them. */
export function Errors() {
  const { tabs, activeTabIndex } = useGraphiQL(pick('tabs', 'activeTabIndex'));
  const run = lastRun.use();
  const isShown = run !== null && run.errors.length > 0 && run.query === tabs[activeTabIndex]?.query;
  const groups = isShown ? groupEqual(run.errors) : [];
  return (
    <div role="status" aria-label="Errors of the last run">
      {isShown && groups.length > 0 && (
        <ul className="clio-errors" key={run.at}>
          {groups.slice(0, most).map(({ error, count }) => (
            <OneError
              key={`${error.extensions?.code} ${error.message}`}
              error={error}
              count={count}
              at={run.at}
            />
          ))}
          {groups.length > most && <li>{groups.length - most} more kinds of errors are in the response.</li>}
        </ul>
      )}
    </div>
  );
}

interface OneErrorProps {
  readonly error: ResponseError;
  readonly count: number;
  readonly at: number;
}

function OneError({ error: { message, path, locations, extensions }, count, at }: OneErrorProps) {
  const { code, permissions, retryAfter, clio } = extensions ?? {};
  const [place] = locations ?? [];
  return (
    <li>
      <p className="clio-error-head">
        {code !== undefined && <strong>{code}</strong>}
        {path !== undefined && path.length > 0 && <code>{path.join('.')}</code>}
        {path === undefined && place && (
          <span>
            line {place.line}, column {place.column}
          </span>
        )}
        {count > 1 && <span>and {count - 1} more times</span>}
      </p>
      {permissions !== undefined && (
        <p className="clio-permissions">
          {permissions.length === 1 ? 'Permission needed:' : 'Permissions needed:'}
          {permissions.map(({ name, access }) => (
            <strong key={name}>
              {name} ({access})
            </strong>
          ))}
        </p>
      )}
      <p>{message}</p>
      {clio?.message && (
        <p className="clio-note">
          Clio ({clio.status}): {clio.message}
        </p>
      )}
      {code === 'UNAUTHENTICATED' && <SignInAgain />}
      {retryAfter !== undefined && <TryAgain atMs={at + retryAfter * 1000} />}
    </li>
  );
}

function SignInAgain() {
  const known = session.use();
  if (known === null) return null;
  return (
    <p>
      <button
        type="button"
        className="graphiql-button clio-main"
        onClick={() => signIn(known, known.region ?? known.defaultRegion)}
      >
        Sign in with Clio
      </button>
    </p>
  );
}

function TryAgain({ atMs }: { readonly atMs: number }) {
  const seconds = useSecondsUntil(atMs);
  const { run } = useGraphiQLActions();
  return (
    <p>
      <button type="button" className="graphiql-button" disabled={seconds > 0} onClick={() => run()}>
        {seconds > 0 ? `Try again in ${seconds} s` : 'Try again'}
      </button>
    </p>
  );
}

/** Different errors, in order of their first occurrence. */
function groupEqual(
  errors: readonly ResponseError[],
): { readonly error: ResponseError; readonly count: number }[] {
  const groups = new Map<string, { error: ResponseError; count: number }>();
  for (const error of errors) {
    const key = `${error.extensions?.code} ${error.message}`;
    const group = groups.get(key);
    if (group) group.count += 1;
    else groups.set(key, { error, count: 1 });
  }
  return [...groups.values()];
}
