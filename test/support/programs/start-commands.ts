import { bundleProgram } from './bundle-program.ts';
import type { GivenCommand } from './commands-program.ts';
import { runProgram } from './run-program.ts';

export interface Commands extends AsyncDisposable {
  /** Runs a command of the command line to its end, with no environment except `env`. */
  run(
    args: readonly string[],
    env?: Readonly<Record<string, string>>,
  ): Promise<{ readonly code: number; readonly output: string }>;
}

/** A process that runs commands one after the other: a process per command would load program and schema each time. */
export async function startCommands(): Promise<Commands> {
  const program = await bundleProgram('test/support/programs/commands-program.ts');
  const running = await runProgram([program.file]);
  let given = 0;
  let read = 0;
  return {
    async run(args, env = {}) {
      given += 1;
      running.child.stdin.write(`${JSON.stringify({ args, env } satisfies GivenCommand)}\n`);
      const [end, code] = await running.until(new RegExp(`\\[command ${given} ended with (\\d+)\\]`));
      const all = running.output();
      const output = all.slice(read, -end.length);
      read = all.length;
      return { code: Number(code), output };
    },
    async [Symbol.asyncDispose]() {
      await running[Symbol.asyncDispose]();
      await program[Symbol.asyncDispose]();
    },
  };
}
