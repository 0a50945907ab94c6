import { escapeHtml, htmlPage } from '../html-page.ts';
import type { HttpRequest, HttpResponse } from '../server/http/http-message.ts';
import { errorResponse } from '../server/http/http-message.ts';

/** Explains why a sign-in failed: as a page to a browser, as JSON to anything else. */
export function failurePage(
  http: HttpRequest,
  status: number,
  code: string,
  message: string,
  loginUrl: string,
): HttpResponse {
  if (!(http.header('accept') ?? '').includes('text/html')) return errorResponse(status, code, message);
  const content = `<p>${escapeHtml(message)}</p>
      <p><a href="${escapeHtml(loginUrl)}">Sign in with Clio</a></p>`;
  return { status, ...htmlPage('Not signed in', content) };
}
