import { ConfigError } from './config-error.ts';
import { loadConfig } from './load-config.ts';
import { checkSignIn } from './read-sign-in.ts';
import { regionNames } from './regions.ts';
import { type Config, logLevels, type Upstream } from './types.ts';
import { type VariableName, variables } from './variables.ts';

/** The defaults inside another program: Clio instead of sample data, and a log of warnings and errors only. */
const libraryDefaults: Config = Object.freeze({
  ...loadConfig({}),
  upstream: Object.freeze({ kind: 'clio', baseUrl: null, region: 'us' }),
  logLevel: 'warn',
  explain: false,
});

/** Settings that are text, and the variables with their rules. */
const texts = {
  accessToken: 'CLIO_ACCESS_TOKEN',
  apiVersion: 'CLIO_API_VERSION',
  auditLog: 'AUDIT_LOG',
  customFields: 'CUSTOM_FIELDS',
  host: 'HOST',
  otlpEndpoint: 'OTEL_EXPORTER_OTLP_ENDPOINT',
  redisUrl: 'REDIS_URL',
  schemaPrefix: 'SCHEMA_PREFIX',
  trustedDocuments: 'TRUSTED_DOCUMENTS',
  webhookUrl: 'WEBHOOK_URL',
} as const satisfies Partial<Record<keyof Config, VariableName>>;

/**
 * Completes the settings of a program with the defaults. Does not read the environment.
 *
 * @throws ConfigError that lists all unknown names and unusable values.
 */
export function completeConfig(given: Partial<Config>): Config {
  if (typeof given !== 'object' || given === null) throw new ConfigError(['config must be an object']);
  const set = Object.entries(given).filter(([, value]) => value !== undefined);
  const problems = set.flatMap(([name, value]) => {
    if (!Object.hasOwn(libraryDefaults, name)) return [`config.${name} is not a setting`];
    const usual: unknown = libraryDefaults[name as keyof Config];
    // Null is the default of settings that can be unset.
    if (usual === null) return [];
    if (typeof value !== typeof usual || Number.isNaN(value) || value === null)
      return [`config.${name} must be of type ${typeof usual}, as ${JSON.stringify(usual)}`];
    return typeof value === 'number' && value < 0 ? [`config.${name} must not be negative`] : [];
  });
  if (problems.length === 0) {
    if (given.upstream) problems.push(...checkUpstream(given.upstream));
    if (given.signIn) problems.push(...checkSignIn(given.signIn));
    if (given.logLevel !== undefined && !logLevels.includes(given.logLevel))
      problems.push(`config.logLevel must be one of ${logLevels.join(', ')}`);
    for (const [name, variable] of Object.entries(texts) as [keyof typeof texts, VariableName][]) {
      const value: unknown = given[name];
      if (value === undefined || value === libraryDefaults[name]) continue;
      const { parse, allowed } = variables[variable];
      if (typeof value !== 'string' || parse(value) === undefined)
        problems.push(`config.${name} must be ${allowed}`);
    }
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return Object.freeze({ ...libraryDefaults, ...Object.fromEntries(set) });
}

/** The problems of an upstream that a program, perhaps without type checks, has created. */
function checkUpstream(upstream: Upstream): string[] {
  if (upstream.kind === 'sandbox') return [];
  const problems: string[] = [];
  if (upstream.kind !== 'clio') problems.push('config.upstream.kind must be "clio" or "sandbox"');
  if (!regionNames.includes(upstream.region))
    problems.push(`config.upstream.region must be one of ${regionNames.join(', ')}`);
  const { parse, allowed } = variables.CLIO_BASE_URL;
  const { baseUrl } = upstream;
  if (baseUrl !== null && (typeof baseUrl !== 'string' || parse(baseUrl) === undefined))
    problems.push(`config.upstream.baseUrl must be null or ${allowed}`);
  return problems;
}
