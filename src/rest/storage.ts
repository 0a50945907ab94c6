import type { Readable } from 'node:stream';
import { Agent } from 'undici';
import { GatewayError } from '../errors.ts';
import { asError } from '../values.ts';
import type { CancelSignal } from './cancellation.ts';
import type { ResponseHeaders } from './headers.ts';
import { NetworkError, networkErrorFor } from './network-error.ts';
import { originAndPath } from './request-target.ts';
import { PrivateAddress, publicLookup } from './storage-url.ts';

export interface StorageClientOptions {
  /** Maximum time without progress: no connection, no byte sent or received, no response. */
  readonly timeoutMs: number;
  /** Whether names may resolve to private addresses: only if Clio itself is on this machine. */
  readonly allowPrivate: boolean;
  /**
   * Called for each exchange, with its status or with what went wrong where no response came. That of a file on its way ends when it
   * begins to come.
   */
  readonly onExchange?: ((method: 'GET' | 'PUT', status: string, ms: number) => void) | undefined;
}

/** A file that the storage sends; `body` must be read or destroyed. */
export interface StorageFile {
  readonly status: number;
  readonly headers: ResponseHeaders;
  readonly body: Readable;
}

const maxConnectMs = 10_000;

/**
 * Clio's file storage: another company's host, at addresses that Clio signs. It gets the headers that Clio
 * named and the file, never a token. This client does not follow redirects and does not retry.
 */
export class StorageClient {
  readonly #agent: Agent;
  readonly #options: StorageClientOptions;

  constructor(options: StorageClientOptions) {
    const { timeoutMs, allowPrivate } = options;
    this.#options = options;
    this.#agent = new Agent({
      connect: {
        timeout: Math.min(timeoutMs, maxConnectMs),
        lookup: allowPrivate ? undefined : publicLookup,
      },
      keepAliveTimeout: 4_000,
      // undici does not count the time in which a slow reader delays the body.
      bodyTimeout: timeoutMs,
      // It starts with the first sent byte, so it would end long uploads; `put` measures progress itself.
      headersTimeout: 0,
    });
  }

  /**
   * @param headers Exactly the headers that Clio named, because the address is signed for them.
   * @returns The status of the response.
   * @throws NetworkError without a response.
   */
  async put(
    url: URL,
    headers: readonly (readonly [name: string, value: string])[],
    file: { readonly size: number; readonly open: () => Readable },
    signal: CancelSignal,
  ): Promise<number> {
    const startedAt = performance.now();
    const timer = new ProgressTimer(signal, this.#options.timeoutMs);
    const body = file.open();
    try {
      const response = await this.#agent.request({
        method: 'PUT',
        headers: putHeaders(headers, file.size),
        // The type accepts only streams, but undici accepts any iterable.
        body: watched(body, timer) as unknown as Readable,
        signal: timer.signal,
        ...originAndPath(url),
      });
      await response.body.dump({ limit: 65_536 }).catch(() => undefined);
      this.#report('PUT', String(response.statusCode), startedAt);
      return response.statusCode;
    } catch (error) {
      const failure = timer.error ?? asNetworkError(error, true);
      this.#report('PUT', failure.kind, startedAt);
      throw failure;
    } finally {
      body.destroy();
      timer.end();
    }
  }

  /** @throws NetworkError without a response. */
  async get(url: URL, headers: Readonly<Record<string, string>>, signal: CancelSignal): Promise<StorageFile> {
    const startedAt = performance.now();
    const timer = new ProgressTimer(signal, this.#options.timeoutMs);
    try {
      const response = await this.#agent.request({
        method: 'GET',
        // A range counts stored bytes, so they must not be compressed.
        headers: { 'accept-encoding': 'identity', ...headers },
        signal: timer.signal,
        ...originAndPath(url),
      });
      timer.responded();
      response.body.once('close', () => timer.end());
      // The reader gets the error too. Without this listener, an unread body's error would end the process.
      response.body.on('error', () => undefined);
      this.#report('GET', String(response.statusCode), startedAt);
      return { status: response.statusCode, headers: response.headers, body: response.body };
    } catch (error) {
      timer.end();
      const failure = timer.error ?? asNetworkError(error, false);
      this.#report('GET', failure.kind, startedAt);
      throw failure;
    }
  }

  close(): Promise<void> {
    return this.#agent.destroy();
  }

  #report(method: 'GET' | 'PUT', status: string, startedAt: number): void {
    this.#options.onExchange?.(method, status, performance.now() - startedAt);
  }
}

/**
 * Passes chunks on and notes progress. A listener on the stream would start it before undici has a
 * connection.
 */
async function* watched(body: Readable, timer: ProgressTimer): AsyncGenerator<Buffer> {
  for await (const chunk of body) {
    timer.progress();
    yield chunk as Buffer;
  }
  timer.progress();
}

/** Adds the length that a PUT needs. For parts, Clio also names it. */
function putHeaders(
  headers: readonly (readonly [name: string, value: string])[],
  size: number,
): Record<string, string> {
  const own = headers.filter(([name]) => name.toLowerCase() !== 'content-length');
  return Object.fromEntries([...own, ['content-length', String(size)]]);
}

function asNetworkError(error: unknown, sent: boolean): NetworkError {
  if (error instanceof PrivateAddress) return new NetworkError('private-address', false);
  return networkErrorFor(asError(error), sent, null);
}

/**
 * The error for a failed exchange with the storage. Errors other than {@link NetworkError} are returned as
 * they are.
 */
export function storageError(error: unknown, signal: CancelSignal): unknown {
  if (!(error instanceof NetworkError)) return error;
  if (signal.reason instanceof GatewayError) return signal.reason;
  if (error.kind === 'timeout' || error.kind === 'connect-timeout') {
    return new GatewayError('UPSTREAM_TIMEOUT', "Clio's file storage did not respond in time. Try again.", {
      cause: error,
    });
  }
  if (error.kind === 'private-address') {
    return new GatewayError(
      'UPSTREAM_ERROR',
      'Clio sent a host for the file that resolves to a private address, which the gateway does not connect to. Check CLIO_BASE_URL and the name servers of this machine.',
      { cause: error },
    );
  }
  return new GatewayError('UPSTREAM_UNAVAILABLE', "Clio's file storage cannot be reached. Try again.", {
    cause: error,
  });
}

/** Ends an exchange whose client has disconnected or that makes no progress. */
class ProgressTimer {
  /** Why this timer ended the exchange. */
  error: NetworkError | undefined;
  readonly #controller = new AbortController();
  readonly #signal: CancelSignal;
  readonly #timer: NodeJS.Timeout;

  constructor(signal: CancelSignal, timeoutMs: number) {
    this.#signal = signal;
    this.#timer = setTimeout(() => this.#abort('timeout'), timeoutMs);
    if (signal.aborted) this.#onAbort();
    else signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  progress(): void {
    this.#timer.refresh();
  }

  /** Called when the headers have arrived: from now on undici's own timer runs. */
  responded(): void {
    clearTimeout(this.#timer);
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#signal.removeEventListener('abort', this.#onAbort);
  }

  readonly #onAbort = (): void => this.#abort('aborted');

  #abort(kind: 'aborted' | 'timeout'): void {
    this.error ??= new NetworkError(kind, true);
    this.#controller.abort(this.error);
  }
}
