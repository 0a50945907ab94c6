import type { SpooledFile } from './spool.ts';

/** Why a file did not arrive. */
export type NotReceived =
  /** It is larger than the gateway takes. */
  | { readonly problem: 'too-large'; readonly maxBytes: number }
  /** The request names it and does not hold it. */
  | { readonly problem: 'missing'; readonly name: string }
  /** The request broke off, or took too long. */
  | { readonly problem: 'broken' };

/** Thrown by {@link UploadedFile.received}. */
export class FileNotReceived extends Error {
  override readonly name = 'FileNotReceived';
  readonly why: NotReceived;

  constructor(why: NotReceived) {
    super(`A file did not arrive: ${why.problem}`);
    this.why = why;
  }
}

/** What is known of a file when it begins to come in. */
export interface FileHead {
  /** As the client calls it, without folders; null where it does not say. */
  readonly filename: string | null;
  /** The client's media type; null without one, and for the general `application/octet-stream`. */
  readonly contentType: string | null;
}

/** A value of the scalar `File`: a file of a multipart request, which may still be on its way. */
export class UploadedFile {
  readonly #receive: () => Promise<FileHead & SpooledFile>;

  constructor(receive: () => Promise<FileHead & SpooledFile>) {
    this.#receive = receive;
  }

  /**
   * Waits until the whole file has arrived. Reading begins with the first call.
   *
   * @throws FileNotReceived
   */
  received(): Promise<FileHead & SpooledFile> {
    return this.#receive();
  }
}
