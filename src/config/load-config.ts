import { ConfigError } from './config-error.ts';
import { isLoopback } from './parse-values.ts';
import { type Environment, readEnvironment } from './read-environment.ts';
import { readSignIn } from './read-sign-in.ts';
import type { Config, Upstream } from './types.ts';
import { findUnknownNames } from './unknown-names.ts';
import {
  type Settings,
  settingName,
  type Variable,
  type VariableName,
  type VariableValue,
  variables,
} from './variables.ts';

/**
 * Checks the environment and returns the configuration, deeply frozen. A blank variable counts as unset. If none
 * is set, the upstream is the sandbox.
 *
 * @param env Names and values. Default: the process's environment over a `.env` file in the working folder.
 * @throws ConfigError that lists all problems.
 */
export function loadConfig(env: Environment = readEnvironment()): Config {
  const problems: string[] = [];
  const settings = readSettings(env, problems);
  const {
    region,
    baseUrl,
    sandbox,
    corsOrigins,
    otelExporterOtlpEndpoint,
    clientId,
    clientSecret,
    redirectUri,
    oauthUrl,
    sessionSecret,
    ...rest
  } = settings;
  const signIn = readSignIn(settings, problems);
  const upstream = chooseUpstream(settings, problems);
  if (problems.length > 0) throw new ConfigError(problems);
  return Object.freeze({
    ...rest,
    corsOrigins: corsOrigins ?? Object.freeze([]),
    explain: rest.explain ?? (upstream.kind === 'sandbox' || isLoopback(rest.host)),
    otlpEndpoint: otelExporterOtlpEndpoint,
    upstream: Object.freeze(upstream),
    signIn,
  });
}

/** @throws ConfigError for wrong values, wrong names, and settings that exclude each other. */
function readSettings(env: Environment, problems: string[]): Settings {
  const read = Object.fromEntries(
    (Object.keys(variables) as VariableName[]).map((name) => [
      settingName(name),
      readVariable(name, env, problems),
    ]),
  ) as Partial<Settings>;
  for (const { name, nearest } of findUnknownNames(Object.keys(env))) {
    // Without a similar name it may belong to another program, such as the service links of Kubernetes.
    if (nearest !== null) problems.push(`${name} is not a setting. Did you mean ${nearest}?`);
  }
  checkTogether(read, problems);
  if (problems.length > 0) throw new ConfigError(problems);
  // A value is undefined only with a problem.
  return read as Settings;
}

/** The variable's value, or its default if unset. Adds a problem and returns undefined if the value is wrong. */
function readVariable<N extends VariableName>(
  name: N,
  env: Environment,
  problems: string[],
): VariableValue<N> | undefined {
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

/** Adds the problems of settings that exclude each other. */
function checkTogether(read: Partial<Settings>, problems: string[]): void {
  const { host, accessToken, allowSharedToken } = read;
  if (accessToken && host !== undefined && !isLoopback(host) && allowSharedToken === false) {
    problems.push(
      `CLIO_ACCESS_TOKEN is one person’s key, and on HOST ${quote(host)} others could use it. ` +
        'Unset it, so that each client sends its own token; or set HOST=127.0.0.1; ' +
        'or, if everyone who can reach the gateway may act as that person, set ALLOW_SHARED_TOKEN=1',
    );
  }
  if (read.trustedDocumentsOnly && read.trustedDocuments === null)
    problems.push(
      'TRUSTED_DOCUMENTS_ONLY allows no operation without TRUSTED_DOCUMENTS; set that to a file, or unset it',
    );
  if (read.mcpDeletes && read.mcpWrites === false)
    problems.push('MCP_DELETES allows nothing without MCP_WRITES=1; set it, or unset MCP_DELETES');
}

function chooseUpstream({ region, baseUrl, accessToken, sandbox }: Settings, problems: string[]): Upstream {
  const namesClio = region !== null || baseUrl !== null || accessToken !== null;
  if (namesClio && sandbox === true)
    problems.push(
      'SANDBOX=1 excludes CLIO_REGION, CLIO_BASE_URL and CLIO_ACCESS_TOKEN. Unset SANDBOX or the others',
    );
  if (!namesClio && sandbox === false)
    problems.push(
      'No setting says which Clio account to serve. Set CLIO_REGION to us, ca, eu or au, or SANDBOX=1 for sample data',
    );
  return namesClio ? { kind: 'clio', baseUrl, region: region ?? 'us' } : { kind: 'sandbox' };
}

/** Quotes, escapes and shortens a value, so that it can neither forge a log line nor fill a screen. */
function quote(text: string): string {
  // Removes the parts of a URL that can contain a password.
  const shown = text.replace(/^.*@/s, '***@').replace(/\?.*$/s, '?***');
  return JSON.stringify(shown.length > 60 ? `${shown.slice(0, 60)}…` : shown);
}
