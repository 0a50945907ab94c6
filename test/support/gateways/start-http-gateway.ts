import { createHash } from 'node:crypto';
import type { Config } from '../../../src/config/types.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { startGateway } from '../start-gateway.ts';
import { startSandbox } from '../start-sandbox.ts';

export interface GatewayResponse {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests say what they expect
  readonly body: any;
  /** REST calls it took. */
  readonly calls: number;
}

export interface HttpGateway extends AsyncDisposable {
  readonly sandbox: Sandbox;
  readonly url: string;
  get(
    parameters: Readonly<Record<string, unknown>>,
    headers?: Record<string, string>,
  ): Promise<GatewayResponse>;
  post(body: unknown, headers?: Record<string, string>): Promise<GatewayResponse>;
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Apollo's way to name a document. */
export const persisted = (hash: string) => ({ persistedQuery: { version: 1, sha256Hash: hash } });

/** Sandbox and gateway, each on a socket of its own; requests come as the owner. */
export async function startHttpGateway(config: Partial<Config> = {}): Promise<HttpGateway> {
  const sandbox = await startSandbox();
  const gateway = await startGateway({ baseUrl: sandbox.baseUrl, token: null, config });
  const { url } = await gateway.listen();
  const send = async (search: string, init: RequestInit): Promise<GatewayResponse> => {
    const before = sandbox.calls.length;
    const response = await fetch(`${url}/graphql${search}`, {
      ...init,
      headers: {
        accept: 'application/graphql-response+json',
        authorization: `Bearer ${sandbox.tokens.owner}`,
        ...init.headers,
      },
    });
    const body: unknown = await response.json();
    return {
      status: response.status,
      headers: response.headers,
      body,
      calls: sandbox.calls.length - before,
    };
  };
  return {
    sandbox,
    url,
    get(parameters, headers = {}) {
      const texts = Object.entries(parameters).map(([name, value]) => [
        name,
        typeof value === 'string' ? value : JSON.stringify(value),
      ]);
      return send(`?${new URLSearchParams(texts)}`, { headers });
    },
    post: (body, headers = {}) =>
      send('', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }),
    async [Symbol.asyncDispose]() {
      await gateway[Symbol.asyncDispose]();
      await sandbox.close();
    },
  };
}
