import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { isLoopback } from '../../config/parse-values.ts';
import type { Environment } from '../../config/read-environment.ts';
import type { Config } from '../../config/types.ts';
import { findUnknownNames } from '../../config/unknown-names.ts';
import { connectRedis } from '../../shared-state/redis-connection.ts';
import { type Finding, ok, warning, wrong } from './report.ts';

/** Major versions with long-term support. */
const longTerm = [20, 22, 24, 26];

export function checkNode(): Finding {
  const { node } = process.versions;
  const [major = 0] = node.split('.').map(Number);
  if (longTerm.includes(major)) return ok('Node', node);
  return warning('Node', node, `The gateway is tested on Node ${longTerm.join(', ')}. Use one of them.`);
}

/** Names that look like settings but are none. Misspelled settings are rejected before. */
export function checkNames(env: Environment): Finding[] {
  return findUnknownNames(Object.keys(env)).map(({ name }) =>
    warning('Settings', `${name} is not a setting`, 'Unset it unless another program needs it.'),
  );
}

export async function checkPort({ host, port }: Config): Promise<Finding> {
  const subject = 'Address';
  const address = `${host}:${port}`;
  const server = createServer();
  try {
    server.listen(port, host);
    await once(server, 'listening');
    return ok(subject, `${address} is free`);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    if (code === 'EADDRINUSE')
      return warning(subject, `${address} is in use`, 'Set another PORT, unless a gateway is running there.');
    return wrong(subject, `${address} cannot be used (${code})`, 'Set HOST to an address of this machine.');
  } finally {
    server.close();
  }
}

/** Whether Clio can send browsers back to this gateway. */
export function checkRedirectAddress({ signIn, host, port }: Config): Finding | null {
  if (signIn === null) return null;
  const subject = 'Redirect address';
  const url = new URL(signIn.redirectUri);
  if (!isLoopback(url.hostname))
    return ok(subject, `${signIn.redirectUri}; register exactly this with the application at Clio`);
  if (isLoopback(host) && port !== 0 && Number(url.port || 80) !== port)
    return wrong(
      subject,
      `${signIn.redirectUri} is not the port of the gateway, ${port}`,
      'Set CLIO_REDIRECT_URI or PORT, and register the same address with the application at Clio.',
    );
  return ok(subject, `${signIn.redirectUri}; only browsers on this machine can sign in`);
}

/** Whether Clio can report changes to this gateway, for subscriptions. */
export function checkWebhookAddress({ webhookUrl, upstream, redisUrl }: Config): Finding | null {
  if (upstream.kind === 'sandbox') return null;
  const subject = 'Subscriptions';
  const reachesLoopback = upstream.baseUrl !== null && isLoopback(new URL(upstream.baseUrl).hostname);
  if (webhookUrl === null) {
    if (reachesLoopback) return ok(subject, 'served; the API on this machine reports changes to the gateway');
    return ok(
      subject,
      'not served; to serve them, set WEBHOOK_URL to the public https address of the gateway',
    );
  }
  if (!reachesLoopback && isLoopback(new URL(webhookUrl).hostname))
    return wrong(
      subject,
      `Clio cannot reach ${webhookUrl}`,
      'Set WEBHOOK_URL to an https address of the gateway that is reachable from the internet.',
    );
  const several = redisUrl === null ? '; behind several gateways it needs REDIS_URL' : '';
  return ok(subject, `Clio reports changes to ${webhookUrl}/webhooks/…${several}`);
}

export async function checkRedis({ redisUrl, redisTimeoutMs }: Config): Promise<Finding | null> {
  if (redisUrl === null) return null;
  const logger = { warn: () => undefined, info: () => undefined };
  const timeoutMs = Math.max(redisTimeoutMs, 1000);
  const redis = await connectRedis({ url: redisUrl, timeoutMs, logger });
  try {
    const { host } = new URL(redisUrl);
    const began = performance.now();
    const response = redis.isAvailable ? await redis.command(['PING']) : undefined;
    const ms = performance.now() - began;
    if (response === undefined)
      return wrong(
        'Redis',
        `${host} does not respond`,
        'Check REDIS_URL. Until then the gateway works without Redis.',
      );
    if (ms > redisTimeoutMs)
      return warning(
        'Redis',
        `${host} took ${Math.round(ms)} ms`,
        'Raise REDIS_TIMEOUT_MS, or use a closer Redis.',
      );
    return ok('Redis', `${host} responded in ${Math.round(ms)} ms`);
  } finally {
    await redis.close();
  }
}

const leastMemory = 384 * 1024 ** 2;

/** Checks the memory limit of the container, if there is one (cgroup 2, then 1). */
export async function checkMemory(
  { cacheMaxBytes }: Config,
  limit = readMemoryLimit(),
): Promise<Finding | null> {
  const bytes = await limit;
  if (bytes === null) return null;
  const needed = leastMemory + 3 * cacheMaxBytes;
  const text = `this container may use ${inMegabytes(bytes)}`;
  if (bytes >= needed) return ok('Memory', text);
  return warning(
    'Memory',
    text,
    `Raise the limit to ${inMegabytes(needed)}, or lower CACHE_MAX_BYTES (${inMegabytes(cacheMaxBytes)}), which takes about three times its size.`,
  );
}

async function readMemoryLimit(): Promise<number | null> {
  for (const file of ['/sys/fs/cgroup/memory.max', '/sys/fs/cgroup/memory/memory.limit_in_bytes']) {
    const bytes = Number(await readFile(file, 'utf8').catch(() => 'max'));
    // Without a limit, cgroup 1 reports more memory than any machine has.
    if (bytes > 0 && bytes < 2 ** 50) return bytes;
  }
  return null;
}

function inMegabytes(bytes: number): string {
  return `${Math.round(bytes / 1024 ** 2)} MB`;
}
