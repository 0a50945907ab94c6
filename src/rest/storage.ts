import type { Readable } from 'node:stream';
import { Agent, type Dispatcher } from 'undici';
import type { CancelSignal } from './cancellation.ts';
import type { ResponseHeaders } from './headers.ts';
import { WireFault, wireFaultFor } from './wire-fault.ts';

export interface StorageClientOptions {
  /** Longest time without progress: no connection, no byte taken or given, no answer. */
  readonly timeoutMs: number;
}

/** Bytes to store. */
export interface StorageUpload {
  readonly size: number;
  /** Opens them; once for each try. */
  open(): Readable;
}

/** What the storage answered to a PUT. */
export interface StorageReceipt {
  readonly status: number;
}

/** A file on its way from the storage; `body` has to be read or destroyed. */
export interface StorageFile {
  readonly status: number;
  readonly headers: ResponseHeaders;
  readonly body: Readable;
}

/**
 * Clio's file storage: another company's host, reached through addresses that Clio signs. It is sent what Clio said and
 * the file, never a token. Redirects are not followed here, and nothing is sent twice.
 */
export interface StorageClient {
  /**
   * @param headers Exactly what Clio said: the address is signed for them.
   * @throws WireFault where no answer came.
   */
  put(
    url: URL,
    headers: readonly (readonly [name: string, value: string])[],
    file: StorageUpload,
    signal: CancelSignal,
  ): Promise<StorageReceipt>;
  /** @throws WireFault where no answer came. */
  get(url: URL, headers: Readonly<Record<string, string>>, signal: CancelSignal): Promise<StorageFile>;
  close(): Promise<void>;
}

const maxConnectMs = 10_000;

export function createStorageClient({ timeoutMs }: StorageClientOptions): StorageClient {
  const agent = new Agent({
    connect: { timeout: Math.min(timeoutMs, maxConnectMs) },
    keepAliveTimeout: 4_000,
    // A pause is no silence: undici does not count the time in which a slow reader holds the body back.
    bodyTimeout: timeoutMs,
    // Starts with the first byte sent, so it would end long uploads; `put` watches over progress itself.
    headersTimeout: 0,
  });
  return {
    async put(url, headers, file, signal) {
      const watch = new Watch(signal, timeoutMs);
      const body = file.open();
      try {
        const answer = await agent.request({
          ...target(url),
          method: 'PUT',
          headers: putHeaders(headers, file.size),
          // The types know streams only; undici takes any iterable.
          body: watched(body, watch) as unknown as Readable,
          signal: watch.signal,
        });
        await answer.body.dump({ limit: 65_536 }).catch(() => undefined);
        return { status: answer.statusCode };
      } catch (error) {
        throw watch.fault ?? asWireFault(error, true);
      } finally {
        body.destroy();
        watch.end();
      }
    },

    async get(url, headers, signal) {
      const watch = new Watch(signal, timeoutMs);
      try {
        const answer = await agent.request({
          ...target(url),
          method: 'GET',
          // The bytes as they are stored: a range counts those.
          headers: { 'accept-encoding': 'identity', ...headers },
          signal: watch.signal,
        });
        watch.answered();
        answer.body.once('close', () => watch.end());
        // Whoever reads it sees the error, too; a body that nobody reads any more must not end the process.
        answer.body.on('error', () => undefined);
        return { status: answer.statusCode, headers: answer.headers, body: answer.body };
      } catch (error) {
        watch.end();
        throw watch.fault ?? asWireFault(error, false);
      }
    },

    close: () => agent.destroy(),
  };
}

function target(url: URL): Pick<Dispatcher.RequestOptions, 'origin' | 'path'> {
  return { origin: url.origin, path: url.pathname + url.search };
}

/** Passes chunks on as fast as they are taken. A listener for them would start the stream before undici has a connection. */
async function* watched(body: Readable, watch: Watch): AsyncGenerator<Buffer> {
  for await (const chunk of body) {
    watch.progress();
    yield chunk as Buffer;
  }
  watch.progress();
}

/** The length is the one header that a PUT cannot do without; in parts Clio names it, too. */
function putHeaders(
  headers: readonly (readonly [name: string, value: string])[],
  size: number,
): Record<string, string> {
  const own = headers.filter(([name]) => name.toLowerCase() !== 'content-length');
  return Object.fromEntries([...own, ['content-length', String(size)]]);
}

function asWireFault(error: unknown, sent: boolean): WireFault {
  return wireFaultFor(error instanceof Error ? error : new Error(String(error)), sent, null);
}

/** Ends an exchange whose client has gone or that makes no progress. */
class Watch {
  /** Why it was ended from here. */
  fault: WireFault | undefined;
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

  /** The headers are there: from now on undici's own clock runs. */
  answered(): void {
    clearTimeout(this.#timer);
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#signal.removeEventListener('abort', this.#onAbort);
  }

  readonly #onAbort = (): void => this.#abort('aborted');

  #abort(kind: 'aborted' | 'timeout'): void {
    this.fault ??= new WireFault(kind, true);
    this.#controller.abort(this.fault);
  }
}
