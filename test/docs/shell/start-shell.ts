import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const project = fileURLToPath(new URL('../../../', import.meta.url));
const standIn = fileURLToPath(new URL('./stand-in.mjs', import.meta.url));

/** A shell as the documentation's readers have it, in a folder of its own. */
export interface Shell extends AsyncDisposable {
  /**
   * Runs a script to its end.
   *
   * @throws Error with what it printed, when any of its commands fails.
   */
  run(script: string): Promise<string>;
  /** Commands that were not run, in order. */
  noted(): Promise<string[]>;
  /** Names of the files made so far. */
  files(): Promise<string[]>;
  read(file: string): Promise<Buffer>;
}

export interface ShellOptions {
  /** The bundled program. */
  readonly program: string;
  /** The gateway that `http://127.0.0.1:4000` is to be: commands are run as they stand, and curl connects there. */
  readonly url: string;
  /** File in the folder → the project's file that it is a copy of. */
  readonly given?: Readonly<Record<string, string>>;
}

export async function startShell({ program, url, given = {} }: ShellOptions): Promise<Shell> {
  const home = await mkdtemp(join(tmpdir(), 'shell-'));
  const [bin, cwd] = [join(home, 'bin'), join(home, 'cwd')];
  await mkdir(bin);
  await mkdir(cwd);
  for (const name of ['npm', 'npx', 'git', 'docker', 'kubectl']) await symlink(standIn, join(bin, name));
  const own = ['examples', 'deploy'];
  for (const folder of own) await symlink(join(project, folder), join(cwd, folder));
  for (const [file, source] of Object.entries(given)) await copyFile(join(project, source), join(cwd, file));
  const noted = join(home, 'noted');
  await writeFile(noted, '');
  const { host } = new URL(url);
  await writeFile(
    join(home, '.curlrc'),
    [
      'silent',
      'show-error',
      'fail',
      'max-time = 20',
      'write-out = "\\n"',
      'noproxy = "*"',
      `connect-to = "127.0.0.1:4000:${host}"`,
    ].join('\n'),
  );
  const env = {
    PATH: [bin, process.env.PATH].join(delimiter),
    HOME: home,
    PROGRAM: program,
    TSX: import.meta.resolve('tsx'),
    NOTED: noted,
    GRAPHQL_URL: `${url}/graphql`,
  };
  return {
    async run(script) {
      const { stdout } = await promisify(execFile)(
        'bash',
        ['--norc', '--noprofile', '-euo', 'pipefail', '-c', script],
        {
          cwd,
          env,
          maxBuffer: 16 * 1024 ** 2,
        },
      );
      return stdout;
    },
    noted: async () => (await readFile(noted, 'utf8')).split('\n').filter((line) => line !== ''),
    files: async () => (await readdir(cwd)).filter((name) => !own.includes(name) && !(name in given)).sort(),
    read: (file) => readFile(join(cwd, file)),
    [Symbol.asyncDispose]: () => rm(home, { recursive: true }),
  };
}
