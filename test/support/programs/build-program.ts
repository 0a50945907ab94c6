import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { hashFile, hashSources } from '../../../scripts/source-hash.ts';

const project = new URL('../../../', import.meta.url);
const lock = new URL('node_modules/.dist-is-being-built', project);
/** After this time a lock is from a build that was stopped. */
const longestBuildMs = 120_000;

/** The command line in `dist`, after `buildProgram`. */
export const programFile = fileURLToPath(new URL('dist/cli/main.js', project));

/** Builds `dist` if its sources have changed since the last build. After `npm ci` they have not. */
export async function buildProgram(): Promise<void> {
  while (!isFresh()) {
    if (!takeLock()) {
      // A test file in another process is building.
      await wait(200);
      continue;
    }
    try {
      // Without the variables of the test run: React would be built for development.
      const { NODE_ENV: _, ...env } = process.env;
      await promisify(execFile)('npm', ['run', 'build'], { cwd: fileURLToPath(project), env });
    } finally {
      rmSync(lock, { recursive: true, force: true });
    }
  }
}

function isFresh(): boolean {
  if (statSync(lock, { throwIfNoEntry: false })) return false;
  try {
    return readFileSync(new URL(`dist/${hashFile}`, project), 'utf8') === hashSources();
  } catch {
    return false;
  }
}

function takeLock(): boolean {
  const since = statSync(lock, { throwIfNoEntry: false })?.mtimeMs;
  if (since !== undefined && Date.now() - since > longestBuildMs)
    rmSync(lock, { recursive: true, force: true });
  try {
    mkdirSync(lock);
    return true;
  } catch {
    return false;
  }
}
