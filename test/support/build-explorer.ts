import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = new URL('../../', import.meta.url);
const source = new URL('explorer/', root);
const built = new URL('dist/explorer/main.js', root);
const lock = new URL('dist/.explorer-is-being-built', root);
/** A build that was stopped leaves its lock behind. */
const longestBuildMs = 120_000;

/** Builds the page where that has not been done (`npm ci` does), or has been done before its last change. */
export async function buildExplorer(): Promise<void> {
  while (!isBuilt()) {
    if (!takeLock()) {
      // A test file in another process is at it.
      await wait(200);
      continue;
    }
    try {
      // In a process of its own: under NODE_ENV=test it would be React as developers see it.
      await promisify(execFile)(
        process.execPath,
        ['node_modules/vite/bin/vite.js', 'build', '-c', 'explorer/vite.config.ts', '--logLevel', 'warn'],
        { cwd: fileURLToPath(root), env: { ...process.env, NODE_ENV: 'production' } },
      );
    } finally {
      rmSync(lock, { recursive: true, force: true });
    }
  }
}

function isBuilt(): boolean {
  if (statSync(lock, { throwIfNoEntry: false })) return false;
  const changedAt = Math.max(...readdirSync(source).map((name) => statSync(new URL(name, source)).mtimeMs));
  return (statSync(built, { throwIfNoEntry: false })?.mtimeMs ?? 0) >= changedAt;
}

function takeLock(): boolean {
  const since = statSync(lock, { throwIfNoEntry: false })?.mtimeMs;
  if (since !== undefined && Date.now() - since > longestBuildMs)
    rmSync(lock, { recursive: true, force: true });
  try {
    mkdirSync(new URL('.', lock), { recursive: true });
    mkdirSync(lock);
    return true;
  } catch {
    return false;
  }
}
