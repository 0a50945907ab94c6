import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RedisClient } from '@redis/client';

/** Tests with Redis are skipped if the program is missing; `.ci/run` installs it, and there its absence is a failure. */
export const hasRedis = spawnSync('redis-server', ['--version']).status === 0;

if (!hasRedis && process.env.CI)
  throw new Error('redis-server is not installed: these tests are not skipped in continuous integration.');

/** For `describe.runIf(hasRedis)(withRedis('…'), …)`: a skipped test says why. */
export function withRedis(title: string): string {
  return hasRedis ? title : `${title} (skipped: redis-server is not installed)`;
}

/** `createClient` creates a class with all commands for each URL. */
const createClient = RedisClient.factory();

/** A real Redis on a free port, without persistence. */
export interface RedisServer extends AsyncDisposable {
  readonly url: string;
  /** Kills the process, as a crash would. */
  kill(): Promise<void>;
  /** Starts again on the same port, without data. */
  start(): Promise<void>;
  /** Stops the process without closing its connections, as a machine that hangs. */
  freeze(): void;
  thaw(): void;
  /** All keys, with their content as text. */
  dump(): Promise<ReadonlyMap<string, string>>;
  command(...args: readonly string[]): Promise<unknown>;
}

export async function startRedis(): Promise<RedisServer> {
  const folder = await mkdtemp(join(tmpdir(), 'clio-graphql-redis-'));
  let child: ChildProcess | undefined;
  let port = await freePort();

  async function launch(): Promise<boolean> {
    const own = spawn(
      'redis-server',
      ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder],
      { stdio: ['ignore', 'pipe', 'ignore'] },
    );
    child = own;
    const isUp = await new Promise<boolean>((resolve) => {
      let said = '';
      own.stdout?.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        if (said.includes('Ready to accept connections')) resolve(true);
      });
      own.once('exit', () => resolve(false));
    });
    return isUp;
  }
  async function kill(): Promise<void> {
    const own = child;
    child = undefined;
    if (!own || own.exitCode !== null || own.signalCode !== null) return;
    const gone = once(own, 'exit');
    own.kill('SIGKILL');
    await gone;
  }
  async function withClient<T>(use: (client: ReturnType<typeof createClient>) => Promise<T>): Promise<T> {
    const client = createClient({ url: `redis://127.0.0.1:${port}` });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return await use(client);
    } finally {
      client.destroy();
    }
  }
  // Another program may have taken the port in between.
  for (let tries = 0; !(await launch()); tries += 1) {
    if (tries > 5) throw new Error('redis-server does not start');
    port = await freePort();
  }
  return {
    url: `redis://127.0.0.1:${port}`,
    kill,
    async start() {
      if (!(await launch())) throw new Error('redis-server does not start again');
    },
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
    command: (...args) => withClient((client) => client.sendCommand(args)),
    dump: () =>
      withClient(async (client) => {
        const found = new Map<string, string>();
        for (const key of await client.keys('*')) {
          const type = await client.type(key);
          const read = { string: ['GET'], hash: ['HGETALL'], zset: ['ZRANGE', '0', '-1'] }[type];
          const [name = 'DUMP', ...rest] = read ?? [];
          found.set(key, JSON.stringify(await client.sendCommand([name, key, ...rest])));
        }
        return found;
      }),
    async [Symbol.asyncDispose]() {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
