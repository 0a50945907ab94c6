import { Command } from 'commander';
import { loadConfig } from '../config/load-config.ts';
import { regions } from '../config/regions.ts';
import type { Config } from '../config/types.ts';
import { createLogger } from '../server/create-logger.ts';
import { exampleQuery } from '../server/example-query.ts';
import { exportTraces } from '../telemetry/export-traces.ts';
import { closeOnSignal } from './close-on-signal.ts';
import { demoApplications, demoSignIn } from './demo-sign-in.ts';
import type { Parts, ServeOptions } from './parts.ts';

/** `serve`: the gateway, in front of Clio or of the embedded sandbox. Configured by the environment alone. */
export function createServeCommand(parts: Parts): Command {
  return new Command('serve')
    .description('Start the gateway. Without configuration it runs on sample data.')
    .action(() => serve(parts));
}

async function serve({ createGateway, startSandbox }: Parts): Promise<void> {
  const configured = loadConfig();
  const logger = createLogger(configured.logLevel);
  const isDemo = configured.upstream.kind === 'sandbox';
  const config = isDemo ? { ...configured, signIn: demoSignIn(configured) } : configured;
  const sandbox = isDemo
    ? await startSandbox({ port: 0, applications: demoApplications(config.signIn) })
    : null;
  const upstream = sandbox
    ? { baseUrl: sandbox.baseUrl, defaultToken: sandbox.tokens.owner }
    : { baseUrl: readBaseUrl(config), defaultToken: config.accessToken };

  const { otlpEndpoint } = config;
  const traces = otlpEndpoint === null ? null : await exportTraces(otlpEndpoint, logger);
  const gateway = await createGateway({ config, logger, upstream });
  closeOnSignal(async () => {
    await gateway.close();
    await traces?.close();
    await sandbox?.close();
  });
  const { url } = await gateway.listen({ host: config.host, port: config.port });
  console.log(greet(url, config, upstream));
}

function readBaseUrl({ upstream }: Config): string {
  if (upstream.kind === 'sandbox') throw new Error('The sandbox has no base URL before it is started.');
  return upstream.baseUrl ?? regions[upstream.region].baseUrl;
}

function greet(url: string, config: Config, upstream: ServeOptions['upstream']): string {
  const source =
    config.upstream.kind === 'sandbox' ? 'the embedded sandbox with sample data' : upstream.baseUrl;
  const authorization =
    upstream.defaultToken === null ? ` \\\n    -H 'authorization: Bearer <Clio access token>'` : '';
  const query = exampleQuery
    .replace(/^#.*\n/gm, '')
    .replace(/\s+/g, ' ')
    .trim();
  return `
clio-graphql is listening on ${url}/graphql
In front of ${source}.

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
