import type {
  AuthorizationServer,
  Client,
  ClientAuth,
  TokenEndpointRequestOptions,
  TokenEndpointResponse,
} from 'oauth4webapi';
import { Agent } from 'undici';
import { GatewayError } from '../errors.ts';
import type { Clock } from './clock.ts';
import { userAgent } from './request-headers.ts';
import { originAndPath } from './request-target.ts';

export interface OauthClientOptions {
  /**
   * Base URL of Clio's OAuth endpoints: `https://app.clio.com/oauth`. Secret and tokens are sent only to this
   * origin.
   */
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Exactly as registered for the application. */
  readonly redirectUri: string;
  /** How long one exchange may take. */
  readonly timeoutMs: number;
  readonly clock: Clock;
}

/** The tokens of a login. */
export interface Tokens {
  readonly access: string;
  /** Null if Clio sent none: the login then ends with its access token. */
  readonly refresh: string | null;
  /** When the access token expires, in milliseconds since the epoch; null if Clio did not report it. */
  readonly expiresAtMs: number | null;
}

/** A sign-in that has begun, with what is needed when the browser returns from Clio. */
export interface SignInAttempt {
  readonly state: string;
  readonly codeVerifier: string;
}

/** Clio rejected a sign-in or a renewal. */
export class OauthError extends Error {
  override readonly name = 'OauthError';
  /** The OAuth error: `access_denied`, `invalid_grant`. */
  readonly error: string;

  constructor(error: string) {
    super(`Clio rejected the request with the OAuth error ${error}.`);
    this.error = error;
  }
}

/** Longer than any response of these endpoints. */
const maxResponseBytes = 64 * 1024;

/**
 * The OAuth client of one Clio region and one application: `authorize`, `token` and `deauthorize` below
 * `url`.
 *
 * PKCE is always sent. Clio's documentation does not mention it. A server that knows it protects the code
 * with it; others ignore its parameters (RFC 6749, 3.1 and 3.2).
 */
export class OauthClient {
  readonly #options: OauthClientOptions;
  readonly #server: AuthorizationServer;
  readonly #client: Client;
  readonly #agent: Agent;

  constructor(options: OauthClientOptions) {
    const { url, clientId, timeoutMs } = options;
    this.#options = options;
    this.#server = {
      issuer: new URL(url).origin,
      authorization_endpoint: `${url}/authorize`,
      token_endpoint: `${url}/token`,
    };
    this.#client = { client_id: clientId };
    this.#agent = new Agent({ connect: { timeout: timeoutMs }, maxResponseSize: maxResponseBytes });
  }

  /** Begins a sign-in, and returns the address at Clio where it continues. */
  async begin(): Promise<SignInAttempt & { readonly url: string }> {
    const oauth = await import('oauth4webapi');
    const { url, clientId, redirectUri } = this.#options;
    const state = oauth.generateRandomState();
    const codeVerifier = oauth.generateRandomCodeVerifier();
    const target = new URL(`${url}/authorize`);
    target.search = new URLSearchParams({
      response_type: 'code',
      client_id: clientId,
      redirect_uri: redirectUri,
      state,
      // Without it, users who decline stay on Clio's page.
      redirect_on_decline: 'true',
      code_challenge: await oauth.calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
    }).toString();
    return { state, codeVerifier, url: target.href };
  }

  /**
   * Ends a sign-in when the browser returns: checks its parameters and exchanges its code for tokens.
   *
   * @throws OauthError if the user or Clio declined.
   * @throws GatewayError without a usable response.
   */
  finish(parameters: URLSearchParams, { state, codeVerifier }: SignInAttempt): Promise<Tokens> {
    const [server, client] = [this.#server, this.#client];
    return this.#request(null, async (oauth, authentication, transport) => {
      const valid = oauth.validateAuthResponse(server, client, parameters, state);
      const response = await oauth.authorizationCodeGrantRequest(
        server,
        client,
        authentication,
        valid,
        this.#options.redirectUri,
        codeVerifier,
        transport,
      );
      return oauth.processAuthorizationCodeResponse(server, client, response);
    });
  }

  /**
   * Gets a new access token.
   *
   * @throws OauthError if Clio no longer accepts the refresh token.
   * @throws GatewayError without a usable response.
   */
  refresh(refreshToken: string): Promise<Tokens> {
    const [server, client] = [this.#server, this.#client];
    return this.#request(refreshToken, async (oauth, authentication, transport) => {
      const response = await oauth.refreshTokenGrantRequest(
        server,
        client,
        authentication,
        refreshToken,
        transport,
      );
      return oauth.processRefreshTokenResponse(server, client, response);
    });
  }

  /**
   * Withdraws the login's permission for the application. Clio's endpoint is older than RFC 7009 and differs
   * from it: the token is also in the header.
   *
   * @returns False if Clio no longer knows the token.
   * @throws GatewayError without a usable response.
   */
  async deauthorize(accessToken: string): Promise<boolean> {
    const form = new URLSearchParams({ token: accessToken });
    const headers = { authorization: `Bearer ${accessToken}` };
    const { status } = await this.#post(`${this.#options.url}/deauthorize`, form, headers);
    if (status === 401) return false;
    if (status !== 200 && status !== 204) throw unusable(status);
    return true;
  }

  close(): Promise<void> {
    return this.#agent.close();
  }

  /**
   * Gets tokens with the library. Its errors contain whole responses, so they are not kept as causes.
   *
   * @param previousRefresh Stays valid if Clio does not issue a new one.
   */
  async #request(previousRefresh: string | null, get: TokenRequest): Promise<Tokens> {
    // Loaded for the first sign-in, because most gateways have none.
    const oauth = await import('oauth4webapi');
    const { url, clientSecret, clock } = this.#options;
    const transport: TokenEndpointRequestOptions = {
      // The settings allow http only to this machine.
      [oauth.allowInsecureRequests]: url.startsWith('http:'),
      [oauth.customFetch]: (endpoint, { body, headers }) =>
        this.#post(endpoint, body as URLSearchParams, headers as Record<string, string>),
    };
    try {
      const response = await get(oauth, oauth.ClientSecretPost(clientSecret), transport);
      const {
        access_token: access,
        refresh_token: refresh = previousRefresh,
        expires_in: seconds,
      } = response;
      // Only the characters that an Authorization header may have: others could split the header.
      if (!/^[\x21-\x7e]{1,4096}$/.test(access)) throw unusable();
      return { access, refresh, expiresAtMs: seconds === undefined ? null : clock.now() + seconds * 1000 };
    } catch (error) {
      if (error instanceof GatewayError) throw error;
      const isErrorResponse = error instanceof oauth.ResponseBodyError;
      if (isErrorResponse && error.status >= 500) throw unusable(error.status);
      if (isErrorResponse || error instanceof oauth.AuthorizationResponseError) throw rejection(error.error);
      throw unusable();
    }
  }

  /** Posts a form. Redirects are not followed, so that secrets do not go elsewhere. */
  async #post(
    endpoint: string,
    form: URLSearchParams,
    headers: Readonly<Record<string, string>>,
  ): Promise<Response> {
    const signal = AbortSignal.timeout(this.#options.timeoutMs);
    try {
      const response = await this.#agent.request({
        method: 'POST',
        body: form.toString(),
        headers: {
          accept: 'application/json',
          'user-agent': userAgent,
          ...headers,
          'content-type': 'application/x-www-form-urlencoded',
        },
        signal,
        ...originAndPath(new URL(endpoint)),
      });
      const body = await response.body.text();
      const mayHaveBody = ![204, 205, 304].includes(response.statusCode);
      return new Response(mayHaveBody ? body : null, {
        status: response.statusCode,
        headers: { 'content-type': String(response.headers['content-type'] ?? '') },
      });
    } catch {
      if (signal.aborted)
        throw new GatewayError('UPSTREAM_TIMEOUT', 'Clio’s sign-in did not respond in time. Try again.');
      const message = 'Clio’s sign-in could not be reached. Try again in a moment.';
      throw new GatewayError('UPSTREAM_UNAVAILABLE', message);
    }
  }
}

type TokenRequest = (
  oauth: typeof import('oauth4webapi'),
  authentication: ClientAuth,
  transport: TokenEndpointRequestOptions,
) => Promise<TokenEndpointResponse>;

/** Checks the error code, because it comes from outside and is shown and logged. */
function rejection(error: string): OauthError {
  return new OauthError(/^[a-z_]{1,40}$/.test(error) ? error : 'unknown');
}

function unusable(status?: number): GatewayError {
  const what = status === undefined ? 'an unreadable response' : `the status ${status}`;
  return new GatewayError('UPSTREAM_ERROR', `Clio’s sign-in responded with ${what}. Try again in a moment.`);
}
