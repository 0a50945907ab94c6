import { type ClioError, type ErrorCode, GatewayError } from '../errors.ts';
import type { Call } from './types.ts';

/** A response of Clio that is not a success. */
export interface ErrorResponse {
  readonly method: Call['method'];
  /** Clio's error; `clio.status` decides. */
  readonly clio: ClioError;
  /**
   * Whether the body is a web page: it then comes from a server in front of the API, or the address is not
   * the API's.
   */
  readonly html: boolean;
  /** Whether the call requested records beyond the first 10,000. */
  readonly beyondWindow: boolean;
  /** Advice on what to shorten, for a request that is too long. */
  readonly tooLong: string;
  /** Seconds to wait, for a 429. */
  readonly retryAfter: number;
}

type Row = readonly [code: ErrorCode, message: string];

const checkBaseUrl = 'Check CLIO_BASE_URL or CLIO_REGION.';
const badInput: Row = [
  'BAD_USER_INPUT',
  "Clio rejected a value of this request; extensions.clio has Clio's reason. Correct it and send again.",
];

/** The meaning of each status, unless the body or the call decides otherwise. */
const rows: Readonly<Record<number, Row>> = {
  400: badInput,
  401: [
    'UNAUTHENTICATED',
    'Clio did not accept the access token: it is expired, revoked, malformed or of another region. Sign in to Clio again.',
  ],
  403: [
    'FORBIDDEN',
    "Clio does not allow this to this login. Check the user's role and the application's access permissions in Clio, then authorize the application again.",
  ],
  404: ['NOT_FOUND', 'Clio has no such record, or this login may not see it. Check the id.'],
  408: ['UPSTREAM_TIMEOUT', 'Clio waited too long for the request. Try again.'],
  409: ['BAD_USER_INPUT', 'The record is in use by another operation in Clio. Try again when that is done.'],
  410: [
    'UPSTREAM_ERROR',
    'Clio no longer serves this version of its API. Set CLIO_API_VERSION to a supported one.',
  ],
  412: ['BAD_USER_INPUT', 'The record was changed since it was read. Read it again, then repeat the change.'],
  413: ['UPSTREAM_ERROR', 'The request is too large for Clio. Send less at once.'],
  422: badInput,
  429: [
    'RATE_LIMITED',
    'The rate limit of this Clio login is used up. Wait for the seconds in retryAfter, then try again.',
  ],
  502: ['UPSTREAM_UNAVAILABLE', 'Clio is not available at the moment (502). Try again later.'],
  503: ['UPSTREAM_UNAVAILABLE', 'Clio is not available at the moment (503). Try again later.'],
  504: ['UPSTREAM_TIMEOUT', 'Clio did not respond in time (504). Try again, or ask for less at once.'],
};

/** The error for a response of Clio that is not a success. Pure. All status codes get their meaning here. */
export function errorForStatus(response: ErrorResponse): GatewayError {
  const [code, message] = rowFor(response);
  const { clio, retryAfter } = response;
  return new GatewayError(code, message, code === 'RATE_LIMITED' ? { clio, retryAfter } : { clio });
}

function rowFor(response: ErrorResponse): Row {
  const { method, clio, html } = response;
  const { status, type } = clio;
  const isWrite = method !== 'GET';

  if (status >= 300 && status < 400) {
    return ['UPSTREAM_ERROR', `Clio redirected the call (${status}), which is not followed. ${checkBaseUrl}`];
  }
  // With these statuses, a web page says nothing about a record or a permission. Otherwise a wrong base URL
  // would look like an empty account.
  if (html && [400, 403, 404, 422].includes(status)) {
    return [
      'UPSTREAM_ERROR',
      `The response (${status}) is a web page, not one of the Clio API. ${checkBaseUrl}`,
    ];
  }
  if (status === 400 && type === 'InvalidFields') {
    return [
      'UPSTREAM_ERROR',
      'Clio does not know a field that the gateway requested: a mistake in its catalog. Leave out the field that extensions.clio names, and report this.',
    ];
  }
  if (status === 422 && isPastWindow(response)) {
    return [
      'PAGINATION_WINDOW_EXCEEDED',
      'Clio returns only the first 10,000 records in this order. Narrow the filter, or order by id.',
    ];
  }
  if (status === 414 || status === 431) return ['BAD_USER_INPUT', response.tooLong];
  // Clio documents neither 5xx nor 408, so they do not prove that nothing was written: a server can fail
  // after saving, and a proxy can give up while the server continues.
  if (isWrite && (status >= 500 || status === 408))
    return ['UNKNOWN_OUTCOME', unknownOutcome(`Clio responded with ${status}`)];
  if (status >= 500) return rows[status] ?? ['UPSTREAM_ERROR', `Clio failed (${status}). Try again later.`];
  return (
    rows[status] ?? [
      'UPSTREAM_ERROR',
      `Clio responded with ${status}, which the gateway does not expect. Please report this.`,
    ]
  );
}

/** Clio's message is not documented, so either the message or the call decides. */
function isPastWindow({ method, clio, beyondWindow }: ErrorResponse): boolean {
  if (method !== 'GET' || clio.type !== 'ArgumentError') return false;
  return beyondWindow || /\boffset\b|\b10[,.]?000\b/i.test(clio.message ?? '');
}

/** The message of `UNKNOWN_OUTCOME`: what happened, and how to find the outcome. */
export function unknownOutcome(event: string): string {
  return `${event} after the change was sent: it may or may not have been made. Read the record, or list the newest ones, before sending it again.`;
}
