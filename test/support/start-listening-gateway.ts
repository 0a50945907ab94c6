import type { Logger } from 'pino';
import { expect } from 'vitest';
import type { Config } from '../../src/config/types.ts';
import type { Clock } from '../../src/rest/clock.ts';
import type { Sandbox, SandboxOptions } from '../../src/sandbox/sandbox.ts';
import { createCallChecker } from './openapi/check-calls.ts';
import { type GraphqlResponse, type RequestOptions, startGateway } from './start-gateway.ts';
import { startSandbox } from './start-sandbox.ts';

const checker = createCallChecker();

export interface ListeningOptions {
  readonly config?: Partial<Config>;
  readonly sandbox?: SandboxOptions;
  /** The upstream of the gateway. @default the sandbox */
  readonly baseUrl?: string;
  /** @default the machine's clock */
  readonly clock?: Clock;
  /** @default a silent one */
  readonly logger?: Logger;
}

/** A gateway that listens in front of a sandbox: both sides cross real sockets. */
export interface ListeningGateway extends AsyncDisposable {
  readonly sandbox: Sandbox;
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Sends a query as a client does, with the owner's token by default. */
  ask(query: string, options?: RequestOptions & { readonly signal?: AbortSignal }): Promise<GraphqlResponse>;
}

export async function startListeningGateway({
  config,
  sandbox: options,
  baseUrl,
  clock,
  logger,
}: ListeningOptions = {}): Promise<ListeningGateway> {
  const sandbox = await startSandbox(options);
  const gateway = await startGateway({
    baseUrl: baseUrl ?? sandbox.baseUrl,
    token: null,
    config,
    clock,
    logger,
  });
  const { url } = await gateway.listen();
  return {
    sandbox,
    url,
    async ask(query, { variables, token = sandbox.tokens.owner, headers, signal } = {}) {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/graphql-response+json',
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          ...headers,
        },
        body: JSON.stringify({ query, variables }),
        signal,
      });
      const result = (await response.json()) as Omit<GraphqlResponse, 'status'>;
      // In every test the REST calls must be calls that Clio's document allows, if it is available.
      expect(checker?.problems(sandbox.calls) ?? []).toEqual([]);
      return { status: response.status, ...result };
    },
    async [Symbol.asyncDispose]() {
      await gateway[Symbol.asyncDispose]();
      await sandbox.close();
    },
  };
}

/** The parts of a response's errors on which clients rely. */
export function codesOf({ errors = [] }: GraphqlResponse): { path: string; code: unknown }[] {
  return errors.map(({ path = [], extensions }) => ({ path: path.join('.'), code: extensions?.code }));
}
