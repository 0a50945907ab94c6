import type { Config, SignIn } from './types.ts';

const blank = '***';

/** The configuration as it can be shown and logged: tokens and secrets are blanked, and of a Redis URL only the place is left. */
export function printConfig(config: Config): Config {
  return {
    ...config,
    accessToken: config.accessToken === null ? null : blank,
    redisUrl: config.redisUrl === null ? null : printUrl(config.redisUrl),
    signIn: config.signIn && printSignIn(config.signIn),
  };
}

function printSignIn(signIn: SignIn): SignIn {
  const applications = Object.entries(signIn.applications).map(([region, { clientId }]) => [
    region,
    { clientId, clientSecret: blank },
  ]);
  return {
    ...signIn,
    applications: Object.fromEntries(applications),
    sessionSecrets: signIn.sessionSecrets.map(() => blank),
  };
}

/** A password can be in the user part, and for some clients in the query. */
function printUrl(text: string): string {
  const { protocol, username, password, host, pathname, search } = new URL(text);
  const user = username || password ? `${blank}@` : '';
  return `${protocol}//${user}${host}${pathname}${search ? `?${blank}` : ''}`;
}
