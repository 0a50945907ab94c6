import type { ByRegion } from './parse-values.ts';
import { isRegion, type Region, regionNames } from './regions.ts';
import type { Application, SignIn } from './types.ts';
import { variables } from './variables.ts';

/** The settings of sign-in as the environment has them; null for what is not set. */
export interface SignInSettings {
  readonly clientId: ByRegion | null;
  readonly clientSecret: ByRegion | null;
  readonly redirectUri: string | null;
  readonly oauthUrl: string | null;
  readonly sessionSecrets: readonly string[] | null;
}

/**
 * Puts the settings of sign-in together; null where none is set.
 *
 * @param region Whose an id without a region is.
 * @param problems Takes what is wrong, a sentence each.
 */
export function readSignIn(settings: SignInSettings, region: Region, problems: string[]): SignIn | null {
  const { clientId, clientSecret, redirectUri, oauthUrl, sessionSecrets } = settings;
  const needed = {
    CLIO_CLIENT_ID: clientId,
    CLIO_CLIENT_SECRET: clientSecret,
    CLIO_REDIRECT_URI: redirectUri,
    SESSION_SECRET: sessionSecrets,
  };
  const missing = Object.entries(needed).flatMap(([name, value]) => (value === null ? [name] : []));
  if (missing.length === Object.keys(needed).length && oauthUrl === null) return null;
  if (clientId === null || clientSecret === null || redirectUri === null || sessionSecrets === null) {
    problems.push(`Signing in with Clio also takes ${missing.join(', ')}. Set all of it, or none`);
    return null;
  }
  const ids = byRegion(clientId, region);
  const secrets = byRegion(clientSecret, region);
  const applications: Partial<Record<Region, Application>> = {};
  for (const name of regionNames) {
    const [id, secret] = [ids[name], secrets[name]];
    if (id === undefined && secret === undefined) continue;
    if (id === undefined || secret === undefined) {
      problems.push(
        `CLIO_CLIENT_ID and CLIO_CLIENT_SECRET must name the same regions; ${id === undefined ? 'CLIO_CLIENT_ID' : 'CLIO_CLIENT_SECRET'} lacks ${name}`,
      );
      return null;
    }
    applications[name] = Object.freeze({ clientId: id, clientSecret: secret });
  }
  if (oauthUrl !== null && Object.keys(applications).length > 1) {
    problems.push('CLIO_OAUTH_URL is for one region; leave it out, or name one region in CLIO_CLIENT_ID');
    return null;
  }
  return Object.freeze({ applications: Object.freeze(applications), redirectUri, oauthUrl, sessionSecrets });
}

/** What is wrong with a sign-in that a program has put together itself; shows no secret. */
export function checkSignIn({ applications, redirectUri, sessionSecrets }: Partial<SignIn>): string[] {
  const problems: string[] = [];
  const { CLIO_REDIRECT_URI, SESSION_SECRET } = variables;
  const regions = Object.entries(applications ?? {});
  if (regions.length === 0) problems.push('config.signIn.applications is empty');
  for (const [region, { clientId, clientSecret }] of regions) {
    if (!isRegion(region) || typeof clientId !== 'string' || typeof clientSecret !== 'string')
      problems.push('config.signIn.applications must have a clientId and a clientSecret by region');
  }
  if (typeof redirectUri !== 'string' || CLIO_REDIRECT_URI.parse(redirectUri) === undefined)
    problems.push(`config.signIn.redirectUri must be ${CLIO_REDIRECT_URI.allowed}`);
  if (!sessionSecrets?.length || SESSION_SECRET.parse(sessionSecrets.join(',')) === undefined)
    problems.push(
      'config.signIn.sessionSecrets must hold at least one secret, of 32 characters or more each',
    );
  return problems;
}

function byRegion(value: ByRegion, region: Region): Readonly<Partial<Record<Region, string>>> {
  return typeof value === 'string' ? { [region]: value } : value;
}
