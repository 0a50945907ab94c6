import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { getStitchedSchemaFromSupergraphSdl } from '@graphql-tools/federation';
import { composeServices } from '@theguild/federation-composition';
import { type ExecutionResult, execute, parse, subscribe } from 'graphql';
import { createLogger } from '../../../src/server/create-logger.ts';

export interface Subgraph {
  readonly name: string;
  readonly url: string;
  readonly sdl: string;
}

/** A federation router in front of subgraphs, as a platform team runs it. */
export interface Router extends AsyncDisposable {
  ask(
    query: string,
    options: { readonly token: string; readonly variables?: Readonly<Record<string, unknown>> },
  ): Promise<ExecutionResult>;
  /** Absent if the router has no subscriptions. */
  subscribe?(query: string, options: { readonly token: string }): Promise<AsyncIterator<ExecutionResult>>;
}

/** @throws Error with the reasons why the subgraphs do not compose. */
export function compose(subgraphs: readonly Subgraph[]): string {
  const { supergraphSdl, errors } = composeServices(
    subgraphs.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) })),
  );
  if (supergraphSdl === undefined) throw new Error((errors ?? []).map(({ message }) => message).join('\n'));
  return supergraphSdl;
}

/** Apollo's gateway with a supergraph; it passes the client's Authorization header to every subgraph. */
export async function startApolloGateway(supergraphSdl: string): Promise<Router> {
  const silent = createLogger('silent');
  const gateway = new ApolloGateway({
    supergraphSdl,
    logger: silent,
    buildService: ({ url }) =>
      new RemoteGraphQLDataSource<{ token: string }>({
        url,
        willSendRequest({ request, context }) {
          request.http?.headers.set('authorization', `Bearer ${context.token}`);
        },
      }),
  });
  const { executor } = await gateway.load();
  return {
    async ask(query, { token, variables = {} }) {
      const request = {
        request: { query, variables },
        document: parse(query),
        queryHash: query,
        operationName: null,
        operation: null,
        logger: silent,
        metrics: {},
        source: query,
        context: { token },
        overallCachePolicy: undefined,
        cache: { get: async () => undefined, set: async () => undefined, delete: async () => undefined },
        schema: gateway.schema,
      };
      return (await executor(request as never)) as ExecutionResult;
    },
    [Symbol.asyncDispose]: () => gateway.stop(),
  };
}

/** The engine of Hive Gateway with a supergraph; it passes the client's Authorization header to every subgraph. */
export function startHiveEngine(supergraphSdl: string): Router {
  const schema = getStitchedSchemaFromSupergraphSdl({
    supergraphSdl,
    httpExecutorOpts: {
      headers: (request) => {
        const { token } = (request?.context ?? {}) as { token?: string };
        return { authorization: `Bearer ${token}` };
      },
    },
  });
  return {
    ask: async (query, { token, variables = {} }) =>
      execute({ schema, document: parse(query), variableValues: variables, contextValue: { token } }),
    async subscribe(query, { token }) {
      const messages = await subscribe({ schema, document: parse(query), contextValue: { token } });
      if (!(Symbol.asyncIterator in messages)) throw new Error(JSON.stringify(messages.errors));
      return messages;
    },
    [Symbol.asyncDispose]: async () => undefined,
  };
}
