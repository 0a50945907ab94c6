import { hash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';

/** Before all keys in Redis; the number changes with the form of what is kept. */
export const keyPrefix = 'clio-graphql:1:';

export type RedisArgument = string | Buffer;
/** Texts arrive as bytes: most of ours are sealed. */
export type RedisReply = Buffer | number | null | readonly RedisReply[];

export interface RedisLogger {
  warn(details: object, message: string): void;
  info(details: object, message: string): void;
}

export interface RedisConnectionOptions {
  readonly url: string;
  /** Longest wait for a reply. After a wait without a reply everything continues without Redis until it answers again. */
  readonly timeoutMs: number;
  readonly logger: RedisLogger;
}

export interface RedisScript {
  readonly source: string;
  readonly sha: string;
}

export function redisScript(source: string): RedisScript {
  return { source, sha: hash('sha1', source) };
}

/** How long the start waits for Redis before it continues without. */
const startMs = 1000;
const probeMs = 1000;
const connectTimeoutMs = 2000;
const longestPauseMs = 2000;
/** After so many probes without a reply the connection counts as dead, even if the operating system keeps it open. */
const probesBeforeNewConnection = 10;
/** Maximum number of commands that wait for a reply; more are rejected, as if Redis were unavailable. */
const maxPending = 10_000;

/** For `RedisClient.factory`, which makes one class of clients: `createClient` makes one for each URL, in 40 ms of processor. */
export const protocol = { RESP: 2 } as const;

/** How a connection is made, and made again: until it succeeds. */
export const reconnecting = {
  connectTimeout: connectTimeoutMs,
  reconnectStrategy: (retries: number): number =>
    Math.min(longestPauseMs, 50 * 2 ** Math.min(retries, 10)) * (0.5 + Math.random() / 2),
};

const tooLate = Symbol('tooLate');

type Library = typeof import('@redis/client');

function createClient({ RedisClient, RESP_TYPES }: Library, url: string) {
  return RedisClient.factory(protocol)({
    url,
    ...protocol,
    socket: reconnecting,
    // A command is of use now or not at all.
    disableOfflineQueue: true,
    commandsQueueMaxLength: maxPending,
    disableClientInfo: true,
    commandOptions: { typeMapping: { [RESP_TYPES.BLOB_STRING]: Buffer } },
  });
}

/** Opens a connection. A failure to connect is not an error: it is tried again until it succeeds. */
export async function connectRedis(options: RedisConnectionOptions): Promise<RedisConnection> {
  // Loaded here: without Redis the gateway starts without it.
  const connection = new RedisConnection(await import('@redis/client'), options);
  await connection.start();
  return connection;
}

/**
 * A Redis that may be unavailable: nothing here throws, and a command that is not answered in time returns undefined. The start of an
 * outage is logged once; Redis is then asked each second whether it is available again.
 */
export class RedisConnection {
  /** Grows after each outage: what was stored in Redis before may be lost. */
  epoch = 0;
  readonly #library: Library;
  readonly #options: RedisConnectionOptions;
  #client: ReturnType<typeof createClient>;
  #isAvailable = false;
  #isOutageLogged = false;
  #isClosed = false;
  #silentProbes = 0;
  #probing: NodeJS.Timeout | undefined;
  #settleStart: (() => void) | undefined;
  readonly #listeners: (() => void)[] = [];
  /** Rejections of Redis that have been logged. */
  readonly #loggedRejections = new Set<string>();
  readonly #inFlight = new Set<Promise<unknown>>();

  constructor(library: Library, options: RedisConnectionOptions) {
    this.#library = library;
    this.#options = options;
    this.#client = this.#connect();
  }

  /** False while Redis is unavailable. */
  get isAvailable(): boolean {
    return this.#isAvailable;
  }

  /** Waits until Redis answers, but not for long. */
  async start(): Promise<void> {
    this.#probing = setInterval(() => {
      this.#probe().catch(() => undefined);
    }, probeMs).unref();
    const patience = setTimeout(() => this.#markUnavailable('slow to connect'), startMs);
    await new Promise<void>((resolve) => {
      this.#settleStart = resolve;
    });
    clearTimeout(patience);
  }

  /** @param onLate Receives a reply that came too late, where ignoring it would leave something undone. */
  command(
    args: readonly RedisArgument[],
    onLate?: (reply: RedisReply) => void,
  ): Promise<RedisReply | undefined> {
    return this.#guarded(() => this.#send(args, onLate));
  }

  /** Runs a Lua script, which Redis keeps under its hash. */
  run(
    { source, sha }: RedisScript,
    keys: readonly string[],
    args: readonly RedisArgument[],
    onLate?: (reply: RedisReply) => void,
  ): Promise<RedisReply | undefined> {
    const rest = [String(keys.length), ...keys, ...args];
    return this.#guarded(() =>
      this.#send(['EVALSHA', sha, ...rest], onLate).catch((error: Error) => {
        if (!error.message.startsWith('NOSCRIPT')) throw error;
        return this.#send(['EVAL', source, ...rest], onLate);
      }),
    );
  }

  /** Adds a listener that is called when Redis is available again. */
  onReconnect(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** Waits for the commands in flight, but not for long. */
  async close(): Promise<void> {
    clearInterval(this.#probing);
    if (this.#isAvailable) await this.#inTime(Promise.allSettled(this.#inFlight));
    this.#isClosed = true;
    this.#isAvailable = false;
    this.#client.destroy();
  }

  #connect(): ReturnType<typeof createClient> {
    const client = createClient(this.#library, this.#options.url);
    client.on('ready', () => {
      if (client === this.#client) this.#markAvailable();
    });
    // The message of a connection error can hold the address, never the password; its code says enough.
    client.on('error', (error: Error) => {
      if (client === this.#client && !client.isReady) this.#markUnavailable(codeOf(error));
    });
    // It tries again by itself and reports by events.
    client.connect().catch(() => undefined);
    return client;
  }

  #markUnavailable(reason: string): void {
    this.#isAvailable = false;
    this.#settleStart?.();
    if (this.#isOutageLogged || this.#isClosed) return;
    this.#isOutageLogged = true;
    const { logger } = this.#options;
    logger.warn({ reason }, 'Redis does not answer: going on with the state of this process alone');
  }

  #markAvailable(): void {
    if (this.#isAvailable || this.#isClosed) return;
    this.#isAvailable = true;
    this.epoch += 1;
    this.#silentProbes = 0;
    if (this.#isOutageLogged) this.#options.logger.info({}, 'Redis answers again');
    this.#isOutageLogged = false;
    this.#settleStart?.();
    for (const listener of this.#listeners) listener();
  }

  async #guarded(work: () => Promise<RedisReply | undefined>): Promise<RedisReply | undefined> {
    if (!this.#isAvailable || this.#isClosed) return undefined;
    try {
      return await work();
    } catch (error) {
      if (error instanceof this.#library.ErrorReply) this.#logRejection(error);
      else this.#markUnavailable(codeOf(error));
      return undefined;
    }
  }

  /** Redis answers, but does not do it: out of memory, read only, a command that this user may not use. */
  #logRejection({ message }: Error): void {
    const [code = ''] = message.split(' ', 1);
    if (this.#loggedRejections.has(code) || this.#loggedRejections.size > 20) return;
    this.#loggedRejections.add(code);
    this.#options.logger.warn({ code }, 'Redis rejects a command: going on without');
  }

  async #send(
    args: readonly RedisArgument[],
    onLate?: (reply: RedisReply) => void,
  ): Promise<RedisReply | undefined> {
    const sent = this.#client.sendCommand(args) as Promise<unknown> as Promise<RedisReply>;
    this.#inFlight.add(sent);
    const end = (): boolean => this.#inFlight.delete(sent);
    sent.then(end, end);
    const reply = await this.#inTime(sent);
    if (reply !== tooLate) return reply;
    if (onLate) sent.then(onLate, () => undefined);
    this.#markUnavailable('slow');
    return undefined;
  }

  async #inTime<T>(sent: Promise<T>): Promise<T | typeof tooLate> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<typeof tooLate>((resolve) => {
      timer = setTimeout(() => {
        // A reply may be there already, unread: it was this process that had no time.
        setImmediate().then(() => resolve(tooLate), resolve);
      }, this.#options.timeoutMs);
    });
    try {
      return await Promise.race([sent, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  async #probe(): Promise<void> {
    if (this.#isAvailable || this.#isClosed || !this.#client.isReady) return;
    this.#silentProbes += 1;
    if (this.#silentProbes > probesBeforeNewConnection) {
      this.#silentProbes = 0;
      this.#client.destroy();
      this.#client = this.#connect();
      return;
    }
    try {
      if ((await this.#inTime(this.#client.sendCommand(['PING']))) !== tooLate) this.#markAvailable();
    } catch {
      // The connection is closed as well, or Redis is loading: the next probe decides.
    }
  }
}

function codeOf(error: unknown): string {
  const { code, name } = (error ?? {}) as { readonly code?: unknown; readonly name?: unknown };
  return typeof code === 'string' ? code : String(name ?? 'unknown');
}
