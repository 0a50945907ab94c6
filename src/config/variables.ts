import {
  isLoopback,
  type Parse,
  parseDuration,
  parseHost,
  parseInteger,
  parseName,
  parseSize,
  parseSwitch,
  parseUrl,
} from './parse-values.ts';
import { isRegion, type Region, regionNames, regions } from './regions.ts';
import { type LogLevel, logLevels } from './types.ts';

/** One environment variable: how it is read, and what to tell somebody who got it wrong. */
export interface Variable<T> {
  /** Value when the variable is unset or empty. */
  readonly default: T;
  /** What it may be, to end the sentence "allowed: …". */
  readonly allowed: string;
  readonly example: string;
  /** Its value is never shown. */
  readonly secret?: true;
  readonly parse: Parse<NonNullable<T>>;
}

const hour = 3_600_000;
const timeout = 'a time from 1 ms to 10 minutes, as 1500, 1500ms, 15s or 2m';
const clioHosts: readonly string[] = Object.values(regions).map(({ host }) => host);

/** RFC 6750's token syntax. `Bearer xyz` pasted whole fails it, and so does anything that could split a header. */
const bearerToken = /^[\w.~+/-]+=*$/;
const byRegionExample = 'us=abc,eu=def';
const apiVersion = /^4\.\d{1,4}\.\d{1,4}$/;

/** Every variable the gateway reads. */
export const variables = {
  PORT: variable<number>({
    default: 4000,
    allowed: 'a whole number from 0 (any free port) to 65535',
    example: '4000',
    parse: parseInteger(0, 65_535),
  }),
  HOST: variable<string>({
    default: '127.0.0.1',
    allowed: 'an IP address or a host name of this machine, without a port',
    example: '0.0.0.0',
    parse: parseHost,
  }),
  CLIO_REGION: variable<Region | null>({
    default: null,
    allowed: regionNames.join(', '),
    example: 'eu',
    parse: parseName(regionNames),
  }),
  CLIO_BASE_URL: variable<string | null>({
    default: null,
    allowed:
      'an https URL (http only to this machine) without user, password, query or fragment, on Clio’s own hosts with the path /api/v4',
    example: 'http://127.0.0.1:9999/api/v4',
    parse: parseBaseUrl,
  }),
  CLIO_ACCESS_TOKEN: variable<string | null>({
    default: null,
    allowed: 'the token alone, without the word Bearer, quotes or spaces',
    example: 'paste-the-token-here',
    secret: true,
    parse: (text) => (bearerToken.test(text) ? text : undefined),
  }),
  CLIO_API_VERSION: variable<string>({
    default: '4.0.13',
    allowed: 'a version of Clio’s API, 4.x.y',
    example: '4.0.13',
    parse: (text) => (apiVersion.test(text) ? text : undefined),
  }),
  CACHE_TTL_MS: variable<number>({
    default: 10_000,
    allowed: 'a time from 0 (no cache) to 1 hour, as 1500, 1500ms, 15s or 2m',
    example: '10s',
    parse: parseDuration(0, hour),
  }),
  CACHE_LONG_TTL_MS: variable<number>({
    default: 60_000,
    allowed: 'a time from 0 to 1 hour, as 1500, 1500ms, 15s or 2m',
    example: '5m',
    parse: parseDuration(0, hour),
  }),
  CACHE_STALE_MS: variable<number>({
    default: 0,
    allowed: 'a time from 0 (nothing out of date) to 24 hours, as 1500, 1500ms, 15s or 2m',
    example: '5m',
    parse: parseDuration(0, 24 * hour),
  }),
  CACHE_MAX_BYTES: variable<number>({
    default: 64 * 1024 ** 2,
    allowed: 'a size from 1mb to 50gb, as 500mb or 2gb',
    example: '256mb',
    parse: parseSize(1024 ** 2, 50 * 1024 ** 3),
  }),
  UPSTREAM_TIMEOUT_MS: variable<number>({
    default: 15_000,
    allowed: timeout,
    example: '15s',
    parse: parseDuration(1, hour / 6),
  }),
  REQUEST_DEADLINE_MS: variable<number>({
    default: 30_000,
    allowed: timeout,
    example: '30s',
    parse: parseDuration(1, hour / 6),
  }),
  REDIS_URL: variable<string | null>({
    default: null,
    allowed: 'a redis:// or rediss:// URL',
    example: 'redis://127.0.0.1:6379',
    secret: true,
    parse: (text) => (parseUrl(text, ['redis:', 'rediss:']) ? text : undefined),
  }),
  REDIS_TIMEOUT_MS: variable<number>({
    default: 200,
    allowed: 'a time from 1 ms to 10 s, as 50, 50ms or 1s',
    example: '50ms',
    parse: parseDuration(1, 10_000),
  }),
  LOG_LEVEL: variable<LogLevel>({
    default: 'info',
    allowed: logLevels.join(', '),
    example: 'info',
    parse: parseName(logLevels),
  }),
  ALLOW_SHARED_TOKEN: onOrOff(false),
  MAX_BODY_BYTES: variable<number>({
    default: 1024 ** 2,
    allowed: 'a size from 1kb to 100mb, as 65536, 512kb or 1mb',
    example: '1mb',
    parse: parseSize(1024, 100 * 1024 ** 2),
  }),
  MAX_UPLOAD_BYTES: variable<number>({
    default: 2 * 1024 ** 3,
    allowed: 'a size from 1mb to 50gb, as 500mb or 2gb',
    example: '2gb',
    parse: parseSize(1024 ** 2, 50 * 1024 ** 3),
  }),
  UPLOAD_DEADLINE_MS: variable<number>({
    default: hour / 4,
    allowed: 'a time from 1 s to 6 hours, as 90s or 15m',
    example: '15m',
    parse: parseDuration(1000, 6 * hour),
  }),
  MAX_DEPTH: count(20, 1000),
  MAX_ALIASES: count(100, 100_000),
  MAX_FIELDS: count(5000, 1_000_000),
  MAX_TOKENS: count(10_000, 1_000_000),
  MAX_PAGE_SIZE: count(2000, 1_000_000),
  MAX_PLANNED_CALLS: count(5000, 1_000_000_000),
  MAX_UPSTREAM_CALLS: count(64, 10_000),
  MAX_UPSTREAM_CALLS_PER_TOKEN: count(32, 10_000),
  MAX_WAITING_CALLS: count(10_000, 1_000_000),
  MAX_WAITING_CALLS_PER_TOKEN: count(1000, 1_000_000),
  CORS_ORIGINS: variable<readonly string[] | null>({
    default: null,
    allowed: 'origins with commas between them, without a path: https, or http to this machine',
    example: 'https://app.example.com,http://localhost:3000',
    parse: parseOrigins,
  }),
  INTROSPECTION: onOrOff(true),
  GRAPHIQL: onOrOff(true),
  EXPLAIN: variable<boolean | null>({
    default: null,
    allowed: '1 or true, 0 or false',
    example: '1',
    parse: parseSwitch,
  }),
  METRICS: onOrOff(false),
  OTEL_EXPORTER_OTLP_ENDPOINT: variable<string | null>({
    default: null,
    allowed: 'an http or https URL without user, password, query or fragment',
    example: 'http://127.0.0.1:4318',
    parse: parseCollector,
  }),
  AUTOMATIC_PERSISTED_QUERIES: onOrOff(true),
  TRUSTED_DOCUMENTS: variable<string | null>({
    default: null,
    allowed: 'the path of a JSON file',
    example: './persisted-documents.json',
    parse: (text) => text,
  }),
  TRUSTED_DOCUMENTS_ONLY: onOrOff(false),
  MAX_BATCH: count(1, 100),
  GET_MAX_AGE_MS: variable<number>({
    default: 0,
    allowed: 'a time from 0 (not kept) to 1 hour, as 1500, 1500ms, 15s or 2m',
    example: '30s',
    parse: parseDuration(0, hour),
  }),
  COMPRESSION: onOrOff(true),
  SCHEMA_PREFIX: variable<string | null>({
    default: null,
    allowed: 'at most 30 letters and digits, a capital first',
    example: 'Clio',
    parse: (text) => (/^[A-Z][A-Za-z0-9]{0,29}$/.test(text) ? text : undefined),
  }),
  SUBGRAPH_NODE: variable<boolean>({
    default: false,
    allowed: '1 or true, 0 or false',
    example: '1',
    parse: parseSwitch,
  }),
  CLIO_CLIENT_ID: variable<ByRegion | null>({
    default: null,
    allowed: `the id of your application at Clio, or one for each region with commas between them, as ${byRegionExample}`,
    example: byRegionExample,
    parse: parseByRegion,
  }),
  CLIO_CLIENT_SECRET: variable<ByRegion | null>({
    default: null,
    allowed: `the secret of that application, or one for each region with commas between them, as ${byRegionExample}`,
    example: 'paste-the-secret-here',
    secret: true,
    parse: parseByRegion,
  }),
  CLIO_REDIRECT_URI: variable<string | null>({
    default: null,
    allowed:
      'the gateway’s own https URL (http only to this machine) that ends in /auth/callback, as registered with Clio',
    example: 'https://gateway.example.com/auth/callback',
    parse: parseRedirectUri,
  }),
  CLIO_OAUTH_URL: variable<string | null>({
    default: null,
    allowed: 'an https URL (http only to this machine) without user, password, query or fragment',
    example: 'https://eu.app.clio.com/oauth',
    parse: parseSecureUrl,
  }),
  SESSION_SECRET: variable<readonly string[] | null>({
    default: null,
    allowed:
      'at least 32 random characters without spaces and commas; older ones after it, with commas between them',
    example: 'output-of-openssl-rand-base64-32',
    secret: true,
    parse: parseSecrets,
  }),
} as const;

export type VariableName = keyof typeof variables;

/** Keeps a row's own type, so that `variables.PORT` reads as a number and not as any of the table's types. */
function variable<T>(row: Variable<T>): Variable<T> {
  return Object.freeze(row);
}

function count(byDefault: number, max: number): Variable<number> {
  return variable({
    default: byDefault,
    allowed: `a whole number from 1 to ${max}`,
    example: String(byDefault),
    parse: parseInteger(1, max),
  });
}

function onOrOff(byDefault: boolean): Variable<boolean> {
  return variable({
    default: byDefault,
    allowed: '1 or true, 0 or false',
    example: byDefault ? '0' : '1',
    parse: parseSwitch,
  });
}

/** No `*`: an answer to a lent token would be open to every page that its owner visits. */
function parseOrigins(text: string): readonly string[] | undefined {
  const origins = text.split(',').map((one) => one.trim());
  const areOrigins = origins.every((one) => {
    const url = parseUrl(one, ['https:', 'http:']);
    return url?.origin === one && (url.protocol === 'https:' || isLoopback(url.hostname));
  });
  return areOrigins ? Object.freeze(origins) : undefined;
}

/** What a collector asks for goes into OTEL_EXPORTER_OTLP_HEADERS: URLs are shown and logged. */
function parseCollector(text: string): string | undefined {
  const url = parseUrl(text, ['https:', 'http:']);
  return !url || /[?#\s\\]/.test(text) || url.username || url.password ? undefined : text;
}

/** One value for the configured region, or one for each region named. */
export type ByRegion = string | Readonly<Partial<Record<Region, string>>>;

function parseByRegion(text: string): ByRegion | undefined {
  // What Clio gives out is letters and digits.
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

function parseRedirectUri(text: string): string | undefined {
  const url = parseSecureUrl(text);
  // Clio compares it character by character: one that is written in another way is refused here, not there.
  return url === text && url.endsWith('/auth/callback') ? url : undefined;
}

function parseSecrets(text: string): readonly string[] | undefined {
  const secrets = text.split(',').map((one) => one.trim());
  return secrets.every((one) => /^[\x21-\x7e]{32,1000}$/.test(one)) ? Object.freeze(secrets) : undefined;
}

function parseBaseUrl(text: string): string | undefined {
  const url = parseSecureUrl(text);
  if (url === undefined) return undefined;
  const { hostname, pathname } = new URL(url);
  return clioHosts.includes(hostname) && pathname !== '/api/v4' ? undefined : url;
}

/** Without a slash at its end. */
function parseSecureUrl(text: string): string | undefined {
  const url = parseUrl(text, ['https:', 'http:']);
  // An empty query or fragment leaves no trace in the parsed URL; spaces and backslashes are repaired away.
  if (!url || /[?#\s\\]/.test(text) || url.username || url.password) return undefined;
  // Tokens and secrets would cross the network in the clear.
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) return undefined;
  return url.origin + url.pathname.replace(/\/+$/, '');
}
