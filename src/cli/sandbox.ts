import { Command, InvalidArgumentError } from 'commander';
import { closeOnSignal } from './close-on-signal.ts';
import type { Parts, RunningSandbox } from './parts.ts';

/** `sandbox`: the Clio look-alike alone, to point a client or a gateway at. */
export function createSandboxCommand({ startSandbox }: Parts): Command {
  return new Command('sandbox')
    .description('Start a local look-alike of the Clio REST API with sample data.')
    .option('-p, --port <port>', 'port to listen on; 0 takes any free one', parsePort, 4001)
    .action(async ({ port }: { port: number }) => {
      const sandbox = await startSandbox({ port, applications: [application] });
      closeOnSignal(() => sandbox.close());
      console.log(greet(sandbox));
    });
}

/** For a gateway on its usual port. What it opens is made up. */
const application = {
  clientId: 'sandbox-application',
  clientSecret: 'sandbox-application-secret',
  redirectUris: ['http://127.0.0.1:4000/auth/callback', 'http://localhost:4000/auth/callback'],
};

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError('A port is a number from 0 to 65535.');
}

// These tokens open made-up data on this machine only.
function greet({ baseUrl, tokens }: RunningSandbox): string {
  return `
The sandbox is listening on ${baseUrl}

Tokens:
  ${tokens.owner}  an account owner
  ${tokens.restricted}  a user who may not see everything

Try:

  curl '${baseUrl}/users/who_am_i.json' -H 'authorization: Bearer ${tokens.owner}'

or put the gateway in front of it:

  CLIO_BASE_URL=${baseUrl} CLIO_ACCESS_TOKEN=${tokens.owner} npm start

or let people sign in at http://127.0.0.1:4000/auth/login:

  CLIO_BASE_URL=${baseUrl} CLIO_CLIENT_ID=${application.clientId} \\
    CLIO_CLIENT_SECRET=${application.clientSecret} SESSION_SECRET=$(openssl rand -base64 32) \\
    CLIO_REDIRECT_URI=${application.redirectUris[0]} npm start
`;
}
