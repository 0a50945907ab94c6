import { describe, expect, it } from 'vitest';
import { completeConfig } from '../../../src/config/complete-config.ts';
import { ConfigError } from '../../../src/config/config-error.ts';
import { loadConfig } from '../../../src/config/load-config.ts';
import { regionNames, regions } from '../../../src/config/regions.ts';
import type { Config, SignIn } from '../../../src/config/types.ts';
import { type VariableName, variables } from '../../../src/config/variables.ts';

const names = Object.keys(variables) as VariableName[];
const token = 'abcDEF.0123-token_~+/==';

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('the defaults', () => {
  const defaults: Config = {
    port: 4000,
    host: '127.0.0.1',
    upstream: { kind: 'sandbox' },
    accessToken: null,
    apiVersion: '4.0.13',
    cacheTtlMs: 10_000,
    cacheLongTtlMs: 60_000,
    cacheStaleMs: 0,
    cacheWatchedTtlMs: 0,
    cacheMaxBytes: 67_108_864,
    upstreamTimeoutMs: 15_000,
    requestDeadlineMs: 30_000,
    redisUrl: null,
    redisTimeoutMs: 200,
    logLevel: 'info',
    allowSharedToken: false,
    maxBodyBytes: 1_048_576,
    maxResponseBytes: 33_554_432,
    maxUploadBytes: 2_147_483_648,
    uploadDeadlineMs: 900_000,
    maxDepth: 20,
    maxAliases: 100,
    maxFields: 5000,
    maxTokens: 10_000,
    maxPageSize: 2000,
    maxPlannedCalls: 5000,
    maxUpstreamCalls: 64,
    maxUpstreamCallsPerToken: 32,
    maxWaitingCalls: 10_000,
    maxWaitingCallsPerToken: 1000,
    corsOrigins: [],
    introspection: true,
    graphiql: true,
    explain: true,
    automaticPersistedQueries: true,
    customFields: null,
    trustedDocuments: null,
    trustedDocumentsOnly: false,
    maxBatch: 1,
    getMaxAgeMs: 0,
    compression: true,
    webhookUrl: null,
    subscriptionBatchMs: 1000,
    subscriptionMaxAgeMs: 86_400_000,
    subscriptionIdleMs: 43_200_000,
    maxSubscriptionsPerLogin: 100,
    maxSubscriptionsPerConnection: 50,
    schemaPrefix: null,
    metrics: false,
    mcp: false,
    mcpWrites: false,
    mcpDeletes: false,
    mcpCallsPerHour: 300,
    mcpMaxAnswerBytes: 65_536,
    auditLog: null,
    metricsPort: null,
    otlpEndpoint: null,
    subgraphNode: false,
    signIn: null,
  };

  it('apply if nothing is set', () => {
    expect(loadConfig({})).toEqual(defaults);
  });

  it('apply for empty and blank values', () => {
    expect(loadConfig(Object.fromEntries(names.map((name, i) => [name, i % 2 ? '' : ' \n'])))).toEqual(
      defaults,
    );
  });

  it('are not affected by variables of other programs', () => {
    expect(loadConfig({ PATH: '/bin', CLIO_PAYROLL_URL: 'x', port: '1' })).toEqual(defaults);
  });
});

it('returns a deeply frozen object', () => {
  const config = loadConfig({ CLIO_REGION: 'eu' });
  expect(Object.isFrozen(config)).toBe(true);
  expect(Object.isFrozen(config.upstream)).toBe(true);
});

describe('a valid value', () => {
  it.each<[env: Record<string, string>, expected: Partial<Config>]>([
    [{ PORT: '0' }, { port: 0 }],
    [{ PORT: ' 8080\n' }, { port: 8080 }],
    [{ PORT: '65535' }, { port: 65_535 }],
    [{ HOST: '0.0.0.0' }, { host: '0.0.0.0' }],
    [{ HOST: '::' }, { host: '::' }],
    [{ HOST: '[::1]' }, { host: '::1' }],
    [{ HOST: 'localhost' }, { host: 'localhost' }],
    [{ HOST: 'gateway-1.internal' }, { host: 'gateway-1.internal' }],
    [{ CLIO_API_VERSION: '4.0.6' }, { apiVersion: '4.0.6' }],
    [{ CACHE_TTL_MS: '0' }, { cacheTtlMs: 0 }],
    [{ CACHE_TTL_MS: '250' }, { cacheTtlMs: 250 }],
    [{ CACHE_TTL_MS: '500ms' }, { cacheTtlMs: 500 }],
    [{ CACHE_TTL_MS: '10s' }, { cacheTtlMs: 10_000 }],
    [{ CACHE_TTL_MS: '2m' }, { cacheTtlMs: 120_000 }],
    [{ CACHE_TTL_MS: '60 M' }, { cacheTtlMs: 3_600_000 }],
    [{ UPSTREAM_TIMEOUT_MS: '1' }, { upstreamTimeoutMs: 1 }],
    [{ UPSTREAM_TIMEOUT_MS: '10m' }, { upstreamTimeoutMs: 600_000 }],
    [{ REQUEST_DEADLINE_MS: '45s' }, { requestDeadlineMs: 45_000 }],
    [
      { REDIS_URL: 'rediss://user:pass@cache.internal:6380/2' },
      { redisUrl: 'rediss://user:pass@cache.internal:6380/2' },
    ],
    [{ LOG_LEVEL: 'WARN' }, { logLevel: 'warn' }],
    [{ LOG_LEVEL: 'silent' }, { logLevel: 'silent' }],
    [{ ALLOW_SHARED_TOKEN: '1' }, { allowSharedToken: true }],
    [{ ALLOW_SHARED_TOKEN: 'False' }, { allowSharedToken: false }],
    [{ MAX_BODY_BYTES: '2048' }, { maxBodyBytes: 2048 }],
    [{ MAX_BODY_BYTES: '512kb' }, { maxBodyBytes: 524_288 }],
    [{ MAX_BODY_BYTES: '1MB' }, { maxBodyBytes: 1_048_576 }],
    [{ MAX_RESPONSE_BYTES: '64kb' }, { maxResponseBytes: 65_536 }],
    [{ MAX_UPLOAD_BYTES: '5gb' }, { maxUploadBytes: 5_368_709_120 }],
    [{ UPLOAD_DEADLINE_MS: '90s' }, { uploadDeadlineMs: 90_000 }],
    [{ MAX_DEPTH: '9' }, { maxDepth: 9 }],
    [{ MAX_PLANNED_CALLS: '100' }, { maxPlannedCalls: 100 }],
    [{ CORS_ORIGINS: 'https://app.example.com' }, { corsOrigins: ['https://app.example.com'] }],
    [
      { CORS_ORIGINS: 'https://a.example, http://localhost:3000' },
      { corsOrigins: ['https://a.example', 'http://localhost:3000'] },
    ],
    [
      { INTROSPECTION: '0', GRAPHIQL: 'false' },
      { introspection: false, graphiql: false },
    ],
  ])('%o is read as %o', (env, expected) => {
    expect(loadConfig(env)).toMatchObject(expected);
  });
});

describe('the upstream', () => {
  it.each<[env: Record<string, string>, upstream: Config['upstream']]>([
    [{}, { kind: 'sandbox' }],
    [{ CLIO_API_VERSION: '4.0.12' }, { kind: 'sandbox' }],
    [{ CLIO_REGION: 'ca' }, { kind: 'clio', baseUrl: null, region: 'ca' }],
    [{ CLIO_REGION: 'EU' }, { kind: 'clio', baseUrl: null, region: 'eu' }],
    [{ CLIO_ACCESS_TOKEN: token }, { kind: 'clio', baseUrl: null, region: 'us' }],
    [
      { CLIO_BASE_URL: 'http://127.0.0.1:9999/api/v4' },
      { kind: 'clio', baseUrl: 'http://127.0.0.1:9999/api/v4', region: 'us' },
    ],
    [
      { CLIO_BASE_URL: 'https://proxy.example.com/clio//', CLIO_REGION: 'au' },
      { kind: 'clio', baseUrl: 'https://proxy.example.com/clio', region: 'au' },
    ],
    [
      { CLIO_BASE_URL: 'HTTPS://EU.app.clio.com:443/api/v4/' },
      { kind: 'clio', baseUrl: 'https://eu.app.clio.com/api/v4', region: 'us' },
    ],
    [{ CLIO_BASE_URL: 'http://[::1]:9999' }, { kind: 'clio', baseUrl: 'http://[::1]:9999', region: 'us' }],
    [{ CLIO_BASE_URL: 'http://localhost' }, { kind: 'clio', baseUrl: 'http://localhost', region: 'us' }],
  ])('with %o is %o', (env, upstream) => {
    expect(loadConfig(env).upstream).toEqual(upstream);
  });

  it('can be the sandbox by name', () => {
    expect(loadConfig({ SANDBOX: '1' }).upstream).toEqual({ kind: 'sandbox' });
    expect(problemsOf({ SANDBOX: '1', CLIO_REGION: 'eu' })).toEqual([expect.stringContaining('SANDBOX=1')]);
  });

  it('must be set if SANDBOX=0 excludes the sandbox', () => {
    expect(problemsOf({ SANDBOX: '0' })).toEqual([
      'No setting says which Clio account to serve. Set CLIO_REGION to us, ca, eu or au, or SANDBOX=1 for sample data',
    ]);
    expect(loadConfig({ SANDBOX: '0', CLIO_REGION: 'eu' }).upstream).toMatchObject({ region: 'eu' });
  });

  it('can be one REST base for every region', () => {
    for (const region of regionNames) {
      const { baseUrl } = regions[region];
      expect(loadConfig({ CLIO_BASE_URL: baseUrl }).upstream).toMatchObject({ baseUrl });
    }
  });
});

describe('an invalid value', () => {
  it.each<[name: VariableName, values: string[]]>([
    ['PORT', ['abc', '-1', '65536', '80.5', '1e3', '0x50', '４０００', '80 81', 'NaN', 'Infinity']],
    [
      'HOST',
      ['http://localhost', 'localhost:4000', '127.0.0.256', '1.2.3', '[localhost]', 'a b', '-a', 'a..b'],
    ],
    ['CLIO_REGION', ['uk', 'us,eu', 'toString', '__proto__', 'https://app.clio.com']],
    [
      'CLIO_BASE_URL',
      [
        'app.clio.com/api/v4',
        'https:/app.clio.com/api/v4',
        'ftp://app.clio.com/api/v4',
        'http://app.clio.com/api/v4',
        'http://127.0.0.1.example.com/api/v4',
        'http://0.0.0.0:9999/api/v4',
        'https://app.clio.com',
        'https://eu.app.clio.com/api/v5',
        'https://user:pass@proxy.example.com/api/v4',
        'https://proxy.example.com/api/v4?key=1',
        'https://proxy.example.com/api/v4?',
        'https://proxy.example.com/api/v4#',
        'https://proxy.example.com\\api\\v4',
        'https://proxy.exa mple.com/api/v4',
        'https://',
      ],
    ],
    ['CLIO_ACCESS_TOKEN', [`Bearer ${token}`, `"${token}"`, 'a\r\nX-Injected: 1', 'tökén', 'a=b']],
    ['CLIO_API_VERSION', ['4', '4.0', 'v4.0.13', '4.0.13-beta', '5.0.1', '4.0.99999']],
    ['CACHE_TTL_MS', ['-1', '1.5s', '10sec', 's', '61m', '10 s s', '1h', '99999999999999999999']],
    ['UPSTREAM_TIMEOUT_MS', ['0', '0s', '11m', 'none']],
    ['REQUEST_DEADLINE_MS', ['0', '601s', '30,000']],
    ['REDIS_URL', ['127.0.0.1:6379', 'http://127.0.0.1:6379', 'redis:127.0.0.1', 'redis://']],
    ['LOG_LEVEL', ['verbose', '30', 'off']],
    ['ALLOW_SHARED_TOKEN', ['yes', '2', 'on']],
    ['MAX_DEPTH', ['0', '-1', 'deep', '1.5']],
    ['MAX_PAGE_SIZE', ['0', '1e3']],
    [
      'CORS_ORIGINS',
      [
        '*',
        'null',
        'app.example.com',
        'https://a.example/',
        'https://a.example/x',
        'http://a.example',
        'https://a.example,,',
      ],
    ],
    ['MAX_BODY_BYTES', ['0', '1023', '1gb', '101mb', '1.5mb', 'unlimited']],
    ['MAX_UPLOAD_BYTES', ['0', '1kb', '51gb', '1tb']],
    ['UPLOAD_DEADLINE_MS', ['0', '999ms', '361m', '1h']],
    ['CLIO_CLIENT_ID', ['a b', 'uk=abc', 'us=a,us=b', 'us=', 'us=a,b', 'us=a=b', 'a,b', '"abc"']],
    [
      'CLIO_REDIRECT_URI',
      [
        'http://gateway.example.com/auth/callback',
        'https://gateway.example.com/',
        'https://gateway.example.com/auth/callback/',
        'https://gateway.example.com/auth/callback?x=1',
        'https://gateway.example.com:443/auth/callback',
        'https://Gateway.example.com/auth/callback',
        'https://me@gateway.example.com/auth/callback',
        'https://gateway.example.com/x/../auth/callback',
        '/auth/callback',
      ],
    ],
    ['CLIO_OAUTH_URL', ['http://app.clio.com/oauth', 'app.clio.com/oauth', 'https://app.clio.com/oauth?x=1']],
  ])('of %s is rejected: %o', (name, values) => {
    for (const value of values) {
      const problems = problemsOf({ [name]: value });
      expect(problems, value).toHaveLength(1);
      expect(problems[0]).toMatch(new RegExp(`^${name} is .*; allowed: .+\\. Example: ${name}=`));
      expect(problems[0]).not.toMatch(/[\r\n]/);
    }
  });

  it('is listed with all others, one per line', () => {
    const env = { PORT: 'abc', CLIO_REGION: 'uk', UPSTREAM_TIMEOUT_MS: '0' };
    expect(() => loadConfig(env)).toThrow(
      [
        'The configuration has 3 problems:',
        '- PORT is "abc"; allowed: a whole number from 0 (any free port) to 65535. Example: PORT=4000',
        '- CLIO_REGION is "uk"; allowed: us, ca, eu, au. Example: CLIO_REGION=eu',
        '- UPSTREAM_TIMEOUT_MS is "0"; allowed: a time from 1 ms to 10 minutes, as 1500, 1500ms, 15s or 2m. Example: UPSTREAM_TIMEOUT_MS=15s',
      ].join('\n'),
    );
  });

  it('is shortened if it is long', () => {
    expect(problemsOf({ PORT: '9'.repeat(1000) })[0]).toContain(`"${'9'.repeat(60)}…"`);
  });
});

describe('an unknown name', () => {
  it.each([
    ['CLIO_REGIN', 'CLIO_REGION'],
    ['CLIO_BASEURL', 'CLIO_BASE_URL'],
    ['CLIO_ACCES_TOKEN', 'CLIO_ACCESS_TOKEN'],
    ['CLIO_CLIENT', 'CLIO_CLIENT_ID'],
    ['clio_region', 'CLIO_REGION'],
  ])('is rejected with a suggestion: %s → %s', (name, nearest) => {
    expect(problemsOf({ [name]: 'hunter2' })).toEqual([`${name} is not a setting. Did you mean ${nearest}?`]);
  });

  it.each(['CLIO_GRAPHQL_SERVICE_HOST', 'CLIO_GRAPHQL_PORT_80_TCP', 'CLIO_PORT', 'CLIO_TOKEN', 'CLIO_HOME'])(
    'is ignored if it belongs to another program: %s',
    (name) => {
      expect(problemsOf({ [name]: 'x' })).toEqual([]);
    },
  );
});

describe('a setting passed by a program', () => {
  it.each<[object, string[]]>([
    [
      { upstream: { region: 'zz' } },
      [
        'config.upstream.kind must be "clio" or "sandbox"',
        'config.upstream.region must be one of us, ca, eu, au',
        expect.stringContaining('config.upstream.baseUrl must be null or an https URL'),
      ],
    ],
    [
      { upstream: 'eu' },
      ['config.upstream must be of type object, as {"kind":"clio","baseUrl":null,"region":"us"}'],
    ],
    [{ signIn: {} }, [expect.any(String), expect.any(String), expect.any(String)]],
    [{ logLevel: 'loud' }, ['config.logLevel must be one of trace, debug, info, warn, error, fatal, silent']],
    [{ maxDepth: -1 }, ['config.maxDepth must not be negative']],
    [{ apiVersion: '4.0.13\n' }, ['config.apiVersion must be a version of Clio’s API, 4.x.y']],
    [
      { accessToken: 5, redisUrl: 'http://redis', webhookUrl: 'http://example.com' },
      [
        expect.stringMatching(/^config\.accessToken must be the token alone/),
        'config.redisUrl must be a redis:// or rediss:// URL',
        expect.stringMatching(/^config\.webhookUrl must be an https URL/),
      ],
    ],
  ])('is rejected with a ConfigError: %o', (settings, expected) => {
    let problems: readonly string[] = [];
    try {
      completeConfig(settings as Partial<Config>);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      problems = error.problems;
    }
    expect(problems).toEqual(expected);
  });
});

describe('a secret', () => {
  it.each([
    ['a token that is pasted with its scheme', { CLIO_ACCESS_TOKEN: 'Bearer hunter2' }],
    ['a Redis URL', { REDIS_URL: 'redid://:hunter2@cache' }],
    ['a password in the base URL', { CLIO_BASE_URL: 'https://me:hunter2@proxy.example.com/api/v4' }],
    ['a password with a slash in it', { CLIO_BASE_URL: 'https://me:a/hunter2@proxy.example.com/api/v4' }],
    ['a key in the base URL’s query', { CLIO_BASE_URL: 'https://proxy.example.com/api/v4?key=hunter2' }],
    ['a session secret that is too short', { SESSION_SECRET: 'hunter2' }],
    ['a session secret with another that is too short', { SESSION_SECRET: `${'x'.repeat(32)},hunter2` }],
    ['a client secret in quotes', { CLIO_CLIENT_SECRET: '"hunter2"' }],
    ['a password in an invalid URL', { CLIO_BASE_URL: 'me:hunter2@proxy.example.com' }],
  ])('is not in the message: %s', (_, env) => {
    const problems = problemsOf(env);
    expect(problems).toHaveLength(1);
    expect(problems[0]).not.toContain('hunter2');
  });
});

describe('sign-in', () => {
  const env = {
    CLIO_CLIENT_ID: 'app-1',
    CLIO_CLIENT_SECRET: 'secret-1',
    CLIO_REDIRECT_URI: 'https://gateway.example.com/auth/callback',
    SESSION_SECRET: 'a'.repeat(32),
  };

  it('can be for the configured region', () => {
    expect(loadConfig({ ...env, CLIO_REGION: 'eu' }).signIn).toEqual({
      applications: { eu: { clientId: 'app-1', clientSecret: 'secret-1' } },
      redirectUri: env.CLIO_REDIRECT_URI,
      oauthUrl: null,
      sessionSecrets: [env.SESSION_SECRET],
    });
    expect(Object.keys(loadConfig(env).signIn?.applications ?? {})).toEqual(['us']);
  });

  it('can be for several regions, with secrets that were used before', () => {
    const { signIn } = loadConfig({
      ...env,
      CLIO_CLIENT_ID: 'us=app-1, au=app-2',
      CLIO_CLIENT_SECRET: 'au=secret-2,us=secret-1',
      CLIO_REDIRECT_URI: 'http://localhost:4000/clio/auth/callback',
      SESSION_SECRET: `${'b'.repeat(32)}, ${'a'.repeat(32)}`,
    });
    expect(signIn).toMatchObject({
      applications: {
        us: { clientId: 'app-1', clientSecret: 'secret-1' },
        au: { clientId: 'app-2', clientSecret: 'secret-2' },
      },
      redirectUri: 'http://localhost:4000/clio/auth/callback',
      sessionSecrets: ['b'.repeat(32), 'a'.repeat(32)],
    });
  });

  it.each(Object.keys(env))('cannot be configured without %s', (name) => {
    const { [name as keyof typeof env]: _left, ...others } = env;
    expect(problemsOf(others)).toEqual([
      `Sign-in with Clio also needs ${name}. Set all of its settings, or none`,
    ]);
  });

  it('cannot be configured without the secret of a region', () => {
    const several = { CLIO_CLIENT_ID: 'us=a,eu=b', CLIO_CLIENT_SECRET: 'us=hunter2' };
    const problems = problemsOf({ ...env, ...several });
    expect(problems).toEqual([expect.stringContaining('CLIO_CLIENT_SECRET lacks eu')]);
    expect(problems[0]).not.toContain('hunter2');
  });

  it('is checked if a program passes its settings', () => {
    const signIn = loadConfig(env).signIn as SignIn;
    expect(completeConfig({ signIn }).signIn).toBe(signIn);
    for (const wrong of [
      { sessionSecrets: ['hunter2'] },
      { sessionSecrets: [] },
      { redirectUri: 'http://gateway.example.com/auth/callback' },
      { applications: {} },
    ]) {
      expect(() => completeConfig({ signIn: { ...signIn, ...wrong } })).toThrow(
        new RegExp(`config\\.signIn\\.${Object.keys(wrong)[0]} `),
      );
    }
    expect(() => completeConfig({ signIn: { ...signIn, sessionSecrets: ['hunter2'] } })).not.toThrow(
      /hunter2/,
    );
  });

  it('can have one OAuth address for several regions', () => {
    const several = { CLIO_CLIENT_ID: 'us=a,eu=b', CLIO_CLIENT_SECRET: 'us=c,eu=d' };
    const problems = problemsOf({ ...env, ...several, CLIO_OAUTH_URL: 'https://app.clio.com/oauth' });
    expect(problems).toEqual([expect.stringContaining('CLIO_OAUTH_URL is for one region')]);
  });
});

describe('a token on an address that others can reach', () => {
  it.each(['0.0.0.0', '::', '192.168.1.5', 'gateway.internal', '127.1', '::ffff:10.0.0.1'])(
    'is rejected on %s',
    (host) => {
      // Only this problem is reported, whether or not the system understands the host name.
      const problems = problemsOf({ HOST: host, CLIO_ACCESS_TOKEN: token });
      expect(problems).toHaveLength(1);
      expect(problems.join()).not.toContain(token);
    },
  );

  it('is rejected with the three possible solutions', () => {
    const [problem] = problemsOf({ HOST: '0.0.0.0', CLIO_ACCESS_TOKEN: token });
    expect(problem).toContain('each client sends its own token');
    expect(problem).toContain('HOST=127.0.0.1');
    expect(problem).toContain('ALLOW_SHARED_TOKEN=1');
  });

  it('is rejected also with a fixed base URL', () => {
    const env = {
      HOST: '0.0.0.0',
      CLIO_ACCESS_TOKEN: token,
      CLIO_BASE_URL: 'https://proxy.example.com/api/v4',
    };
    expect(problemsOf(env)).toHaveLength(1);
  });

  it.each(['127.0.0.1', '127.8.8.8', 'localhost', 'LOCALHOST', '::1', '[::1]', '0:0:0:0:0:0:0:1'])(
    'is allowed on %s',
    (host) => {
      expect(loadConfig({ HOST: host, CLIO_ACCESS_TOKEN: token }).accessToken).toBe(token);
    },
  );

  it('is allowed if ALLOW_SHARED_TOKEN permits it', () => {
    const env = { HOST: '0.0.0.0', CLIO_ACCESS_TOKEN: token, ALLOW_SHARED_TOKEN: '1' };
    expect(loadConfig(env)).toMatchObject({ accessToken: token, allowSharedToken: true });
  });

  it('is no problem if clients send their own tokens', () => {
    expect(loadConfig({ HOST: '0.0.0.0', CLIO_REGION: 'eu' }).host).toBe('0.0.0.0');
  });

  it('is not checked unless HOST and ALLOW_SHARED_TOKEN are valid', () => {
    expect(problemsOf({ HOST: 'a b', CLIO_ACCESS_TOKEN: token })).toHaveLength(1);
    expect(problemsOf({ HOST: '0.0.0.0', ALLOW_SHARED_TOKEN: 'yes', CLIO_ACCESS_TOKEN: token })).toHaveLength(
      1,
    );
  });
});

it.each(names)('%s: the example in its message is valid', (name) => {
  const { example, parse } = variables[name];
  expect(parse(example)).toBeDefined();
});

describe('EXPLAIN', () => {
  it.each([
    ['on by default', {}, true],
    ['on for the sandbox, wherever it listens', { HOST: '0.0.0.0' }, true],
    ['on for this machine alone', { CLIO_REGION: 'eu' }, true],
    ['off if others can reach it', { CLIO_REGION: 'eu', HOST: '0.0.0.0' }, false],
    ['on if it is allowed', { CLIO_REGION: 'eu', HOST: '0.0.0.0', EXPLAIN: '1' }, true],
    ['off if it is forbidden', { EXPLAIN: '0' }, false],
  ])('is %s', (_title, env, explain) => {
    expect(loadConfig(env).explain).toBe(explain);
  });
});
