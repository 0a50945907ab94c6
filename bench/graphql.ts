import { Pool } from 'undici';

export interface OperationResult {
  readonly data: Record<string, unknown> | null;
  readonly extensions?: { readonly clio?: { readonly calls: readonly TracedCall[] } };
}

/** A REST call as `X-Clio-Explain: trace` reports it. */
export interface TracedCall {
  readonly method: string;
  readonly path: string;
  /** Decoded: `fields=id,name&limit=50`. */
  readonly query: string;
}

const pools = new Map<string, Pool>();

/** Sends an operation. An error ends the benchmark, which would measure the wrong thing. */
export async function ask(
  url: string,
  token: string,
  operation: { readonly query: string; readonly variables?: Readonly<Record<string, unknown>> },
  headers: Readonly<Record<string, string>> = {},
): Promise<OperationResult> {
  const { origin } = new URL(url);
  let pool = pools.get(origin);
  if (!pool) {
    pool = new Pool(origin);
    pools.set(origin, pool);
  }
  const { body } = await pool.request({
    method: 'POST',
    path: '/graphql',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      authorization: `Bearer ${token}`,
      ...headers,
    },
    body: JSON.stringify(operation),
  });
  const result = (await body.json()) as OperationResult & { readonly errors?: readonly unknown[] };
  if (result.errors) throw new Error(`${operation.query}: ${JSON.stringify(result.errors[0])}`);
  return result;
}
