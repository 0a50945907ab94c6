// The command line in one file: opening some 850 modules one by one was a third of the time to start.
// The library (`dist/index.js`) stays unbundled, so that it shares `graphql` with the program it is used in.
import { build } from 'esbuild';

const [outfile = 'dist/cli/main.js', entry = 'src/cli/main.ts'] = process.argv.slice(2);

await build({
  entryPoints: [entry],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  // Read when they are needed, which for most starts is never.
  external: [
    '@opentelemetry/core',
    '@opentelemetry/exporter-trace-otlp-http',
    '@opentelemetry/resources',
    '@opentelemetry/sdk-trace-base',
    '@redis/client',
    'iron-webcrypto',
    'oauth4webapi',
  ],
  // Names stay, for stack traces; so does the notice of each licence.
  minifySyntax: true,
  legalComments: 'eof',
  banner: {
    // CommonJS packages inside an ES module still call `require` for Node's own modules.
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  },
  logLevel: 'warning',
});
