import { isRegion, type Region, regionNames } from '../../config/regions.ts';
import type { Config } from '../../config/types.ts';
import { badInput, GatewayError } from '../../errors.ts';
import type { CacheUse } from '../../loaders/cache.ts';
import type { Explain, SessionLogin } from '../../request/request-context.ts';
import type { HttpRequest } from '../http/http-message.ts';
import type { ServerRequest } from '../server-request.ts';
import type { ServedOperation } from './served-operation.ts';

export interface ReadOptions {
  readonly config: Config;
  readonly defaultToken: DefaultToken;
}

/**
 * Reads the login, the region and the modes of a request.
 *
 * @throws GatewayError for malformed headers.
 */
export function readHeaders(served: ServedOperation, { config, defaultToken }: ReadOptions): void {
  const { http } = served.request;
  const { token, region, login } = readLogin(served.request, defaultToken);
  served.token = token;
  served.region = region;
  served.login = login;
  served.explain = readExplain(http, config.explain);
  served.cacheUse = readCacheUse(http);
}

/** Lent to requests that bring no token: a token, or a login whose token is renewed; null to reject them. */
export type DefaultToken = string | SessionLogin | null;

/**
 * The login of a request: its session, its own token, or the gateway's login.
 *
 * @throws GatewayError for malformed headers.
 */
export function readLogin(
  { http, login }: ServerRequest,
  defaultToken: DefaultToken,
): Pick<ServedOperation, 'token' | 'region' | 'login'> {
  if (login) return { token: login.token, region: login.region, login };
  const renewable = typeof defaultToken === 'object' && defaultToken !== null ? defaultToken : undefined;
  const token = readToken(http, renewable ? renewable.token : (defaultToken as string | null));
  const isOwn = http.header('authorization') !== null;
  return { token, region: readRegion(http), login: isOwn ? undefined : renewable };
}

// Visible ASCII: what a token may hold according to RFC 6750 and a little more; no spaces or control characters.
const bearer = /^Bearer +[\x21-\x7e]{1,4096}$/i;

/**
 * The token of a request: its own, else `defaultToken`, else null (enough for introspection).
 *
 * @throws GatewayError `UNAUTHENTICATED` if the header is malformed, or if the request must not get the
 * gateway's own token.
 */
export function readToken(http: HttpRequest, defaultToken: string | null): string | null {
  const header = http.header('authorization');
  if (header !== null) {
    // A token contains no space.
    if (bearer.test(header)) return header.slice(header.lastIndexOf(' ') + 1);
    throw new GatewayError(
      'UNAUTHENTICATED',
      'The Authorization header must be "Bearer " and a Clio access token.',
    );
  }
  if (defaultToken !== null && !http.mayBorrowToken) {
    throw new GatewayError(
      'UNAUTHENTICATED',
      'This gateway lends its own token only to requests for localhost. Send "Authorization: Bearer <Clio access token>".',
    );
  }
  return defaultToken;
}

/** @throws GatewayError `BAD_USER_INPUT` for a value that is not a region. */
function readRegion(http: HttpRequest): Region | null {
  const header = http.header('x-clio-region');
  if (header === null) return null;
  if (isRegion(header)) return header;
  throw badInput(`X-Clio-Region must be one of ${regionNames.join(', ')}.`);
}

/**
 * @throws GatewayError `BAD_USER_INPUT` for an unknown value; `FORBIDDEN` if explaining is turned off.
 * Ignoring the header would execute an operation whose plan alone was requested.
 */
function readExplain(http: HttpRequest, allowed: boolean): Explain {
  const header = http.header('x-clio-explain');
  if (header === null) return 'off';
  if (header !== 'trace' && header !== 'plan') {
    throw badInput('X-Clio-Explain must be "trace" or "plan".');
  }
  if (!allowed && !http.mayExplain)
    throw new GatewayError('FORBIDDEN', 'X-Clio-Explain is turned off on this gateway.');
  return header;
}

/** Reads `Cache-Control`. Directives without a meaning here are ignored, as HTTP requires. */
function readCacheUse(http: HttpRequest): CacheUse {
  const directives = http.header('cache-control')?.toLowerCase().split(',') ?? [];
  let use: CacheUse = 'full';
  for (const directive of directives) {
    const name = directive.trim();
    if (name === 'no-store') return 'none';
    if (name === 'no-cache') use = 'fresh';
  }
  return use;
}
