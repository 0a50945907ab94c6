import type { SpooledFile } from './spool.ts';

/** Why a file did not arrive. */
export type NotReceived =
  /** The files are larger than the limit. */
  | { readonly problem: 'too-large'; readonly maxBytes: number }
  /** The request names the file but does not contain it. */
  | { readonly problem: 'missing'; readonly name: string }
  /** The request ended early or took too long. */
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

/** The client's description of a file. */
export interface FileHead {
  /** Without folders; null if the client sends none. */
  readonly filename: string | null;
  /** Media type; null if the client sends none, or the general `application/octet-stream`. */
  readonly contentType: string | null;
}

/** A value of the scalar `File`: a file of a multipart request, which may not have arrived yet. */
export class UploadedFile {
  /**
   * Waits until the whole file has arrived. Reading begins with the first call.
   *
   * @throws FileNotReceived
   */
  readonly received: () => Promise<FileHead & SpooledFile>;

  constructor(received: () => Promise<FileHead & SpooledFile>) {
    this.received = received;
  }
}
