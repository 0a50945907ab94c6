import { GatewayError } from '../errors.ts';
import type { SessionLogin } from '../request/request-context.ts';
import type { HttpRequest, HttpResponse } from './http/http-message.ts';
import type { ServerRequest } from './server-request.ts';

/** A request's session cookie, opened. */
export interface OpenSession {
  /** The login, or why the cookie gives none. */
  readonly login: SessionLogin | GatewayError;
  /** `Set-Cookie` values for the response: what has changed meanwhile. */
  cookies(): Promise<readonly string[]>;
}

/** Signing in with Clio, as the server sees it. */
export interface SignInRoutes {
  /** Answers requests below `/auth`; null where there is nothing at `path`. */
  handle(path: string, request: ServerRequest): Promise<HttpResponse | null>;
  /** Opens the session of a request; null where it has none or brings a token of its own. */
  open(http: HttpRequest): Promise<OpenSession | null>;
}

/** Answers a request under its session, where it has one. */
export async function withinSession(
  request: ServerRequest,
  signIn: SignInRoutes,
  handle: () => Promise<HttpResponse>,
): Promise<HttpResponse> {
  const session = await signIn.open(request.http);
  if (session === null) return handle();
  const { login } = session;
  if (login instanceof GatewayError) return withCookies(request.reject(login), await session.cookies());
  request.login = login;
  return withCookies(await handle(), await session.cookies());
}

function withCookies({ status, headers, body }: HttpResponse, cookies: readonly string[]): HttpResponse {
  return { status, headers, cookies, body };
}
