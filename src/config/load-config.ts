import { ConfigError } from './config-error.ts';
import { isLoopback } from './parse-values.ts';
import { type Environment, readEnvironment } from './read-environment.ts';
import { readSignIn } from './read-sign-in.ts';
import type { Config, Upstream } from './types.ts';
import { findUnknownNames } from './unknown-names.ts';
import { type Variable, type VariableName, type VariableValue, variables } from './variables.ts';

/**
 * Checks the environment and makes the one configuration object of it, deeply frozen. A variable that is
 * empty or only spaces counts as unset. With no variable set at all the upstream is the sandbox.
 *
 * @param env Names and values. Default: the process's environment over a `.env` file in the working folder.
 * @throws ConfigError that lists all problems together.
 */
export function loadConfig(env: Environment = readEnvironment()): Config {
  const problems: string[] = [];

  /** The variable's value, its default when unset; undefined, with a problem added, when it is wrong. */
  function read<N extends VariableName>(name: N): VariableValue<N> | undefined {
    const variable = variables[name] as Variable<VariableValue<N>>;
    const text = env[name]?.trim() ?? '';
    if (text === '') return variable.default;
    const value = variable.parse(text);
    if (value === undefined) {
      const given = variable.secret ? 'is set to something else (not shown)' : `is ${quote(text)}`;
      problems.push(`${name} ${given}; allowed: ${variable.allowed}. Example: ${name}=${variable.example}`);
    }
    return value;
  }

  const values = {
    port: read('PORT'),
    host: read('HOST'),
    region: read('CLIO_REGION'),
    baseUrl: read('CLIO_BASE_URL'),
    accessToken: read('CLIO_ACCESS_TOKEN'),
    sandbox: read('SANDBOX'),
    apiVersion: read('CLIO_API_VERSION'),
    cacheTtlMs: read('CACHE_TTL_MS'),
    cacheLongTtlMs: read('CACHE_LONG_TTL_MS'),
    cacheStaleMs: read('CACHE_STALE_MS'),
    cacheWatchedTtlMs: read('CACHE_WATCHED_TTL_MS'),
    cacheMaxBytes: read('CACHE_MAX_BYTES'),
    upstreamTimeoutMs: read('UPSTREAM_TIMEOUT_MS'),
    requestDeadlineMs: read('REQUEST_DEADLINE_MS'),
    redisUrl: read('REDIS_URL'),
    redisTimeoutMs: read('REDIS_TIMEOUT_MS'),
    logLevel: read('LOG_LEVEL'),
    allowSharedToken: read('ALLOW_SHARED_TOKEN'),
    maxBodyBytes: read('MAX_BODY_BYTES'),
    maxResponseBytes: read('MAX_RESPONSE_BYTES'),
    maxUploadBytes: read('MAX_UPLOAD_BYTES'),
    uploadDeadlineMs: read('UPLOAD_DEADLINE_MS'),
    schemaPrefix: read('SCHEMA_PREFIX'),
    subgraphNode: read('SUBGRAPH_NODE'),
    maxDepth: read('MAX_DEPTH'),
    maxAliases: read('MAX_ALIASES'),
    maxFields: read('MAX_FIELDS'),
    maxTokens: read('MAX_TOKENS'),
    maxPageSize: read('MAX_PAGE_SIZE'),
    maxPlannedCalls: read('MAX_PLANNED_CALLS'),
    maxUpstreamCalls: read('MAX_UPSTREAM_CALLS'),
    maxUpstreamCallsPerToken: read('MAX_UPSTREAM_CALLS_PER_TOKEN'),
    maxWaitingCalls: read('MAX_WAITING_CALLS'),
    maxWaitingCallsPerToken: read('MAX_WAITING_CALLS_PER_TOKEN'),
    corsOrigins: read('CORS_ORIGINS'),
    introspection: read('INTROSPECTION'),
    graphiql: read('GRAPHIQL'),
    explain: read('EXPLAIN'),
    webhookUrl: read('WEBHOOK_URL'),
    subscriptionBatchMs: read('SUBSCRIPTION_BATCH_MS'),
    subscriptionMaxAgeMs: read('SUBSCRIPTION_MAX_AGE_MS'),
    subscriptionIdleMs: read('SUBSCRIPTION_IDLE_MS'),
    maxSubscriptionsPerLogin: read('MAX_SUBSCRIPTIONS_PER_LOGIN'),
    maxSubscriptionsPerConnection: read('MAX_SUBSCRIPTIONS_PER_CONNECTION'),
    metrics: read('METRICS'),
    mcp: read('MCP'),
    mcpWrites: read('MCP_WRITES'),
    mcpDeletes: read('MCP_DELETES'),
    mcpCallsPerHour: read('MCP_CALLS_PER_HOUR'),
    mcpMaxAnswerBytes: read('MCP_MAX_ANSWER_BYTES'),
    auditLog: read('AUDIT_LOG'),
    metricsPort: read('METRICS_PORT'),
    otlpEndpoint: read('OTEL_EXPORTER_OTLP_ENDPOINT'),
    automaticPersistedQueries: read('AUTOMATIC_PERSISTED_QUERIES'),
    customFields: read('CUSTOM_FIELDS'),
    trustedDocuments: read('TRUSTED_DOCUMENTS'),
    trustedDocumentsOnly: read('TRUSTED_DOCUMENTS_ONLY'),
    maxBatch: read('MAX_BATCH'),
    getMaxAgeMs: read('GET_MAX_AGE_MS'),
    compression: read('COMPRESSION'),
    clientId: read('CLIO_CLIENT_ID'),
    clientSecret: read('CLIO_CLIENT_SECRET'),
    redirectUri: read('CLIO_REDIRECT_URI'),
    oauthUrl: read('CLIO_OAUTH_URL'),
    sessionSecrets: read('SESSION_SECRET'),
  };
  for (const { name, nearest } of findUnknownNames(Object.keys(env))) {
    // Without a similar name it may well belong to another program, such as the links that Kubernetes sets.
    if (nearest !== null) problems.push(`${name} is not a setting. Did you mean ${nearest}?`);
  }
  const { host, accessToken, allowSharedToken } = values;

  if (accessToken && host !== undefined && !isLoopback(host) && allowSharedToken === false) {
    problems.push(
      `CLIO_ACCESS_TOKEN is one person’s key, and on HOST ${quote(host)} others could use it. ` +
        'Unset it, so that each client sends its own token; or set HOST=127.0.0.1; ' +
        'or, if all who can reach the gateway may act as that person, set ALLOW_SHARED_TOKEN=1',
    );
  }
  if (values.trustedDocumentsOnly && values.trustedDocuments === null)
    problems.push(
      'TRUSTED_DOCUMENTS_ONLY lets in nothing without a list; set TRUSTED_DOCUMENTS to its file, or unset it',
    );
  if (values.mcpDeletes && values.mcpWrites === false)
    problems.push('MCP_DELETES allows nothing without MCP_WRITES=1; set it, or unset MCP_DELETES');
  if (problems.length > 0 || !isComplete(values)) throw new ConfigError(problems);

  const {
    region,
    baseUrl,
    sandbox,
    corsOrigins,
    clientId,
    clientSecret,
    redirectUri,
    oauthUrl,
    sessionSecrets,
    ...rest
  } = values;
  const parts = { clientId, clientSecret, redirectUri, oauthUrl, sessionSecrets };
  const signIn = readSignIn(parts, region ?? 'us', problems);
  const namesClio = region !== null || baseUrl !== null || accessToken !== null;
  if (namesClio && sandbox === true)
    problems.push(
      'SANDBOX=1 excludes CLIO_REGION, CLIO_BASE_URL and CLIO_ACCESS_TOKEN. Unset one or the other',
    );
  if (!namesClio && sandbox === false)
    problems.push(
      'No setting says which Clio account to serve. Set CLIO_REGION to us, ca, eu or au, or SANDBOX=1 for sample data',
    );
  if (problems.length > 0) throw new ConfigError(problems);
  const upstream: Upstream = namesClio
    ? { kind: 'clio', baseUrl, region: region ?? 'us' }
    : { kind: 'sandbox' };
  return Object.freeze({
    ...rest,
    corsOrigins: corsOrigins ?? Object.freeze([]),
    explain: values.explain ?? (upstream.kind === 'sandbox' || isLoopback(values.host)),
    upstream: Object.freeze(upstream),
    signIn,
  });
}

/** Quoted and escaped, so that a value can neither forge a log line nor fill a screen. */
function quote(text: string): string {
  // The places where a URL can hold a password stay out of the message.
  const shown = text.replace(/^.*@/s, '***@').replace(/\?.*$/s, '?***');
  return JSON.stringify(shown.length > 60 ? `${shown.slice(0, 60)}…` : shown);
}

function isComplete<T extends object>(values: T): values is { [K in keyof T]: Exclude<T[K], undefined> } {
  return !Object.values(values).includes(undefined);
}
