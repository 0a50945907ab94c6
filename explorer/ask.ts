import { meros } from 'meros/browser';
import type { Permission } from '../src/errors.ts';
import type { ClioExtension } from '../src/request/explain.ts';

export interface Operation {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string | null;
  /** Files by the name of their variable. */
  readonly files?: ReadonlyMap<string, File | readonly File[]>;
}

/** The parts of a response's error that the page reads. */
export interface ResponseError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly locations?: readonly { readonly line: number; readonly column: number }[];
  readonly extensions?: {
    readonly code?: string;
    readonly permissions?: readonly Permission[];
    /** Seconds. */
    readonly retryAfter?: number;
    readonly clio?: { readonly status: number; readonly message: string | null };
  };
}

/** The parts of a GraphQL response that the page reads. */
export interface OperationResult {
  readonly data?: unknown;
  readonly errors?: readonly ResponseError[];
  readonly extensions?: Readonly<Record<string, unknown>> & { readonly clio?: ClioExtension };
  /** Set in the parts of a response that is sent in parts. */
  readonly hasNext?: boolean;
  readonly incremental?: readonly { readonly errors?: readonly ResponseError[] }[];
}

/**
 * Sends an operation to the gateway.
 *
 * @throws Error with a message for the reader if no response of the gateway arrives.
 */
export async function ask(
  endpoint: string,
  operation: Operation,
  headers: Readonly<Record<string, string>>,
  signal?: AbortSignal,
): Promise<OperationResult> {
  return readResult(await send(endpoint, operation, headers, signal));
}

/** Like `ask`; returns a response with an error if none arrives. */
export async function askSafely(...args: Parameters<typeof ask>): Promise<OperationResult> {
  try {
    return await ask(...args);
  } catch (error) {
    return failed(error);
  }
}

/** Like `askSafely`, for a response that can be sent in parts. */
export async function* askForParts(
  endpoint: string,
  operation: Operation,
  headers: Readonly<Record<string, string>>,
): AsyncGenerator<OperationResult> {
  try {
    const response = await send(endpoint, operation, {
      accept: 'multipart/mixed;deferSpec=20220824, application/graphql-response+json',
      ...headers,
    });
    const parts = await meros<OperationResult>(response);
    if (parts instanceof Response) yield await readResult(parts);
    else for await (const part of parts) if (part.json) yield part.body;
  } catch (error) {
    yield failed(error);
  }
}

async function send(
  endpoint: string,
  operation: Operation,
  headers: Readonly<Record<string, string>>,
  signal?: AbortSignal,
): Promise<Response> {
  try {
    return await fetch(endpoint, {
      method: 'POST',
      headers: { ...contentHeaders(operation), accept: 'application/graphql-response+json', ...headers },
      body: bodyOf(operation),
      signal,
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    // Only for an invalid header, browsers report the reason.
    if (navigator.onLine && String(error).includes('header')) throw error;
    throw new Error(
      navigator.onLine
        ? 'The gateway is unreachable. Is it running? Your operation is kept; try again later.'
        : 'This machine is offline. Your operation is kept; try again later.',
      { cause: error },
    );
  }
}

/** Browsers add the content type of a multipart body. The gateway accepts such bodies only with this header. */
function contentHeaders({ files }: Operation): Readonly<Record<string, string>> {
  return files ? { 'graphql-require-preflight': '1' } : { 'content-type': 'application/json' };
}

/** JSON, or a GraphQL multipart request (https://github.com/jaydenseric/graphql-multipart-request-spec). */
function bodyOf({ files, ...operation }: Operation): string | FormData {
  if (!files) return JSON.stringify(operation);
  const variables: Record<string, unknown> = { ...operation.variables };
  const parts: { readonly path: string; readonly file: File }[] = [];
  for (const [name, value] of files) {
    const path = `variables.${name}`;
    if (value instanceof File) parts.push({ path, file: value });
    else parts.push(...value.map((file, index) => ({ path: `${path}.${index}`, file })));
    variables[name] = value instanceof File ? null : value.map(() => null);
  }
  const form = new FormData();
  form.set('operations', JSON.stringify({ ...operation, variables }));
  form.set('map', JSON.stringify(Object.fromEntries(parts.map(({ path }, index) => [index, [path]]))));
  for (const [index, { file }] of parts.entries()) form.set(String(index), file);
  return form;
}

async function readResult(response: Response): Promise<OperationResult> {
  const text = await response.text();
  try {
    return JSON.parse(text) as OperationResult;
  } catch {
    throw new Error(
      `The response (${response.status}) is not from the gateway; a proxy in front of it may have sent it.`,
    );
  }
}

/** The response for an error of the browser. */
export function failed(error: unknown): OperationResult {
  return { errors: [{ message: messageOf(error) }] };
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

const explainHeader = 'x-clio-explain';

/** Whether the reader’s own headers already contain X-Clio-Explain. */
export function asksToExplain(headers: Readonly<Record<string, string>>): boolean {
  return hasHeader(headers, explainHeader);
}

export function withoutExplain(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name.toLowerCase() !== explainHeader));
}

export function hasHeader(headers: Readonly<Record<string, unknown>>, wanted: string): boolean {
  return Object.keys(headers).some((name) => name.toLowerCase() === wanted);
}

/** Parses variables or headers as typed; an empty text is an empty object. */
export function readJson(text: string): Record<string, unknown> {
  return text.trim() === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
}
