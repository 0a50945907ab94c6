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

/** The API behind the gateway. */
export type Upstream =
  /** The sandbox of this package, which starts and ends with the gateway. */
  | { readonly kind: 'sandbox' }
  | {
      readonly kind: 'clio';
      /**
       * Fixed REST base, without a trailing slash. Requests can then not choose a region. Null if the region
       * decides. `CLIO_BASE_URL`.
       */
      readonly baseUrl: string | null;
      /**
       * Region of requests that do not choose one.
       * @default 'us'
       */
      readonly region: Region;
    };

/** An application that is registered with Clio in one region. */
export interface Application {
  readonly clientId: string;
  /** A secret. */
  readonly clientSecret: string;
}

/** The settings of sign-in with Clio. */
export interface SignIn {
  /**
   * Applications by region. With one fixed address, the application of `upstream.region` is used.
   * `CLIO_CLIENT_ID` and `CLIO_CLIENT_SECRET`.
   */
  readonly applications: Readonly<Partial<Record<Region, Application>>>;
  /** URL of the gateway's `/auth/callback`, exactly as registered with Clio. `CLIO_REDIRECT_URI`. */
  readonly redirectUri: string;
  /**
   * Base URL of Clio's OAuth endpoints. `CLIO_OAUTH_URL`.
   * @default null: `/oauth` on the host of the REST API
   */
  readonly oauthUrl: string | null;
  /**
   * Secrets that seal the session cookies, each with at least 32 characters. The first one seals; all of them can
   * open. `SESSION_SECRET`.
   */
  readonly sessionSecrets: readonly string[];
}

/** All settings of a gateway, checked, complete and deeply frozen. */
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
   * @default the sandbox, if none of the three is set
   */
  readonly upstream: Upstream;
  /**
   * Clio token for requests without one. A secret. `CLIO_ACCESS_TOKEN`.
   * @default null: such requests are rejected, except with the sandbox, which has its own token
   */
  readonly accessToken: string | null;
  /**
   * Clio's API version, sent with each call. `CLIO_API_VERSION`.
   * @default '4.0.13'
   */
  readonly apiVersion: string;
  /**
   * Lifetime of cached records and pages, in milliseconds; 0 turns the cache off. `CACHE_TTL_MS`.
   * @default 10_000
   */
  readonly cacheTtlMs: number;
  /**
   * Lifetime of data that seldom changes, such as users, practice areas and custom fields, in milliseconds. At
   * least `cacheTtlMs`; without a cache it has no effect. `CACHE_LONG_TTL_MS`.
   * @default 60_000
   */
  readonly cacheLongTtlMs: number;
  /**
   * How much longer an expired response may replace a failed call to Clio, in milliseconds. `CACHE_STALE_MS`.
   * @default 0
   */
  readonly cacheStaleMs: number;
  /**
   * Lifetime of cached records that the login's subscriptions watch, in milliseconds, if that is longer than
   * `cacheTtlMs`. `CACHE_WATCHED_TTL_MS`.
   * @default 0
   */
  readonly cacheWatchedTtlMs: number;
  /**
   * Maximum size of the cache, in bytes. `CACHE_MAX_BYTES`.
   * @default 67_108_864
   */
  readonly cacheMaxBytes: number;
  /**
   * Time limit of one call to Clio, in milliseconds. `UPSTREAM_TIMEOUT_MS`.
   * @default 15_000
   */
  readonly upstreamTimeoutMs: number;
  /**
   * Time limit of one GraphQL request with all its calls, waits and retries, in milliseconds. It also ends calls
   * that `upstreamTimeoutMs` still allows. `REQUEST_DEADLINE_MS`.
   * @default 30_000
   */
  readonly requestDeadlineMs: number;
  /**
   * URL of the Redis that several gateways share. It may contain a password. `REDIS_URL`.
   * @default null: each process keeps its own state in memory
   */
  readonly redisUrl: string | null;
  /**
   * How long the gateway waits for Redis before it continues without it, in milliseconds. `REDIS_TIMEOUT_MS`.
   * @default 200
   */
  readonly redisTimeoutMs: number;
  /**
   * `LOG_LEVEL`.
   * @default 'info'
   */
  readonly logLevel: LogLevel;
  /**
   * Whether everyone who can reach the gateway may use `accessToken`, if `host` is not this machine alone.
   * `ALLOW_SHARED_TOKEN`.
   * @default false
   */
  readonly allowSharedToken: boolean;
  /**
   * Maximum size of a request body, without the files in it, in bytes. `MAX_BODY_BYTES`.
   * @default 1_048_576
   */
  readonly maxBodyBytes: number;
  /**
   * Maximum size of a GraphQL response before compression, in bytes. All unread responses together may be eight
   * times as large. `MAX_RESPONSE_BYTES`.
   * @default 33_554_432
   */
  readonly maxResponseBytes: number;
  /**
   * Maximum size of all files in one request, in bytes. `MAX_UPLOAD_BYTES`.
   * @default 2_147_483_648
   */
  readonly maxUploadBytes: number;
  /**
   * Time limit of a request with files, from its first byte to its response, in milliseconds. `UPLOAD_DEADLINE_MS`.
   * @default 900_000
   */
  readonly uploadDeadlineMs: number;
  /**
   * Prefix of the names of all types and root fields, so that they do not collide with others in a supergraph.
   * `SCHEMA_PREFIX`.
   * @default null: plain names
   */
  readonly schemaPrefix: string | null;
  /**
   * Whether the subgraph's schema has `Query.node` and `Query.nodes`. `SUBGRAPH_NODE`.
   * @default false
   */
  readonly subgraphNode: boolean;
  /**
   * Maximum nesting of fields in an operation, at most 200; the fields of a fragment count wherever it is spread.
   * `MAX_DEPTH`.
   * @default 20
   */
  readonly maxDepth: number;
  /**
   * Maximum number of aliases in an operation; those of a fragment count wherever it is spread. `MAX_ALIASES`.
   * @default 100
   */
  readonly maxAliases: number;
  /**
   * Maximum number of fields in an operation; those of a fragment count wherever it is spread. `MAX_FIELDS`.
   * @default 5_000
   */
  readonly maxFields: number;
  /**
   * Maximum number of tokens (names, values, punctuation) in a document. `MAX_TOKENS`.
   * @default 10_000
   */
  readonly maxTokens: number;
  /**
   * Maximum of `first` and `last`. `MAX_PAGE_SIZE`.
   * @default 2_000
   */
  readonly maxPageSize: number;
  /**
   * Maximum number of calls to Clio of one operation: of those expected, and of those made. `MAX_PLANNED_CALLS`.
   * @default 5_000
   */
  readonly maxPlannedCalls: number;
  /**
   * Maximum number of calls to one region at the same time. `MAX_UPSTREAM_CALLS`.
   * @default 64
   */
  readonly maxUpstreamCalls: number;
  /**
   * Maximum number of calls of one token at the same time. `MAX_UPSTREAM_CALLS_PER_TOKEN`.
   * @default 32
   */
  readonly maxUpstreamCallsPerToken: number;
  /**
   * Maximum number of calls to one region that wait for their turn; further calls are rejected.
   * `MAX_WAITING_CALLS`.
   * @default 10_000
   */
  readonly maxWaitingCalls: number;
  /**
   * Maximum number of calls of one token that wait for their turn; further calls are rejected.
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
   * Whether clients can read the schema, by introspection and at `/schema.graphql`. `INTROSPECTION`.
   * @default true
   */
  readonly introspection: boolean;
  /**
   * Whether clients can register a document and then send only its hash (Apollo's automatic persisted queries).
   * `AUTOMATIC_PERSISTED_QUERIES`.
   * @default true
   */
  readonly automaticPersistedQueries: boolean;
  /**
   * File of the firm's custom fields, written by `clio-graphql custom-fields pull`. Each field then has a name and a
   * type in the schema. `CUSTOM_FIELDS`.
   * @default null
   */
  readonly customFields: string | null;
  /**
   * File of documents that clients send by their ids: an Apollo manifest, or an object of ids and documents.
   * `TRUSTED_DOCUMENTS`.
   * @default null
   */
  readonly trustedDocuments: string | null;
  /**
   * Whether only the documents of that file are executed. `TRUSTED_DOCUMENTS_ONLY`.
   * @default false
   */
  readonly trustedDocumentsOnly: boolean;
  /**
   * Public URL of the gateway, to which Clio posts changes for subscriptions, without a trailing slash. `WEBHOOK_URL`.
   * @default null: subscriptions are rejected, except with an API on this machine
   */
  readonly webhookUrl: string | null;
  /**
   * How long the gateway collects changes before it reads their records, in milliseconds. `SUBSCRIPTION_BATCH_MS`.
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
   * Maximum number of subscriptions of one login. `MAX_SUBSCRIPTIONS_PER_LOGIN`.
   * @default 100
   */
  readonly maxSubscriptionsPerLogin: number;
  /**
   * Maximum number of subscriptions on one WebSocket. `MAX_SUBSCRIPTIONS_PER_CONNECTION`.
   * @default 50
   */
  readonly maxSubscriptionsPerConnection: number;
  /**
   * Maximum number of operations in one request, sent as a list; 1 accepts no lists. `MAX_BATCH`.
   * @default 1
   */
  readonly maxBatch: number;
  /**
   * How long a client may keep the response to a query sent by `GET`, in milliseconds. `GET_MAX_AGE_MS`.
   * @default 0
   */
  readonly getMaxAgeMs: number;
  /**
   * Whether large responses are compressed for clients that accept that. `COMPRESSION`.
   * @default true
   */
  readonly compression: boolean;
  /**
   * Whether browsers get the explorer (GraphiQL). `GRAPHIQL`.
   * @default true
   */
  readonly graphiql: boolean;
  /**
   * Whether requests may have `X-Clio-Explain`, which shows plans and calls. `EXPLAIN`.
   * @default true on the sandbox, and if `host` is this machine alone; otherwise false
   */
  readonly explain: boolean;
  /**
   * Sign-in with Clio in a browser. `CLIO_CLIENT_ID`, `CLIO_CLIENT_SECRET`, `CLIO_REDIRECT_URI`, `CLIO_OAUTH_URL`
   * and `SESSION_SECRET`.
   * @default null: no sign-in
   */
  readonly signIn: SignIn | null;
  /**
   * Whether `/metrics` is served on `port`, without a login. `METRICS`.
   * @default false
   */
  readonly metrics: boolean;
  /**
   * Whether agents can use the gateway at `/mcp`, each with its own Clio access token. `MCP`.
   * @default false
   */
  readonly mcp: boolean;
  /**
   * Whether agents may run the mutations among the trusted documents. `MCP_WRITES`.
   * @default false
   */
  readonly mcpWrites: boolean;
  /**
   * Whether agents may also run trusted documents that delete; needs `mcpWrites`. `MCP_DELETES`.
   * @default false
   */
  readonly mcpDeletes: boolean;
  /**
   * Maximum number of calls to Clio that agents of one login may make in an hour. `MCP_CALLS_PER_HOUR`.
   * @default 300
   */
  readonly mcpCallsPerHour: number;
  /**
   * Maximum size of one response to an agent, in bytes; longer lists are cut. `MCP_MAX_ANSWER_BYTES`.
   * @default 65_536
   */
  readonly mcpMaxAnswerBytes: number;
  /**
   * File to which each tool call of an agent that reads or writes records adds a line of JSON. `AUDIT_LOG`.
   * @default null
   */
  readonly auditLog: string | null;
  /**
   * Port that serves only `/metrics`, which is then not on `port`. It opens with `listen`. `METRICS_PORT`.
   * @default null
   */
  readonly metricsPort: number | null;
  /**
   * OpenTelemetry collector to which `clio-graphql serve` sends traces by OTLP over HTTP; `/v1/traces` is added.
   * `OTEL_EXPORTER_OTLP_ENDPOINT`.
   * @default null: the gateway sends no traces itself
   */
  readonly otlpEndpoint: string | null;
}
