import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from './read-environment.ts';

/** The folder in which programs keep what belongs to one user of this machine, and in it the one of ours. */
export function configFolder(env: Environment): string {
  const byPlatform = process.platform === 'win32' ? env.APPDATA : undefined;
  return join(env.XDG_CONFIG_HOME || byPlatform || join(homedir(), '.config'), 'clio-graphql');
}
