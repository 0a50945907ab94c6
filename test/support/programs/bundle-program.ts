import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleProgram as bundle } from '../../../scripts/bundle.ts';

export interface BundledProgram extends AsyncDisposable {
  /** A place as in an installed package: `dist` beside `schema`, the packages above. */
  readonly home: string;
  /** The file to run. */
  readonly file: string;
}

const project = fileURLToPath(new URL('../../../', import.meta.url));

/**
 * Bundles a program of the tests as the build bundles the command line.
 *
 * @param entry The file that runs the command line, from the project's folder.
 */
export async function bundleProgram(entry: string): Promise<BundledProgram> {
  const home = await mkdtemp(join(tmpdir(), 'program-'));
  for (const name of ['docs', 'schema', 'node_modules', 'package.json'])
    await symlink(join(project, name), join(home, name));
  await bundle(join(home, 'dist'), entry);
  return {
    home,
    file: join(home, 'dist/cli/main.js'),
    [Symbol.asyncDispose]: () => rm(home, { recursive: true }),
  };
}
