import type { GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import { countLimit } from '../count-limit.ts';
import type { Ask } from './ask-gateway.ts';

/** Clio's ids of a user and of the firm. */
export interface Identity {
  readonly user: string | null;
  readonly firm: string | null;
}

const maxLogins = 10_000;

/** Reads the owner of a login, with one call to Clio for each login. */
export class IdentityReader {
  readonly #query: string;
  readonly #known = new LRUCache<string, Identity>(countLimit(maxLogins));

  constructor(schema: GraphQLSchema) {
    // The root field has another name if the schema has a prefix.
    const fields = schema.getQueryType()?.getFields() ?? {};
    const viewer = Object.keys(fields).find((name) => /viewer$/i.test(name)) ?? 'viewer';
    this.#query = `{ viewer: ${viewer} { clioId account { clioId } } }`;
  }

  async read({ login, ask }: { readonly login: string; readonly ask: Ask }): Promise<Identity> {
    const known = this.#known.get(login);
    if (known) return known;
    const response = await ask({ query: this.#query }, 'trace');
    const { viewer } = (response.data ?? {}) as {
      readonly viewer?: {
        readonly clioId?: string;
        readonly account?: { readonly clioId?: string } | null;
      } | null;
    };
    const identity = { user: viewer?.clioId ?? null, firm: viewer?.account?.clioId ?? null };
    if (identity.user !== null) this.#known.set(login, identity);
    return identity;
  }
}
