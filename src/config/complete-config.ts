import { ConfigError } from './config-error.ts';
import { loadConfig } from './load-config.ts';
import { checkSignIn } from './read-sign-in.ts';
import type { Config } from './types.ts';

/** Defaults inside somebody else's program: Clio itself, never sample data, and a log that speaks up only when it must. */
const ofLibrary: Config = Object.freeze({
  ...loadConfig({}),
  upstream: Object.freeze({ kind: 'clio', baseUrl: null, region: 'us' }),
  logLevel: 'warn',
  explain: false,
});

/**
 * Puts the defaults of a library around what a program sets. The environment is not read.
 *
 * @throws ConfigError that lists names there are not, and values of another type than the default's.
 */
export function completeConfig(given: Partial<Config>): Config {
  const set = Object.entries(given).filter(([, value]) => value !== undefined);
  const problems = set.flatMap(([name, value]) => {
    if (!Object.hasOwn(ofLibrary, name)) return [`config.${name} is no setting`];
    const usual: unknown = ofLibrary[name as keyof Config];
    // Null stands for nothing, wherever it is the default.
    if (usual === null || (typeof value === typeof usual && !Number.isNaN(value))) return [];
    return [`config.${name} must be a ${typeof usual}, as ${JSON.stringify(usual)}`];
  });
  if (given.signIn) problems.push(...checkSignIn(given.signIn));
  if (problems.length > 0) throw new ConfigError(problems);
  return Object.freeze({ ...ofLibrary, ...Object.fromEntries(set) });
}
