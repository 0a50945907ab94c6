import { Command } from 'commander';
import { loadConfig } from '../config/load-config.ts';
import { schemaOptions } from '../gateway/schema-options.ts';
import type { Parts } from './parts.ts';

/** `schema`: the SDL, for tools that want a file. Named and federated as `serve` would with the same environment. */
export function createSchemaCommand({ createServedSchema }: Parts): Command {
  return new Command('schema')
    .description('Print the GraphQL schema.')
    .option('--federation', 'as a subgraph of Apollo Federation 2', false)
    .option('--custom-fields <file>', 'with the typed custom fields of a file (CUSTOM_FIELDS)')
    .action(({ federation, customFields }: { federation: boolean; customFields?: string }) => {
      const config = loadConfig();
      const served = createServedSchema(
        schemaOptions({ ...config, customFields: customFields ?? config.customFields }),
      );
      process.stdout.write(`${(federation ? served.subgraphSdl() : served.sdl()).trimEnd()}\n`);
    });
}
