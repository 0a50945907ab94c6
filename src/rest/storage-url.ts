import { type LookupAddress, type LookupOptions, lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { GatewayError } from '../errors.ts';
import { isLoopbackHost } from '../loopback.ts';

/** Networks that are private, local or reserved, and those of cloud machines' metadata services (RFC 6890). */
const privateNetworks = new BlockList();
for (const [address, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  privateNetworks.addSubnet(address, bits, 'ipv4');
  // The same behind a translator between the two versions (RFC 6052).
  privateNetworks.addSubnet(`64:ff9b::${address}`, 96 + bits, 'ipv6');
}
for (const [address, bits] of [
  ['::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const)
  privateNetworks.addSubnet(address, bits, 'ipv6');

/** Whether an IP address is not one of a public host. An IPv4 address inside of an IPv6 one counts as itself. */
function isPrivateAddress(address: string): boolean {
  return privateNetworks.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** A name of the storage resolves to an address that the gateway does not talk to. */
export class PrivateAddress extends Error {
  override readonly name = 'PrivateAddress';
}

/** Resolves names as Node does, and rejects those with a private address: the address that is checked is the one connected to. */
export const publicLookup: LookupFunction = (hostname, options: LookupOptions, callback) => {
  lookup(
    hostname,
    { family: options.family, ...options, all: true },
    (error, addresses: LookupAddress[] = []) => {
      const [first] = addresses;
      if (error || first === undefined) callback(error, '');
      else if (addresses.some(({ address }) => isPrivateAddress(address))) callback(new PrivateAddress(), '');
      else if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    },
  );
};

/**
 * Reads an address in Clio's file storage that Clio has named, and rejects one that files must not be sent to or read from.
 *
 * It must be https on a public host. Where Clio itself is on this machine (the sandbox, a stand-in in a test), the storage may be there
 * too, over http. Names are checked again when they are resolved, see {@link publicLookup}.
 *
 * @param baseUrl Clio's REST base that the address came from.
 * @throws GatewayError `UPSTREAM_ERROR`. It does not contain the address, which is a key to the file.
 */
export function checkStorageUrl(address: unknown, baseUrl: string): URL {
  const url = typeof address === 'string' && URL.canParse(address) ? new URL(address) : null;
  if (url === null || url.username !== '' || url.password !== '' || !isAllowed(url, baseUrl)) {
    const host = url === null ? '' : ` (${url.protocol}//${url.host})`;
    throw new GatewayError(
      'UPSTREAM_ERROR',
      `Clio named a place for the file${host} that the gateway does not talk to: it must be https on a public host. Check CLIO_BASE_URL.`,
    );
  }
  return url;
}

/** Whether a URL is of this machine. */
export function isLoopbackUrl(url: string): boolean {
  return isLoopbackHost(withoutDot(new URL(url).hostname));
}

function isAllowed(url: URL, baseUrl: string): boolean {
  const hostname = withoutDot(url.hostname);
  if (isLoopbackHost(hostname) && isLoopbackUrl(baseUrl))
    return url.protocol === 'http:' || url.protocol === 'https:';
  return url.protocol === 'https:' && !isLoopbackHost(hostname) && !isInternal(hostname);
}

/** `localhost.` is `localhost`. */
function withoutDot(hostname: string): string {
  return hostname.endsWith('.') ? hostname.slice(0, -1) : hostname;
}

/** Clio's storage has a name, so every IPv6 literal is rejected. `URL` has brought IPv4 to its usual form. */
function isInternal(hostname: string): boolean {
  if (hostname.startsWith('[')) return true;
  if (isIP(hostname) === 4) return isPrivateAddress(hostname);
  return !hostname.includes('.') || /\.(internal|local)$/.test(hostname);
}
