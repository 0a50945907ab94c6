import { createHash } from 'node:crypto';
import type { Config } from '../../../src/config/types.ts';
import { type ListeningGateway, startListeningGateway } from '../start-listening-gateway.ts';

export interface GatewayResponse {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests say what they expect
  readonly body: any;
  /** The number of REST calls that it needed. */
  readonly calls: number;
}

/** A listening gateway with requests by GET and by POST, as the owner. */
export interface HttpGateway extends ListeningGateway {
  get(
    parameters: Readonly<Record<string, unknown>>,
    headers?: Record<string, string>,
  ): Promise<GatewayResponse>;
  post(body: unknown, headers?: Record<string, string>): Promise<GatewayResponse>;
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The extension by which Apollo's clients name a document. */
export const persisted = (hash: string) => ({ persistedQuery: { version: 1, sha256Hash: hash } });

export async function startHttpGateway(config: Partial<Config> = {}): Promise<HttpGateway> {
  const gateway = await startListeningGateway({ config });
  const { sandbox, url } = gateway;
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
    ...gateway,
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
  };
}
