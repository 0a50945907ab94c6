import { readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const source = new URL('../../explorer/', import.meta.url);
const built = new URL('../../dist/explorer/main.js', import.meta.url);

/** Builds the page where that has not been done (`npm ci` does), or has been done before its last change. */
export async function buildExplorer(): Promise<void> {
  const changedAt = Math.max(...readdirSync(source).map((name) => statSync(new URL(name, source)).mtimeMs));
  const builtAt = statSync(built, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (builtAt >= changedAt) return;
  await build({ configFile: fileURLToPath(new URL('vite.config.ts', source)), logLevel: 'warn' });
}
