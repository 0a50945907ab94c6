import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import type { Config } from '../config/types.ts';
import { lazy } from '../values.ts';
import type { DefaultToken } from './graphql/read-headers.ts';
import type { HttpRequest } from './http/http-message.ts';
import { createStaticFile, type StaticFile } from './http/static-file.ts';

export interface GraphiqlOptions {
  readonly config: Config;
  /** Operation in the first tab, until the reader writes one. */
  readonly exampleQuery: string;
  /** Absent if the gateway has no sign-in. */
  readonly signIn?: object;
  /** Null if requests need their own login. */
  readonly defaultToken: DefaultToken;
}

/** Path under which the page's own files are served. */
const folder = 'graphiql/';

/**
 * Everything comes from this origin, and the page has no inline scripts. The editor sets styles at run time,
 * and GraphiQL's style sheet has pictures as data URLs.
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#1d4ed8"/>' +
  '<path d="M21.5 11.2a7 7 0 1 0 0 9.6M16 16h6v5" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round"/></svg>';

/** Whether a GET comes from a browser's address bar rather than from a GraphQL client. */
export function wantsGraphiql(http: HttpRequest): boolean {
  return http.method === 'GET' && (http.header('accept') ?? '').includes('text/html');
}

/**
 * The explorer: GraphiQL with the calls to Clio beside it, built from `explorer/`. Its files are read when
 * a page is first opened. The function returns the file for a path.
 *
 * All addresses in the page are relative, because routers and proxies do not report the path under which they
 * mount the gateway.
 */
export function createGraphiql(options: GraphiqlOptions): (path: string) => Promise<StaticFile | undefined> {
  const createPage = (toBase: string): StaticFile =>
    createStaticFile(renderPage(options, toBase), 'text/html; charset=utf-8', {
      'content-security-policy': contentSecurityPolicy,
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
    });
  const pages = new Map([
    ['/graphql', createPage('')],
    ['/graphql/', createPage('../')],
  ]);
  return async (path) => {
    const page = pages.get(path);
    if (page) return page;
    if (!path.startsWith(`/${folder}`)) return undefined;
    return (await loadFiles()).get(path.slice(folder.length + 1));
  };
}

const contentTypes: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.ttf': 'font/ttf',
};

/** The folder of the built page: beside this file's folder in a build, otherwise in `dist`. */
function findBuilt(): URL | undefined {
  const places = ['../explorer/', '../../dist/explorer/'].map((place) => new URL(place, import.meta.url));
  return places.find((place) => existsSync(new URL('main.js', place)));
}

/** Once for all gateways of a process. Empty if the explorer has not been built; the page then says so. */
const loadFiles = lazy(async (): Promise<ReadonlyMap<string, StaticFile>> => {
  const built = findBuilt();
  if (!built) return new Map();
  const names = (await readdir(built)).filter((name) => extname(name) in contentTypes);
  return new Map(
    await Promise.all(
      names.map(async (name): Promise<[string, StaticFile]> => {
        const type = contentTypes[extname(name)] as string;
        return [name, createStaticFile(await readFile(new URL(name, built)), type)];
      }),
    ),
  );
});

function renderPage({ config, exampleQuery, signIn, defaultToken }: GraphiqlOptions, toBase: string): string {
  const settings = {
    endpoint: `${toBase}graphql`,
    sessionUrl: signIn ? `${toBase}auth/session` : undefined,
    exampleQuery,
    // The page shows plans and traces beside the operation.
    explain: config.explain,
    lendsToken: defaultToken !== null,
    // The page says that all data is invented.
    sandbox: config.upstream.kind === 'sandbox',
    schemaPrefix: config.schemaPrefix ?? undefined,
  };
  // Escaped, so that no option can end the element.
  const json = JSON.stringify(settings).replaceAll('<', '\\u003c');
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>clio-graphql</title>
    <link rel="icon" href="data:image/svg+xml,${encodeURIComponent(icon)}" />
    <link rel="stylesheet" href="${toBase}${folder}style.css" />
    <script type="application/json" id="options">${json}</script>
    <script type="module" src="${toBase}${folder}main.js"></script>
  </head>
  <body>
    <noscript>The explorer needs JavaScript.</noscript>
    <main id="root"><p>The explorer is loading. If it does not appear, build it: npm run build.</p></main>
  </body>
</html>
`;
}
