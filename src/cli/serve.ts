import { Command } from 'commander';
import { loadConfig } from '../config/load-config.ts';
import type { Config } from '../config/types.ts';
import { createLogger } from '../server/create-logger.ts';
import { exampleQuery } from '../server/example-query.ts';
import { closeOnSignal } from './close-on-signal.ts';
import { openGateway } from './open-gateway.ts';
import type { Parts, RunningSandbox, ServeOptions } from './parts.ts';

/** `serve`: the gateway, in front of Clio or of the embedded sandbox. Configured by the environment alone. */
export function createServeCommand(parts: Parts): Command {
  return new Command('serve')
    .description('Start the gateway. Without configuration it runs on sample data.')
    .action(() => serve(parts));
}

async function serve(parts: Parts): Promise<void> {
  const configured = loadConfig();
  const logger = createLogger(configured.logLevel);
  const { gateway, config, upstream, sandbox, close } = await openGateway(parts, configured, logger);
  closeOnSignal(close);
  const { url } = await gateway.listen({ host: config.host, port: config.port });
  console.log(greet(url, config, upstream, sandbox));
}

function greet(
  url: string,
  config: Config,
  upstream: ServeOptions['upstream'],
  sandbox: RunningSandbox | null,
): string {
  const source = sandbox
    ? `the embedded sandbox.
Sandbox: invented data, dated ${sandbox.today}. Undo changes with: clio-graphql sandbox reset --port ${new URL(sandbox.url).port}`
    : `${upstream.baseUrl}.`;
  const authorization =
    upstream.defaultToken === null ? ` \\\n    -H 'authorization: Bearer <Clio access token>'` : '';
  const query = exampleQuery
    .replace(/^#.*\n/gm, '')
    .replace(/\s+/g, ' ')
    .trim();
  return `
clio-graphql is listening on ${url}/graphql
In front of ${source}

Open it in a browser for GraphiQL, or try a first query:

  curl ${url}/graphql -H 'content-type: application/json'${authorization} \\
    -d '${JSON.stringify({ query })}'
${describeSignIn(config)}`;
}

function describeSignIn({ signIn }: Config): string {
  if (signIn === null) return '';
  return `
Sign in at ${signIn.redirectUri.replace(/callback$/, 'login')}
`;
}
