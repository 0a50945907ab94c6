import type { ServerResponse } from 'node:http';

export interface UnreadResponsesOptions {
  /** Most bytes of all responses that their clients have not read yet. */
  readonly maxBytes: number;
  /** How long a client may read nothing before its response is cut. */
  readonly stalledMs: number;
  /** Called when a response is cut because all together are too large. */
  readonly onCut: (bytes: number) => void;
}

/**
 * Answers that wait for slow clients in the memory of the process. Clients that read nothing at all lose theirs; if all together
 * are too large, so do those that have waited longest.
 */
export class UnreadResponses {
  readonly #options: UnreadResponsesOptions;
  /** In the order in which they began to wait. */
  readonly #unread = new Map<ServerResponse, number>();
  #bytes = 0;

  constructor(options: UnreadResponsesOptions) {
    this.#options = options;
  }

  /** Follows a response that has been handed to Node, until it has been read. Most have been sent by then. */
  follow(output: ServerResponse): void {
    // Node closes the connection then, and starts again with every byte that the client takes.
    if (output.writableLength > 0) output.socket?.setTimeout(this.#options.stalledMs);
    this.followStream(output);
  }

  /** The same, for what has been written of a stream, which may pause for as long as it likes. */
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
