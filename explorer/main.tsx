import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import { GraphiQL, HISTORY_PLUGIN } from 'graphiql';
import { createRoot } from 'react-dom/client';
import { ask, asksToExplain, type Operation } from './ask.ts';
import { CallsPanel } from './calls-panel.tsx';
import { ExamplesPanel } from './examples-panel.tsx';
import './explorer.css';
import { tellRun } from './explanations.ts';
import { CallsIcon, ExamplesIcon } from './icons.tsx';
import { mendTabs } from './mend-tabs.ts';
import { readOptions } from './options.ts';
import { takeShared } from './share.ts';

const { endpoint, exampleQuery, explain } = readOptions();
const calls = { title: 'Calls to Clio', icon: CallsIcon, content: CallsPanel };
const examples = { title: 'Examples', icon: ExamplesIcon, content: ExamplesPanel };
const shared = takeShared();

/** Sends what GraphiQL sends, and has each run of the reader's own operations traced. */
async function fetcher(
  operation: Operation,
  options?: { readonly headers?: Readonly<Record<string, string>> },
): Promise<object> {
  const headers = options?.headers ?? {};
  const isOwn = operation.operationName !== 'IntrospectionQuery';
  if (!explain || !isOwn || asksToExplain(headers)) return ask(endpoint, operation, headers);
  const answer = await ask(endpoint, operation, { ...headers, 'x-clio-explain': 'trace' });
  const { clio, ...others } = answer.extensions ?? {};
  if (clio) tellRun({ query: operation.query, trace: clio });
  // The panel shows it; the answer is what a client would get.
  const warned = clio?.warnings ? { clio: { warnings: clio.warnings } } : {};
  const extensions = { ...others, ...warned };
  const { extensions: _, ...plain } = answer;
  return Object.keys(extensions).length > 0 ? { ...plain, extensions } : plain;
}

const root = document.querySelector('#root');
if (root) {
  mendTabs(root);
  createRoot(root).render(
    <GraphiQL
      fetcher={fetcher as never}
      defaultQuery={exampleQuery}
      {...(shared ? { initialQuery: shared.query, initialVariables: shared.variables } : {})}
      plugins={explain ? [calls, examples, HISTORY_PLUGIN] : [examples, HISTORY_PLUGIN]}
      {...(explain && window.innerWidth >= 800 ? { visiblePlugin: calls } : {})}
      // A token typed there stays behind in the browser only where the reader asks for that.
      shouldPersistHeaders={false}
      showPersistHeadersSettings
      inputValueDeprecation
      schemaDescription
    >
      <GraphiQL.Logo>clio-graphql</GraphiQL.Logo>
    </GraphiQL>,
  );
}
