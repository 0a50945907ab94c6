import { Command } from 'commander';
import { loadConfig } from '../config/load-config.ts';
import type { Parts } from './parts.ts';

/** `schema`: the SDL, for tools that want a file. Named and federated as `serve` would with the same environment. */
export function createSchemaCommand({ createServedSchema }: Parts): Command {
  return new Command('schema')
    .description('Print the GraphQL schema.')
    .option('--federation', 'as a subgraph of Apollo Federation 2', false)
    .action(({ federation }: { federation: boolean }) => {
      const { schemaPrefix: prefix, subgraphNode: nodeFields } = loadConfig();
      const served = createServedSchema({ prefix, nodeFields });
      process.stdout.write(`${(federation ? served.subgraphSdl() : served.sdl()).trimEnd()}\n`);
    });
}
