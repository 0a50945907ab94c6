import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../../src/sandbox/sandbox.ts';
import { callThrough } from '../../support/clients/connect-agent.ts';
import { forAllTests } from '../../support/for-all-tests.ts';
import { application, Browser, submitConsent } from '../../support/gateways/start-sign-in.ts';
import { buildProgram, programFile } from '../../support/programs/build-program.ts';
import { type RunningProgram, runProgram } from '../../support/programs/run-program.ts';
import { type Commands, startCommands } from '../../support/programs/start-commands.ts';
import { findFreePort } from '../../support/servers/find-free-port.ts';

type Ended = Awaited<ReturnType<Commands['run']>>;

let redirectPort: string;
let sandbox: Sandbox;
let folder: string;
let file: string;
/** The content of the file after a sign-in, for tests that start there. */
const signedIn = new Map<string, string>();

beforeAll(async () => {
  await buildProgram();
  redirectPort = String(await findFreePort());
  const redirectUris = [`http://127.0.0.1:${redirectPort}/callback`];
  sandbox = await startSandbox({ applications: [{ ...application, redirectUris }], limit: 100_000 });
});
afterAll(() => sandbox.close());

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'config-'));
  file = join(folder, 'clio-graphql/login.json');
  sandbox.resetCalls();
});
afterEach(async () => {
  sandbox.clearFaults();
  await rm(folder, { recursive: true });
});

function run(args: readonly string[], env: Record<string, string> = {}): Promise<RunningProgram> {
  return runProgram([programFile, ...args], { XDG_CONFIG_HOME: folder, ...env });
}

const commands = forAllTests(startCommands);

/** Commands that end by themselves, in one process that runs them all. One of each is also started in a process of its own. */
function command(args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
  return commands.run(args, { XDG_CONFIG_HOME: folder, ...env });
}

function startLogin(...args: readonly string[]): Promise<RunningProgram> {
  const flags = ['--no-open', '--redirect-port', redirectPort, ...args];
  return run(['login', ...flags], { CLIO_BASE_URL: sandbox.baseUrl });
}

const authorizeUrl = /^ {2}(http:\S+\/oauth\/authorize\?\S+)$/m;

async function signIn(login = 'owner'): Promise<string> {
  await using cli = await startLogin();
  if (!(await cli.until(/Client id|authorize\?/))[0].startsWith('auth'))
    cli.child.stdin.write(`${application.clientId}\n${application.clientSecret}\n`);
  const [, url = ''] = await cli.until(authorizeUrl);
  const back = await submitConsent(new Browser(), url, { login });
  expect(await (await fetch(back)).text()).toContain('Signed in');
  expect(await cli.ended()).toBe(0);
  return cli.output();
}

/** A login, perhaps that of a test before: not for tests that end the login. */
async function haveLogin(login = 'owner'): Promise<void> {
  const stored = signedIn.get(login);
  if (stored === undefined) {
    await signIn(login);
    signedIn.set(login, await readFile(file, 'utf8'));
    return;
  }
  await mkdir(dirname(file), { mode: 0o700 });
  await writeFile(file, stored, { mode: 0o600 });
}

async function readStored(): Promise<{ applications: object; login: { tokens: { access: string } } | null }> {
  return JSON.parse(await readFile(file, 'utf8'));
}

async function viewer(url: string | undefined): Promise<unknown> {
  return (await fetch(`${url}/graphql?query=${encodeURIComponent('{ viewer { id } }')}`)).json();
}

const listening = /listening on (http:\S+)\/graphql/;

describe('login', () => {
  it('asks for the application once, and stores the login where only its owner can read it', async () => {
    const output = await signIn();
    expect(output).toMatch(/Register exactly this redirect address[\s\S]*127\.0\.0\.1:\d+\/callback/);
    expect(output).toMatch(/Signed in as .+ of .+, http:\/\/127\.0\.0\.1:\d+\./);
    expect(output).toContain(file);
    const { access } = (await readStored()).login?.tokens ?? {};
    for (const secret of [application.clientSecret, access]) expect(output).not.toContain(secret);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'clio-graphql'))).mode & 0o777).toBe(0o700);

    expect(await signIn('restricted')).not.toContain('Client id');
    expect((await readStored()).login?.tokens.access).not.toBe(access);
  });

  it('ignores a callback of another login', async () => {
    await using cli = await startLogin();
    cli.child.stdin.write(`${application.clientId}\n${application.clientSecret}\n`);
    const [, url = ''] = await cli.until(authorizeUrl);
    const callback = `http://127.0.0.1:${redirectPort}/callback`;
    for (const query of ['', '?code=stolen&state=other', '?error=access_denied'])
      expect((await fetch(callback + query)).status).toBe(400);
    const back = await submitConsent(new Browser(), url);
    expect((await fetch(back)).status).toBe(200);
    expect(await cli.ended()).toBe(0);
  });

  it('stores nothing if the user declines', async () => {
    await using cli = await startLogin();
    cli.child.stdin.write(`${application.clientId}\n${application.clientSecret}\n`);
    const [, url = ''] = await cli.until(authorizeUrl);
    const back = await submitConsent(new Browser(), url, { decision: 'deny' });
    expect((await fetch(back)).status).toBe(400);
    expect(await cli.ended()).toBe(1);
    expect(cli.output()).toContain('You declined in Clio. Nothing was stored.');
    await expect(stat(file)).rejects.toThrow('ENOENT');
  });

  it('says what to do about a wrong secret, or an application of another region', async () => {
    await using cli = await startLogin();
    cli.child.stdin.write(`${application.clientId}\nwrong\n`);
    const [, url = ''] = await cli.until(authorizeUrl);
    await fetch(await submitConsent(new Browser(), url));
    expect(await cli.ended()).toBe(1);
    expect(cli.output()).toContain('in the region us. An application belongs to one region');
    expect(cli.output()).toContain('run clio-graphql login --new-application.');
  });

  it('requires an account', async () => {
    const { code, output } = await command(['login', '--no-open'], { SANDBOX: '1' });
    expect(code).toBe(1);
    expect(output).toContain('SANDBOX=1');
  });
});

describe('serve', () => {
  it('serves the account of the login, and says whose it is', async () => {
    await haveLogin('restricted');
    await using cli = await run(['serve', '--port', '0']);
    const [, url] = await cli.until(listening);
    await cli.until(/It serves the Clio account of .+ of .+, http:\/\/127\.0\.0\.1:\d+\./);
    expect(await viewer(url)).toEqual({ data: { viewer: { id: 'User:2' } } });
  });

  it('renews a token that Clio rejects, and stores the new one', async () => {
    await signIn();
    const stored = await readStored();
    const old = {
      ...stored,
      login: { ...stored.login, tokens: { ...stored.login?.tokens, access: 'expired' } },
    };
    await writeFile(file, JSON.stringify(old));
    await using cli = await run(['serve', '--port', '0']);
    const [, url] = await cli.until(listening);
    const responses = await Promise.all([viewer(url), viewer(url), viewer(url)]);
    for (const response of responses) expect(response).toEqual({ data: { viewer: { id: 'User:1' } } });
    const { access } = (await readStored()).login?.tokens ?? {};
    expect(access).not.toBe('expired');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    // One for the login, one for the renewal that all requests share.
    expect(sandbox.calls.filter(({ path }) => path.includes('/oauth/token'))).toHaveLength(2);
  });

  it('says how to get a new login after this one has ended', async () => {
    await haveLogin();
    const stored = await readStored();
    const tokens = { access: 'expired', refresh: 'revoked', expiresAtMs: null };
    await writeFile(file, JSON.stringify({ ...stored, login: { ...stored.login, tokens } }));
    await using cli = await run(['serve', '--port', '0']);
    const [, url] = await cli.until(listening);
    expect(JSON.stringify(await viewer(url))).toContain('Run clio-graphql login.');
  });

  it('refuses to listen on a public address with the login', async () => {
    await haveLogin();
    const { code, output } = await command(['serve', '--port', '0', '--host', '0.0.0.0']);
    expect(code).toBe(1);
    expect(output).toMatch(/With HOST "0\.0\.0\.0" other people could use the login in .+login\.json/);
  });

  it.each([
    ['SANDBOX=1', { SANDBOX: '1' }, /It serves the embedded sandbox/],
    ['another account', { CLIO_REGION: 'eu' }, /It serves https:\/\/eu\.app\.clio\.com/],
  ])('does not use the login if a setting names %s', async (_name, env, source) => {
    await haveLogin();
    await using cli = await run(['serve', '--port', '0'], env);
    await cli.until(source);
  });

  it('rejects a damaged file', async () => {
    await haveLogin();
    await chmod(file, 0o600);
    await writeFile(file, '{"applications":{},"login":{"region":"zz"}}');
    const { code, output } = await command(['serve', '--port', '0']);
    expect(code).toBe(1);
    expect(output).toMatch(/login\.json cannot be read \(it is damaged\)\. Delete it/);
  });
});

it('the command mcp lets an agent use the login', async () => {
  await haveLogin('restricted');
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [programFile, 'mcp'],
    env: { XDG_CONFIG_HOME: folder },
    cwd: folder,
    stderr: 'ignore',
  });
  await using agent = await callThrough(transport);
  const { content } = await agent.call('run_query', { query: '{ viewer { id } }' });
  expect(content).toMatchObject({ data: { viewer: { id: 'User:2' } }, calls: 1 });
});

describe('logout', () => {
  it('revokes and deletes the login, and keeps the application', async () => {
    await signIn();
    const { access = '' } = (await readStored()).login?.tokens ?? {};
    await using cli = await run(['logout']);
    expect(await cli.ended()).toBe(0);
    expect(cli.output()).toContain('Clio has ended the login.');
    expect((await readStored()).login).toBeNull();
    expect(Object.keys((await readStored()).applications)).toHaveLength(1);
    const who = await fetch(`${sandbox.baseUrl}/users/who_am_i.json`, {
      headers: { authorization: `Bearer ${access}` },
    });
    expect(who.status).toBe(401);

    const again = await command(['logout', '--all']);
    expect(again.code).toBe(0);
    expect(again.output).toMatch(/Nobody is signed in\.\nDeleted the client id and secret\./);
    await expect(stat(file)).rejects.toThrow('ENOENT');
  });

  it('deletes the login even if Clio cannot be reached', async () => {
    // Clio is not informed: there the login remains.
    await haveLogin();
    const stored = await readFile(file, 'utf8');
    await writeFile(file, stored.replaceAll(sandbox.url, 'http://127.0.0.1:9'));
    const { code, output } = await command(['logout']);
    expect(code).toBe(0);
    expect(output).toContain('Clio could not be reached');
    expect((await readStored()).login).toBeNull();
  });
});

describe('doctor', () => {
  it('finds nothing wrong with a new login', async () => {
    await haveLogin();
    await using cli = await run(['doctor', '--port', '0']);
    expect(await cli.ended()).toBe(0);
    for (const subject of [
      'Node',
      'Settings',
      'Account',
      'Clio',
      'API version',
      'Clock',
      'Token',
      'Rate limit',
      'Subscriptions',
    ])
      expect(cli.output()).toMatch(new RegExp(`^ok +${subject}: `, 'm'));
    expect(cli.output()).toMatch(/^ok +Permissions: can read (?:[\w ]+, ){5}/m);
    expect(cli.output()).not.toContain('wrong ');
  });

  it('names what the application or the user cannot read', async () => {
    await haveLogin();
    sandbox.fault({ kind: 'status', status: 403, match: '/bills.json' });
    const { code, output } = await command(['doctor', '--port', '0']);
    expect(code).toBe(0);
    expect(output).toMatch(/^warning +Permissions: can read .+; not Billing\n +→ If you need them/m);
  });

  it.each<[string, Record<string, string>, RegExp]>([
    [
      'a token that Clio rejects',
      { CLIO_ACCESS_TOKEN: 'expired' },
      /^wrong +Token: Clio rejects it.*\n +→ Set CLIO_/m,
    ],
    [
      'Clio out of reach',
      { CLIO_BASE_URL: 'http://127.0.0.1:9/api/v4' },
      /^wrong +Clio: 127\.0\.0\.1:9 cannot be reached \(ECONNREFUSED\)/m,
    ],
    ['a misspelled setting', { CLIO_REGIN: 'eu' }, /^wrong +Settings: .*Did you mean CLIO_REGION/m],
    [
      'a version that Clio has retired',
      { CLIO_API_VERSION: '4.9.9', CLIO_ACCESS_TOKEN: 'sandbox-owner' },
      /^wrong +API version: Clio does not serve/m,
    ],
    [
      'Redis out of reach',
      { REDIS_URL: 'redis://127.0.0.1:9' },
      /^wrong +Redis: 127\.0\.0\.1:9 does not respond/m,
    ],
    [
      'a redirect address of another port',
      {
        PORT: '4998',
        CLIO_CLIENT_ID: 'a',
        CLIO_CLIENT_SECRET: 'b',
        CLIO_REDIRECT_URI: 'http://127.0.0.1:4000/auth/callback',
        SESSION_SECRET: 's'.repeat(32),
      },
      /^wrong +Redirect address: .* is not the port of the gateway, 4998/m,
    ],
  ])('exits with 1 for %s', async (_name, env, expected) => {
    const { code, output } = await command(['doctor'], { PORT: '0', CLIO_BASE_URL: sandbox.baseUrl, ...env });
    expect(code).toBe(1);
    expect(output).toMatch(expected);
  });

  it('requires no account', async () => {
    const { code, output } = await command(['doctor', '--port', '0'], { CLIO_PAYROLL: 'x' });
    expect(code).toBe(0);
    expect(output).toMatch(/^ok +Account: none; the gateway serves the sandbox/m);
    expect(output).toMatch(/^warning +Settings: CLIO_PAYROLL is not a setting/m);
  });
});

describe('config', () => {
  it('prints the current settings without secrets', async () => {
    const env = { CLIO_ACCESS_TOKEN: 'hunter2', REDIS_URL: 'redis://me:hunter2@cache:6379' };
    await using cli = await run(['config', '--region', 'eu'], env);
    expect(await cli.ended()).toBe(0);
    expect(cli.output()).toContain('\nCLIO_REGION=eu\n');
    expect(cli.output()).toContain('\nCLIO_ACCESS_TOKEN=***\n');
    expect(cli.output()).toContain('\nREDIS_URL=redis://***@cache:6379\n');
    expect(cli.output()).toContain('# CACHE_TTL_MS=10s\n');
    expect(cli.output()).not.toContain('hunter2');

    const changed = await command(['config', '--changed'], env);
    expect(changed.code).toBe(0);
    expect(changed.output).toBe('CLIO_ACCESS_TOKEN=***\nREDIS_URL=redis://***@cache:6379\n');
  });
});

describe('the flags', () => {
  it('print the version', async () => {
    const { version } = JSON.parse(await readFile(new URL('../../../package.json', import.meta.url), 'utf8'));
    await using cli = await run(['--version']);
    expect(await cli.ended()).toBe(0);
    expect(cli.output()).toBe(`${version}\n`);
  });

  it('of serve list every setting', async () => {
    await using cli = await run(['serve', '--help']);
    expect(await cli.ended()).toBe(0);
    for (const name of ['--port', '--host', '--region', '--open', 'CLIO_ACCESS_TOKEN', 'SESSION_SECRET'])
      expect(cli.output()).toContain(name);
  });

  it('of serve override the environment', async () => {
    await using cli = await run(['serve', '--port', '0', '--region', 'au'], { PORT: '1', CLIO_REGION: 'eu' });
    await cli.until(/It serves https:\/\/au\.app\.clio\.com/);
    const [, url] = await cli.until(listening);
    const home = await fetch(url ?? '', { redirect: 'manual' });
    expect([home.status, home.headers.get('location')]).toEqual([302, 'graphql']);
  });
});
