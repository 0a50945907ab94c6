/**
 * Why there is no complete response:
 * - `unreachable`: no connection (refused, no such host, no route); `tls`: no secure one
 * - `connect-timeout`, `timeout`, `deadline`: too slow to connect, to respond, or for the caller's deadline
 * - `dropped`: the connection broke; `garbled`: the response is not HTTP; `too-large`: beyond the size limit
 * - `aborted`: the caller cancelled it; `closed`: this client is shutting down
 * - `invalid`: undici rejected the request
 * - `private-address`: a host of the file storage resolved to a private address
 */
export type NetworkErrorKind =
  | 'unreachable'
  | 'tls'
  | 'connect-timeout'
  | 'timeout'
  | 'deadline'
  | 'dropped'
  | 'garbled'
  | 'too-large'
  | 'aborted'
  | 'closed'
  | 'invalid'
  | 'private-address';

/**
 * An exchange without a complete response. It has only codes: the underlying errors can contain bytes of the
 * response, which must not be logged.
 */
export class NetworkError extends Error {
  override readonly name = 'NetworkError';
  readonly kind: NetworkErrorKind;
  /** Whether any part of the request may have reached Clio. */
  readonly sent: boolean;
  /** Node's or undici's error code. */
  readonly code: string | null;
  /** Status of the incomplete response; null if none had begun. */
  readonly status: number | null;

  constructor(
    kind: NetworkErrorKind,
    sent: boolean,
    { code = null, status = null }: { code?: string | null; status?: number | null } = {},
  ) {
    super(code === null ? kind : `${kind} (${code})`);
    this.kind = kind;
    this.sent = sent;
    this.code = code;
    this.status = status;
  }
}

const kinds: ReadonlyMap<string, NetworkErrorKind> = new Map([
  ['UND_ERR_CONNECT_TIMEOUT', 'connect-timeout'],
  ['UND_ERR_CLOSED', 'closed'],
  ['UND_ERR_DESTROYED', 'closed'],
  ['UND_ERR_INVALID_ARG', 'invalid'],
  ['UND_ERR_NOT_SUPPORTED', 'invalid'],
  ['UND_ERR_HEADERS_OVERFLOW', 'garbled'],
]);

/** Classifies an error of undici or of its socket. */
export function networkErrorFor(error: Error, sent: boolean, status: number | null): NetworkError {
  if (error instanceof NetworkError) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  return new NetworkError(kindOf(error.name, code ?? '', sent, status), sent, { code, status });
}

function kindOf(name: string, code: string, sent: boolean, status: number | null): NetworkErrorKind {
  const known = kinds.get(code);
  if (known !== undefined) return known;
  // The parser's error has no code. After a response has begun, it means that the end is missing.
  if (name === 'HTTPParserError' && status === null) return 'garbled';
  if (sent) return 'dropped';
  // OpenSSL's verification codes have no common prefix. These patterns cover the codes that Node documents.
  return /CERT|SIGNATURE|TLS|SSL|EPROTO|CRL|ISSUER/.test(code) ? 'tls' : 'unreachable';
}
