import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('../../../../', import.meta.url));
const standIn = fileURLToPath(new URL('./recorded-command.sh', import.meta.url));

/** Less than a test's limit: we end a command that hangs, so that it is not left behind. */
const patienceMs = 45_000;

/** A shell as the documentation's readers have it, in its own folder. */
export interface Shell extends AsyncDisposable {
  /**
   * Runs a script to its end.
   *
   * @throws Error with its output if any of its commands fails.
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
  /** The gateway that replaces `http://127.0.0.1:4000`: commands run unchanged, and curl connects there. */
  readonly url: string;
  /** File in the folder → the project's file of which it is a copy. */
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
    run: (script) => runBash(script, { cwd, env }),
    noted: async () => (await readFile(noted, 'utf8')).split('\n').filter((line) => line !== ''),
    files: async () => (await readdir(cwd)).filter((name) => !own.includes(name) && !(name in given)).sort(),
    read: (file) => readFile(join(cwd, file)),
    [Symbol.asyncDispose]: () => rm(home, { recursive: true }),
  };
}

async function runBash(
  script: string,
  { cwd, env }: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<string> {
  // A group of its own, so that all processes that it starts can be ended together.
  const bash = spawn('bash', ['--norc', '--noprofile', '-euo', 'pipefail', '-c', script], {
    cwd,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  let complained = '';
  bash.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  bash.stderr.setEncoding('utf8').on('data', (text: string) => {
    complained += text;
  });
  const patience = setTimeout(() => process.kill(-(bash.pid as number), 'SIGKILL'), patienceMs);
  const [code, signal] = await once(bash, 'close');
  clearTimeout(patience);
  if (code !== 0) throw new Error(`Ended with ${code ?? signal}:\n${script}\n${printed}${complained}`);
  return printed;
}
