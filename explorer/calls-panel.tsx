import { useState } from 'react';
import { type FollowedCalls, followedCalls } from './follow-plan.tsx';
import { Gauge } from './gauge.tsx';
import { PlanPicture } from './plan-picture.tsx';
import { PlanTree } from './plan-tree.tsx';
import { plural, rangeOf } from './plan-words.ts';
import { shareLink } from './share.ts';
import { Timeline } from './timeline.tsx';

/** The calls of the operation in the editor: planned while it is typed, made after it has run. */
export function CallsPanel() {
  const followed = followedCalls.use();
  if (followed === null) return null;
  const { query, variables, explained, isStale, problem } = followed;
  return (
    <section className={`clio-panel${isStale ? ' clio-stale' : ''}`} aria-label="Calls to Clio">
      <header>
        <h2>Calls to Clio</h2>
        <CopyLink query={query} variables={variables} />
      </header>
      <p className="clio-summary" aria-live="polite">
        {summaryOf(followed)}
      </p>
      {problem !== null && <p className="clio-note">{problem}</p>}
      {explained?.budget && <Gauge budget={explained.budget} />}
      {explained?.advice !== undefined && explained.advice.length > 0 && (
        <>
          <h3>Advice</h3>
          <ul className="clio-advice">
            {explained.advice.map(({ code, path, message }) => (
              <li key={`${code} ${path}`}>
                {path !== '' && <code>{path}</code>} {message}
              </li>
            ))}
          </ul>
        </>
      )}
      {explained?.calls && explained.calls.length > 0 && (
        <>
          <h3>Timeline</h3>
          <Timeline calls={explained.calls} />
        </>
      )}
      {explained?.plan && explained.plan.length > 0 && (
        <>
          <h3>Plan</h3>
          <PlanPicture nodes={explained.plan} />
          <PlanTree nodes={explained.plan} />
        </>
      )}
    </section>
  );
}

function summaryOf({ explained, hasRun, isForChange }: FollowedCalls): string {
  if (!explained?.cost) return 'Type an operation to see the calls that it would make.';
  const { cost } = explained;
  const range = rangeOf(cost);
  if (hasRun) return `${plural(cost.actual ?? 0)} made. Planned: ${range}`;
  const share = Math.round((explained.budget?.share.expected ?? 0) * 100);
  const rounds = explained.rounds === 1 ? '1 round' : `${explained.rounds ?? 0} rounds`;
  return `Planned${isForChange ? ' for each change' : ''}: ${range}, in ${rounds}, ${share} % of a minute`;
}

function CopyLink({ query, variables }: { readonly query: string; readonly variables: string }) {
  const [copied, setCopied] = useState('');
  const copy = (): void => {
    const link = shareLink({ query, variables });
    // If the clipboard is not available, the link is in the address bar.
    navigator.clipboard?.writeText(link).catch(() => undefined);
    window.history.replaceState(null, '', link);
    setCopied(query);
  };
  return (
    <button type="button" className="graphiql-button" onClick={copy}>
      {copied === query && query !== '' ? 'Link copied' : 'Copy link'}
    </button>
  );
}
