import type { Region } from '../config/regions.ts';
import { codes, type GatewayError } from '../errors.ts';
import type { Exchange } from './exchange.ts';
import { errorAnswer, type Incoming, type Outgoing } from './http-message.ts';

/** The login that a request's session cookie stands for. */
export interface SessionLogin {
  /** Clio's token; another one once it has been renewed. */
  readonly token: string;
  /** Null where the gateway stands in front of one fixed address. */
  readonly region: Region | null;
  /**
   * A token in place of one that Clio has just refused.
   *
   * @throws GatewayError where there is none.
   */
  renew(refused: string): Promise<string>;
}

/** A request's session cookie, opened. */
export interface OpenSession {
  /** The login, or why the cookie is worth none. */
  readonly login: SessionLogin | GatewayError;
  /** `Set-Cookie` values for the answer: what has changed meanwhile. */
  cookies(): Promise<readonly string[]>;
}

/** Signing in with Clio, as the server sees it. */
export interface SignInRoutes {
  /** Answers requests below `/auth`; null where there is nothing at `path`. */
  answer(path: string, exchange: Exchange): Promise<Outgoing | null>;
  /** Opens the session of a request; null where it has none or brings a token of its own. */
  open(incoming: Incoming): Promise<OpenSession | null>;
}

/** Answers a request under its session, where it has one. */
export async function withinSession(
  exchange: Exchange,
  signIn: SignInRoutes,
  answer: () => Promise<Outgoing>,
): Promise<Outgoing> {
  const session = await signIn.open(exchange.incoming);
  if (session === null) return answer();
  const { login } = session;
  if (login instanceof Error) {
    exchange.errorCodes = [login.code];
    const { httpStatus } = codes[login.code];
    return withCookies(errorAnswer(httpStatus, login.code, login.message), await session.cookies());
  }
  exchange.login = login;
  return withCookies(await answer(), await session.cookies());
}

function withCookies({ status, headers, body }: Outgoing, cookies: readonly string[]): Outgoing {
  return { status, headers, cookies, body };
}
