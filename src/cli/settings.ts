import { type Command, Option } from 'commander';
import { LoginFile, type StoredLogin } from '../auth/login-file.ts';
import { ConfigError } from '../config/config-error.ts';
import { configFolder } from '../config/config-folder.ts';
import { loadConfig } from '../config/load-config.ts';
import { isLoopback, parseSwitch } from '../config/parse-values.ts';
import { type Environment, readEnvironment } from '../config/read-environment.ts';
import { regionNames, regions } from '../config/regions.ts';
import type { Config } from '../config/types.ts';
import type { VariableName } from '../config/variables.ts';

/** Settings that a command takes as flags; a flag has precedence over the environment. */
export interface SettingFlags {
  readonly port?: string;
  readonly host?: string;
  readonly region?: string;
}

export function addSettingFlags(command: Command): Command {
  return command
    .option('-p, --port <port>', 'port to listen on (PORT)')
    .option('--host <address>', 'address to listen on (HOST)')
    .addOption(regionOption());
}

export function regionOption(): Option {
  return new Option('-r, --region <region>', 'region of the Clio account (CLIO_REGION)').choices(regionNames);
}

/** The flags, then the environment, then `.env`. */
export function readSettings({ port, host, region }: SettingFlags = {}): Environment {
  const env: Record<string, string | undefined> = { ...readEnvironment() };
  if (port !== undefined) env.PORT = port;
  if (host !== undefined) env.HOST = host;
  if (region !== undefined) env.CLIO_REGION = region;
  return env;
}

/** Which Clio account a gateway serves. */
export interface Account {
  readonly config: Config;
  /** The login of `clio-graphql login`, if no setting names another account. */
  readonly login: StoredLogin | null;
  readonly file: LoginFile;
}

/** Whether a setting says what to serve: a Clio account or the sandbox. `SANDBOX=0` only excludes the sandbox. */
export function namesUpstream(env: Environment): boolean {
  const isSet = (name: VariableName): boolean => (env[name]?.trim() ?? '') !== '';
  return (
    isSet('CLIO_REGION') ||
    isSet('CLIO_BASE_URL') ||
    isSet('CLIO_ACCESS_TOKEN') ||
    parseSwitch(env.SANDBOX?.trim() ?? '') === true
  );
}

/**
 * Reads the settings and, if none says what to serve, the stored login.
 *
 * @throws ConfigError
 */
export async function loadAccount(env: Environment): Promise<Account> {
  const file = new LoginFile(configFolder(env));
  const login = namesUpstream(env) ? null : await file.read();
  if (login === null) return { config: loadConfig(env), login, file };
  const isRegional = login.baseUrl === regions[login.region].baseUrl;
  const upstream = { CLIO_REGION: login.region, CLIO_BASE_URL: isRegional ? undefined : login.baseUrl };
  const config = loadConfig({ ...env, ...upstream });
  if (!isLoopback(config.host) && !config.allowSharedToken) {
    throw new ConfigError([
      `With HOST ${JSON.stringify(config.host)} other people could use the login in ${file.path}, which is one person's. ` +
        'Set CLIO_REGION, so that each client sends its own token; or SANDBOX=1; or HOST=127.0.0.1',
    ]);
  }
  return { config, login, file };
}

/** The owner of a login: `Alice Fischer of Fischer & Partners`. */
export function describeUser({ user }: Pick<StoredLogin, 'user'>): string {
  if (user === null) return 'an unknown user (the application lacks the permission Users)';
  return `${user.name ?? user.id} of ${user.firm ?? 'an unnamed firm'}`;
}

/** Which Clio a login is for: `region eu`, or an address that is not one of Clio's own. */
export function describeClio({ region, baseUrl }: Pick<StoredLogin, 'region' | 'baseUrl'>): string {
  return baseUrl === regions[region].baseUrl ? `region ${region}` : new URL(baseUrl).origin;
}
