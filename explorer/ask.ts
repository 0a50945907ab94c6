import type { ClioExtension } from '../src/resolvers/explain.ts';

export interface Operation {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string | null;
}

/** A GraphQL answer, as far as the page looks into it. */
export interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string }[];
  readonly extensions?: Readonly<Record<string, unknown>> & { readonly clio?: ClioExtension };
}

/** Sends an operation to the gateway. */
export async function ask(
  endpoint: string,
  operation: Operation,
  headers: Readonly<Record<string, string>>,
  signal?: AbortSignal,
): Promise<Answer> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json', ...headers },
    body: JSON.stringify(operation),
    signal,
  });
  return (await response.json()) as Answer;
}

/** Whether the reader's own headers ask for an explanation already. */
export function asksToExplain(headers: Readonly<Record<string, string>>): boolean {
  return Object.keys(headers).some((name) => name.toLowerCase() === 'x-clio-explain');
}
