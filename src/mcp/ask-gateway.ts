import { Readable } from 'node:stream';
import type { ClioExtension } from '../request/explain.ts';
import type { HttpRequest, HttpResponse } from '../server/http/http-message.ts';

/** A tool's request to the gateway. */
export interface Question {
  readonly query?: string;
  /** Id of a trusted document, instead of `query`. */
  readonly documentId?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** The gateway's response to a tool. */
export interface GraphqlResponse {
  readonly data?: unknown;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly locations?: readonly { readonly line: number; readonly column: number }[];
    readonly extensions?: { readonly code?: string; readonly retryAfter?: number };
  }[];
  readonly extensions?: { readonly clio?: ClioExtension };
}

/** Sends a request for the caller of a tool: with `plan` for the price, with `trace` for the result. */
export type Ask = (question: Question, explain: 'plan' | 'trace') => Promise<GraphqlResponse>;

/**
 * Sends a request through the whole gateway, so that every rule, budget and cache is the same as for any
 * other request.
 *
 * @param handle Handles a request like the gateway's listener.
 * @param path Path of GraphQL.
 * @param caller The request of the agent; null if the agent runs the gateway itself, over stdio.
 */
export function askThrough(
  handle: (http: HttpRequest) => Promise<HttpResponse>,
  path: string,
  caller: HttpRequest | null,
): Ask {
  return async (question, explain) => {
    const { body } = await handle(new AgentQuestion(path, caller, question, explain));
    return JSON.parse(String(body)) as GraphqlResponse;
  };
}

/**
 * A GraphQL request that an agent's tool makes. It has only the token and the region of the caller's request.
 */
class AgentQuestion implements HttpRequest {
  readonly method = 'POST';
  readonly search = '';
  readonly mayExplain = true;
  readonly path: string;
  readonly #caller: HttpRequest | null;
  readonly #body: string;
  readonly #own: Readonly<Record<string, string>>;

  constructor(path: string, caller: HttpRequest | null, question: Question, explain: 'plan' | 'trace') {
    this.path = path;
    this.#caller = caller;
    this.#body = JSON.stringify(question);
    this.#own = {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json',
      'x-clio-explain': explain,
    };
  }

  get mayBorrowToken(): boolean {
    return this.#caller?.mayBorrowToken ?? true;
  }

  header(name: string): string | null {
    const isCallers = name === 'authorization' || name === 'x-clio-region';
    return this.#own[name] ?? (isCallers ? (this.#caller?.header(name) ?? null) : null);
  }

  headers(): Headers {
    return new Headers(this.#own);
  }

  readBody(): Promise<string> {
    return Promise.resolve(this.#body);
  }

  body(): Readable {
    return Readable.from([this.#body]);
  }

  onDisconnect(listener: () => void): void {
    this.#caller?.onDisconnect(listener);
  }
}
