import { isIP } from 'node:net';
import { isRegion, type Region, regions } from './regions.ts';

/** Parses trimmed, non-empty text. Returns undefined for a wrong value. */
export type Parse<T> = (text: string) => T | undefined;

const wholeNumber = /^\d+$/;
const quantity = /^(\d+) ?([a-z]*)$/;
const clioHosts: readonly string[] = Object.values(regions).map(({ host }) => host);
const hostLabel = /^[a-z\d]([a-z\d-]{0,61}[a-z\d])?$/;

/** A whole number within bounds; no sign, no fraction, no exponent. */
export function parseInteger(min: number, max: number): Parse<number> {
  return (text) => (wholeNumber.test(text) ? within(Number(text), min, max) : undefined);
}

/** One of the names, in any case. */
export function parseName<T extends string>(names: readonly T[]): Parse<T> {
  return (text) => names.find((name) => name === text.toLowerCase());
}

export const parseSwitch: Parse<boolean> = (text) => {
  const lower = text.toLowerCase();
  if (lower === '1' || lower === 'true') return true;
  return lower === '0' || lower === 'false' ? false : undefined;
};

/** In ascending order. */
export const durationUnits: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ['ms', 1],
  ['s', 1000],
  ['m', 60_000],
]);

/** Milliseconds, from `500`, `500ms`, `10s` or `2m`. */
export function parseDuration(minMs: number, maxMs: number): Parse<number> {
  return parseQuantity(durationUnits, minMs, maxMs);
}

/** In ascending order. */
export const sizeUnits: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ['b', 1],
  ['kb', 1024],
  ['mb', 1024 ** 2],
  ['gb', 1024 ** 3],
]);

/** Bytes, from `4096`, `512kb` or `1mb`; a kilobyte is 1,024 bytes, as in other servers' body limits. */
export function parseSize(minBytes: number, maxBytes: number): Parse<number> {
  return parseQuantity(sizeUnits, minBytes, maxBytes);
}

function parseQuantity(units: ReadonlyMap<string, number>, min: number, max: number): Parse<number> {
  return (text) => {
    const [, count, unit = ''] = quantity.exec(text.toLowerCase()) ?? [];
    const factor = units.get(unit);
    return count === undefined || factor === undefined ? undefined : within(Number(count) * factor, min, max);
  };
}

function within(value: number, min: number, max: number): number | undefined {
  return value >= min && value <= max ? value : undefined;
}

/** An IP address or a host name to listen on. Removes the brackets of `[::1]`. */
export const parseHost: Parse<string> = (text) => {
  const host = text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text;
  if (isIP(host) !== 0) return host;
  if (host !== text) return undefined;
  const labels = host.toLowerCase().split('.');
  // A host name ends with digits only if it is an IP address, which isIP has just rejected.
  const isName = labels.every((label) => hostLabel.test(label)) && !wholeNumber.test(labels.at(-1) ?? '');
  return isName ? host : undefined;
};

/** A URL with a host, or undefined. */
export function parseUrl(text: string, protocols: readonly string[]): URL | undefined {
  // The constructor would silently repair `https:/host` and `https:host`.
  if (!text.includes('://') || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  return protocols.includes(url.protocol) && url.hostname !== '' ? url : undefined;
}

/** Whether only this machine can reach a host: a name, or an IPv4 or IPv6 address with or without brackets. */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[|\]$/g, '');
  if (name === 'localhost') return true;
  if (isIP(name) === 4) return name.startsWith('127.');
  // `URL` replaces each spelling of an IPv6 address by the shortest one.
  return (
    isIP(name) === 6 && URL.canParse(`http://[${name}]`) && new URL(`http://[${name}]`).hostname === '[::1]'
  );
}

/** Origins, but not `*`: any page that the owner of a lent token visits could read responses. */
export function parseOrigins(text: string): readonly string[] | undefined {
  const origins = text.split(',').map((one) => one.trim());
  const areOrigins = origins.every((one) => {
    const url = parseUrl(one, ['https:', 'http:']);
    return url?.origin === one && (url.protocol === 'https:' || isLoopback(url.hostname));
  });
  return areOrigins ? Object.freeze(origins) : undefined;
}

/** A URL without credentials, because it is shown and logged. They belong in OTEL_EXPORTER_OTLP_HEADERS. */
export function parseCollector(text: string): string | undefined {
  const url = parseUrl(text, ['https:', 'http:']);
  return !url || /[?#\s\\]/.test(text) || url.username || url.password ? undefined : text;
}

/** One value for the configured region, or one for each region named. */
export type ByRegion = string | Readonly<Partial<Record<Region, string>>>;

export function parseByRegion(text: string): ByRegion | undefined {
  // Clio's ids and secrets are letters and digits.
  const value = /^[\w.~-]{1,200}$/;
  if (!text.includes('=')) return value.test(text) ? text : undefined;
  const found: Partial<Record<Region, string>> = {};
  for (const pair of text.split(',')) {
    const [name = '', one = '', ...more] = pair.split('=').map((part) => part.trim());
    if (!isRegion(name) || found[name] !== undefined || !value.test(one) || more.length > 0) return undefined;
    found[name] = one;
  }
  return Object.freeze(found);
}

export function parseRedirectUri(text: string): string | undefined {
  const url = parseSecureUrl(text);
  // Clio compares it character by character, so a URL that parsing would change is rejected here.
  return url === text && url.endsWith('/auth/callback') ? url : undefined;
}

export function parseSecrets(text: string): readonly string[] | undefined {
  const secrets = text.split(',').map((one) => one.trim());
  return secrets.every((one) => /^[\x21-\x7e]{32,1000}$/.test(one)) ? Object.freeze(secrets) : undefined;
}

export function parseBaseUrl(text: string): string | undefined {
  const url = parseSecureUrl(text);
  if (url === undefined) return undefined;
  const { hostname, pathname } = new URL(url);
  return clioHosts.includes(hostname) && pathname !== '/api/v4' ? undefined : url;
}

/** A URL that may receive secrets, without a trailing slash. */
export function parseSecureUrl(text: string): string | undefined {
  const url = parseUrl(text, ['https:', 'http:']);
  // The parsed URL does not show an empty query or fragment, spaces or backslashes.
  if (!url || /[?#\s\\]/.test(text) || url.username || url.password) return undefined;
  // The network could read tokens and secrets.
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) return undefined;
  return url.origin + url.pathname.replace(/\/+$/, '');
}
