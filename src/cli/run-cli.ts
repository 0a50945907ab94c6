import { Command } from 'commander';
import { ConfigError } from '../config/config-error.ts';
import { createExplainCommand } from './explain.ts';
import { createMcpCommand } from './mcp.ts';
import type { Parts } from './parts.ts';
import { createSandboxCommand } from './sandbox.ts';
import { createSchemaCommand } from './schema.ts';
import { createServeCommand } from './serve.ts';
import { UsageError } from './usage-error.ts';

/**
 * Runs the command that `args` name. A command that cannot start says why in plain words and ends the
 * process with 1; errors that nobody foresaw come with their stack.
 */
export async function runCli(args: readonly string[], parts: Parts): Promise<void> {
  const program = new Command('clio-graphql')
    .description('A GraphQL API for Clio Manage.')
    .addCommand(createServeCommand(parts))
    .addCommand(createSandboxCommand(parts))
    .addCommand(createSchemaCommand(parts))
    .addCommand(createExplainCommand(parts))
    .addCommand(createMcpCommand(parts));
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    console.error(explain(error));
    process.exit(1);
  }
}

function explain(error: unknown): unknown {
  if (error instanceof ConfigError || error instanceof UsageError) return error.message;
  if (!(error instanceof Error) || !('code' in error)) return error;
  const address = 'address' in error && 'port' in error ? `${error.address}:${error.port}` : 'the address';
  switch (error.code) {
    case 'EADDRINUSE':
      return `Something else is listening on ${address}. Choose another port: PORT for serve, --port for sandbox.`;
    case 'EACCES':
      return `This user may not listen on ${address}. Choose a port above 1023.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return 'HOST is no address of this machine. Use 127.0.0.1, or 0.0.0.0 to be reached from others.';
    default:
      return error;
  }
}
