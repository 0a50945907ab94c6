import { randomBytes } from 'node:crypto';
import { isLoopback } from '../config/parse-values.ts';
import type { Config, SignIn } from '../config/types.ts';
import type { SandboxApplication } from '../sandbox/oauth.ts';

/**
 * Sign-in to the embedded sandbox: as configured, else with an invented application for this run. Null if the redirect
 * address is not known beforehand, or is not on this machine and would be called without TLS.
 */
export function demoSignIn({ signIn, host, port }: Config): SignIn | null {
  if (signIn !== null) return signIn;
  if (port === 0 || !isLoopback(host)) return null;
  const redirectUri = new URL(`http://${host.includes(':') ? `[${host}]` : host}:${port}/auth/callback`);
  return {
    applications: { us: { clientId: 'clio-graphql', clientSecret: secret() } },
    redirectUri: redirectUri.href,
    oauthUrl: null,
    sessionSecrets: [secret()],
  };
}

/** The same applications, as the sandbox registers them. */
export function demoApplications(signIn: SignIn | null): SandboxApplication[] {
  if (signIn === null) return [];
  return Object.values(signIn.applications).map((application) => ({
    ...application,
    redirectUris: [signIn.redirectUri],
  }));
}

function secret(): string {
  return randomBytes(32).toString('base64url');
}
