import { hash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';

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

/**
 * A Redis that may be unavailable: nothing here throws, and a command that is not answered in time returns undefined. The start of an
 * outage is logged once; Redis is then asked each second whether it is available again.
 */
export interface RedisConnection {
  /** False while Redis is unavailable. */
  readonly isAvailable: boolean;
  /** Grows after each outage: what was stored in Redis before may be lost. */
  readonly epoch: number;
  /** @param onLate Receives a reply that came too late, where ignoring it would leave something undone. */
  command(
    args: readonly RedisArgument[],
    onLate?: (reply: RedisReply) => void,
  ): Promise<RedisReply | undefined>;
  /** Runs a Lua script, which Redis keeps under its hash. */
  run(
    script: RedisScript,
    keys: readonly string[],
    args: readonly RedisArgument[],
    onLate?: (reply: RedisReply) => void,
  ): Promise<RedisReply | undefined>;
  /** Adds a listener that is called when Redis is available again. */
  onReconnect(listener: () => void): void;
  /** Waits for the commands in flight, but not for long. */
  close(): Promise<void>;
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
/** Maximum number of commands that wait for a reply; more are refused, as if Redis were unavailable. */
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

/** Opens a connection. A failure to connect is not an error: it is tried again until it succeeds. */
export async function connectRedis(options: RedisConnectionOptions): Promise<RedisConnection> {
  const { url, timeoutMs, logger } = options;
  // Loaded here: without Redis the gateway starts without it.
  const { ErrorReply, RedisClient, RESP_TYPES } = await import('@redis/client');
  const createClient = RedisClient.factory(protocol);
  const open = () =>
    createClient({
      url,
      ...protocol,
      socket: reconnecting,
      // A command is of use now or not at all.
      disableOfflineQueue: true,
      commandsQueueMaxLength: maxPending,
      disableClientInfo: true,
      commandOptions: { typeMapping: { [RESP_TYPES.BLOB_STRING]: Buffer } },
    });
  let isAvailable = false;
  let isOutageLogged = false;
  let isClosed = false;
  let epoch = 0;
  let silentProbes = 0;
  let client: ReturnType<typeof open>;
  let settleStart: (() => void) | undefined;
  const listeners: (() => void)[] = [];
  /** Refusals of Redis that have been logged. */
  const loggedRefusals = new Set<string>();
  const inFlight = new Set<Promise<unknown>>();

  const markUnavailable = (reason: string): void => {
    isAvailable = false;
    settleStart?.();
    if (isOutageLogged || isClosed) return;
    isOutageLogged = true;
    logger.warn({ reason }, 'Redis does not answer: going on with the state of this process alone');
  };
  const markAvailable = (): void => {
    if (isAvailable || isClosed) return;
    isAvailable = true;
    epoch += 1;
    silentProbes = 0;
    if (isOutageLogged) logger.info({}, 'Redis answers again');
    isOutageLogged = false;
    settleStart?.();
    for (const listener of listeners) listener();
  };
  const connect = (): void => {
    client = open();
    const own = client;
    own.on('ready', () => {
      if (own === client) markAvailable();
    });
    // The message of a connection error can hold the address, never the password; its code says enough.
    own.on('error', (error: Error) => {
      if (own === client && !own.isReady) markUnavailable(codeOf(error));
    });
    // It tries again by itself and reports by events.
    own.connect().catch(() => undefined);
  };
  const within = async (sent: Promise<RedisReply>): Promise<RedisReply | typeof tooLate> => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<typeof tooLate>((resolve) => {
      timer = setTimeout(() => {
        // A reply may be there already, unread: it was this process that had no time.
        setImmediate().then(() => resolve(tooLate), resolve);
      }, timeoutMs);
    });
    try {
      return await Promise.race([sent, late]);
    } finally {
      clearTimeout(timer);
    }
  };
  const send = async (
    args: readonly RedisArgument[],
    onLate?: (reply: RedisReply) => void,
  ): Promise<RedisReply | undefined> => {
    const sent = client.sendCommand(args) as Promise<unknown> as Promise<RedisReply>;
    inFlight.add(sent);
    const end = (): boolean => inFlight.delete(sent);
    sent.then(end, end);
    const reply = await within(sent);
    if (reply !== tooLate) return reply;
    if (onLate) sent.then(onLate, () => undefined);
    markUnavailable('slow');
    return undefined;
  };
  const guarded = async (work: () => Promise<RedisReply | undefined>): Promise<RedisReply | undefined> => {
    if (!isAvailable || isClosed) return undefined;
    try {
      return await work();
    } catch (error) {
      if (error instanceof ErrorReply) logRefusal(error);
      else markUnavailable(codeOf(error));
      return undefined;
    }
  };
  /** Redis answers, but does not do it: out of memory, read only, a command that this user may not use. */
  const logRefusal = ({ message }: Error): void => {
    const [code = ''] = message.split(' ', 1);
    if (loggedRefusals.has(code) || loggedRefusals.size > 20) return;
    loggedRefusals.add(code);
    logger.warn({ code }, 'Redis refuses a command: going on without');
  };
  const command: RedisConnection['command'] = (args, onLate) => guarded(() => send(args, onLate));
  const run: RedisConnection['run'] = ({ source, sha }, keys, args, onLate) =>
    guarded(async () => {
      const rest = [String(keys.length), ...keys, ...args];
      try {
        return await send(['EVALSHA', sha, ...rest], onLate);
      } catch (error) {
        if (!(error instanceof ErrorReply) || !error.message.startsWith('NOSCRIPT')) throw error;
        return send(['EVAL', source, ...rest], onLate);
      }
    });

  const probe = async (): Promise<void> => {
    if (isAvailable || isClosed || !client.isReady) return;
    silentProbes += 1;
    if (silentProbes > probesBeforeNewConnection) {
      silentProbes = 0;
      client.destroy();
      connect();
      return;
    }
    const own = client;
    try {
      if ((await within(own.sendCommand(['PING']) as Promise<unknown> as Promise<RedisReply>)) !== tooLate)
        markAvailable();
    } catch {
      // The connection is closed as well, or Redis is loading: the next probe decides.
    }
  };
  const probing = setInterval(() => {
    probe().catch(() => undefined);
  }, probeMs);
  probing.unref();

  const started = new Promise<void>((resolve) => {
    settleStart = resolve;
  });
  const patience = setTimeout(() => markUnavailable('slow to connect'), startMs);
  connect();
  await started;
  clearTimeout(patience);

  return {
    get isAvailable() {
      return isAvailable;
    },
    get epoch() {
      return epoch;
    },
    command,
    run,
    onReconnect: (listener) => {
      listeners.push(listener);
    },
    async close() {
      clearInterval(probing);
      if (isAvailable) await within(Promise.allSettled(inFlight).then(() => null)).catch(() => undefined);
      isClosed = true;
      isAvailable = false;
      client.destroy();
    },
  };
}

function codeOf(error: unknown): string {
  const { code, name } = (error ?? {}) as { readonly code?: unknown; readonly name?: unknown };
  return typeof code === 'string' ? code : String(name ?? 'unknown');
}
