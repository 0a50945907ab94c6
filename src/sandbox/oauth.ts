import { createHash, randomBytes } from 'node:crypto';
import { bearerToken } from './http.ts';
import type { Logins } from './logins.ts';
import { type Candidate, consentPage, messagePage } from './oauth-page.ts';
import { emptyResponse, jsonResponse, type SandboxResponse, unauthorizedResponse } from './response.ts';

/** An application, as its developer registers it with Clio. */
export interface SandboxApplication {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Compared character by character. */
  readonly redirectUris: readonly string[];
  /** Shown on the consent page. @default the client id */
  readonly name?: string;
}

export interface SandboxOauthOptions {
  /** How long an access token is valid. @default 2592000 (30 days, as Clio's) */
  readonly accessTokenSeconds?: number;
  /**
   * Whether each refresh issues a new refresh token and ends the old one. Clio documents that it does not; some accounts
   * do. @default false
   */
  readonly rotateRefreshTokens?: boolean;
  /** Whether PKCE is checked. Clio does not document it, so by default it is ignored. @default false */
  readonly pkce?: boolean;
}

/** What the endpoints need from the sandbox. */
interface OauthParts extends SandboxOauthOptions {
  readonly clock: () => number;
  readonly logins: Logins;
  /** The users who can sign in, by the name of a login. */
  readonly candidates: () => readonly (readonly [login: string, candidate: Candidate])[];
}

export interface OauthRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly header: (name: string) => string | undefined;
  readonly body: string;
}

/** The permission that a user gave an application. */
interface Grant {
  readonly application: SandboxApplication;
  readonly login: string;
  /** Access token → when it expires. */
  readonly accessTokens: Map<string, number>;
  readonly refreshTokens: Set<string>;
}

interface Code {
  readonly application: SandboxApplication;
  readonly login: string;
  readonly redirectUri: string;
  readonly challenge: string | null;
  readonly untilMs: number;
}

const codeLifetimeMs = 10 * 60_000;
const formType = 'application/x-www-form-urlencoded';

/** Clio's OAuth endpoints: `/oauth/authorize`, `/oauth/token`, `/oauth/deauthorize`. */
export class SandboxOauth {
  readonly #parts: OauthParts;
  readonly #applications = new Map<string, SandboxApplication>();
  readonly #codes = new Map<string, Code>();
  readonly #grants = new Set<Grant>();

  constructor(parts: OauthParts) {
    this.#parts = parts;
  }

  /** Null if there is no such endpoint. */
  respond(request: OauthRequest): SandboxResponse | null {
    switch (`${request.method} ${request.path}`) {
      case 'GET /oauth/authorize':
      case 'POST /oauth/authorize':
        return this.#authorize(request);
      case 'POST /oauth/token':
        return this.#token(request);
      case 'POST /oauth/deauthorize':
        return this.#deauthorize(request);
      default:
        return null;
    }
  }

  register(application: SandboxApplication): void {
    this.#applications.set(application.clientId, application);
  }

  /** Withdraws every permission, as users can inside Clio. */
  revokeAll(): void {
    for (const grant of [...this.#grants]) this.#revoke(grant);
  }

  #authorize({ method, query, body }: OauthRequest): SandboxResponse {
    const parameters = method === 'POST' ? new URLSearchParams(body) : query;
    const application = this.#applications.get(parameters.get('client_id') ?? '');
    const redirectUri = parameters.get('redirect_uri') ?? '';
    // An unknown application or redirect URI must not redirect anybody.
    if (!application) return messagePage(401, 'Unknown application', 'No application has this client_id.');
    if (!application.redirectUris.includes(redirectUri)) {
      return messagePage(
        400,
        'Wrong redirect URI',
        `${redirectUri} is not registered with the application, but ${application.redirectUris.join(' and ')}.`,
      );
    }
    const back = (outcome: Readonly<Record<string, string>>): SandboxResponse => {
      const url = new URL(redirectUri);
      const state = parameters.get('state');
      for (const [name, value] of Object.entries(outcome)) url.searchParams.set(name, value);
      if (state !== null) url.searchParams.set('state', state);
      return emptyResponse(302, { location: url.href, 'cache-control': 'no-store' });
    };
    if (parameters.get('response_type') !== 'code') return back({ error: 'unsupported_response_type' });
    const candidates = this.#parts.candidates();
    if (method !== 'POST') {
      return consentPage(application.name ?? application.clientId, candidates, parameters, redirectUri);
    }
    if (parameters.get('decision') !== 'allow') {
      if (parameters.get('redirect_on_decline') === 'true') return back({ error: 'access_denied' });
      return messagePage(200, 'Declined', 'The application received no access.');
    }
    const [login] = candidates.find(([name]) => name === parameters.get('login')) ?? [];
    if (login === undefined) return messagePage(400, 'Unknown user', 'Choose one of the users of the form.');
    const code = secret('code');
    this.#codes.set(code, {
      application,
      login,
      redirectUri,
      challenge: parameters.get('code_challenge'),
      untilMs: this.#parts.clock() + codeLifetimeMs,
    });
    return back({ code });
  }

  #token(request: OauthRequest): SandboxResponse {
    if (!isForm(request)) return rejection('invalid_request', 'The body must be a form.');
    const form = new URLSearchParams(request.body);
    const application = this.#applications.get(form.get('client_id') ?? '');
    if (!application || application.clientSecret !== form.get('client_secret')) {
      return rejection('invalid_client', 'Client authentication failed.', 401);
    }
    switch (form.get('grant_type')) {
      case 'authorization_code':
        return this.#redeem(application, form);
      case 'refresh_token':
        return this.#refresh(application, form);
      default:
        return rejection('unsupported_grant_type', 'The grant type is not supported.');
    }
  }

  #redeem(application: SandboxApplication, form: URLSearchParams): SandboxResponse {
    const text = form.get('code') ?? '';
    const code = this.#codes.get(text);
    // A code is used up even when the rest of the request is wrong.
    this.#codes.delete(text);
    const isValid =
      code?.application === application &&
      code.untilMs > this.#parts.clock() &&
      code.redirectUri === form.get('redirect_uri') &&
      (!this.#parts.pkce || code.challenge === challengeOf(form.get('code_verifier')));
    if (!isValid) return badGrant();
    const grant: Grant = {
      application,
      login: code.login,
      accessTokens: new Map(),
      refreshTokens: new Set(),
    };
    this.#grants.add(grant);
    return this.#issue(grant, addRefreshToken(grant));
  }

  #refresh(application: SandboxApplication, form: URLSearchParams): SandboxResponse {
    const text = form.get('refresh_token') ?? '';
    const grant = [...this.#grants].find((one) => one.refreshTokens.has(text));
    if (grant?.application !== application) return badGrant();
    if (!this.#parts.rotateRefreshTokens) return this.#issue(grant);
    grant.refreshTokens.delete(text);
    return this.#issue(grant, addRefreshToken(grant));
  }

  /** @param refreshToken Sent only when it is new, as Clio documents. */
  #issue(grant: Grant, refreshToken?: string): SandboxResponse {
    const { accessTokenSeconds = 2_592_000, clock, logins } = this.#parts;
    const access = secret('access');
    const expiresAtMs = clock() + accessTokenSeconds * 1000;
    grant.accessTokens.set(access, expiresAtMs);
    logins.issue(grant.login, access, expiresAtMs);
    return jsonResponse(
      200,
      {
        token_type: 'bearer',
        access_token: access,
        expires_in: accessTokenSeconds,
        ...(refreshToken !== undefined && { refresh_token: refreshToken }),
      },
      { 'cache-control': 'no-store' },
    );
  }

  #deauthorize(request: OauthRequest): SandboxResponse {
    const bearer = bearerToken(request.header('authorization'));
    const text = isForm(request) ? new URLSearchParams(request.body).get('token') : null;
    const grant = [...this.#grants].find(
      (one) => (one.accessTokens.get(bearer ?? '') ?? 0) > this.#parts.clock(),
    );
    if (!grant || text !== bearer) return unauthorizedResponse();
    this.#revoke(grant);
    return emptyResponse(200);
  }

  #revoke(grant: Grant): void {
    this.#grants.delete(grant);
    for (const access of grant.accessTokens.keys()) this.#parts.logins.withdraw(access);
  }
}

function addRefreshToken({ refreshTokens }: Grant): string {
  const token = secret('refresh');
  refreshTokens.add(token);
  return token;
}

function isForm({ header }: OauthRequest): boolean {
  return header('content-type')?.split(';', 1)[0]?.trim().toLowerCase() === formType;
}

function badGrant(): SandboxResponse {
  return rejection(
    'invalid_grant',
    'The provided authorization grant is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client.',
  );
}

function rejection(error: string, description: string, status = 400): SandboxResponse {
  return jsonResponse(status, { error, error_description: description }, { 'cache-control': 'no-store' });
}

function secret(kind: string): string {
  return `sandbox-${kind}-${randomBytes(24).toString('base64url')}`;
}

function challengeOf(verifier: string | null): string | null {
  return verifier === null ? null : createHash('sha256').update(verifier).digest('base64url');
}
