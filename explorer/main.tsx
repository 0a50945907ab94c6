import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import { GraphiQL, HISTORY_PLUGIN } from 'graphiql';
import { createRoot } from 'react-dom/client';
import { Account } from './account.tsx';
import {
  askForParts,
  askSafely,
  asksToExplain,
  type Operation,
  type OperationResult,
  type ResponseError,
} from './ask.ts';
import { Builder } from './builder.tsx';
import { CallsPanel } from './calls-panel.tsx';
import { Errors } from './errors.tsx';
import { ExamplesPanel } from './examples-panel.tsx';
import './explorer.css';
import { chosenFiles, Files, fileVariables } from './files.tsx';
import { FirstHint } from './first-hint.tsx';
import { FollowPlan } from './follow-plan.tsx';
import { BuilderIcon, CallsIcon, ExamplesIcon, FindIcon } from './icons.tsx';
import { lastRun } from './last-run.ts';
import { mendStorage } from './mend-storage.ts';
import { mendTabs } from './mend-tabs.ts';
import { readOptions } from './options.ts';
import { withOwnName } from './own-name.ts';
import { SchemaFinder } from './schema-finder.tsx';
import { asServed } from './schema-name.ts';
import { loadSession } from './session.ts';
import { takeShared } from './share.ts';
import { SharedLinks } from './shared-links.tsx';
import { isSubscription, subscribe } from './subscribe.ts';
import { WrapLines } from './wrap-lines.tsx';

const { endpoint, exampleQuery, explain } = readOptions();
const calls = { title: 'Calls to Clio', icon: CallsIcon, content: CallsPanel };
const examples = { title: 'Examples', icon: ExamplesIcon, content: ExamplesPanel };
const builder = { title: 'Builder', icon: BuilderIcon, content: Builder };
const finder = { title: 'Find in the schema', icon: FindIcon, content: SchemaFinder };
const shared = takeShared();
const { keepsHeaders } = mendStorage();

/** Sends GraphiQL’s requests, and requests a trace for each run of the reader’s operations. */
function fetcher(
  given: Operation,
  options?: { readonly headers?: Readonly<Record<string, string>> },
): Promise<object> | AsyncIterable<object> {
  const headers = options?.headers ?? {};
  const operation = withOwnName(given);
  if (operation.operationName === 'IntrospectionQuery') return askSafely(endpoint, operation, headers);
  return isSubscription(operation) ? subscribe(endpoint, operation, headers) : run(operation, headers);
}

async function* run(operation: Operation, headers: Readonly<Record<string, string>>): AsyncGenerator<object> {
  lastRun.set(null);
  const isTraced = explain && !asksToExplain(headers);
  const errors: ResponseError[] = [];
  for await (const part of askForParts(
    endpoint,
    withFiles(operation),
    isTraced ? { ...headers, 'x-clio-explain': 'trace' } : headers,
  )) {
    errors.push(...[part, ...(part.incremental ?? [])].flatMap((one) => one.errors ?? []));
    if (part.hasNext !== true) {
      const trace = (isTraced && part.extensions?.clio) || null;
      lastRun.set({ query: operation.query, trace, errors, at: Date.now() });
    }
    yield isTraced ? withoutTrace(part) : part;
  }
  // The session can have ended.
  if (errors.some(({ extensions }) => extensions?.code === 'UNAUTHENTICATED')) void loadSession();
}

/** The operation with the chosen files of its variables. */
function withFiles(operation: Operation): Operation {
  const files = new Map<string, File | readonly File[]>();
  for (const { name, isList } of fileVariables(operation.query)) {
    const chosen = chosenFiles.get().get(name) ?? [];
    const [first] = chosen;
    if (first) files.set(name, isList ? chosen : first);
  }
  return files.size > 0 ? { ...operation, files } : operation;
}

/** The response as clients get it; the panel shows the rest. */
function withoutTrace({ extensions: all, ...result }: OperationResult): object {
  const { clio, ...others } = all ?? {};
  const warned = clio?.warnings ? { clio: { warnings: clio.warnings } } : {};
  const extensions = { ...others, ...warned };
  return Object.keys(extensions).length > 0 ? { ...result, extensions } : result;
}

void loadSession();
// The reader can have signed in or out in another tab.
window.addEventListener('focus', () => void loadSession());

const root = document.querySelector('#root');
if (root) {
  mendTabs(root);
  createRoot(root).render(
    <GraphiQL
      fetcher={fetcher as never}
      defaultQuery={exampleQuery && asServed(exampleQuery)}
      {...(shared ? { initialQuery: shared.query, initialVariables: shared.variables } : {})}
      plugins={[...(explain ? [calls] : []), examples, builder, finder, HISTORY_PLUGIN]}
      {...(explain && window.innerWidth >= 800 ? { visiblePlugin: calls } : {})}
      // A typed token is stored in the browser only if the reader chooses so.
      shouldPersistHeaders={keepsHeaders}
      showPersistHeadersSettings
      inputValueDeprecation
      schemaDescription
    >
      <GraphiQL.Logo>
        <SharedLinks />
        <Account />
        <h1>clio-graphql</h1>
      </GraphiQL.Logo>
      <GraphiQL.Footer>
        <WrapLines />
        {explain && <FollowPlan />}
        <FirstHint />
        <Files />
        <Errors />
      </GraphiQL.Footer>
    </GraphiQL>,
  );
}
