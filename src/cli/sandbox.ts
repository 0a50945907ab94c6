import { Command, InvalidArgumentError } from 'commander';
import { closeOnSignal } from './close-on-signal.ts';
import type { Parts, RunningSandbox } from './parts.ts';
import { UsageError } from './usage-error.ts';

/** `sandbox`: only the look-alike of Clio, for a client or a separate gateway. */
export function createSandboxCommand({ startSandbox }: Parts): Command {
  const command = new Command('sandbox')
    .description('Start a local look-alike of the Clio REST API with invented data.')
    .option('-p, --port <port>', 'port to listen on; 0 for any free port', parsePort, usualPort)
    .option('--limit <calls>', 'calls that a token may make in a minute', parseLimit, 50)
    .action(async ({ port, limit }: { port: number; limit: number }) => {
      const sandbox = await startSandbox({ port, limit, applications: [application] });
      closeOnSignal(() => sandbox.close());
      console.log(greet(sandbox));
    });
  command
    .command('reset')
    .description('Drop all changes to a running sandbox and date its data to today.')
    .option('-p, --port <port>', 'port of the sandbox', parsePort, usualPort)
    .action((_own: unknown, { parent }: Command) => reset(Number(parent?.opts().port ?? usualPort)));
  return command;
}

async function reset(port: number): Promise<void> {
  const url = `http://127.0.0.1:${port}/reset`;
  const response = await fetch(url, { method: 'POST' }).catch(() => null);
  if (response?.status !== 204) throw new UsageError(`No sandbox is listening on port ${port}.`);
  console.log('The sandbox has its original data again, dated to today.');
}

const usualPort = 4001;

/** For a gateway on its usual port. The secret opens only invented data. */
const application = {
  clientId: 'sandbox-application',
  clientSecret: 'sandbox-application-secret',
  redirectUris: [
    'http://127.0.0.1:4000/auth/callback',
    'http://localhost:4000/auth/callback',
    'http://127.0.0.1:4005/callback',
  ],
};

function parseLimit(text: string): number {
  const limit = Number(text);
  if (/^\d+$/.test(text) && limit > 0) return limit;
  throw new InvalidArgumentError('A limit is a whole number of calls.');
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError('A port is a number from 0 to 65535.');
}

// These tokens give access only to invented data on this machine.
function greet({ baseUrl, today, tokens, url }: RunningSandbox): string {
  const { port } = new URL(url);
  return `
Sandbox: invented data, dated ${today}

The sandbox is listening on ${baseUrl}

Tokens:
  ${tokens.owner}  an account owner
  ${tokens.restricted}  a user who may not see everything

Try:

  curl '${baseUrl}/users/who_am_i.json' -H 'authorization: Bearer ${tokens.owner}'

Undo all changes:

  clio-graphql sandbox reset --port ${port}

Put the gateway in front of it:

  CLIO_BASE_URL=${baseUrl} CLIO_ACCESS_TOKEN=${tokens.owner} npm start

Sign in to it as to a real account (client id ${application.clientId}, secret ${application.clientSecret}):

  CLIO_BASE_URL=${baseUrl} npx clio-graphql login

Let people sign in at http://127.0.0.1:4000/auth/login:

  CLIO_BASE_URL=${baseUrl} CLIO_CLIENT_ID=${application.clientId} \\
    CLIO_CLIENT_SECRET=${application.clientSecret} SESSION_SECRET=$(openssl rand -base64 32) \\
    CLIO_REDIRECT_URI=${application.redirectUris[0]} npm start
`;
}
