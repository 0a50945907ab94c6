import type { Logger } from 'pino';
import { ConfigError } from '../config/config-error.ts';
import { parseUrl } from '../config/parse-values.ts';
import type { Region } from '../config/regions.ts';
import type { Config } from '../config/types.ts';
import type { Clock } from '../rest/clock.ts';
import type { DefaultToken } from '../server/graphql/read-headers.ts';

/** Options of `createGateway`; each has a default. */
export interface GatewayOptions {
  /**
   * Settings that differ from their defaults. The environment is not read; `loadConfig()` reads it.
   * @default Clio in the US, only tokens from requests, warnings and errors in the log
   */
  readonly config?: Partial<Config>;
  /**
   * The logger: a pino logger, such as Fastify's.
   * @default JSON lines on stdout, at `config.logLevel` and above
   */
  readonly logger?: Logger;
  /**
   * The Clio API behind the gateway.
   * @default `config.upstream` with `config.accessToken`
   */
  readonly upstream?: {
    /** Clio's REST base for requests that do not name a region. */
    readonly baseUrl: string;
    /**
     * Lent to requests without a token: a token, or a login whose token is renewed; null to reject such
     * requests.
     */
    readonly defaultToken: DefaultToken;
  };
  /**
   * Prefix of `/graphql` and all other paths in the requests that reach the gateway: `/api`. Routers that
   * remove the prefix under which they mount a handler need none.
   * @default ''
   */
  readonly basePath?: string;
}

/** The surroundings of a gateway. Only tests change them. */
export interface Surroundings {
  /**
   * The clock for rate limits, retries and deadlines.
   * @default the machine's clock
   */
  readonly clock?: Clock;
  /**
   * Clio's REST bases for requests that name a region.
   * @default Clio's own
   */
  readonly regions?: Readonly<Partial<Record<Region, string>>>;
}

const optionNames: readonly string[] = [
  'config',
  'logger',
  'upstream',
  'basePath',
] satisfies (keyof GatewayOptions)[];

/**
 * Checks options whose types JavaScript does not check.
 *
 * @throws ConfigError
 */
export function checkOptions(options: GatewayOptions): void {
  const { upstream, basePath } = options;
  const problems = Object.keys(options).flatMap((name) =>
    optionNames.includes(name) ? [] : [`${name} is not an option; there are ${optionNames.join(', ')}`],
  );
  if (upstream !== undefined && !parseUrl(String(upstream?.baseUrl), ['https:', 'http:']))
    problems.push('upstream.baseUrl must be the URL of a REST API, as https://app.clio.com/api/v4');
  if (basePath !== undefined && !/^(\/[^/?#]+)*$/.test(basePath))
    problems.push('basePath must begin with a slash and end without one, as "/api"');
  if (problems.length > 0) throw new ConfigError(problems);
}
