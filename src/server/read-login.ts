import type { Region } from '../config/regions.ts';
import type { Exchange } from './exchange.ts';
import { readRegion, readToken } from './read-headers.ts';
import type { SessionLogin } from './session.ts';

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
export function readLogin({ incoming, login }: Exchange, defaultToken: string | null): Login {
  if (login) return { token: login.token, region: login.region, login };
  return { token: readToken(incoming, defaultToken), region: readRegion(incoming), login: undefined };
}
