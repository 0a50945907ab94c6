import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface RunningProgram extends AsyncDisposable {
  readonly child: ChildProcessWithoutNullStreams;
  readonly output: () => string;
  /** Waits for a match in the output. */
  until(pattern: RegExp): Promise<RegExpMatchArray>;
  /** Waits for the end and returns the exit code. */
  ended(): Promise<number | null>;
}

/** Runs Node in an empty folder without a `.env` file, with no environment except `env`. */
export async function runProgram(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<RunningProgram> {
  const cwd = await mkdtemp(join(tmpdir(), 'cli-'));
  const child = spawn(process.execPath, args, {
    cwd,
    // Tests must not use a login of the developer.
    env: { PATH: process.env.PATH, XDG_CONFIG_HOME: cwd, ...env },
  });
  let hasClosed = false;
  // Its streams have ended too: a program may exit before all of its output is read.
  const closed = once(child, 'close').then(([code]): number | null => {
    hasClosed = true;
    return code;
  });
  let output = '';
  const printed = new EventEmitter();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      printed.emit('more');
    });
  }
  return {
    child,
    output: () => output,
    until: async (pattern) => {
      while (true) {
        const match = output.match(pattern);
        if (match) return match;
        if (hasClosed) throw new Error(`Ended without ${pattern}:\n${output}`);
        await Promise.race([once(printed, 'more'), closed]);
      }
    },
    ended: () => closed,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      await closed;
      await rm(cwd, { recursive: true });
    },
  };
}
