import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('..', import.meta.url));

/** Files and folders that the build reads. */
const sources = [
  'src',
  'explorer',
  'schema',
  'docs/cookbook',
  'scripts/build.ts',
  'scripts/bundle.ts',
  'scripts/reference/page-title.ts',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
];

/** The file in `dist` with the hash of its sources. */
export const hashFile = '.source-hash';

/**
 * A hash of the names and contents of the files that the build reads.
 *
 * @param folder The folder of the sources.
 */
export function hashSources(folder = project): string {
  const hash = createHash('sha256');
  for (const source of sources) {
    const path = join(folder, source);
    // The build of the image has only the files that it needs.
    if (!existsSync(path)) continue;
    const files = statSync(path).isDirectory() ? listFiles(path) : [path];
    for (const file of files) hash.update(`${relative(folder, file)}\n`).update(readFileSync(file));
  }
  return hash.digest('hex');
}

function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort();
}
