import type { HttpRequest } from '../server/http/http-message.ts';

/**
 * Whether a request was made by a page of the gateway itself, or typed by its user. A browser adds a cookie
 * to every request, so the cookie identifies the user but does not show that the user wanted the request.
 *
 * Browsers send `Sec-Fetch-Site`, which no page can set. If it is missing, `Origin` decides. A request with
 * neither is rejected.
 */
export function isSameOrigin(http: HttpRequest, origin: string): boolean {
  const site = http.header('sec-fetch-site');
  // `none`: the address bar or a bookmark, which cannot post.
  if (site !== null) return site === 'same-origin' || (site === 'none' && http.method === 'GET');
  return http.header('origin') === origin;
}
