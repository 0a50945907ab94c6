import type { GraphQLResolveInfo, OperationDefinitionNode } from 'graphql';
import type { Logger } from 'pino';
import { loadCatalog } from './catalog/catalog.ts';
import { regions } from './config/regions.ts';
import type { Config } from './config/types.ts';
import { GatewayError } from './errors.ts';
import { RecordCache } from './loaders/cache.ts';
import { runOperation } from './loaders/run-operation.ts';
import { createUpstream, type TracedCall } from './loaders/upstream.ts';
import { createPlanner } from './planner/planner.ts';
import type { ResolverContext } from './resolvers/context.ts';
import { createSchema, readTypeDefs } from './resolvers/create-schema.ts';
import { createClioClient } from './rest/client.ts';
import type { ClioClient } from './rest/types.ts';
import { exampleQuery } from './server/example-query.ts';
import type { RequestContext, RequestInfo } from './server/request-context.ts';
import { createServer, type GatewayServer } from './server/server.ts';

export interface GatewayOptions {
  readonly config: Config;
  readonly logger: Logger;
  readonly upstream: {
    /** Clio's REST base for requests that name no region. */
    readonly baseUrl: string;
    /** Lent to requests that bring no token; null to refuse them. */
    readonly defaultToken: string | null;
  };
}

/** The gateway: Clio's REST API as GraphQL, ready to listen or to be called through `fetch`. */
export async function createGateway({ config, logger, upstream }: GatewayOptions): Promise<GatewayServer> {
  const catalog = loadCatalog();
  const sdl = readTypeDefs();
  const schema = createSchema(catalog, sdl);
  const planner = createPlanner(catalog, schema);
  const cache = new RecordCache({ ttlMs: config.cacheTtlMs });
  const clients = createClients(config, logger);

  const createContext = (request: RequestInfo): RequestContext & ResolverContext => {
    const baseUrl = baseUrlFor(config, upstream.baseUrl, request);
    const calls: TracedCall[] = [];
    const warnings = new Set<string>();
    const runs = new WeakMap<OperationDefinitionNode, Promise<Readonly<Record<string, unknown>>>>();
    const deadlineMs = Date.now() + request.deadlineMs;
    const run = (info: GraphQLResolveInfo): Promise<Readonly<Record<string, unknown>>> => {
      const reach = createUpstream({
        client: clients.for(baseUrl),
        token: request.token,
        cache: cache.forToken(baseUrl, request.token ?? ''),
        signal: request.signal,
        deadlineMs,
        onCall: request.explain === 'trace' ? (call) => calls.push(call) : undefined,
      });
      const { operation, fragments, variableValues: variables } = info;
      return runOperation(catalog, reach, planner.plan({ operation, fragments, variables }), variables);
    };
    return {
      run(info) {
        let running = runs.get(info.operation);
        if (!running) {
          running = run(info);
          runs.set(info.operation, running);
        }
        return running;
      },
      warn(warning) {
        if (warnings.has(warning)) return;
        warnings.add(warning);
        request.logger.warn({ warning }, 'Clio sent something unexpected');
      },
      extensions() {
        const traced = request.explain === 'trace';
        if (!traced && warnings.size === 0) return undefined;
        return {
          clio: {
            ...(traced ? { cost: { actual: calls.filter((call) => !call.cached).length }, calls } : {}),
            ...(warnings.size > 0 ? { warnings: [...warnings] } : {}),
          },
        };
      },
    };
  };

  const server = createServer({
    schema,
    sdl,
    createContext,
    defaultToken: upstream.defaultToken,
    maxBodyBytes: config.maxBodyBytes,
    requestDeadlineMs: config.requestDeadlineMs,
    logger,
    graphiql: true,
    exampleQuery,
    allowExplain: true,
    lendTokenToAnyHost: config.upstream.kind === 'sandbox',
  });
  return {
    ...server,
    async close() {
      await server.close();
      await clients.close();
    },
  };
}

function baseUrlFor(config: Config, configured: string, request: RequestInfo): string {
  if (request.region === null) return configured;
  if (config.upstream.kind === 'sandbox' || config.upstream.baseUrl !== null) {
    throw new GatewayError(
      'BAD_USER_INPUT',
      'This gateway stands in front of one fixed address. Leave out the X-Clio-Region header.',
    );
  }
  return regions[request.region].baseUrl;
}

interface Clients {
  for(baseUrl: string): ClioClient;
  close(): Promise<void>;
}

/** One client, so one pool and one book of budgets, for each region in use. */
function createClients(config: Config, logger: Logger): Clients {
  const clients = new Map<string, ClioClient>();
  return {
    for(baseUrl) {
      let client = clients.get(baseUrl);
      if (!client) {
        client = createClioClient({
          baseUrl,
          apiVersion: config.apiVersion,
          timeoutMs: config.upstreamTimeoutMs,
          logger,
        });
        clients.set(baseUrl, client);
      }
      return client;
    },
    async close() {
      await Promise.all([...clients.values()].map((client) => client.close()));
    },
  };
}
