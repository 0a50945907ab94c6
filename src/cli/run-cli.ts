import { Command } from 'commander';
import { ConfigError } from '../config/config-error.ts';
import { packageVersion } from '../config/package-version.ts';
import { GatewayError } from '../errors.ts';
import { createConfigCommand } from './config.ts';
import { createCustomFieldsCommand } from './custom-fields.ts';
import { createDoctorCommand } from './doctor/doctor.ts';
import { createExplainCommand } from './explain.ts';
import { createLoginCommand } from './login.ts';
import { createLogoutCommand } from './logout.ts';
import { createMcpCommand } from './mcp.ts';
import type { Parts } from './parts.ts';
import { createSandboxCommand } from './sandbox.ts';
import { createSchemaCommand } from './schema.ts';
import { createServeCommand } from './serve.ts';
import { UsageError } from './usage-error.ts';

/**
 * Runs the command in `args`. If it fails, prints the reason and ends the process with 1; unexpected errors are printed
 * with their stack.
 */
export async function runCli(args: readonly string[], parts: Parts): Promise<void> {
  const program = new Command('clio-graphql')
    .description('A GraphQL API for Clio Manage.')
    .version(packageVersion(), '-V, --version')
    .addCommand(createServeCommand(parts))
    .addCommand(createLoginCommand())
    .addCommand(createLogoutCommand())
    .addCommand(createDoctorCommand(parts))
    .addCommand(createConfigCommand())
    .addCommand(createSandboxCommand(parts))
    .addCommand(createSchemaCommand(parts))
    .addCommand(createExplainCommand(parts))
    .addCommand(createCustomFieldsCommand(parts))
    .addCommand(createMcpCommand(parts));
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    console.error(explain(error));
    process.exit(1);
  }
}

function explain(error: unknown): unknown {
  if (error instanceof ConfigError || error instanceof UsageError || error instanceof GatewayError)
    return error.message;
  if (!(error instanceof Error) || !('code' in error)) return error;
  const address = 'address' in error && 'port' in error ? `${error.address}:${error.port}` : 'the address';
  switch (error.code) {
    case 'EADDRINUSE':
      return `Something else is listening on ${address}. Choose another port with --port (login: --redirect-port).`;
    case 'EACCES':
      return `This user may not listen on ${address}. Choose a port above 1023.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return 'HOST is not an address of this machine. Use 127.0.0.1, or 0.0.0.0 to accept connections from other machines.';
    default:
      return error;
  }
}
