import type { AuthorizationServer, Client, TokenEndpointResponse } from 'oauth4webapi';
import { Agent } from 'undici';
import { GatewayError } from '../errors.ts';
import type { Clock } from './clock.ts';
import { userAgent } from './request-headers.ts';
import { originAndPath } from './request-target.ts';

export interface OauthClientOptions {
  /** Where Clio's OAuth endpoints are: `https://app.clio.com/oauth`. Secret and tokens go to this origin and nowhere else. */
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** As registered with the application, character by character. */
  readonly redirectUri: string;
  /** How long one exchange may take. */
  readonly timeoutMs: number;
  readonly clock: Clock;
}

/** The tokens of a login. */
export interface Tokens {
  readonly access: string;
  /** Null where Clio gave none: the login then ends with its access token. */
  readonly refresh: string | null;
  /** When the access token ends, in milliseconds since the epoch; null where Clio did not report it. */
  readonly expiresAtMs: number | null;
}

/** A sign-in that has begun: what is needed when the browser returns from Clio. */
export interface SignInAttempt {
  readonly state: string;
  readonly codeVerifier: string;
}

/** Clio refused a sign-in or a renewal. */
export class OauthError extends Error {
  override readonly name = 'OauthError';
  /** The OAuth error: `access_denied`, `invalid_grant`. */
  readonly error: string;

  constructor(error: string) {
    super(`Clio refused with the OAuth error ${error}.`);
    this.error = error;
  }
}

/** The OAuth side of one Clio region, for one application registered there. */
export interface OauthClient {
  /** Begins a sign-in, and returns the address at Clio where it continues. */
  begin(): Promise<SignInAttempt & { readonly url: string }>;
  /**
   * Ends a sign-in when the browser returns: checks its parameters and exchanges its code for tokens.
   *
   * @throws OauthError where the user or Clio declined.
   * @throws GatewayError where no usable response came.
   */
  finish(parameters: URLSearchParams, begun: SignInAttempt): Promise<Tokens>;
  /**
   * Gets a new access token.
   *
   * @throws OauthError where Clio no longer takes the refresh token.
   * @throws GatewayError where no usable response came.
   */
  refresh(refreshToken: string): Promise<Tokens>;
  /**
   * Withdraws the permission of the login for the application.
   *
   * @returns False where Clio no longer knows the token.
   * @throws GatewayError where no usable response came.
   */
  deauthorize(accessToken: string): Promise<boolean>;
  close(): Promise<void>;
}

/** Longer than any response of these endpoints. */
const maxAnswerBytes = 64 * 1024;

/**
 * Opens the OAuth endpoints of a region: `authorize`, `token` and `deauthorize` below `url`.
 *
 * PKCE is always sent. Clio's documentation does not mention it; a server that does not know its parameters ignores
 * them (RFC 6749, 3.1 and 3.2), one that does protects the code by it.
 */
export function createOauthClient(options: OauthClientOptions): OauthClient {
  const { url, clientId, redirectUri, timeoutMs, clock } = options;
  const { origin } = new URL(url);
  const server: AuthorizationServer = {
    issuer: origin,
    authorization_endpoint: `${url}/authorize`,
    token_endpoint: `${url}/token`,
  };
  const client: Client = { client_id: clientId };
  const agent = new Agent({ connect: { timeout: timeoutMs }, maxResponseSize: maxAnswerBytes });

  /** One POST of a form. A redirect is a response like any other: nothing secret follows it. */
  async function post(
    endpoint: string,
    form: URLSearchParams,
    headers: Readonly<Record<string, string>>,
  ): Promise<Response> {
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      const response = await agent.request({
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
      if (signal.aborted) {
        throw new GatewayError('UPSTREAM_TIMEOUT', 'Clio’s sign-in did not answer in time. Try again.');
      }
      throw new GatewayError(
        'UPSTREAM_UNAVAILABLE',
        'Clio’s sign-in could not be reached. Try again in a moment.',
      );
    }
  }

  async function library(): Promise<{
    oauth: typeof import('oauth4webapi');
    authentication: import('oauth4webapi').ClientAuth;
    transport: import('oauth4webapi').TokenEndpointRequestOptions;
  }> {
    // Loaded with the first sign-in: most gateways have none.
    const oauth = await import('oauth4webapi');
    return {
      oauth,
      authentication: oauth.ClientSecretPost(options.clientSecret),
      transport: {
        // The settings allow http to this machine only.
        [oauth.allowInsecureRequests]: url.startsWith('http:'),
        [oauth.customFetch]: (endpoint, { body, headers }) =>
          post(endpoint, body as URLSearchParams, headers as Record<string, string>),
      },
    };
  }

  function toTokens(response: TokenEndpointResponse, previousRefresh: string | null): Tokens {
    const { access_token: access, expires_in: seconds } = response;
    // The same characters as in a client's Authorization header: anything else could split one.
    if (!/^[\x21-\x7e]{1,4096}$/.test(access)) throw unusable();
    return {
      access,
      // Clio's documentation shows none in the response to a refresh: the old one stays good.
      refresh: response.refresh_token ?? previousRefresh,
      expiresAtMs: seconds === undefined ? null : clock.now() + seconds * 1000,
    };
  }

  return {
    async begin() {
      const { oauth } = await library();
      const state = oauth.generateRandomState();
      const codeVerifier = oauth.generateRandomCodeVerifier();
      const target = new URL(`${url}/authorize`);
      target.search = new URLSearchParams({
        response_type: 'code',
        client_id: clientId,
        redirect_uri: redirectUri,
        state,
        // Without it Clio keeps a user who declines on its own page.
        redirect_on_decline: 'true',
        code_challenge: await oauth.calculatePKCECodeChallenge(codeVerifier),
        code_challenge_method: 'S256',
      }).toString();
      return { state, codeVerifier, url: target.href };
    },

    async finish(parameters, { state, codeVerifier }) {
      const { oauth, authentication, transport } = await library();
      return translated(oauth, async () => {
        const valid = oauth.validateAuthResponse(server, client, parameters, state);
        const response = await oauth.authorizationCodeGrantRequest(
          server,
          client,
          authentication,
          valid,
          redirectUri,
          codeVerifier,
          transport,
        );
        return toTokens(await oauth.processAuthorizationCodeResponse(server, client, response), null);
      });
    },

    async refresh(refreshToken) {
      const { oauth, authentication, transport } = await library();
      return translated(oauth, async () => {
        const response = await oauth.refreshTokenGrantRequest(
          server,
          client,
          authentication,
          refreshToken,
          transport,
        );
        return toTokens(await oauth.processRefreshTokenResponse(server, client, response), refreshToken);
      });
    },

    // Clio's own, older and other than RFC 7009: the token stands in the header as well.
    async deauthorize(accessToken) {
      const { status } = await post(`${url}/deauthorize`, new URLSearchParams({ token: accessToken }), {
        authorization: `Bearer ${accessToken}`,
      });
      if (status === 401) return false;
      if (status !== 200 && status !== 204) throw unusable(status);
      return true;
    },

    close: () => agent.close(),
  };
}

/** Errors of the library in our terms. They hold whole responses, so none is kept as a cause. */
async function translated(oauth: typeof import('oauth4webapi'), run: () => Promise<Tokens>): Promise<Tokens> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof GatewayError) throw error;
    const isErrorResponse = error instanceof oauth.ResponseBodyError;
    if (isErrorResponse && error.status >= 500) throw unusable(error.status);
    if (isErrorResponse || error instanceof oauth.AuthorizationResponseError) throw refusal(error.error);
    throw unusable();
  }
}

/** The code of an error comes from outside and is shown and logged, so it is checked. */
function refusal(error: string): OauthError {
  return new OauthError(/^[a-z_]{1,40}$/.test(error) ? error : 'unknown');
}

function unusable(status?: number): GatewayError {
  const what = status === undefined ? 'something that is no OAuth answer' : `the status ${status}`;
  return new GatewayError('UPSTREAM_ERROR', `Clio’s sign-in answered with ${what}. Try again in a moment.`);
}
