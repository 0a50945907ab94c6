/** One request the sandbox saw. */
export interface SandboxCall {
  readonly method: string;
  /**
   * Path below the API's base URL and the query as sent, decoded: `/matters.json?fields=id,client{id}&ids[]=1`.
   * Requests elsewhere on the server have their whole path (`/storage/…`).
   */
  readonly path: string;
  readonly query: readonly (readonly [name: string, value: string])[];
  /** The request's headers other than `authorization`. */
  readonly headers: Readonly<Record<string, string>>;
  /** What a write sent: parsed where it is JSON, else its text; undefined without a body. */
  body?: unknown;
  /** Which of the sandbox's tokens came along: its name, `unknown`, or undefined without one. */
  readonly token?: string;
  /** Requests being answered at that moment, this one included. */
  readonly inFlight: number;
  /** 0 until answered, and for connections that were cut. */
  status: number;
}
