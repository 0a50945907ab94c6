import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { ConfigError } from './config-error.ts';

/** Names and values like `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The variables of a `.env` file and of the process. The process's value wins.
 *
 * @param file Path of the file, which may be missing. Default: `.env` in the working folder.
 * @throws ConfigError if the file exists but cannot be read.
 */
export function readEnvironment(file = '.env'): Environment {
  return { ...readEnvFile(file), ...process.env };
}

function readEnvFile(file: string): Environment {
  try {
    return parseEnv(readFileSync(file, 'utf8'));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    if (code === 'ENOENT') return {};
    throw new ConfigError([`${file} exists but cannot be read (${code})`], { cause: error });
  }
}
