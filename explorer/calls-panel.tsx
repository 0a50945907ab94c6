import { pick, type TabsState, useGraphiQL } from '@graphiql/react';
import { useState } from 'react';
import type { ClioExtension } from '../src/request/explain.ts';
import { Gauge } from './gauge.tsx';
import { lastRun } from './last-run.ts';
import { readOptions } from './options.ts';
import { PlanPicture } from './plan-picture.tsx';
import { PlanTree } from './plan-tree.tsx';
import { plural, rangeOf } from './plan-words.ts';
import { shareLink } from './share.ts';
import { Timeline } from './timeline.tsx';
import { useCallMarks } from './use-call-marks.ts';
import { usePlan } from './use-plan.ts';

const { endpoint } = readOptions();

/** The calls behind the operation in the editor: as planned while it is typed, as made once it has run. */
export function CallsPanel() {
  const { tabs, activeTabIndex } = useGraphiQL(pick('tabs', 'activeTabIndex'));
  const tab = tabs[activeTabIndex];
  // Each tab begins anew: the plan of another tab's operation is never shown.
  return tab ? <Calls key={tab.id} tab={tab} /> : null;
}

interface CallsProps {
  readonly tab: Pick<TabState, 'query' | 'variables' | 'headers' | 'operationName'>;
}

type TabState = TabsState['tabs'][number];

function Calls({ tab }: CallsProps) {
  const query = tab.query ?? '';
  const variables = tab.variables ?? '';
  const planned = usePlan(endpoint, query, variables, tab.headers ?? '', tab.operationName);
  const run = lastRun.use();
  const trace = run?.query === query ? run.trace : null;
  const { plan, problem } = planned;
  const shown = trace ?? plan;
  // The later of the two has the newer count of calls left.
  const budget = trace?.budget ?? plan?.budget;
  const isStale = trace === null && plan !== null && planned.query !== query;
  useCallMarks(query, isStale ? [] : (shown?.plan ?? []));
  return (
    <section className={`clio-panel${isStale ? ' clio-stale' : ''}`} aria-label="Calls to Clio">
      <header>
        <h2>Calls to Clio</h2>
        <CopyLink query={query} variables={variables} />
      </header>
      <p className="clio-summary" aria-live="polite">
        {summaryOf(shown, trace !== null)}
      </p>
      {problem !== null && <p className="clio-note">{problem}</p>}
      {budget && <Gauge budget={budget} />}
      {shown?.advice !== undefined && shown.advice.length > 0 && (
        <>
          <h3>Advice</h3>
          <ul className="clio-advice">
            {shown.advice.map(({ code, path, message }) => (
              <li key={`${code} ${path}`}>
                {path !== '' && <code>{path}</code>} {message}
              </li>
            ))}
          </ul>
        </>
      )}
      {trace?.calls && trace.calls.length > 0 && (
        <>
          <h3>Timeline</h3>
          <Timeline calls={trace.calls} />
        </>
      )}
      {shown?.plan && shown.plan.length > 0 && (
        <>
          <h3>Plan</h3>
          <PlanPicture nodes={shown.plan} />
          <PlanTree nodes={shown.plan} />
        </>
      )}
    </section>
  );
}

function summaryOf(explained: ClioExtension | null, hasRun: boolean): string {
  if (!explained?.cost) return 'Type an operation to see the calls that it would make.';
  const { cost } = explained;
  const range = rangeOf(cost);
  if (hasRun) return `${plural(cost.actual ?? 0)} made. Planned: ${range}`;
  const share = Math.round((explained.budget?.share.expected ?? 0) * 100);
  const rounds = explained.rounds === 1 ? '1 round' : `${explained.rounds ?? 0} rounds`;
  return `Planned: ${range}, in ${rounds}, ${share} % of a minute`;
}

function CopyLink({ query, variables }: { readonly query: string; readonly variables: string }) {
  const [copied, setCopied] = useState('');
  const copy = (): void => {
    const link = shareLink({ query, variables });
    // If the page may not write to the clipboard, the link is in the address bar.
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
