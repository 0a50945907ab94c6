import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { ConfigError } from './config-error.ts';

/** Names and values, as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The process's environment over a `.env` file: a variable that is set in both has the process's value.
 *
 * @param file Path of the file; it need not exist.
 * @default '.env' in the working folder
 * @throws ConfigError when the file is there but cannot be read.
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
    throw new ConfigError([`${file} is there but cannot be read (${code})`], { cause: error });
  }
}
