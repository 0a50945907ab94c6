import type { GraphiQLOptions } from 'graphql-yoga';
import type { Incoming } from './http-message.ts';
import { createStaticFile, type StaticFile } from './static-file.ts';

export interface GraphiqlOptions {
  /** Operation in the first tab, until the reader has written one. */
  readonly exampleQuery?: string;
  /** Headers in the first tab's headers editor. */
  readonly exampleHeaders?: Readonly<Record<string, string>>;
}

/** Path under which the page's own files are served. */
const folder = '/graphiql/';

/**
 * Everything comes from this origin, and no script stands in the page itself. Monaco sets styles at run
 * time and carries its icons and fonts as data URLs.
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#1d4ed8"/>' +
  '<path d="M21.5 11.2a7 7 0 1 0 0 9.6M16 16h6v5" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round"/></svg>';

/** Whether a GET comes from a browser's address bar rather than from a GraphQL client. */
export function wantsGraphiql(incoming: Incoming): boolean {
  return incoming.method === 'GET' && (incoming.header('accept') ?? '').includes('text/html');
}

/**
 * GraphiQL as Yoga bundles it, split into files: Yoga's own page inlines nine megabytes into each answer
 * and needs a policy that allows inline scripts.
 *
 * The bundle is loaded when somebody first opens the page; answers by path.
 *
 * @param base Path in front of all others, for a browser only.
 */
export function createGraphiql(
  options: GraphiqlOptions,
  base: string,
): (path: string) => Promise<StaticFile | undefined> {
  const page = createStaticFile(renderPage(options, base), 'text/html; charset=utf-8', {
    'content-security-policy': contentSecurityPolicy,
    'referrer-policy': 'no-referrer',
    'x-frame-options': 'DENY',
  });
  let files: Promise<ReadonlyMap<string, StaticFile>> | undefined;
  return async (path) => {
    if (path === '/graphql') return page;
    if (!path.startsWith(folder)) return undefined;
    files ??= loadFiles(base);
    return (await files).get(path.slice(folder.length));
  };
}

async function loadFiles(base: string): Promise<ReadonlyMap<string, StaticFile>> {
  const bundle = await import('@graphql-yoga/render-graphiql/graphiql');
  const script = (text: string): StaticFile => createStaticFile(text, 'text/javascript; charset=utf-8');
  return new Map([
    ['graphiql.js', script(`${beforeBundle(base + folder)}\n${bundle.js}\n${afterBundle}`)],
    ['graphiql.css', createStaticFile(bundle.css, 'text/css; charset=utf-8')],
    ['editor.worker.js', script(bundle.editorWorkerService)],
    ['json.worker.js', script(bundle.jsonWorker)],
    ['graphql.worker.js', script(bundle.graphqlWorker)],
  ]);
}

// Monaco reads its environment while the bundle loads.
const beforeBundle = (url: string): string => `
self.MonacoEnvironment = {
  globalAPI: false,
  getWorkerUrl(_id, label) {
    return '${url}' + (label === 'editorWorkerService' ? 'editor' : label) + '.worker.js';
  },
};`;

const afterBundle = `
;YogaGraphiQL.renderYogaGraphiQL(
  document.querySelector('#root'),
  JSON.parse(document.querySelector('#options').textContent),
);`;

function renderPage(options: GraphiqlOptions, base: string): string {
  const settings: GraphiQLOptions = {
    title: 'clio-graphql',
    endpoint: `${base}/graphql`,
    defaultQuery: options.exampleQuery,
    headers: JSON.stringify(options.exampleHeaders ?? {}, null, 2),
    isHeadersEditorEnabled: true,
    // A token typed there must not stay behind in the browser.
    shouldPersistHeaders: false,
    defaultEditorToolsVisibility: 'headers',
    inputValueDeprecation: true,
    schemaDescription: true,
  };
  // Escaped so that nothing in the options can end the element.
  const json = JSON.stringify(settings).replaceAll('<', '\\u003c');
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>clio-graphql</title>
    <link rel="icon" href="data:image/svg+xml,${encodeURIComponent(icon)}" />
    <link rel="stylesheet" href="${base}${folder}graphiql.css" />
    <script type="application/json" id="options">${json}</script>
    <script src="${base}${folder}graphiql.js" defer></script>
  </head>
  <body id="body" class="no-focus-outline">
    <noscript>GraphiQL needs JavaScript.</noscript>
    <div id="root"></div>
  </body>
</html>
`;
}
