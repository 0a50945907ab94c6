import { type FieldNode, GraphQLError } from 'graphql';

/**
 * Every error code of the gateway, in one table. `docs/reference/errors.md` is generated from it.
 *
 * - `httpStatus`: status of a request that fails as a whole.
 * - `retryable`: whether the same request can succeed later.
 * - `meaning`, `action`: what happened, and what the client can do.
 */
export const codes = {
  UNAUTHENTICATED: {
    httpStatus: 401,
    retryable: false,
    meaning: 'The request has no token, or Clio does not accept the token.',
    action: 'Send a valid token.',
  },
  FORBIDDEN: {
    httpStatus: 403,
    retryable: false,
    meaning:
      'This login or its application lacks a permission, or the gateway does not allow this here. `permissions` lists what the application needs, where Clio documents it.',
    action: 'Ask a Clio administrator to grant the permission, then get a new token.',
  },
  NOT_FOUND: {
    httpStatus: 404,
    retryable: false,
    meaning: 'Clio has no such thing. A missing record is null instead of an error.',
    action: 'Check the id or the address.',
  },
  BAD_USER_INPUT: {
    httpStatus: 400,
    retryable: false,
    meaning: 'An argument is wrong, or Clio offers no way to read this field here.',
    action: 'Change the query or its variables.',
  },
  RATE_LIMITED: {
    httpStatus: 429,
    retryable: true,
    meaning: 'The login has used up its calls and the request cannot wait.',
    action: 'Try again after `retryAfter` seconds.',
  },
  PAGINATION_WINDOW_EXCEEDED: {
    httpStatus: 400,
    retryable: false,
    meaning: 'The page lies beyond the 10,000 records that Clio lists in any order other than by id.',
    action: 'Narrow the filter, or page in id order.',
  },
  UPSTREAM_ERROR: {
    httpStatus: 502,
    retryable: true,
    meaning: 'Clio failed, or sent a response that the gateway cannot read.',
    action: 'Try again later.',
  },
  UPSTREAM_TIMEOUT: {
    httpStatus: 504,
    retryable: true,
    meaning: 'Clio, or the whole request, took too long.',
    action: 'Try again later, or ask for less.',
  },
  UPSTREAM_UNAVAILABLE: {
    httpStatus: 503,
    retryable: true,
    meaning: 'Clio is unavailable or unreachable, the circuit breaker is open, or a queue is full.',
    action: 'Try again later; after `retryAfter` seconds where it is given.',
  },
  UNKNOWN_OUTCOME: {
    httpStatus: 502,
    retryable: false,
    meaning: 'A write was sent, and it is unknown whether Clio made it.',
    action: 'Read the record before you send the write again.',
  },
  QUERY_TOO_COMPLEX: {
    httpStatus: 400,
    retryable: false,
    meaning: 'The operation is too deep, too wide or too expensive; the message names the limit.',
    action: 'Ask for less, or raise the limit in the settings.',
  },
  SUBSCRIPTION_ENDED: {
    httpStatus: 503,
    retryable: true,
    meaning:
      'The gateway ended the subscription: it reached a limit, the client read too slowly, or the gateway shuts down.',
    action: 'Subscribe again with `since` from the error, which fills the gap.',
  },
  CHANGES_MISSED: {
    httpStatus: 503,
    retryable: false,
    meaning:
      'A subscription may have missed changes that the gateway cannot send any more. The subscription continues.',
    action: 'Read the records as a list.',
  },
  INTERNAL_SERVER_ERROR: {
    httpStatus: 500,
    retryable: false,
    meaning: 'The gateway has a bug. The log has the details under the request id.',
    action: 'Report it with the `x-request-id` of the response.',
  },
} as const satisfies Record<string, ErrorRow>;

export interface ErrorRow {
  readonly httpStatus: number;
  readonly retryable: boolean;
  readonly meaning: string;
  readonly action: string;
}

export type ErrorCode = keyof typeof codes;

/** Clio's error response, in `extensions.clio`. */
export interface ClioError {
  /** HTTP status of Clio's response. */
  readonly status: number;
  /** Clio's `error.type` (or the OAuth `error`); null if the body has none. */
  readonly type: string | null;
  /** Clio's `error.message`; null if the body has none. */
  readonly message: string | null;
  /** Clio's messages for each field (`error.errors`), if a 422 has them. */
  readonly errors?: Readonly<Record<string, readonly string[]>>;
}

/** An access permission of an application at Clio, in an error's `permissions`. */
export interface Permission {
  /** Name in Clio's developer portal: `Billing`. */
  readonly name: string;
  /** `write` includes reading. */
  readonly access: 'read' | 'write';
}

export interface GatewayErrorOptions {
  readonly clio?: ClioError;
  /** On `FORBIDDEN`, if they are known: all permissions that the application needs for the rejected call. */
  readonly permissions?: readonly Permission[];
  /**
   * Seconds to wait before trying again; on `RATE_LIMITED`, and on `UPSTREAM_UNAVAILABLE` if they are known.
   */
  readonly retryAfter?: number;
  /** On `SUBSCRIPTION_ENDED`: the time from which changes may be missing. */
  readonly since?: string;
  /** The place of the error's cause, if it is below the failing field. */
  readonly place?: ErrorPlace;
  readonly cause?: unknown;
}

/** A place below a field: its node in the document, and the response keys that lead to it. */
export interface ErrorPlace {
  readonly node: FieldNode;
  readonly path: readonly string[];
}

/**
 * The one error class of the gateway: a code from {@link codes}, a message that says what to do, and Clio's
 * error response, if there is one. Messages never contain a token or a client's data.
 */
export class GatewayError extends GraphQLError {
  override readonly name = 'GatewayError';
  readonly code: ErrorCode;
  readonly clio: ClioError | undefined;
  readonly retryAfter: number | undefined;
  readonly place: ErrorPlace | undefined;

  constructor(code: ErrorCode, message: string, options: GatewayErrorOptions = {}) {
    super(message, {
      extensions: {
        code,
        ...(options.retryAfter === undefined ? {} : { retryAfter: options.retryAfter }),
        ...(options.since === undefined ? {} : { since: options.since }),
        ...(options.permissions === undefined ? {} : { permissions: options.permissions }),
        ...(options.clio === undefined ? {} : { clio: options.clio }),
      },
    });
    this.code = code;
    this.clio = options.clio;
    this.retryAfter = options.retryAfter;
    this.place = options.place;
    if (options.cause !== undefined) this.cause = options.cause;
  }
}

/** The error for a mistake in what the client sent. */
export function badInput(message: string, options?: GatewayErrorOptions): GatewayError {
  return new GatewayError('BAD_USER_INPUT', message, options);
}

/** The error for a value that Clio sent and its field's type cannot represent. It does not contain the value. */
export function unexpectedValue(type: string): GatewayError {
  return new GatewayError(
    'UPSTREAM_ERROR',
    `Clio sent a value that the type ${type} cannot represent. Leave the field out, and report this.`,
  );
}
