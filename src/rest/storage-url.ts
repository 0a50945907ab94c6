import { isIP } from 'node:net';
import { GatewayError } from '../errors.ts';

/**
 * Reads an address on Clio's file storage that Clio has given out, and refuses one that bytes or readers must not be
 * sent to: it decides which host this process talks to.
 *
 * It has to be https, on a public host. Where Clio itself is on this machine (the sandbox, a stand-in in a test), the
 * storage may be there too, over http.
 *
 * @param baseUrl Clio's REST base that the address came from.
 * @throws GatewayError `UPSTREAM_ERROR`; the address, which is a key to the file, is not repeated.
 */
export function checkStorageUrl(address: unknown, baseUrl: string): URL {
  const url = typeof address === 'string' && URL.canParse(address) ? new URL(address) : null;
  if (url === null || url.username !== '' || url.password !== '' || !isAllowed(url, new URL(baseUrl))) {
    const host = url === null ? '' : ` (${url.protocol}//${url.host})`;
    throw new GatewayError(
      'UPSTREAM_ERROR',
      `Clio named a place for the file${host} that the gateway does not talk to: it has to be https on a public host. Check CLIO_BASE_URL.`,
    );
  }
  return url;
}

function isAllowed(url: URL, base: URL): boolean {
  const isOnThisMachine = isLoopback(url.hostname);
  if (isLoopback(base.hostname) && isOnThisMachine)
    return url.protocol === 'http:' || url.protocol === 'https:';
  return url.protocol === 'https:' && !isOnThisMachine && !isInside(url.hostname);
}

function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    (isIP(hostname) === 4 && hostname.startsWith('127.'))
  );
}

/**
 * Addresses of private networks and of cloud machines' metadata services. Clio's storage has a name; any IPv6 literal
 * is refused, as the ways to write an inner address in one are too many. URL has brought IPv4 to its usual form.
 */
function isInside(hostname: string): boolean {
  if (hostname.startsWith('[')) return true;
  if (isIP(hostname) === 0) return !hostname.includes('.') || /\.(internal|local)\.?$/.test(hostname);
  const [a = 0, b = 0] = hostname.split('.').map(Number);
  return (
    a === 0 ||
    a === 10 ||
    (a === 100 && b >= 64 && b < 128) ||
    (a === 169 && b === 254) ||
    (a === 172 && b >= 16 && b < 32) ||
    (a === 192 && b === 168) ||
    a >= 224
  );
}
