import { NetworkStatus } from '@apollo/client';
import { useApolloClient, useQuery } from '@apollo/client/react';
import { type FormEvent, type ReactNode, useRef, useState } from 'react';
import { mattersPage } from './documents.ts';
import { MatterTable } from './matter-table.tsx';
import { NewMatter } from './new-matter.tsx';
import { go, type Place, usePlace } from './place.ts';
import { SessionBar } from './session-bar.tsx';
import { TroubleNote } from './trouble-note.tsx';

const pageSize = 20;

export function MattersPage(): ReactNode {
  const place = usePlace();
  const client = useApolloClient();
  const heading = useRef<HTMLHeadingElement>(null);
  const [isCreating, setIsCreating] = useState(false);
  const [created, setCreated] = useState<{ readonly id: string; readonly name: string } | null>(null);
  const { data, previousData, error, loading, networkStatus, refetch } = useQuery(mattersPage, {
    variables: variablesOf(place),
    // A field that failed is null, and the rest is shown.
    errorPolicy: 'all',
  });
  const tryAgain = (): void => {
    refetch().catch(() => {
      // The error is in `error` as well.
    });
  };
  // The last page stays while the next one is loading, but not if that one could not be loaded.
  const isTurning = loading && networkStatus !== NetworkStatus.refetch;
  const shown = (isTurning ? (data ?? previousData) : data)?.matters;

  /** Screen readers announce that the page has changed, and begin at its top. */
  const turnTo = (next: Place): void => {
    setCreated(null);
    go(next);
    heading.current?.focus();
  };
  /** Shows the first page, with the newest matter. It shifts all others by one, so no loaded page is right any more. */
  const startOver = (): void => {
    setIsCreating(false);
    turnTo({ search: '' });
    client.cache.evict({ id: 'ROOT_QUERY', fieldName: 'matters' });
    client.cache.gc();
  };

  return (
    <>
      <header>
        <h1>Matters</h1>
        <SessionBar />
      </header>
      <main>
        <div className="tools">
          <SearchForm key={place.search} place={place} onSearch={(search) => turnTo({ search })} />
          <button type="button" className="primary" onClick={() => setIsCreating(true)}>
            New matter
          </button>
        </div>
        <h2 ref={heading} tabIndex={-1}>
          {place.search === '' ? 'Newest first' : `Found for “${place.search}”`}
          {typeof shown?.totalCount === 'number' && <small>{counted(shown.totalCount)}</small>}
        </h2>
        <div role="status">
          {created && !loading && <p className="done">{created.name} was created.</p>}
          <p className="unseen">
            {loading ? 'Loading matters' : shown && `${counted(shown.nodes.length)} on this page`}
          </p>
        </div>
        {error && !loading && (
          <TroubleNote
            error={error}
            isPartial={Boolean(shown)}
            onTryAgain={tryAgain}
            onFirstPage={() => turnTo({ search: place.search })}
          />
        )}
        {shown && shown.nodes.length > 0 && (
          <>
            <MatterTable matters={shown.nodes} isLoading={loading} newId={created?.id} />
            <Pager
              info={shown.pageInfo}
              isLoading={loading}
              onTurn={(cursor) => turnTo({ search: place.search, ...cursor })}
            />
          </>
        )}
        {shown && shown.nodes.length === 0 && !loading && (
          <div className="empty">
            <p>{place.search === '' ? 'There are no matters yet.' : 'No matter was found.'}</p>
            {place.search !== '' && (
              <button type="button" onClick={() => turnTo({ search: '' })}>
                Show all matters
              </button>
            )}
          </div>
        )}
        {loading && !shown && <Skeleton />}
      </main>
      {isCreating && (
        <NewMatter
          onClose={() => setIsCreating(false)}
          onCreated={(matter) => {
            startOver();
            setCreated(matter);
          }}
          onLook={startOver}
        />
      )}
    </>
  );
}

/** Relay connections: forward with `first` and `after`, backward with `last` and `before`. */
function variablesOf({ search, after, before }: Place) {
  const filter = search === '' ? null : { query: search };
  return before ? { last: pageSize, before, filter } : { first: pageSize, after, filter };
}

function counted(count: number): string {
  return count === 1 ? '1 matter' : `${count} matters`;
}

/** Searches on submit: a search for each key would use one of Clio's fifty calls a minute. */
function SearchForm(props: {
  readonly place: Place;
  readonly onSearch: (search: string) => void;
}): ReactNode {
  const onSubmit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    props.onSearch(String(new FormData(event.currentTarget).get('search')).trim());
  };
  return (
    <search>
      <form onSubmit={onSubmit}>
        <label htmlFor="search">Number, description or client</label>
        <div className="row">
          <input id="search" name="search" type="search" maxLength={100} defaultValue={props.place.search} />
          <button type="submit">Search</button>
        </div>
      </form>
    </search>
  );
}

interface PagerProps {
  readonly info: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor?: string | null;
    readonly endCursor?: string | null;
  };
  readonly isLoading: boolean;
  readonly onTurn: (cursor: Pick<Place, 'after' | 'before'>) => void;
}

function Pager({ info, isLoading, onTurn }: PagerProps): ReactNode {
  if (!info.hasNextPage && !info.hasPreviousPage) return null;
  return (
    <nav aria-label="Pages of matters">
      <button
        type="button"
        disabled={isLoading || !info.hasPreviousPage}
        onClick={() => onTurn({ before: info.startCursor ?? undefined })}
      >
        Previous page
      </button>
      <button
        type="button"
        disabled={isLoading || !info.hasNextPage}
        onClick={() => onTurn({ after: info.endCursor ?? undefined })}
      >
        Next page
      </button>
    </nav>
  );
}

/** A placeholder in the shape of the table. */
function Skeleton(): ReactNode {
  return (
    <div className="skeleton" aria-hidden="true">
      {Array.from({ length: 8 }, (_, row) => (
        <div key={row} />
      ))}
    </div>
  );
}
