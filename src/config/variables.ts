import {
  type ByRegion,
  type Parse,
  parseBaseUrl,
  parseByRegion,
  parseCollector,
  parseDuration,
  parseHost,
  parseInteger,
  parseName,
  parseOrigins,
  parseRedirectUri,
  parseSecrets,
  parseSecureUrl,
  parseSize,
  parseSwitch,
  parseUrl,
} from './parse-values.ts';
import { type Region, regionNames } from './regions.ts';
import { type LogLevel, logLevels } from './types.ts';

/** One environment variable. */
export interface Variable<T> {
  /** Its effect, in one line. `.env.example` and `docs/reference/configuration.md` are generated from it. */
  readonly help: string;
  /** Value if the variable is unset or empty. */
  readonly default: T;
  /** Its allowed values, to end the sentence "allowed: …". */
  readonly allowed: string;
  readonly example: string;
  /** Its value is never shown. */
  readonly secret?: true;
  readonly parse: Parse<NonNullable<T>>;
}

const hour = 3_600_000;
const timeout = 'a time from 1 ms to 10 minutes, as 1500, 1500ms, 15s or 2m';

/** RFC 6750's token syntax. It rejects `Bearer xyz`, and characters that could split a header. */
const bearerToken = /^[\w.~+/-]+=*$/;
const byRegionExample = 'us=abc,eu=def';
const apiVersion = /^4\.\d{1,4}\.\d{1,4}$/;

/** All variables of the gateway. */
export const variables = {
  PORT: variable<number>({
    help: 'Port to listen on; 0 takes any free port.',
    default: 4000,
    allowed: 'a whole number from 0 (any free port) to 65535',
    example: '4000',
    parse: parseInteger(0, 65_535),
  }),
  HOST: variable<string>({
    help: 'Address to listen on; 0.0.0.0 accepts connections from other machines.',
    default: '127.0.0.1',
    allowed: 'an IP address or a host name of this machine, without a port',
    example: '0.0.0.0',
    parse: parseHost,
  }),
  CLIO_REGION: variable<Region | null>({
    help: 'Region of your Clio account: us, ca, eu or au. If CLIO_REGION, CLIO_BASE_URL and CLIO_ACCESS_TOKEN are empty, the gateway serves the account of clio-graphql login, or else the sandbox.',
    default: null,
    allowed: regionNames.join(', '),
    example: 'eu',
    parse: parseName(regionNames),
  }),
  CLIO_BASE_URL: variable<string | null>({
    help: 'REST base URL to use instead of a region, such as http://127.0.0.1:9999/api/v4. Requests can then not choose a region.',
    default: null,
    allowed:
      'an https URL (http only to this machine) without user, password, query or fragment, on Clio’s own hosts with the path /api/v4',
    example: 'http://127.0.0.1:9999/api/v4',
    parse: parseBaseUrl,
  }),
  CLIO_ACCESS_TOKEN: variable<string | null>({
    help: 'Clio access token for requests that send none, to explore on your own machine. It is your key: keep it out of version control.',
    default: null,
    allowed: 'the token alone, without the word Bearer, quotes or spaces',
    example: 'paste-the-token-here',
    secret: true,
    parse: (text) => (bearerToken.test(text) ? text : undefined),
  }),
  SANDBOX: variable<boolean | null>({
    help: '1 serves the sandbox with its sample data. 0 fails the start if neither a setting nor clio-graphql login names a Clio account.',
    default: null,
    allowed: '1 or true, 0 or false',
    example: '1',
    parse: parseSwitch,
  }),
  CLIO_API_VERSION: variable<string>({
    help: 'Version of Clio’s API to request.',
    default: '4.0.13',
    allowed: 'a version of Clio’s API, 4.x.y',
    example: '4.0.13',
    parse: (text) => (apiVersion.test(text) ? text : undefined),
  }),
  CACHE_TTL_MS: variable<number>({
    help: 'Lifetime of cached records and pages; 0 turns the cache off.',
    default: 10_000,
    allowed: 'a time from 0 (no cache) to 1 hour, as 1500, 1500ms, 15s or 2m',
    example: '10s',
    parse: parseDuration(0, hour),
  }),
  CACHE_LONG_TTL_MS: variable<number>({
    help: 'Lifetime of cached data that seldom changes, such as users, practice areas and custom fields.',
    default: 60_000,
    allowed: 'a time from 0 to 1 hour, as 1500, 1500ms, 15s or 2m',
    example: '5m',
    parse: parseDuration(0, hour),
  }),
  CACHE_STALE_MS: variable<number>({
    help: 'How much longer an expired response may replace a failed call to Clio; 0 returns the error instead.',
    default: 0,
    allowed: 'a time from 0 (never) to 24 hours, as 1500, 1500ms, 15s or 2m',
    example: '5m',
    parse: parseDuration(0, 24 * hour),
  }),
  CACHE_WATCHED_TTL_MS: variable<number>({
    help: 'Lifetime of cached records of types that the login’s subscriptions watch. It can be longer than CACHE_TTL_MS, because reported changes end it; 0 has no effect.',
    default: 0,
    allowed: 'a time from 0 to 24 hours, as 1500, 1500ms, 15s or 2m',
    example: '5m',
    parse: parseDuration(0, 24 * hour),
  }),
  CACHE_MAX_BYTES: variable<number>({
    help: 'Maximum size of the cache.',
    default: 64 * 1024 ** 2,
    allowed: 'a size from 1mb to 50gb, as 500mb or 2gb',
    example: '256mb',
    parse: parseSize(1024 ** 2, 50 * 1024 ** 3),
  }),
  UPSTREAM_TIMEOUT_MS: variable<number>({
    help: 'Time limit of one call to Clio.',
    default: 15_000,
    allowed: timeout,
    example: '15s',
    parse: parseDuration(1, hour / 6),
  }),
  REQUEST_DEADLINE_MS: variable<number>({
    help: 'Time limit of one GraphQL request, with all its calls, waits and retries.',
    default: 30_000,
    allowed: timeout,
    example: '30s',
    parse: parseDuration(1, hour / 6),
  }),
  REDIS_URL: variable<string | null>({
    help: 'Redis that several gateways share, such as redis://127.0.0.1:6379. Without it each gateway keeps its state in memory.',
    default: null,
    allowed: 'a redis:// or rediss:// URL',
    example: 'redis://127.0.0.1:6379',
    secret: true,
    parse: (text) => (parseUrl(text, ['redis:', 'rediss:']) ? text : undefined),
  }),
  REDIS_TIMEOUT_MS: variable<number>({
    help: 'How long the gateway waits for Redis before it continues without it.',
    default: 200,
    allowed: 'a time from 1 ms to 10 s, as 50, 50ms or 1s',
    example: '50ms',
    parse: parseDuration(1, 10_000),
  }),
  LOG_LEVEL: variable<LogLevel>({
    help: 'Lowest level that is logged: trace, debug, info, warn, error, fatal or silent.',
    default: 'info',
    allowed: logLevels.join(', '),
    example: 'info',
    parse: parseName(logLevels),
  }),
  ALLOW_SHARED_TOKEN: onOrOff(
    '1 lets everyone who can reach the gateway use CLIO_ACCESS_TOKEN, if HOST is not this machine alone.',
    false,
  ),
  MAX_BODY_BYTES: variable<number>({
    help: 'Maximum size of a request body, without the files in it.',
    default: 1024 ** 2,
    allowed: 'a size from 1kb to 100mb, as 65536, 512kb or 1mb',
    example: '1mb',
    parse: parseSize(1024, 100 * 1024 ** 2),
  }),
  MAX_RESPONSE_BYTES: variable<number>({
    help: 'Maximum size of a response, before compression. Responses that clients have not read yet may take eight times as much together.',
    default: 32 * 1024 ** 2,
    allowed: 'a size from 64kb to 500mb, as 512kb or 32mb',
    example: '32mb',
    parse: parseSize(64 * 1024, 500 * 1024 ** 2),
  }),
  MAX_UPLOAD_BYTES: variable<number>({
    help: 'Maximum size of all files in one request. Until they are sent on, they are in the folder for temporary files (TMPDIR).',
    default: 2 * 1024 ** 3,
    allowed: 'a size from 1mb to 50gb, as 500mb or 2gb',
    example: '2gb',
    parse: parseSize(1024 ** 2, 50 * 1024 ** 3),
  }),
  UPLOAD_DEADLINE_MS: variable<number>({
    help: 'Time limit of a request with files, from its first byte to its response.',
    default: hour / 4,
    allowed: 'a time from 1 s to 6 hours, as 90s or 15m',
    example: '15m',
    parse: parseDuration(1000, 6 * hour),
  }),
  MAX_DEPTH: count('Maximum nesting of fields in an operation.', 20, 200),
  MAX_ALIASES: count('Maximum number of aliases in an operation.', 100, 100_000),
  MAX_FIELDS: count(
    'Maximum number of fields in an operation; the fields of a fragment count wherever it is spread.',
    5000,
    1_000_000,
  ),
  MAX_TOKENS: count(
    'Maximum number of tokens (names, values, punctuation) in a GraphQL document.',
    10_000,
    1_000_000,
  ),
  MAX_PAGE_SIZE: count('Maximum of first and last.', 2000, 1_000_000),
  MAX_PLANNED_CALLS: count(
    'Maximum number of calls to Clio of one operation: of those expected, as rateLimit { cost } returns them, and of those made.',
    5000,
    1_000_000_000,
  ),
  MAX_UPSTREAM_CALLS: count('Maximum number of calls to a region at the same time.', 64, 10_000),
  MAX_UPSTREAM_CALLS_PER_TOKEN: count('Maximum number of calls of one login at the same time.', 32, 10_000),
  MAX_WAITING_CALLS: count(
    'Maximum number of calls to a region that wait for their turn; further calls are rejected.',
    10_000,
    1_000_000,
  ),
  MAX_WAITING_CALLS_PER_TOKEN: count(
    'Maximum number of calls of one login that wait for their turn.',
    1000,
    1_000_000,
  ),
  CORS_ORIGINS: variable<readonly string[] | null>({
    help: 'Origins whose pages may call the gateway from a browser, separated by commas: https://app.example.com.',
    default: null,
    allowed: 'origins separated by commas, without a path: https, or http to this machine',
    example: 'https://app.example.com,http://localhost:3000',
    parse: parseOrigins,
  }),
  INTROSPECTION: onOrOff('0 hides the schema: no introspection and no /schema.graphql.', true),
  GRAPHIQL: onOrOff('0 turns the explorer (GraphiQL) off.', true),
  EXPLAIN: variable<boolean | null>({
    help: '1 allows X-Clio-Explain, which shows plans and calls; 0 rejects it. Unset: allowed on the sandbox and when HOST is this machine alone.',
    default: null,
    allowed: '1 or true, 0 or false',
    example: '1',
    parse: parseSwitch,
  }),
  WEBHOOK_URL: variable<string | null>({
    help: 'Public https address of the gateway, to which Clio posts changes for subscriptions. Without it subscriptions work only with an API on this machine, such as the sandbox.',
    default: null,
    allowed:
      'an https URL (http only to this machine) without user, password, query or fragment; a path in front of /webhooks is allowed',
    example: 'https://api.example.com',
    parse: parseSecureUrl,
  }),
  SUBSCRIPTION_BATCH_MS: variable<number>({
    help: 'How long the gateway collects changes of one type of record before it reads their records in one batch.',
    default: 1000,
    allowed: 'a time from 20 ms to 1 minute, as 1500, 1500ms, 15s or 2m',
    example: '5s',
    parse: parseDuration(20, 60_000),
  }),
  SUBSCRIPTION_MAX_AGE_MS: variable<number>({
    help: 'How long a subscription may last; its client then subscribes again.',
    default: 24 * hour,
    allowed: 'a time from 1 minute to 30 days, as 90m or 1440m',
    example: '720m',
    parse: parseDuration(60_000, 30 * 24 * hour),
  }),
  SUBSCRIPTION_IDLE_MS: variable<number>({
    help: 'How long a subscription may last without any change.',
    default: 12 * hour,
    allowed: 'a time from 1 minute to 30 days, as 90m or 1440m',
    example: '120m',
    parse: parseDuration(60_000, 30 * 24 * hour),
  }),
  MAX_SUBSCRIPTIONS_PER_LOGIN: count('Maximum number of subscriptions of one login.', 100, 100_000),
  MAX_SUBSCRIPTIONS_PER_CONNECTION: count('Maximum number of subscriptions on one WebSocket.', 50, 10_000),
  METRICS: onOrOff('1 serves Prometheus metrics at /metrics on PORT, without a login.', false),
  METRICS_PORT: variable<number | null>({
    help: 'Port that serves only /metrics, which is then not on PORT. METRICS=1 is not needed.',
    default: null,
    allowed: 'a whole number from 0 (any free port) to 65535',
    example: '9464',
    parse: parseInteger(0, 65_535),
  }),
  OTEL_EXPORTER_OTLP_ENDPOINT: variable<string | null>({
    help: 'OpenTelemetry collector to send traces to, such as http://127.0.0.1:4318.',
    default: null,
    allowed: 'an http or https URL without user, password, query or fragment',
    example: 'http://127.0.0.1:4318',
    parse: parseCollector,
  }),
  MCP: onOrOff(
    '1 serves agents (Model Context Protocol) at /mcp, each with its own Clio access token.',
    false,
  ),
  MCP_WRITES: onOrOff('1 lets agents run the mutations among the trusted documents.', false),
  MCP_DELETES: onOrOff('1 lets agents also run trusted documents that delete; needs MCP_WRITES=1.', false),
  MCP_CALLS_PER_HOUR: count(
    'Maximum number of calls to Clio that agents of one login may make in an hour.',
    300,
    100_000,
  ),
  MCP_MAX_ANSWER_BYTES: variable<number>({
    help: 'Maximum size of one response to an agent; a longer list is cut, with a cursor for the rest.',
    default: 64 * 1024,
    allowed: 'a size from 4kb to 4mb, as 65536, 512kb or 1mb',
    example: '64kb',
    parse: parseSize(4 * 1024, 4 * 1024 ** 2),
  }),
  AUDIT_LOG: variable<string | null>({
    help: 'File to which each tool call of an agent that reads or writes records adds a line of JSON: user, tool, record ids, number of calls.',
    default: null,
    allowed: 'the path of a file that may be written',
    example: './audit.jsonl',
    parse: (text) => text,
  }),
  AUTOMATIC_PERSISTED_QUERIES: onOrOff('0 turns automatic persisted queries off.', true),
  CUSTOM_FIELDS: variable<string | null>({
    help: 'JSON file of the firm’s custom fields, written by clio-graphql custom-fields pull. Each field then has a name and a type in the schema.',
    default: null,
    allowed: 'the path of a JSON file',
    example: './custom-fields.json',
    parse: (text) => text,
  }),
  TRUSTED_DOCUMENTS: variable<string | null>({
    help: 'JSON file of documents that clients send by their ids: an Apollo manifest, or an object of ids and documents.',
    default: null,
    allowed: 'the path of a JSON file',
    example: './persisted-documents.json',
    parse: (text) => text,
  }),
  TRUSTED_DOCUMENTS_ONLY: onOrOff('1 executes only the documents in TRUSTED_DOCUMENTS.', false),
  MAX_BATCH: count(
    'Maximum number of operations in one request, sent as a list; 1 accepts no lists.',
    1,
    100,
  ),
  GET_MAX_AGE_MS: variable<number>({
    help: 'How long a client may keep the response to a query sent by GET; 0 forbids it.',
    default: 0,
    allowed: 'a time from 0 (not kept) to 1 hour, as 1500, 1500ms, 15s or 2m',
    example: '30s',
    parse: parseDuration(0, hour),
  }),
  COMPRESSION: onOrOff('0 turns compression off, for a gateway behind a proxy that compresses.', true),
  SCHEMA_PREFIX: variable<string | null>({
    help: 'Prefix for the names of all types and root fields, such as Clio, for a supergraph that has its own User or Document.',
    default: null,
    allowed: 'a capital, then at most 29 letters and digits',
    example: 'Clio',
    parse: (text) => (/^[A-Z][A-Za-z0-9]{0,29}$/.test(text) ? text : undefined),
  }),
  SUBGRAPH_NODE: onOrOff('1 includes node and nodes in the subgraph’s schema.', false),
  CLIO_CLIENT_ID: variable<ByRegion | null>({
    help: 'Client id of your application at Clio, for sign-in at /auth/login; for several regions us=abc,eu=def.',
    default: null,
    allowed: `the id of your application at Clio, or one for each region separated by commas, as ${byRegionExample}`,
    example: byRegionExample,
    parse: parseByRegion,
  }),
  CLIO_CLIENT_SECRET: variable<ByRegion | null>({
    help: 'Client secret of that application, in the same form.',
    default: null,
    allowed: `the secret of that application, or one for each region separated by commas, as ${byRegionExample}`,
    example: 'paste-the-secret-here',
    secret: true,
    parse: parseByRegion,
  }),
  CLIO_REDIRECT_URI: variable<string | null>({
    help: 'The gateway’s own /auth/callback, exactly as registered with Clio: https://gateway.example.com/auth/callback.',
    default: null,
    allowed:
      'the gateway’s own https URL (http only to this machine) that ends in /auth/callback, as registered with Clio',
    example: 'https://gateway.example.com/auth/callback',
    parse: parseRedirectUri,
  }),
  CLIO_OAUTH_URL: variable<string | null>({
    help: 'Clio’s OAuth endpoints, if they are not at /oauth on the host of the REST API.',
    default: null,
    allowed: 'an https URL (http only to this machine) without user, password, query or fragment',
    example: 'https://eu.app.clio.com/oauth',
    parse: parseSecureUrl,
  }),
  SESSION_SECRET: variable<readonly string[] | null>({
    help: 'Encrypts the session cookies: at least 32 random characters, as from openssl rand -base64 32. Older secrets may follow after commas.',
    default: null,
    allowed:
      'at least 32 random characters without spaces and commas; older secrets after it, separated by commas',
    example: 'output-of-openssl-rand-base64-32',
    secret: true,
    parse: parseSecrets,
  }),
} as const;

export type VariableName = keyof typeof variables;

/** The type of a variable's parsed value. */
export type VariableValue<N extends VariableName> =
  (typeof variables)[N] extends Variable<infer T> ? T : never;

type CamelCase<Name extends string> = Name extends `${infer First}_${infer Rest}`
  ? `${Lowercase<First>}${Capitalize<CamelCase<Rest>>}`
  : Lowercase<Name>;

type SettingName<Name extends string> = CamelCase<Name extends `CLIO_${infer Rest}` ? Rest : Name>;

/** The values of all variables. */
export type Settings = { readonly [Name in VariableName as SettingName<Name>]: VariableValue<Name> };

/** The name of a variable's value in the configuration: `CACHE_TTL_MS` → `cacheTtlMs`, `CLIO_API_VERSION` → `apiVersion`. */
export function settingName(name: VariableName): keyof Settings {
  const words = name.replace(/^CLIO_/, '').toLowerCase();
  return words.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()) as keyof Settings;
}

/** Keeps the type of a row: `variables.PORT` has a number, and not any of the table's types. */
function variable<T>(row: Variable<T>): Variable<T> {
  return Object.freeze(row);
}

function count(help: string, byDefault: number, max: number): Variable<number> {
  return variable({
    help,
    default: byDefault,
    allowed: `a whole number from 1 to ${max}`,
    example: String(byDefault),
    parse: parseInteger(1, max),
  });
}

function onOrOff(help: string, byDefault: boolean): Variable<boolean> {
  return variable({
    help,
    default: byDefault,
    allowed: '1 or true, 0 or false',
    example: byDefault ? '0' : '1',
    parse: parseSwitch,
  });
}
