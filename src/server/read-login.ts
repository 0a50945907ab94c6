import type { Region } from '../config/regions.ts';
import type { SessionLogin } from '../request/request-context.ts';
import { readRegion, readToken } from './read-headers.ts';
import type { ServerRequest } from './server-request.ts';

/** Who asks, and of which region. */
export interface Login {
  readonly token: string | null;
  readonly region: Region | null;
  readonly login: SessionLogin | undefined;
}

/**
 * The login of a request: that of its session, its own token, or the gateway's.
 *
 * @throws GatewayError for headers that are not as they should be.
 */
export function readLogin({ http, login }: ServerRequest, defaultToken: string | null): Login {
  if (login) return { token: login.token, region: login.region, login };
  return { token: readToken(http, defaultToken), region: readRegion(http), login: undefined };
}
