import { type LookupAddress, type LookupOptions, lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { GatewayError } from '../errors.ts';
import { isLoopbackHost } from '../loopback.ts';

/** Private, local and reserved networks, including those of cloud machines' metadata services (RFC 6890). */
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
  // The same network behind a translator from IPv6 to IPv4 (RFC 6052).
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

/**
 * Whether an IP address does not belong to a public host. An IPv4 address inside an IPv6 address counts as
 * itself.
 */
function isPrivateAddress(address: string): boolean {
  return privateNetworks.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** A host name of the storage resolves to a private address. */
export class PrivateAddress extends Error {
  override readonly name = 'PrivateAddress';
}

/**
 * Resolves names as Node does, and rejects private addresses. The checked address is the one that is
 * connected to.
 */
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
 * Reads an address in Clio's file storage that Clio has sent, and rejects an unsafe one.
 *
 * It must be https on a public host. If Clio itself is on this machine (the sandbox, or a server in a test),
 * the storage may be there too, over http. Names are checked again when they are resolved, see {@link
 * publicLookup}.
 *
 * @param baseUrl Clio's REST base that the address came from.
 * @throws GatewayError `UPSTREAM_ERROR`, without the address, because that gives access to the file.
 */
export function checkStorageUrl(address: unknown, baseUrl: string): URL {
  const url = typeof address === 'string' && URL.canParse(address) ? new URL(address) : null;
  if (url === null || url.username !== '' || url.password !== '' || !isAllowed(url, baseUrl)) {
    const host = url === null ? '' : ` (${url.protocol}//${url.host})`;
    throw new GatewayError(
      'UPSTREAM_ERROR',
      `Clio sent an unsafe address for the file${host}: it must be https on a public host. Check CLIO_BASE_URL.`,
    );
  }
  return url;
}

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

/** Clio's storage has a host name, so every IPv6 literal is rejected. `URL` has normalised IPv4. */
function isInternal(hostname: string): boolean {
  if (hostname.startsWith('[')) return true;
  if (isIP(hostname) === 4) return isPrivateAddress(hostname);
  return !hostname.includes('.') || /\.(internal|local)$/.test(hostname);
}
