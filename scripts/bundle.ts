import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';

const project = fileURLToPath(new URL('..', import.meta.url));

/** Options of both bundles. */
const common = {
  absWorkingDir: project,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  // Keeps names, for stack traces.
  minifySyntax: true,
  metafile: true,
  banner: {
    // CommonJS packages inside an ES module still call `require` for Node's own modules.
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  },
  logLevel: 'warning',
} satisfies BuildOptions;

/**
 * The two classes of undici that the program uses. Its index also loads its `fetch`, WebSockets, caches and mocks, which takes a
 * tenth of the start.
 */
const undiciParts: Plugin = {
  name: 'undici',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^undici$/ }, ({ path }) => ({ path, namespace: 'parts' }));
    onLoad({ filter: /^undici$/, namespace: 'parts' }, () => ({
      resolveDir: project,
      contents: `
        import api from 'undici/lib/api/index.js';
        import Dispatcher from 'undici/lib/dispatcher/dispatcher.js';
        export { default as Agent } from 'undici/lib/dispatcher/agent.js';
        export { default as Pool } from 'undici/lib/dispatcher/pool.js';
        Object.assign(Dispatcher.prototype, api);`,
    }));
  },
};

/**
 * Bundles the command line: `cli/main.js`, which checks the version of Node, `cli/program.js`, which every command needs, and a file
 * for each part that is loaded later or never. Opening some 850 modules one by one took a third of the start.
 *
 * @param outdir Such as `dist`.
 * @param entry The module that `main.ts` imports if Node is new enough.
 */
export async function bundleProgram(outdir: string, entry = 'src/cli/program.ts'): Promise<Metafile> {
  await rm(join(outdir, 'cli'), { recursive: true, force: true });
  await build({
    absWorkingDir: project,
    entryPoints: ['src/cli/main.ts'],
    outfile: join(outdir, 'cli/main.js'),
    bundle: true,
    format: 'esm',
    plugins: [
      {
        name: 'program',
        setup: ({ onResolve }) =>
          onResolve({ filter: /\/program\.ts$/ }, () => ({ path: './program.js', external: true })),
      },
    ],
    logLevel: 'warning',
  });
  const { metafile } = await build({
    ...common,
    entryPoints: { program: entry },
    outdir: join(outdir, 'cli'),
    splitting: true,
    // ES modules if a package has both, so that calls of graphql-js need no getter.
    mainFields: ['module', 'main'],
    plugins: [undiciParts],
    // Otherwise graphql-js checks each object for a second copy of graphql-js.
    define: { 'process.env.NODE_ENV': '"production"' },
    // Loaded when they are needed, which is never in most runs.
    external: [
      '@modelcontextprotocol/server',
      '@opentelemetry/core',
      '@opentelemetry/exporter-trace-otlp-http',
      '@opentelemetry/resources',
      '@opentelemetry/sdk-trace-base',
      '@redis/client',
      'iron-webcrypto',
      'minisearch',
      'oauth4webapi',
      'ws',
    ],
  });
  return metafile;
}

/**
 * Bundles the library, `library/index.js`, `library/sandbox.js` and `library/apollo-cache.js`, with the packages that are not dependencies of the
 * published package. Dependencies stay outside, so that a program shares one copy of `graphql` with the library.
 */
export async function bundleLibrary(outdir: string): Promise<Metafile> {
  await rm(join(outdir, 'library'), { recursive: true, force: true });
  const { dependencies } = JSON.parse(await readFile(join(project, 'package.json'), 'utf8'));
  const { metafile } = await build({
    ...common,
    entryPoints: { index: 'src/index.ts', sandbox: 'src/sandbox/sandbox.ts' },
    outdir: join(outdir, 'library'),
    splitting: true,
    external: Object.keys(dependencies),
  });
  // For browsers: nothing of Node, and no package.
  await build({
    absWorkingDir: project,
    entryPoints: ['src/clients/apollo-cache.ts'],
    outfile: join(outdir, 'library/apollo-cache.js'),
    format: 'esm',
    target: 'es2022',
    logLevel: 'warning',
  });
  return metafile;
}

/** The names, versions and licences of the packages in the bundles, as Markdown. */
export async function printLicenses(bundles: readonly Metafile[]): Promise<string> {
  const folders = new Set(
    bundles
      .flatMap(({ inputs }) => Object.keys(inputs))
      .flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path) ?? []),
  );
  const sections = [...folders].sort().map(async (folder) => {
    const { name, version, license } = JSON.parse(
      await readFile(join(project, folder, 'package.json'), 'utf8'),
    );
    const text = await readLicense(join(project, folder));
    return `## ${name} ${version} (${license})\n${text === null ? '' : `\n${text.trim()}\n`}`;
  });
  const unique = [...new Set(await Promise.all(sections))];
  return `# Licenses of the packages bundled into clio-graphql\n\n${unique.join('\n')}`;
}

async function readLicense(folder: string): Promise<string | null> {
  for (const name of ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'license', 'LICENCE']) {
    const text = await readFile(join(folder, name), 'utf8').catch(() => null);
    if (text !== null) return text;
  }
  return null;
}
