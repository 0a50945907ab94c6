import { Command } from 'commander';
import { LoginFile, type StoredLogin } from '../auth/login-file.ts';
import { readIdentity, whoAmIPath } from '../auth/who-am-i.ts';
import { configFolder } from '../config/config-folder.ts';
import { loadConfig } from '../config/load-config.ts';
import { type Region, regions } from '../config/regions.ts';
import type { Application, Config } from '../config/types.ts';
import { OauthError } from '../rest/oauth.ts';
import { probeClio } from '../rest/probe.ts';
import { openBrowser } from './open-browser.ts';
import { openOauth } from './open-gateway.ts';
import { createPrompt } from './prompt.ts';
import { openCallbackServer } from './receive-callback.ts';
import { describeClio, describeUser, namesUpstream, readSettings, regionOption } from './settings.ts';
import { UsageError } from './usage-error.ts';

interface LoginOptions {
  readonly region?: Region;
  readonly redirectPort: string;
  readonly open: boolean;
  readonly newApplication: boolean;
}

/** The same port each time, because Clio compares the whole redirect address with the registered one. */
const usualPort = 4005;

/** `login`: signs the user of this machine in to Clio, for `serve`, `mcp` and `doctor`. */
export function createLoginCommand(): Command {
  return new Command('login')
    .description('Sign in to Clio and store the login on this machine.')
    .addOption(regionOption().default(undefined, 'us'))
    .option('--redirect-port <port>', 'port of the redirect address', parsePort, String(usualPort))
    .option('--no-open', 'do not open a browser, only print the address')
    .option('--new-application', 'ask for the client id and secret again', false)
    .action(login);
}

async function login({ region, redirectPort, open, newApplication }: LoginOptions): Promise<void> {
  const env = readSettings({ region });
  const config = loadConfig(namesUpstream(env) ? env : { ...env, CLIO_REGION: 'us' });
  const file = new LoginFile(configFolder(env));
  const target = readTarget(config);
  const redirectUri = `http://127.0.0.1:${redirectPort}/callback`;
  await using callback = await openCallbackServer(redirectUri);
  const application =
    (newApplication ? null : await findApplication(file, config, target)) ??
    (await askForApplication(target, redirectUri));
  const oauth = openOauth({ ...target, application, redirectUri }, config.upstreamTimeoutMs);
  try {
    const attempt = await oauth.begin();
    console.log(`\nOpen this address to sign in (${describeClio(target)}):\n\n  ${attempt.url}\n`);
    if (open) openBrowser(attempt.url);
    const tokens = await callback.receive(attempt.state, (parameters) => oauth.finish(parameters, attempt));
    const response = await probeClio({
      baseUrl: target.baseUrl,
      path: whoAmIPath,
      apiVersion: config.apiVersion,
      token: tokens.access,
      timeoutMs: config.upstreamTimeoutMs,
    });
    const user = typeof response === 'string' ? null : readIdentity(response.data);
    const stored: StoredLogin = { ...target, application, redirectUri, tokens, user };
    await file.write(stored);
    console.log(`Signed in as ${describeUser(stored)}, ${describeClio(stored)}.
The login is in ${file.path}, which only you can read. clio-graphql logout ends it.

Start the gateway with: clio-graphql serve`);
  } catch (error) {
    if (error instanceof OauthError)
      throw new UsageError(explainRejection(error, target, redirectUri), { cause: error });
    throw error;
  } finally {
    await oauth.close();
  }
}

type Target = Pick<StoredLogin, 'region' | 'baseUrl' | 'oauthUrl'>;

function readTarget({ upstream, signIn }: Config): Target {
  if (upstream.kind === 'sandbox')
    throw new UsageError('SANDBOX=1 serves the sandbox, which needs no login. Unset it first.');
  const baseUrl = upstream.baseUrl ?? regions[upstream.region].baseUrl;
  return {
    region: upstream.region,
    baseUrl,
    oauthUrl: signIn?.oauthUrl ?? `${new URL(baseUrl).origin}/oauth`,
  };
}

async function findApplication(
  file: LoginFile,
  { signIn }: Config,
  target: Target,
): Promise<Application | null> {
  return signIn?.applications[target.region] ?? (await file.application(target.oauthUrl));
}

async function askForApplication(target: Target, redirectUri: string): Promise<Application> {
  console.log(`Signing in needs an application of yours in Clio's developer portal:

  ${regions[target.region].developerPortal}

Register exactly this redirect address with it:

  ${redirectUri}
`);
  using prompt = createPrompt();
  return {
    clientId: await prompt.ask('Client id (also called app key): '),
    clientSecret: await prompt.ask('Client secret (not shown while you type): ', { secret: true }),
  };
}

function explainRejection({ error }: OauthError, { region }: Target, redirectUri: string): string {
  switch (error) {
    case 'access_denied':
      return 'You declined in Clio. Nothing was stored.';
    case 'invalid_client':
    case 'unauthorized_client':
      return `Clio does not know this client id and secret in the region ${region}. An application belongs to one region: check --region, or run clio-graphql login --new-application.`;
    case 'invalid_grant':
      return `Clio did not accept the code. Check that ${redirectUri} is registered with the application, and try again.`;
    default:
      return `Clio rejected the login (${error}). Check the application in Clio's developer portal.`;
  }
}

function parsePort(text: string): string {
  if (/^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535) return text;
  throw new UsageError('--redirect-port must be a number from 1 to 65535.');
}
