import { escapeHtml, htmlPage } from '../html-page.ts';
import type { HttpRequest, HttpResponse } from '../server/http-message.ts';
import { errorAnswer } from '../server/http-message.ts';

/** Says to whoever was to be signed in why that did not work; to anything but a browser, as JSON. */
export function failurePage(
  http: HttpRequest,
  status: number,
  code: string,
  message: string,
  loginUrl: string,
): HttpResponse {
  if (!(http.header('accept') ?? '').includes('text/html')) return errorAnswer(status, code, message);
  const content = `<p>${escapeHtml(message)}</p>
      <p><a href="${escapeHtml(loginUrl)}">Sign in with Clio</a></p>`;
  return { status, ...htmlPage('Not signed in', content) };
}
