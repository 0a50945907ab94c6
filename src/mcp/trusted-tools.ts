import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { Catalog } from '../catalog/catalog.ts';
import type { Config } from '../config/types.ts';
import { createTrustedTool, type TrustedTool } from './trusted-tool.ts';

/** Names of the gateway's own tools. */
const ownTools: ReadonlySet<string> = new Set(['search_schema', 'describe', 'explain_query', 'run_query']);

/** Prefix of the id of a tool's document, which differs from the document that clients know by the id. */
const idPrefix = 'mcp:';

/** Decides which trusted documents are tools. */
export interface TrustedToolsOptions {
  /** The schema that clients see. */
  readonly schema: GraphQLSchema;
  readonly catalog: Catalog;
  readonly config: Config;
  /** The trusted documents of clients, by id; undefined for none. */
  readonly trusted: ReadonlyMap<string, string> | undefined;
  readonly logger: Logger;
}

/**
 * The trusted documents that agents may run, by the id of the tool's document. Logs the reason for each
 * document that is not a tool.
 */
export function collectTrustedTools({
  schema,
  catalog,
  config: { mcpWrites, mcpDeletes },
  trusted,
  logger,
}: TrustedToolsOptions): ReadonlyMap<string, TrustedTool> {
  const deletions = Object.values(catalog.data.operations).filter(({ method }) => method === 'DELETE');
  const isDelete = (mutation: string): boolean =>
    deletions.some(({ field }) => field && mutation.toLowerCase().endsWith(field.name.toLowerCase()));
  const tools = new Map<string, TrustedTool>();
  const names = new Set(ownTools);
  for (const [id, text] of trusted ?? []) {
    const tool = createTrustedTool(schema, text, isDelete);
    const problem =
      'problem' in tool
        ? tool.problem
        : names.has(tool.name)
          ? `Another tool is called ${tool.name}.`
          : tool.kind !== 'query' && !mcpWrites
            ? 'It writes, and MCP_WRITES is off.'
            : tool.kind === 'delete' && !mcpDeletes
              ? 'It deletes, and MCP_DELETES is off.'
              : null;
    if (problem !== null) logger.info({ id, problem }, 'a trusted document is not a tool for agents');
    else if (!('problem' in tool)) {
      names.add(tool.name);
      tools.set(`${idPrefix}${id}`, tool);
    }
  }
  return tools;
}
