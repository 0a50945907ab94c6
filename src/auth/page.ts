import type { HttpRequest, HttpResponse } from '../server/http-message.ts';
import { errorAnswer } from '../server/http-message.ts';

const policy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Says to whoever was to be signed in why that did not work; to anything but a browser, as JSON. */
export function failurePage(
  http: HttpRequest,
  status: number,
  code: string,
  message: string,
  loginUrl: string,
): HttpResponse {
  if (!(http.header('accept') ?? '').includes('text/html')) return errorAnswer(status, code, message);
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': policy,
      // The address of this page has a code in it.
      'referrer-policy': 'no-referrer',
    },
    body: `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>Not signed in</title>
  </head>
  <body>
    <main>
      <h1>Not signed in</h1>
      <p>${escapeHtml(message)}</p>
      <p><a href="${escapeHtml(loginUrl)}">Sign in with Clio</a></p>
    </main>
  </body>
</html>
`,
  };
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
