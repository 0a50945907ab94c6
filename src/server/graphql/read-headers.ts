import { randomUUID } from 'node:crypto';
import { isRegion, type Region, regionNames } from '../../config/regions.ts';
import { GatewayError } from '../../errors.ts';
import type { CacheUse } from '../../loaders/cache.ts';
import type { Explain, SessionLogin } from '../../request/request-context.ts';
import type { HttpRequest } from '../http/http-message.ts';
import type { ServerRequest } from '../server-request.ts';

const acceptableRequestId = /^[A-Za-z0-9._:-]{1,128}$/;

/** Ids of this process begin alike and count up: a random one for each request costs more than the rest of its headers. */
const idPrefix = randomUUID().slice(0, 28);
/** The first number of eight digits. */
let lastId = 10_000_000;

function nextRequestId(): string {
  lastId += 1;
  return `${idPrefix}${lastId}`;
}

/** The client's `X-Request-Id` where it is harmless in a header and a log line, else a new one. */
export function readRequestId(http: HttpRequest): string {
  const given = http.header('x-request-id');
  return given !== null && acceptableRequestId.test(given) ? given : nextRequestId();
}

/** Who asks, and of which region. */
export interface Login {
  readonly token: string | null;
  readonly region: Region | null;
  readonly login: SessionLogin | undefined;
}

/** Lent to requests that bring no token: a token, or a login whose token is renewed; null to refuse them. */
export type DefaultToken = string | SessionLogin | null;

/**
 * The login of a request: that of its session, its own token, or the gateway's.
 *
 * @throws GatewayError for headers that are not as they should be.
 */
export function readLogin({ http, login }: ServerRequest, defaultToken: DefaultToken): Login {
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
 * @throws GatewayError `UNAUTHENTICATED` when the header is there but malformed, or when a token would be
 * lent to a request that must not have it.
 */
export function readToken(http: HttpRequest, defaultToken: string | null): string | null {
  const header = http.header('authorization');
  if (header !== null) {
    // A token has no space in it.
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

/**
 * @throws GatewayError `BAD_USER_INPUT` for a value that is no region.
 */
function readRegion(http: HttpRequest): Region | null {
  const header = http.header('x-clio-region');
  if (header === null) return null;
  if (isRegion(header)) return header;
  throw new GatewayError('BAD_USER_INPUT', `X-Clio-Region must be one of ${regionNames.join(', ')}.`);
}

/**
 * @throws GatewayError `BAD_USER_INPUT` for an unknown value; `FORBIDDEN` where explaining is turned off:
 * without the header the operation would be executed, although only its plan was requested.
 */
export function readExplain(http: HttpRequest, allowed: boolean): Explain {
  const header = http.header('x-clio-explain');
  if (header === null) return 'off';
  if (header !== 'trace' && header !== 'plan') {
    throw new GatewayError('BAD_USER_INPUT', 'X-Clio-Explain must be "trace" or "plan".');
  }
  if (!allowed && !http.mayExplain)
    throw new GatewayError('FORBIDDEN', 'X-Clio-Explain is turned off on this gateway.');
  return header;
}

/** What `Cache-Control` asks for; directives of no meaning here are ignored, as HTTP wants it. */
export function readCacheUse(http: HttpRequest): CacheUse {
  const directives = http.header('cache-control')?.toLowerCase().split(',') ?? [];
  let use: CacheUse = 'full';
  for (const directive of directives) {
    const name = directive.trim();
    if (name === 'no-store') return 'none';
    if (name === 'no-cache') use = 'fresh';
  }
  return use;
}
