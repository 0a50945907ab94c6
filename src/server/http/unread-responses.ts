import type { ServerResponse } from 'node:http';

export interface UnreadResponsesOptions {
  readonly maxBytes: number;
  /** How long a client may read nothing before its response is cut. */
  readonly stalledMs: number;
  /** Called when a response is cut because all unread ones together are too large. */
  readonly onCut: (bytes: number) => void;
}

/**
 * Responses that wait in memory for slow clients. A response is cut if its client reads nothing at all. If
 * all together are too large, the oldest are cut.
 */
export class UnreadResponses {
  readonly #options: UnreadResponsesOptions;
  /** Oldest first. */
  readonly #unread = new Map<ServerResponse, number>();
  #bytes = 0;

  constructor(options: UnreadResponsesOptions) {
    this.#options = options;
  }

  /**
   * Follows a response that has been passed to Node, until it has been read. Most are already sent at this
   * point.
   */
  follow(output: ServerResponse): void {
    // After this time Node closes the connection. Every byte that the client reads restarts the time.
    if (output.writableLength > 0) output.socket?.setTimeout(this.#options.stalledMs);
    this.followStream(output);
  }

  /** The same for what has been written of a stream. The stream itself may pause for any time. */
  followStream(output: ServerResponse): void {
    const bytes = output.writableLength;
    const before = this.#unread.get(output);
    if (bytes === 0 && before === undefined) return;
    if (before === undefined) output.once('close', () => this.#forget(output));
    this.#unread.set(output, bytes);
    this.#bytes += bytes - (before ?? 0);
    for (const [oldest, unread] of this.#unread) {
      if (this.#bytes <= this.#options.maxBytes) return;
      this.#forget(oldest);
      oldest.destroy();
      this.#options.onCut(unread);
    }
  }

  #forget(output: ServerResponse): void {
    this.#bytes -= this.#unread.get(output) ?? 0;
    this.#unread.delete(output);
  }
}
