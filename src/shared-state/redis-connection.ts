import { hash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';

/** Prefix of all keys in Redis. The number changes with the form of the stored values. */
export const keyPrefix = 'clio-graphql:1:';

export type RedisArgument = string | Buffer;
/** Texts arrive as bytes, because most of ours are sealed. */
export type RedisReply = Buffer | number | null | readonly RedisReply[];

export interface RedisLogger {
  warn(details: object, message: string): void;
  info(details: object, message: string): void;
}

export interface RedisConnectionOptions {
  readonly url: string;
  /** Maximum wait for a reply. Without a reply, everything continues without Redis until it replies again. */
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

/** How long the start waits for Redis before it continues without it. */
const startMs = 1000;
const probeMs = 1000;
const connectTimeoutMs = 2000;
const maxPauseMs = 2000;
/** After so many probes without a reply the connection counts as dead, even if the operating system keeps it open. */
const probesBeforeNewConnection = 10;
/** Maximum number of commands that wait for a reply; more are rejected, as if Redis were unavailable. */
const maxPending = 10_000;

/**
 * For `RedisClient.factory`, which makes one class of clients: `createClient` makes one for each URL, which
 * takes 40 ms of CPU time.
 */
export const protocol = { RESP: 2 } as const;

/** How a connection is opened: attempts are repeated until one succeeds. */
export const reconnecting = {
  connectTimeout: connectTimeoutMs,
  reconnectStrategy: (retries: number): number =>
    Math.min(maxPauseMs, 50 * 2 ** Math.min(retries, 10)) * (0.5 + Math.random() / 2),
};

const tooLate = Symbol('tooLate');

type Library = typeof import('@redis/client');

function createClient({ RedisClient, RESP_TYPES }: Library, url: string) {
  return RedisClient.factory(protocol)({
    url,
    ...protocol,
    socket: reconnecting,
    // A late command would be useless.
    disableOfflineQueue: true,
    commandsQueueMaxLength: maxPending,
    disableClientInfo: true,
    // Without a limit of its own, which takes a signal and a timer for each command: `#inTime` has one already.
    commandOptions: { timeout: 0, typeMapping: { [RESP_TYPES.BLOB_STRING]: Buffer } },
  });
}

/** Opens a connection. A failure to connect is not an error: attempts are repeated until one succeeds. */
export async function connectRedis(options: RedisConnectionOptions): Promise<RedisConnection> {
  // Loaded here, so that a gateway without Redis does not load it.
  const connection = new RedisConnection(await import('@redis/client'), options);
  await connection.start();
  return connection;
}

/**
 * A connection to Redis, which may be unavailable. Nothing here throws, and a command without a reply in time
 * returns undefined. The start of an outage is logged once. Redis is then probed each second until it is
 * available again.
 */
export class RedisConnection {
  /** Increases after each outage: what was stored in Redis before may be lost. */
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

  /** Waits until Redis replies, but not for long. */
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

  /** @param onLate Receives a late reply, if it must not be ignored. */
  command(
    args: readonly RedisArgument[],
    onLate?: (reply: RedisReply) => void,
  ): Promise<RedisReply | undefined> {
    return this.#guarded(() => this.#send(args, onLate));
  }

  /** Runs a Lua script, which Redis stores by its hash. */
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
    // Only the code is logged: the message of a connection error can contain the address.
    client.on('error', (error: Error) => {
      if (client === this.#client && !client.isReady) this.#markUnavailable(codeOf(error));
    });
    // The client repeats attempts itself, and reports by events.
    client.connect().catch(() => undefined);
    return client;
  }

  #markUnavailable(reason: string): void {
    this.#isAvailable = false;
    this.#settleStart?.();
    if (this.#isOutageLogged || this.#isClosed) return;
    this.#isOutageLogged = true;
    const { logger } = this.#options;
    logger.warn({ reason }, 'Redis is unavailable: the gateway continues with its own state');
  }

  #markAvailable(): void {
    if (this.#isAvailable || this.#isClosed) return;
    this.#isAvailable = true;
    this.epoch += 1;
    this.#silentProbes = 0;
    if (this.#isOutageLogged) this.#options.logger.info({}, 'Redis is available again');
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

  /**
   * Logs that Redis rejects a command: it is out of memory or read-only, or this user may not use the
   * command.
   */
  #logRejection({ message }: Error): void {
    const [code = ''] = message.split(' ', 1);
    if (this.#loggedRejections.has(code) || this.#loggedRejections.size > 20) return;
    this.#loggedRejections.add(code);
    this.#options.logger.warn({ code }, 'Redis rejects a command: the gateway continues without it');
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
        // An unread reply may have arrived while this process was busy.
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
      // The connection is closed too, or Redis is loading: the next probe decides.
    }
  }
}

function codeOf(error: unknown): string {
  const { code, name } = (error ?? {}) as { readonly code?: unknown; readonly name?: unknown };
  return typeof code === 'string' ? code : String(name ?? 'unknown');
}
