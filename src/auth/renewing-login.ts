import { GatewayError } from '../errors.ts';
import type { SessionLogin } from '../request/request-context.ts';
import { type OauthClient, OauthError } from '../rest/oauth.ts';
import type { LoginFile, StoredLogin } from './login-file.ts';

/**
 * The stored login, which all requests without their own token share. A token that Clio rejects is renewed
 * and stored.
 */
export class RenewingLogin implements SessionLogin {
  /** The gateway has only the login's upstream. */
  readonly region = null;
  readonly #file: LoginFile;
  readonly #oauth: OauthClient;
  #login: StoredLogin;
  #renewal: Promise<void> | null = null;

  constructor(login: StoredLogin, file: LoginFile, oauth: OauthClient) {
    this.#login = login;
    this.#file = file;
    this.#oauth = oauth;
  }

  get token(): string {
    return this.#login.tokens.access;
  }

  async renew(rejected: string): Promise<string> {
    if (rejected === this.token) {
      // All requests that wait share one renewal.
      this.#renewal ??= this.#renew(rejected).finally(() => {
        this.#renewal = null;
      });
      await this.#renewal;
    }
    return this.token;
  }

  async #renew(rejected: string): Promise<void> {
    const stored = await this.#file.read();
    // Another gateway, or `clio-graphql login`, has already stored a newer token.
    if (stored && stored.baseUrl === this.#login.baseUrl && stored.tokens.access !== rejected) {
      this.#login = stored;
      return;
    }
    const { refresh } = this.#login.tokens;
    if (refresh === null || stored === null) throw loginEnded();
    try {
      this.#login = { ...this.#login, tokens: await this.#oauth.refresh(refresh) };
    } catch (error) {
      if (error instanceof OauthError) throw loginEnded();
      throw error;
    }
    await this.#file.write(this.#login);
  }
}

function loginEnded(): GatewayError {
  return new GatewayError(
    'UNAUTHENTICATED',
    'The login of this gateway has ended: it expired, or its permission was withdrawn in Clio. Run clio-graphql login.',
  );
}
