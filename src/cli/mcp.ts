import { Command } from 'commander';
import { createLogger } from '../server/create-logger.ts';
import { closeOnSignal } from './close-on-signal.ts';
import { openGateway } from './open-gateway.ts';
import type { Parts } from './parts.ts';
import { loadAccount, readSettings } from './settings.ts';

/** `mcp`: the gateway for one agent, over standard input and output. */
export function createMcpCommand(parts: Parts): Command {
  return new Command('mcp')
    .description('Serve an agent (Model Context Protocol) over stdio, with the settings of serve.')
    .action(() => serveAgent(parts));
}

async function serveAgent(parts: Parts): Promise<void> {
  const { serveStdio } = await import('@modelcontextprotocol/server/stdio');
  const account = await loadAccount(readSettings());
  const { config } = account;
  // Standard output is for the protocol.
  const logger = createLogger(config.logLevel, process.stderr);
  const { gateway, close } = await openGateway(
    parts,
    { ...account, config: { ...config, mcp: true } },
    logger,
  );
  if (gateway.agents === null) throw new Error('Agents are off (clio-graphql:mcp-off)');
  const connection = serveStdio(gateway.agents, {
    onerror: (error) => logger.warn({ problem: error.message }, 'an agent sent a message that is not MCP'),
  });
  const end = async (): Promise<void> => {
    await connection.close();
    await close();
  };
  closeOnSignal(end);
  process.stdin.once('end', () => void end());
}
