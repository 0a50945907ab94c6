import type { Region } from './regions.ts';

/** How much is logged, from most to least; `silent` logs nothing. */
export const logLevels = Object.freeze([
  'trace',
  'debug',
  'info',
  'warn',
  'error',
  'fatal',
  'silent',
] as const);
export type LogLevel = (typeof logLevels)[number];

/** What the gateway stands in front of. */
export type Upstream =
  /** The sandbox inside this package, started along with the gateway. */
  | { readonly kind: 'sandbox' }
  | {
      readonly kind: 'clio';
      /**
       * REST base fixed by `CLIO_BASE_URL`, without a trailing slash. A request may then not name its own
       * region. Null where the region decides.
       */
      readonly baseUrl: string | null;
      /**
       * Region of requests that name none.
       * @default 'us'
       */
      readonly region: Region;
    };

/** An application as registered with Clio, in one region. */
export interface Application {
  readonly clientId: string;
  /** A secret. */
  readonly clientSecret: string;
}

/** What signing in with Clio takes. */
export interface SignIn {
  /**
   * By region: an application belongs to one. In front of one fixed address it is the one of `upstream.region`.
   * `CLIO_CLIENT_ID` and `CLIO_CLIENT_SECRET`.
   */
  readonly applications: Readonly<Partial<Record<Region, Application>>>;
  /** Where Clio sends browsers back to, as registered with it: the gateway's own `/auth/callback`. `CLIO_REDIRECT_URI`. */
  readonly redirectUri: string;
  /**
   * Where Clio's OAuth endpoints are. `CLIO_OAUTH_URL`.
   * @default null: `/oauth` beside the REST API
   */
  readonly oauthUrl: string | null;
  /** Seal the cookies, at least 32 characters each: the first seals, all open. Secrets. `SESSION_SECRET`. */
  readonly sessionSecrets: readonly string[];
}

/** All settings of a gateway: checked, complete, deeply frozen. */
export interface Config {
  /**
   * Port to listen on; 0 takes any free one. `PORT`.
   * @default 4000
   */
  readonly port: number;
  /**
   * Address to listen on. `HOST`.
   * @default '127.0.0.1'
   */
  readonly host: string;
  /**
   * From `CLIO_REGION`, `CLIO_BASE_URL` and `CLIO_ACCESS_TOKEN`.
   * @default the sandbox, when none of the three is set
   */
  readonly upstream: Upstream;
  /**
   * Clio token lent to requests that bring none. A secret. `CLIO_ACCESS_TOKEN`.
   * @default null: such requests are rejected (the sandbox lends its own)
   */
  readonly accessToken: string | null;
  /**
   * Clio's API version, sent with each call. `CLIO_API_VERSION`.
   * @default '4.0.13'
   */
  readonly apiVersion: string;
  /**
   * How long a record read from Clio is served again without asking, in milliseconds; 0 turns the cache off. `CACHE_TTL_MS`.
   * @default 10_000
   */
  readonly cacheTtlMs: number;
  /**
   * The same for what seldom changes: users, practice areas, custom fields and the like. No shorter than `cacheTtlMs`, and 0 with
   * it. `CACHE_LONG_TTL_MS`.
   * @default 60_000
   */
  readonly cacheLongTtlMs: number;
  /**
   * How much longer a response may stand in where Clio fails, in milliseconds. `CACHE_STALE_MS`.
   * @default 0
   */
  readonly cacheStaleMs: number;
  /**
   * How long records that a login's subscriptions watch may be used from the cache, in milliseconds, if that
   * is longer than for others. `CACHE_WATCHED_TTL_MS`.
   * @default 0
   */
  readonly cacheWatchedTtlMs: number;
  /**
   * Most bytes of responses kept. `CACHE_MAX_BYTES`.
   * @default 67_108_864
   */
  readonly cacheMaxBytes: number;
  /**
   * How long one call to Clio may take, in milliseconds. `UPSTREAM_TIMEOUT_MS`.
   * @default 15_000
   */
  readonly upstreamTimeoutMs: number;
  /**
   * How long one GraphQL request may take with all its calls, waits and retries, in milliseconds; it cuts
   * short a call that `upstreamTimeoutMs` would still allow. `REQUEST_DEADLINE_MS`.
   * @default 30_000
   */
  readonly requestDeadlineMs: number;
  /**
   * Redis that several gateways share. May hold a password. `REDIS_URL`.
   * @default null: each process keeps its own state in memory
   */
  readonly redisUrl: string | null;
  /**
   * How long a reply of Redis is waited for, in milliseconds, before all goes on without it. `REDIS_TIMEOUT_MS`.
   * @default 200
   */
  readonly redisTimeoutMs: number;
  /**
   * `LOG_LEVEL`.
   * @default 'info'
   */
  readonly logLevel: LogLevel;
  /**
   * Whether `accessToken` may be lent on an address that others can reach. `ALLOW_SHARED_TOKEN`.
   * @default false
   */
  readonly allowSharedToken: boolean;
  /**
   * Largest request body taken, in bytes; files in it are counted by `maxUploadBytes`. `MAX_BODY_BYTES`.
   * @default 1_048_576
   */
  readonly maxBodyBytes: number;
  /**
   * Maximum size of a GraphQL response, in bytes. Unread responses together may have eight times as much.
   * `MAX_RESPONSE_BYTES`.
   * @default 33_554_432
   */
  readonly maxResponseBytes: number;
  /**
   * Most bytes of the files in one request. `MAX_UPLOAD_BYTES`.
   * @default 2_147_483_648
   */
  readonly maxUploadBytes: number;
  /**
   * How long a request with files may take, in milliseconds, from its first byte to its response. `UPLOAD_DEADLINE_MS`.
   * @default 900_000
   */
  readonly uploadDeadlineMs: number;
  /**
   * Put before the names of all types and root fields, so that they do not collide with others in a supergraph. `SCHEMA_PREFIX`.
   * @default null: plain names
   */
  readonly schemaPrefix: string | null;
  /**
   * Whether the subgraph's schema has `Query.node` and `Query.nodes`. `SUBGRAPH_NODE`.
   * @default false
   */
  readonly subgraphNode: boolean;
  /**
   * Deepest nesting of fields in a document, fragments counted where they are spread. `MAX_DEPTH`.
   * @default 20
   */
  readonly maxDepth: number;
  /**
   * Most aliases in a document, fragments counted where they are spread. `MAX_ALIASES`.
   * @default 100
   */
  readonly maxAliases: number;
  /**
   * Most fields in a document, fragments counted where they are spread. `MAX_FIELDS`.
   * @default 5_000
   */
  readonly maxFields: number;
  /**
   * Most tokens (names, values, punctuation) of a document. `MAX_TOKENS`.
   * @default 10_000
   */
  readonly maxTokens: number;
  /**
   * Largest `first` or `last`. `MAX_PAGE_SIZE`.
   * @default 2_000
   */
  readonly maxPageSize: number;
  /**
   * Most calls to Clio that may be expected of an operation, and most that it makes. `MAX_PLANNED_CALLS`.
   * @default 5_000
   */
  readonly maxPlannedCalls: number;
  /**
   * Most calls to one region in flight at once. `MAX_UPSTREAM_CALLS`.
   * @default 64
   */
  readonly maxUpstreamCalls: number;
  /**
   * Most calls of one token in flight at once. `MAX_UPSTREAM_CALLS_PER_TOKEN`.
   * @default 32
   */
  readonly maxUpstreamCallsPerToken: number;
  /**
   * Maximum number of calls to one region that wait for their turn; one more is rejected.
   * `MAX_WAITING_CALLS`.
   * @default 10_000
   */
  readonly maxWaitingCalls: number;
  /**
   * Maximum number of calls of one token that wait for their turn; one more is rejected.
   * `MAX_WAITING_CALLS_PER_TOKEN`.
   * @default 1_000
   */
  readonly maxWaitingCallsPerToken: number;
  /**
   * Origins whose pages may call the gateway from a browser, as `https://app.example.com`. `CORS_ORIGINS`.
   * @default none: only the gateway's own pages
   */
  readonly corsOrigins: readonly string[];
  /**
   * Whether the schema may be asked for, by introspection and at `/schema.graphql`. `INTROSPECTION`.
   * @default true
   */
  readonly introspection: boolean;
  /**
   * Whether clients may have documents kept under their hash, and send the hash alone after that (Apollo's automatic persisted
   * queries). `AUTOMATIC_PERSISTED_QUERIES`.
   * @default true
   */
  readonly automaticPersistedQueries: boolean;
  /**
   * File with the firm's custom fields, as `clio-graphql custom-fields pull` writes it: they then have types of their own.
   * `CUSTOM_FIELDS`.
   * @default null
   */
  readonly customFields: string | null;
  /**
   * File with the documents that clients name by an id: an Apollo manifest, or an object of ids and documents. `TRUSTED_DOCUMENTS`.
   * @default null
   */
  readonly trustedDocuments: string | null;
  /**
   * Whether the documents of that file are the only ones carried out. `TRUSTED_DOCUMENTS_ONLY`.
   * @default false
   */
  readonly trustedDocumentsOnly: boolean;
  /**
   * Public address of the gateway, to which Clio posts changes for subscriptions; without a slash at its end. `WEBHOOK_URL`.
   * @default null: subscriptions are rejected, except in front of an API on this machine
   */
  readonly webhookUrl: string | null;
  /**
   * How long changes are gathered before their records are read, in milliseconds. `SUBSCRIPTION_BATCH_MS`.
   * @default 1000
   */
  readonly subscriptionBatchMs: number;
  /**
   * How long a subscription may last, in milliseconds. `SUBSCRIPTION_MAX_AGE_MS`.
   * @default 86_400_000: a day
   */
  readonly subscriptionMaxAgeMs: number;
  /**
   * How long a subscription may last without any change, in milliseconds. `SUBSCRIPTION_IDLE_MS`.
   * @default 43_200_000: twelve hours
   */
  readonly subscriptionIdleMs: number;
  /**
   * Most subscriptions of one login. `MAX_SUBSCRIPTIONS_PER_LOGIN`.
   * @default 100
   */
  readonly maxSubscriptionsPerLogin: number;
  /**
   * Most subscriptions on one WebSocket. `MAX_SUBSCRIPTIONS_PER_CONNECTION`.
   * @default 50
   */
  readonly maxSubscriptionsPerConnection: number;
  /**
   * Most operations in one request; 1 takes no lists of them. `MAX_BATCH`.
   * @default 1
   */
  readonly maxBatch: number;
  /**
   * How long a client may keep the response to a query that it sent by `GET`, in milliseconds. `GET_MAX_AGE_MS`.
   * @default 0
   */
  readonly getMaxAgeMs: number;
  /**
   * Whether large responses are compressed for clients that take it. `COMPRESSION`.
   * @default true
   */
  readonly compression: boolean;
  /**
   * Whether browsers get GraphiQL. `GRAPHIQL`.
   * @default true
   */
  readonly graphiql: boolean;
  /**
   * Whether `X-Clio-Explain` is obeyed; a request with it is rejected otherwise. `EXPLAIN`.
   * @default true on the sandbox, and on a `host` that is this machine alone; else false
   */
  readonly explain: boolean;
  /**
   * Lets people sign in with Clio in a browser. `CLIO_CLIENT_ID`, `CLIO_CLIENT_SECRET`, `CLIO_REDIRECT_URI`, `CLIO_OAUTH_URL` and
   * `SESSION_SECRET`.
   * @default null: there is nothing at `/auth`
   */
  readonly signIn: SignIn | null;
  /**
   * Whether `/metrics` is served, to all who can reach the gateway. `METRICS`.
   * @default false
   */
  readonly metrics: boolean;
  /**
   * Whether agents may use the gateway at `/mcp`, with tokens of their own. `MCP`.
   * @default false
   */
  readonly mcp: boolean;
  /**
   * Whether agents may run the mutations among the trusted documents. `MCP_WRITES`.
   * @default false
   */
  readonly mcpWrites: boolean;
  /**
   * Whether those that delete are among them; needs `mcpWrites`. `MCP_DELETES`.
   * @default false
   */
  readonly mcpDeletes: boolean;
  /**
   * Most calls to Clio that agents of one login may cause in an hour. `MCP_CALLS_PER_HOUR`.
   * @default 300
   */
  readonly mcpCallsPerHour: number;
  /**
   * Most bytes of one response to an agent; lists are cut to fit. `MCP_MAX_ANSWER_BYTES`.
   * @default 64 KiB
   */
  readonly mcpMaxAnswerBytes: number;
  /**
   * File that gets one line of JSON for each tool call that read or wrote records. `AUDIT_LOG`.
   * @default null
   */
  readonly auditLog: string | null;
  /**
   * Port that serves `/metrics` alone, from `listen` on; `/metrics` is then not on `port`. `METRICS_PORT`.
   * @default null
   */
  readonly metricsPort: number | null;
  /**
   * Where `serve` sends traces to, over OTLP and HTTP; `/v1/traces` is added. `OTEL_EXPORTER_OTLP_ENDPOINT`.
   * @default null: traces go only where a program around the gateway sends them
   */
  readonly otlpEndpoint: string | null;
}
