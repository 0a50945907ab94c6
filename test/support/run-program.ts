import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Running extends AsyncDisposable {
  readonly child: ChildProcessWithoutNullStreams;
  readonly output: () => string;
  /** Waits for a match in the output. */
  until(pattern: RegExp): Promise<RegExpMatchArray>;
  /** Waits for the end: the exit code. */
  ended(): Promise<number | null>;
}

/** Runs Node in an empty folder, where no `.env` lies, with no environment but `env`. */
export async function runProgram(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<Running> {
  const cwd = await mkdtemp(join(tmpdir(), 'cli-'));
  const child = spawn(process.execPath, args, {
    cwd,
    // A login of the developer stays out of tests.
    env: { PATH: process.env.PATH, XDG_CONFIG_HOME: cwd, ...env },
  });
  const closed = once(child, 'close');
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return {
    child,
    output: () => output,
    until: async (pattern) => {
      while (true) {
        const match = output.match(pattern);
        if (match) return match;
        if (child.exitCode !== null) throw new Error(`Ended without ${pattern}:\n${output}`);
        await Promise.race([once(child.stdout, 'data'), once(child.stderr, 'data'), closed]);
      }
    },
    ended: async () => (await closed)[0],
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      await closed;
      await rm(cwd, { recursive: true });
    },
  };
}
