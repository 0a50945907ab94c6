import { createHash, randomBytes } from 'node:crypto';
import { type Candidate, consentPage, messagePage } from './oauth-page.ts';
import { emptyResponse, jsonResponse, type SandboxResponse, unauthorizedResponse } from './response.ts';

/** An application, as its developer registers it with Clio. */
export interface SandboxApplication {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Compared character by character. */
  readonly redirectUris: readonly string[];
  /** Shown to those who are asked. @default the client id */
  readonly name?: string;
}

export interface SandboxOauthOptions {
  /** How long an access token is good for. @default 2592000 (30 days, as Clio's) */
  readonly accessTokenSeconds?: number;
  /**
   * Issues a new refresh token with each refresh and accepts each only once. Clio documents that it does not, but both were
   * seen. @default false
   */
  readonly rotateRefreshTokens?: boolean;
  /** Checks PKCE, which Clio does not document and therefore ignores. @default false */
  readonly pkce?: boolean;
}

/** What the endpoints need from the sandbox. */
interface OauthParts extends SandboxOauthOptions {
  readonly clock: () => number;
  /** The users who can sign in, by the name of a login. */
  readonly candidates: () => readonly (readonly [login: string, candidate: Candidate])[];
  /** Makes a token for the login of that name. */
  readonly issue: (login: string, token: string, expiresAtMs: number) => void;
  readonly withdraw: (token: string) => void;
}

export interface OauthRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly header: (name: string) => string | undefined;
  readonly body: string;
}

export interface SandboxOauth {
  /** Null where there is no such endpoint. */
  answer(request: OauthRequest): SandboxResponse | null;
  register(application: SandboxApplication): void;
  /** Withdraws every permission, as users can inside Clio. */
  revokeAll(): void;
}

/** The permission that a user gave an application. */
interface Grant {
  readonly application: SandboxApplication;
  readonly login: string;
  /** When each of them expires. */
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
export function createOauth(parts: OauthParts): SandboxOauth {
  const { clock, accessTokenSeconds = 2_592_000 } = parts;
  const applications = new Map<string, SandboxApplication>();
  const codes = new Map<string, Code>();
  const grants = new Set<Grant>();

  function authorize({ method, query, body }: OauthRequest): SandboxResponse {
    const parameters = method === 'POST' ? new URLSearchParams(body) : query;
    const application = applications.get(parameters.get('client_id') ?? '');
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
    const back = (answer: Readonly<Record<string, string>>): SandboxResponse => {
      const url = new URL(redirectUri);
      const state = parameters.get('state');
      for (const [name, value] of Object.entries(answer)) url.searchParams.set(name, value);
      if (state !== null) url.searchParams.set('state', state);
      return emptyResponse(302, { location: url.href, 'cache-control': 'no-store' });
    };
    if (parameters.get('response_type') !== 'code') return back({ error: 'unsupported_response_type' });
    const candidates = parts.candidates();
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
    codes.set(code, {
      application,
      login,
      redirectUri,
      challenge: parameters.get('code_challenge'),
      untilMs: clock() + codeLifetimeMs,
    });
    return back({ code });
  }

  function token(request: OauthRequest): SandboxResponse {
    if (!isForm(request)) return rejection('invalid_request', 'The body must be a form.');
    const form = new URLSearchParams(request.body);
    const application = applications.get(form.get('client_id') ?? '');
    if (!application || application.clientSecret !== form.get('client_secret')) {
      return rejection('invalid_client', 'Client authentication failed.', 401);
    }
    switch (form.get('grant_type')) {
      case 'authorization_code':
        return redeem(application, form);
      case 'refresh_token':
        return refresh(application, form);
      default:
        return rejection('unsupported_grant_type', 'The grant type is not supported.');
    }
  }

  function redeem(application: SandboxApplication, form: URLSearchParams): SandboxResponse {
    const text = form.get('code') ?? '';
    const code = codes.get(text);
    // A code is used up even when the rest of the request is wrong.
    codes.delete(text);
    const isGood =
      code?.application === application &&
      code.untilMs > clock() &&
      code.redirectUri === form.get('redirect_uri') &&
      (!parts.pkce || code.challenge === challengeOf(form.get('code_verifier')));
    if (!isGood) return badGrant();
    const grant: Grant = {
      application,
      login: code.login,
      accessTokens: new Map(),
      refreshTokens: new Set([secret('refresh')]),
    };
    grants.add(grant);
    return issue(grant, [...grant.refreshTokens][0]);
  }

  function refresh(application: SandboxApplication, form: URLSearchParams): SandboxResponse {
    const text = form.get('refresh_token') ?? '';
    const grant = [...grants].find((one) => one.refreshTokens.has(text));
    if (grant?.application !== application) return badGrant();
    if (!parts.rotateRefreshTokens) return issue(grant);
    grant.refreshTokens.delete(text);
    const next = secret('refresh');
    grant.refreshTokens.add(next);
    return issue(grant, next);
  }

  /** @param refreshToken Sent only when it is new, as Clio documents. */
  function issue(grant: Grant, refreshToken?: string): SandboxResponse {
    const access = secret('access');
    const expiresAtMs = clock() + accessTokenSeconds * 1000;
    grant.accessTokens.set(access, expiresAtMs);
    parts.issue(grant.login, access, expiresAtMs);
    const answer = {
      token_type: 'bearer',
      access_token: access,
      expires_in: accessTokenSeconds,
      ...(refreshToken === undefined ? {} : { refresh_token: refreshToken }),
    };
    return jsonResponse(200, answer, { 'cache-control': 'no-store' });
  }

  function deauthorize(request: OauthRequest): SandboxResponse {
    const bearer = /^Bearer (\S+)$/i.exec(request.header('authorization') ?? '')?.[1];
    const text = isForm(request) ? new URLSearchParams(request.body).get('token') : null;
    const grant = [...grants].find((one) => (one.accessTokens.get(bearer ?? '') ?? 0) > clock());
    if (!grant || text !== bearer) return unauthorizedResponse();
    revoke(grant);
    return emptyResponse(200);
  }

  function revoke(grant: Grant): void {
    grants.delete(grant);
    for (const access of grant.accessTokens.keys()) parts.withdraw(access);
  }

  return {
    answer(request) {
      const isPost = request.method === 'POST';
      switch (request.path) {
        case '/oauth/authorize':
          return isPost || request.method === 'GET' ? authorize(request) : null;
        case '/oauth/token':
          return isPost ? token(request) : null;
        case '/oauth/deauthorize':
          return isPost ? deauthorize(request) : null;
        default:
          return null;
      }
    },
    register: (application) => applications.set(application.clientId, application),
    revokeAll: () => [...grants].map(revoke),
  };
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
