import type { Logger } from 'pino';
import type { StoredLogin } from '../auth/login-file.ts';
import { RenewingLogin } from '../auth/renewing-login.ts';
import { regions } from '../config/regions.ts';
import type { Config } from '../config/types.ts';
import type { Gateway } from '../gateway/gateway.ts';
import { systemClock } from '../rest/clock.ts';
import { OauthClient } from '../rest/oauth.ts';
import { exportTraces } from '../telemetry/export-traces.ts';
import { demoApplications, demoSignIn } from './demo-sign-in.ts';
import type { Parts, RunningSandbox, ServeOptions } from './parts.ts';
import type { Account } from './settings.ts';

/** A gateway and what was opened for it. */
export interface OpenGateway {
  readonly gateway: Gateway;
  readonly config: Config;
  readonly upstream: ServeOptions['upstream'];
  /** The embedded sandbox; null if the gateway serves Clio. */
  readonly sandbox: RunningSandbox | null;
  /** The stored login that requests without a token use. */
  readonly login: StoredLogin | null;
  close(): Promise<void>;
}

/** Opens the gateway that the settings describe, in front of Clio or of an embedded sandbox. */
export async function openGateway(
  { createGateway, startSandbox }: Parts,
  { config: configured, login, file }: Account,
  logger: Logger,
): Promise<OpenGateway> {
  const isDemo = configured.upstream.kind === 'sandbox';
  const config = isDemo ? { ...configured, signIn: demoSignIn(configured) } : configured;
  const sandbox = isDemo
    ? await startSandbox({ port: 0, applications: demoApplications(config.signIn) })
    : null;
  const oauth = login && openOauth(login, config.upstreamTimeoutMs);
  const defaultToken = login && oauth ? new RenewingLogin(login, file, oauth) : config.accessToken;
  const upstream = sandbox
    ? { baseUrl: sandbox.baseUrl, defaultToken: sandbox.tokens.owner }
    : { baseUrl: readBaseUrl(config), defaultToken };
  const { otlpEndpoint } = config;
  const traces = otlpEndpoint === null ? null : await exportTraces(otlpEndpoint, logger);
  const gateway = await createGateway({ config, logger, upstream });
  return {
    gateway,
    config,
    upstream,
    sandbox,
    login,
    async close() {
      await gateway.close();
      await oauth?.close();
      await traces?.close();
      await sandbox?.close();
    },
  };
}

/** The OAuth client of a stored login. */
export function openOauth(
  { application, oauthUrl, redirectUri }: Pick<StoredLogin, 'application' | 'oauthUrl' | 'redirectUri'>,
  timeoutMs: number,
): OauthClient {
  return new OauthClient({ ...application, url: oauthUrl, redirectUri, timeoutMs, clock: systemClock });
}

function readBaseUrl({ upstream }: Config): string {
  if (upstream.kind === 'sandbox') throw new Error('The sandbox has no base URL before it is started.');
  return upstream.baseUrl ?? regions[upstream.region].baseUrl;
}
