import { pick, type TabsState, useGraphiQL } from '@graphiql/react';
import { useLayoutEffect } from 'react';
import type { ClioExtension } from '../src/request/explain.ts';
import { lastRun } from './last-run.ts';
import { readOptions } from './options.ts';
import { createStore } from './store.ts';
import { isSubscription } from './subscribe.ts';
import { useCallMarks } from './use-call-marks.ts';
import { usePlan } from './use-plan.ts';

const { endpoint } = readOptions();

type Tab = Pick<TabsState['tabs'][number], 'query' | 'variables' | 'headers' | 'operationName'>;

/** The calls of the operation in the open tab: planned, or made after a run. */
export interface FollowedCalls {
  readonly query: string;
  readonly variables: string;
  /** The plan, or the trace of the run. */
  readonly explained: ClioExtension | null;
  readonly hasRun: boolean;
  /** Whether the calls are for one change of a subscription. */
  readonly isForChange: boolean;
  /** Whether the plan is for an earlier text. */
  readonly isStale: boolean;
  /** The reason if there is no plan, or a stale one. */
  readonly problem: string | null;
}

export const followedCalls = createStore<FollowedCalls | null>(null);

/** Plans the operation in the open tab and marks its calls in the editor, even if the panel of calls is closed. */
export function FollowPlan() {
  const { tabs, activeTabIndex } = useGraphiQL(pick('tabs', 'activeTabIndex'));
  const tab = tabs[activeTabIndex];
  // With a key, each tab has its own state and never shows the plan of another tab.
  return tab ? <Follow key={tab.id} tab={tab} /> : null;
}

function Follow({ tab }: { readonly tab: Tab }) {
  const query = tab.query ?? '';
  const variables = tab.variables ?? '';
  const {
    plan,
    query: plannedQuery,
    problem,
  } = usePlan(endpoint, { query, variables, headers: tab.headers ?? '', operationName: tab.operationName });
  const run = lastRun.use();
  const trace = run?.query === query ? run.trace : null;
  const explained = trace ?? plan;
  const isStale = trace === null && plan !== null && plannedQuery !== query;
  // Before the browser paints, so that the panel never shows the calls of another tab.
  useLayoutEffect(() => {
    const isForChange = isSubscription({ query, operationName: tab.operationName });
    followedCalls.set({ query, variables, explained, hasRun: trace !== null, isForChange, isStale, problem });
  }, [query, variables, explained, trace, isStale, problem, tab.operationName]);
  useCallMarks(query, isStale ? null : explained);
  return null;
}
