import type { ByRegion } from './parse-values.ts';
import { isRegion, type Region, regionNames } from './regions.ts';
import type { Application, SignIn } from './types.ts';
import { type Settings, variables } from './variables.ts';

/**
 * Joins the settings of sign-in; null if none is set.
 *
 * @param problems Receives a sentence for each problem.
 */
export function readSignIn(settings: Settings, problems: string[]): SignIn | null {
  const { clientId, clientSecret, redirectUri, oauthUrl, sessionSecret: sessionSecrets } = settings;
  const needed = {
    CLIO_CLIENT_ID: clientId,
    CLIO_CLIENT_SECRET: clientSecret,
    CLIO_REDIRECT_URI: redirectUri,
    SESSION_SECRET: sessionSecrets,
  };
  const missing = Object.entries(needed).flatMap(([name, value]) => (value === null ? [name] : []));
  if (missing.length === Object.keys(needed).length && oauthUrl === null) return null;
  if (clientId === null || clientSecret === null || redirectUri === null || sessionSecrets === null) {
    problems.push(`Sign-in with Clio also needs ${missing.join(', ')}. Set all of its settings, or none`);
    return null;
  }
  const region = settings.region ?? 'us';
  const ids = byRegion(clientId, region);
  const secrets = byRegion(clientSecret, region);
  const applications: Partial<Record<Region, Application>> = {};
  for (const name of regionNames) {
    const [id, secret] = [ids[name], secrets[name]];
    if (id === undefined && secret === undefined) continue;
    if (id === undefined || secret === undefined) {
      const incomplete = id === undefined ? 'CLIO_CLIENT_ID' : 'CLIO_CLIENT_SECRET';
      problems.push(
        `CLIO_CLIENT_ID and CLIO_CLIENT_SECRET must have the same regions; ${incomplete} lacks ${name}`,
      );
      return null;
    }
    applications[name] = Object.freeze({ clientId: id, clientSecret: secret });
  }
  if (oauthUrl !== null && Object.keys(applications).length > 1) {
    problems.push('CLIO_OAUTH_URL is for one region; unset it, or use one region in CLIO_CLIENT_ID');
    return null;
  }
  return Object.freeze({ applications: Object.freeze(applications), redirectUri, oauthUrl, sessionSecrets });
}

/** The problems of a sign-in that a program has created. They contain no secrets. */
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
      'config.signIn.sessionSecrets must have at least one secret, each with at least 32 characters',
    );
  return problems;
}

/** @param region Region of a value without one. */
function byRegion(value: ByRegion, region: Region): Readonly<Partial<Record<Region, string>>> {
  return typeof value === 'string' ? { [region]: value } : value;
}
