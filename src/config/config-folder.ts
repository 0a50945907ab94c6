import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from './read-environment.ts';

/** Our folder in the configuration folder of this machine's user. */
export function configFolder(env: Environment): string {
  const byPlatform = process.platform === 'win32' ? env.APPDATA : undefined;
  return join(env.XDG_CONFIG_HOME || byPlatform || join(homedir(), '.config'), 'clio-graphql');
}
