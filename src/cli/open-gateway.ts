import type { Logger } from 'pino';
import { regions } from '../config/regions.ts';
import type { Config } from '../config/types.ts';
import type { Gateway } from '../gateway.ts';
import { exportTraces } from '../telemetry/export-traces.ts';
import { demoApplications, demoSignIn } from './demo-sign-in.ts';
import type { Parts, RunningSandbox, ServeOptions } from './parts.ts';

/** A gateway with all that it stands on. */
export interface OpenGateway {
  readonly gateway: Gateway;
  readonly config: Config;
  readonly upstream: ServeOptions['upstream'];
  /** The embedded sandbox; null in front of Clio. */
  readonly sandbox: RunningSandbox | null;
  close(): Promise<void>;
}

/** Opens the gateway that the settings describe, in front of Clio or of an embedded sandbox. */
export async function openGateway(
  { createGateway, startSandbox }: Parts,
  configured: Config,
  logger: Logger,
): Promise<OpenGateway> {
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
  return {
    gateway,
    config,
    upstream,
    sandbox,
    async close() {
      await gateway.close();
      await traces?.close();
      await sandbox?.close();
    },
  };
}

function readBaseUrl({ upstream }: Config): string {
  if (upstream.kind === 'sandbox') throw new Error('The sandbox has no base URL before it is started.');
  return upstream.baseUrl ?? regions[upstream.region].baseUrl;
}
