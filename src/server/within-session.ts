import { GatewayError } from '../errors.ts';
import type { SessionLogin } from '../request/request-context.ts';
import type { HttpRequest, HttpResponse } from './http/http-message.ts';
import type { ServerRequest } from './server-request.ts';

/** The contents of a request's session cookie. */
export interface OpenSession {
  /** The login, or the error if the cookie has none. */
  readonly login: SessionLogin | GatewayError;
  /** `Set-Cookie` values for the response, with the changes of the meantime. */
  cookies(): Promise<readonly string[]>;
}

/** The routes and sessions of sign-in with Clio. */
export interface SignInRoutes {
  /** Handles requests below `/auth`; null if there is nothing at `path`. */
  handle(path: string, request: ServerRequest): Promise<HttpResponse | null>;
  /** Opens the session of a request; null if it has none or has its own token. */
  open(http: HttpRequest): Promise<OpenSession | null>;
}

/** Handles a request with the login of its session, if it has one. */
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
