import { type GraphQLSchema, parse, validate } from 'graphql';
import type { Logger } from 'pino';
import { SignIn, type SignInOptions } from '../auth/sign-in.ts';
import { createSignInTargets } from '../auth/sign-in-targets.ts';
import { readTrustedDocuments } from '../config/read-trusted-documents.ts';
import { createFileOpener } from '../files/open-file.ts';
import { eventQuery } from '../live/event-query.ts';
import { Live } from '../live/live.ts';
import type { Agents } from '../mcp/agents.ts';
import { createPlanner } from '../planner/planner.ts';
import { GraphqlRequest } from '../request/graphql-request.ts';
import type { RequestInfo } from '../request/request-context.ts';
import { isLoopbackUrl } from '../rest/storage-url.ts';
import { exampleQuery } from '../server/example-query.ts';
import type { FileSource } from '../server/file-route.ts';
import { createServer, type GatewayServer } from '../server/server.ts';
import { type MetricsServer, startMetricsServer } from '../telemetry/metrics-server.ts';
import { checkOptions, type GatewayOptions, type Surroundings } from './gateway-options.ts';
import { type GatewayParts, openParts } from './gateway-parts.ts';

/** A gateway that is ready for requests. */
export interface Gateway extends GatewayServer {
  /** Creates MCP servers for an agent on this machine, which uses the gateway's own login; null if `config.mcp` is off. */
  readonly agents: Agents['local'] | null;
}

/**
 * Creates a gateway: Clio's REST API as GraphQL. It can be called through `fetch`, mounted on an HTTP server,
 * or listen by itself.
 *
 * @throws ConfigError
 */
export function createGateway(options: GatewayOptions = {}): Promise<Gateway> {
  return createGatewayIn({}, options);
}

/** @throws ConfigError */
export async function createGatewayIn(surroundings: Surroundings, options: GatewayOptions): Promise<Gateway> {
  checkOptions(options);
  const { basePath = '' } = options;
  const parts = await openParts(surroundings, options);
  const { config, logger, served, metrics } = parts;
  const working = new Set<Promise<unknown>>();
  const createContext = contextCreator(parts, working);
  const signIn = openSignIn(parts, (token) => live.endToken(token));
  const trusted =
    config.trustedDocuments === null
      ? undefined
      : loadTrustedDocuments(config.trustedDocuments, served.schema, logger);
  const agents = await openAgents(parts, trusted, basePath, (http) => server.handle(http));
  let ownAddress: string | null = null;
  const live = openLive(parts, createContext, () => ownAddress);
  const server: GatewayServer = createServer({
    ...served,
    config,
    logger,
    basePath,
    createContext,
    defaultToken: parts.upstream.defaultToken,
    trusted: agents?.documents ?? trusted,
    subscriptions: live,
    webhooks: (http, key) => live.receive(http, key),
    agents: agents?.route,
    signIn,
    files: fileSource(parts),
    exampleQuery,
    telemetry: { begin: parts.tracing.begin, onRequest: (done) => metrics?.onRequest(done) },
    metrics: config.metricsPort === null ? metrics?.page : undefined,
  });
  let metricsServer: MetricsServer | null = null;
  return {
    ...server,
    agents: agents?.local ?? null,
    async listen(address) {
      metricsServer = await serveMetrics(parts, address.host);
      const listening = await server.listen(address);
      ownAddress = `${listening.url}${basePath}`;
      return listening;
    },
    async close() {
      // At the same time: the last connections of the server close when the subscriptions end.
      await Promise.all([server.close(), live.close()]);
      await metricsServer?.close();
      await Promise.allSettled(working);
      await signIn?.close();
      await parts.close();
    },
  };
}

/**
 * Reads the configured list. Documents that do not match the schema are logged at start, before a client uses
 * one.
 */
function loadTrustedDocuments(
  file: string,
  schema: GraphQLSchema,
  logger: Logger,
): ReadonlyMap<string, string> {
  const documents = readTrustedDocuments(file);
  for (const [id, text] of documents) {
    try {
      const [error] = validate(schema, parse(text));
      if (error) throw error;
    } catch (error) {
      logger.warn({ id, problem: String(error) }, 'a trusted document does not fit the schema');
    }
  }
  return documents;
}

/** Null if agents are not served; their code is then not loaded. */
async function openAgents(
  { config, logger, clock, served }: GatewayParts,
  trusted: ReadonlyMap<string, string> | undefined,
  basePath: string,
  handle: GatewayServer['handle'],
): Promise<Agents | null> {
  if (!config.mcp) return null;
  const { createAgents } = await import('../mcp/agents.ts');
  const { schema, catalog } = served;
  return createAgents({ schema, config, catalog, trusted, handle, basePath, logger, now: clock.now });
}

/** @param working Holds the work that outlasts its request, until the work ends. */
function contextCreator(
  { config, clock, served, cache, outcomes, storage, metrics, baseUrlFor, clientFor }: GatewayParts,
  working: Set<Promise<unknown>>,
): (request: RequestInfo) => GraphqlRequest {
  const { catalog, adapt } = served;
  const parts = {
    catalog,
    adapt,
    planner: createPlanner(catalog, served.planned),
    eventQuery: eventQuery.bind(null, served),
    cache,
    outcomes,
    storage,
    onWork(work: Promise<unknown>) {
      working.add(work);
      const forget = (): boolean => working.delete(work);
      work.then(forget, forget);
    },
    maxPlannedCalls: config.maxPlannedCalls,
    clock,
    observer: metrics?.loads,
  };
  return (request) => {
    const baseUrl = baseUrlFor(request.region);
    return new GraphqlRequest(parts, request, clientFor(request, baseUrl), baseUrl);
  };
}

/** @param onSignOut Called with the token of a session when its user signs out. */
function openSignIn(
  { config, clock, marks, baseUrlFor, sharedClient }: GatewayParts,
  onSignOut: SignInOptions['onSignOut'],
): SignIn | undefined {
  const { signIn, upstream } = config;
  if (!signIn) return undefined;
  return new SignIn({
    ...signIn,
    targets: createSignInTargets({ signIn, config, clock, baseUrlFor, clientFor: sharedClient }),
    defaultRegion: upstream.kind === 'clio' ? upstream.region : null,
    clock,
    marks,
    onSignOut,
  });
}

/** @param ownAddress The address where the gateway listens; null before that. */
function openLive(
  parts: GatewayParts,
  createContext: (request: RequestInfo) => GraphqlRequest,
  ownAddress: () => string | null,
): Live {
  const { config, served, metrics, upstream } = parts;
  const live = new Live({
    ...parts,
    ...served,
    observer: metrics?.live,
    createContext,
    // An API on this machine can reach the gateway at the address where it listens.
    address: () => config.webhookUrl ?? (isLoopbackUrl(upstream.baseUrl) ? ownAddress() : null),
  });
  metrics?.watchLive(() => live.state);
  return live;
}

function fileSource({ clock, served, storage, baseUrlFor, clientFor }: GatewayParts): FileSource {
  const openFile = createFileOpener(served.catalog, storage);
  return (request) => {
    const baseUrl = baseUrlFor(request.region);
    const deadlineMs = clock.now() + request.deadlineMs;
    return openFile({ ...request, client: clientFor(request, baseUrl), baseUrl, deadlineMs });
  };
}

/** Null if metrics have no port of their own. */
async function serveMetrics(
  { config: { metricsPort }, logger, metrics }: GatewayParts,
  host: string,
): Promise<MetricsServer | null> {
  if (!metrics || metricsPort === null) return null;
  const server = await startMetricsServer(metrics.page, { host, port: metricsPort });
  logger.info({ port: server.port }, 'serving /metrics on a port of its own');
  return server;
}
