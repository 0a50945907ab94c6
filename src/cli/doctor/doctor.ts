import { Command } from 'commander';
import { RenewingLogin } from '../../auth/renewing-login.ts';
import { loadCatalog } from '../../catalog/catalog.ts';
import { ConfigError } from '../../config/config-error.ts';
import { regions } from '../../config/regions.ts';
import { openOauth } from '../open-gateway.ts';
import type { Parts } from '../parts.ts';
import {
  type Account,
  addSettingFlags,
  describeClio,
  describeUser,
  loadAccount,
  readSettings,
  type SettingFlags,
} from '../settings.ts';
import { checkClio } from './check-clio.ts';
import { checkCustomFields } from './check-custom-fields.ts';
import {
  checkMemory,
  checkNames,
  checkNode,
  checkPort,
  checkRedirectAddress,
  checkRedis,
  checkWebhookAddress,
} from './check-machine.ts';
import { type Finding, ok, printFinding, wrong } from './report.ts';

/** `doctor`: checks what a gateway with these settings needs. Ends with 1 if something is wrong. */
export function createDoctorCommand(parts: Parts): Command {
  return addSettingFlags(
    new Command('doctor').description('Check the settings, the login, Clio and this machine.'),
  ).action(async (flags: SettingFlags) => {
    let isWrong = false;
    for await (const finding of examine(parts, flags)) {
      console.log(printFinding(finding));
      isWrong ||= finding.level === 'wrong';
    }
    if (isWrong) process.exitCode = 1;
  });
}

async function* examine(parts: Parts, flags: SettingFlags): AsyncGenerator<Finding> {
  yield checkNode();
  const env = readSettings(flags);
  let account: Account;
  try {
    account = await loadAccount(env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const problem of error.problems)
      yield wrong('Settings', problem, 'Correct it in the environment or .env.');
    return;
  }
  const { config, login } = account;
  yield ok('Settings', 'valid; clio-graphql config prints them');
  yield* checkNames(env);
  if (config.upstream.kind === 'sandbox') {
    yield ok('Account', 'none; the gateway serves the sandbox. clio-graphql login connects your own account');
  } else {
    const { upstream, accessToken } = config;
    const baseUrl = upstream.baseUrl ?? regions[upstream.region].baseUrl;
    yield ok(
      'Account',
      login
        ? `${describeUser(login)}, ${describeClio(login)}`
        : describeClio({ region: upstream.region, baseUrl }),
    );
    const oauth = login && openOauth(login, config.upstreamTimeoutMs);
    const renewing = login && oauth && new RenewingLogin(login, account.file, oauth);
    yield* await checkClio(
      {
        baseUrl,
        apiVersion: config.apiVersion,
        token: renewing?.token ?? accessToken,
        renew: renewing ? (rejected) => renewing.renew(rejected) : undefined,
        tokenAdvice: login
          ? 'Run clio-graphql login.'
          : 'Set CLIO_ACCESS_TOKEN to a valid token of this region.',
        timeoutMs: config.upstreamTimeoutMs,
      },
      Object.values(loadCatalog().data.operations),
    );
    await oauth?.close();
  }
  const others = [
    await checkCustomFields(parts, account),
    checkRedirectAddress(config),
    checkWebhookAddress(config),
    await checkRedis(config),
    await checkPort(config),
    await checkMemory(config),
  ];
  for (const finding of others) if (finding !== null) yield finding;
}
