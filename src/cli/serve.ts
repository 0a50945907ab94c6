import { Command } from 'commander';
import { type VariableName, variables } from '../config/variables.ts';
import { createLogger } from '../server/create-logger.ts';
import { exampleQuery } from '../server/example-query.ts';
import { closeOnSignal } from './close-on-signal.ts';
import { openBrowser } from './open-browser.ts';
import { type OpenGateway, openGateway } from './open-gateway.ts';
import type { Parts } from './parts.ts';
import {
  addSettingFlags,
  describeClio,
  describeUser,
  loadAccount,
  readSettings,
  type SettingFlags,
} from './settings.ts';

interface ServeFlags extends SettingFlags {
  readonly open: boolean;
}

/** `serve`: the gateway, in front of Clio or of the embedded sandbox. */
export function createServeCommand(parts: Parts): Command {
  return addSettingFlags(
    new Command('serve').description(
      'Start the gateway: for the account of clio-graphql login, or for the sandbox if there is none.',
    ),
  )
    .option('-o, --open', 'open GraphiQL in a browser', false)
    .addHelpText('after', listSettings)
    .action((flags: ServeFlags) => serve(parts, flags));
}

async function serve(parts: Parts, flags: ServeFlags): Promise<void> {
  const account = await loadAccount(readSettings(flags));
  const { host, port, logLevel } = account.config;
  const open = await openGateway(parts, account, createLogger(logLevel));
  closeOnSignal(open.close);
  const { url } = await open.gateway.listen({ host, port });
  console.log(greet(url, open));
  if (flags.open) openBrowser(`${url}/graphql`);
}

function greet(url: string, open: OpenGateway): string {
  const authorization =
    open.upstream.defaultToken === null ? ` \\\n    -H 'authorization: Bearer <Clio access token>'` : '';
  const query = exampleQuery
    .replace(/^#.*\n/gm, '')
    .replace(/\s+/g, ' ')
    .trim();
  const { signIn } = open.config;
  return `
clio-graphql is listening on ${url}/graphql
${describeUpstream(open)}

Open it in a browser for the explorer, or try a first query:

  curl ${url}/graphql -H 'content-type: application/json'${authorization} \\
    -d '${JSON.stringify({ query })}'
${signIn === null ? '' : `\nSign in at ${signIn.redirectUri.replace(/callback$/, 'login')}\n`}`;
}

function describeUpstream({ upstream, sandbox, login }: OpenGateway): string {
  if (login) {
    return `It serves the Clio account of ${describeUser(login)}, ${describeClio(login)}.
Requests without a token use this login. clio-graphql logout ends it.`;
  }
  if (sandbox === null) return `It serves ${upstream.baseUrl}.`;
  return `It serves the embedded sandbox. clio-graphql login connects your own account.
Sandbox: invented data, dated ${sandbox.today}. Undo changes with: clio-graphql sandbox reset --port ${new URL(sandbox.url).port}`;
}

/** All settings, for `serve --help`. */
function listSettings(): string {
  const names = Object.keys(variables) as VariableName[];
  const width = Math.max(...names.map(({ length }) => length));
  const lines = names.map((name) => `  ${name.padEnd(width)}  ${variables[name].help}`);
  return `
Settings, in the environment or in .env (defaults: clio-graphql config):
${lines.join('\n')}`;
}
