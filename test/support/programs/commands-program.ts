/**
 * The command line for tests with many commands: one process runs them one after the other, and loads the program once.
 * Each line of its standard input is a command; the output of a command is followed by its exit code. See `startCommands`.
 */
import { createInterface } from 'node:readline';
import { loadCatalog } from '../../../src/catalog/catalog.ts';
import { runCli } from '../../../src/cli/run-cli.ts';
import { createServedSchema } from '../../../src/federation/served-schema.ts';
import { createGateway } from '../../../src/gateway/gateway.ts';
import { eventQuery } from '../../../src/live/event-query.ts';
import { explainOperation } from '../../../src/request/explain-operation.ts';
import { startSandbox } from '../../../src/sandbox/sandbox.ts';

export interface GivenCommand {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Where a command would end its process, this one continues. */
class Exit extends Error {
  readonly code: number;

  constructor(code: number) {
    super(`Ended with ${code}`);
    this.code = code;
  }
}

process.exit = (code) => {
  throw new Exit(Number(code ?? 0));
};
// One stream, in order.
process.stderr.write = process.stdout.write.bind(process.stdout);

const own = { ...process.env };
let ended = 0;
for await (const line of createInterface({ input: process.stdin })) {
  const { args, env } = JSON.parse(line) as GivenCommand;
  process.env = { ...own, ...env };
  const code = await run(args);
  ended += 1;
  process.stdout.write(`[command ${ended} ended with ${code}]`);
}

async function run(args: readonly string[]): Promise<number> {
  try {
    await runCli(args, {
      createGateway,
      startSandbox,
      createServedSchema: (options) => createServedSchema(loadCatalog(), options),
      explainOperation: (served, request) => explainOperation(served, request, eventQuery),
    });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof Exit) return error.code;
    throw error;
  } finally {
    process.exitCode = 0;
  }
}
