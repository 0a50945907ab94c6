import type { Region } from '../config/regions.ts';
import { GatewayError } from '../errors.ts';
import type { SessionLogin } from '../request/request-context.ts';
import type { Clock } from '../rest/clock.ts';
import { type OauthClient, OauthError, type Tokens } from '../rest/oauth.ts';
import type { Renewals } from './renewals.ts';
import type { Session } from './session.ts';

/** A token that expires within this time is renewed before it is used. */
const leewayMs = 60_000;

/** The session of one request. */
export class SessionInUse implements SessionLogin {
  readonly region: Region | null;
  #tokens: Tokens;
  readonly #renewals: Renewals;
  readonly #oauth: OauthClient;
  readonly #loginUrl: string;
  /** The renewal after Clio rejected this request's token. */
  #renewal: { readonly rejected: string; readonly done: Promise<void> } | null = null;

  constructor(session: Session, renewals: Renewals, oauth: OauthClient, loginUrl: string) {
    this.region = session.region;
    this.#tokens = session.tokens;
    this.#renewals = renewals;
    this.#oauth = oauth;
    this.#loginUrl = loginUrl;
  }

  get token(): string {
    return this.#tokens.access;
  }

  /**
   * Renews the token if necessary.
   *
   * @throws GatewayError if there is no valid token.
   */
  async prepare(clock: Clock): Promise<void> {
    this.#tokens = (await this.#renewals.newest(this.#tokens)) ?? this.#end();
    const { expiresAtMs } = this.#tokens;
    if (expiresAtMs === null || expiresAtMs - leewayMs > clock.now()) return;
    try {
      await this.#renew();
    } catch (error) {
      // The token is still valid for a moment, so a failed renewal is not an error yet.
      const isEnd = error instanceof GatewayError && error.code === 'UNAUTHENTICATED';
      if (isEnd || expiresAtMs <= clock.now()) throw error;
    }
  }

  async renew(rejected: string): Promise<string> {
    // Another call of the same request has already renewed it.
    if (rejected !== this.#tokens.access) return this.#tokens.access;
    // Clio rejects the new token too, so another one would not help.
    if (this.#renewal && this.#renewal.rejected !== rejected) return this.#end();
    this.#renewal ??= { rejected, done: this.#renew() };
    await this.#renewal.done;
    return this.#tokens.access;
  }

  async #renew(): Promise<void> {
    try {
      this.#tokens = (await this.#renewals.renew(this.#tokens, this.#oauth)) ?? this.#end();
    } catch (error) {
      if (!(error instanceof OauthError)) throw error;
      throw rejectedApplication(error);
    }
  }

  #end(): never {
    throw sessionEnded(this.#loginUrl);
  }
}

/** The error for a session that has ended. */
export function sessionEnded(loginUrl: string): GatewayError {
  return new GatewayError(
    'UNAUTHENTICATED',
    `This session has ended: it expired, or its permission was withdrawn in Clio. Sign in again at ${loginUrl}.`,
  );
}

/** Clio rejected the gateway's application, not the user. */
export function rejectedApplication({ error }: OauthError): GatewayError {
  return new GatewayError(
    'UPSTREAM_ERROR',
    `Clio does not accept the gateway’s application (${error}). Its operator should check CLIO_CLIENT_ID, CLIO_CLIENT_SECRET and CLIO_REDIRECT_URI, and that it belongs to this region.`,
  );
}
