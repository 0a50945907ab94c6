import { codes, GatewayError } from '../errors.ts';
import { escapeHtml, htmlPage } from '../html-page.ts';
import { OauthError } from '../rest/oauth.ts';
import { errorResponse, type HttpRequest, type HttpResponse } from '../server/http/http-message.ts';
import { CookieTooLarge } from './sealed-cookie.ts';
import { rejectedApplication } from './session-in-use.ts';

/** Why a sign-in failed, for the response. */
export interface SignInFailure {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** Explains a failure: as a page for browsers, as JSON for other clients. */
export function failurePage(
  http: HttpRequest,
  { status, code, message }: SignInFailure,
  loginUrl: string,
): HttpResponse {
  if (!(http.header('accept') ?? '').includes('text/html')) return errorResponse(status, code, message);
  const content = `<p>${escapeHtml(message)}</p>
      <p><a href="${escapeHtml(loginUrl)}">Sign in with Clio</a></p>`;
  return { status, ...htmlPage('Not signed in', content) };
}

/** @throws The error itself, if the gateway is at fault. */
export function describeFailure(error: unknown): SignInFailure {
  if (error instanceof CookieTooLarge)
    return { status: 502, code: 'UPSTREAM_ERROR', message: 'Clio’s tokens are too long for a cookie.' };
  if (error instanceof OauthError) {
    if (error.error === 'access_denied') {
      const message = 'You declined in Clio, so nothing was shared with this gateway.';
      return { status: 403, code: 'FORBIDDEN', message };
    }
    if (error.error === 'invalid_grant') {
      const message =
        'Clio did not accept the code of this sign-in: it was used before or is too old. Begin it again.';
      return { status: 400, code: 'BAD_REQUEST', message };
    }
    return describeFailure(rejectedApplication(error));
  }
  if (!(error instanceof GatewayError)) throw error;
  return { status: codes[error.code].httpStatus, code: error.code, message: error.message };
}
