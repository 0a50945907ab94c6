import type { Region } from '../../config/regions.ts';
import type { SessionLogin } from '../../request/request-context.ts';
import type { ServerRequest } from '../server-request.ts';
import { readRegion, readToken } from './read-headers.ts';

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
