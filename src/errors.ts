import { GraphQLError } from 'graphql';

/**
 * Every error code the gateway answers with, in one table.
 *
 * `httpStatus` is what a request that fails as a whole answers with; `retryable` says whether the same
 * request can succeed later without being changed.
 */
export const codes = {
  UNAUTHENTICATED: { httpStatus: 401, retryable: false },
  FORBIDDEN: { httpStatus: 403, retryable: false },
  NOT_FOUND: { httpStatus: 404, retryable: false },
  BAD_USER_INPUT: { httpStatus: 400, retryable: false },
  RATE_LIMITED: { httpStatus: 429, retryable: true },
  PAGINATION_WINDOW_EXCEEDED: { httpStatus: 400, retryable: false },
  UPSTREAM_ERROR: { httpStatus: 502, retryable: true },
  UPSTREAM_TIMEOUT: { httpStatus: 504, retryable: true },
  UPSTREAM_UNAVAILABLE: { httpStatus: 503, retryable: true },
  UNKNOWN_OUTCOME: { httpStatus: 502, retryable: false },
  QUERY_TOO_COMPLEX: { httpStatus: 400, retryable: false },
  INTERNAL_SERVER_ERROR: { httpStatus: 500, retryable: false },
} as const satisfies Record<string, { httpStatus: number; retryable: boolean }>;

export type ErrorCode = keyof typeof codes;

/** What Clio answered, as `extensions.clio` carries it. */
export interface ClioFault {
  /** HTTP status of Clio's answer. */
  readonly status: number;
  /** Clio's `error.type` (or the OAuth `error`), null when the body had none. */
  readonly type: string | null;
  /** Clio's `error.message`, null when the body had none. */
  readonly message: string | null;
  /** Clio's per-field messages (`error.errors`), where a 422 carries them. */
  readonly errors?: Readonly<Record<string, readonly string[]>>;
}

/** An access permission of an application at Clio, as an error's `permissions` carry it. */
export interface Permission {
  /** As Clio's developer portal names it: `Billing`. */
  readonly name: string;
  /** `write` includes reading. */
  readonly access: 'read' | 'write';
}

export interface GatewayErrorOptions {
  readonly clio?: ClioFault;
  /** On `FORBIDDEN`, where it is known: all that Clio wants of the application for the call that it refused. */
  readonly permissions?: readonly Permission[];
  /** Seconds to wait before trying again; on `RATE_LIMITED`, and on `UPSTREAM_UNAVAILABLE` where they are known. */
  readonly retryAfter?: number;
  readonly cause?: unknown;
}

/**
 * The one error class of the gateway: a code from {@link codes}, a message that says what to do, and
 * Clio's own answer where there was one. Messages never hold a token or a client's data.
 */
export class GatewayError extends GraphQLError {
  override readonly name = 'GatewayError';
  readonly code: ErrorCode;
  readonly clio: ClioFault | undefined;
  readonly retryAfter: number | undefined;

  constructor(code: ErrorCode, message: string, options: GatewayErrorOptions = {}) {
    super(message, {
      extensions: {
        code,
        ...(options.retryAfter === undefined ? {} : { retryAfter: options.retryAfter }),
        ...(options.permissions === undefined ? {} : { permissions: options.permissions }),
        ...(options.clio === undefined ? {} : { clio: options.clio }),
      },
    });
    this.code = code;
    this.clio = options.clio;
    this.retryAfter = options.retryAfter;
    if (options.cause !== undefined) this.cause = options.cause;
  }
}
