import { hash } from 'node:crypto';
import { GraphQLError } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Config } from '../../config/types.ts';
import type { GraphqlParams } from './read-params.ts';
import { requestError } from './request-error.ts';

/**
 * Limit for all documents together. A client that registers too many displaces those of others, who can
 * register them again.
 */
const maxCharacters = 4_000_000;

const sha256 = /^[0-9a-f]{64}$/;

/** Puts the document into requests that name it by an id. */
export class PersistedDocuments {
  readonly #automatic: LRUCache<string, string> | null;
  readonly #trusted: ReadonlyMap<string, string> | undefined;
  /** The texts of the trusted documents, if only these are allowed; otherwise null. */
  readonly #onlyThese: ReadonlySet<string> | null;

  /** @param trusted Documents that are known from the start, by the ids that clients have for them. */
  constructor(
    {
      automaticPersistedQueries: isAutomatic,
      trustedDocumentsOnly: isTrustedOnly,
    }: Pick<Config, 'automaticPersistedQueries' | 'trustedDocumentsOnly'>,
    trusted?: ReadonlyMap<string, string>,
  ) {
    this.#trusted = trusted;
    this.#onlyThese = isTrustedOnly ? new Set(trusted?.values()) : null;
    this.#automatic =
      isAutomatic && !isTrustedOnly
        ? new LRUCache({ maxSize: maxCharacters, sizeCalculation: (query) => query.length + 64 })
        : null;
  }

  /**
   * Returns the parameters with the document in `query`. Parameters that already have a document are returned
   * unchanged.
   *
   * @throws GraphQLError `PERSISTED_QUERY_NOT_FOUND`: the client then sends the document with its id;
   * `PERSISTED_QUERY_ONLY` if it must not; `BAD_REQUEST` for an invalid id.
   */
  resolve(params: GraphqlParams): GraphqlParams {
    const found = 'documentId' in params ? this.#byId(params) : this.#byExtension(params);
    if (!this.#onlyThese || this.#onlyThese.has(found.query ?? '')) return found;
    throw new GraphQLError(
      'This gateway executes only its trusted documents. Add yours to its list of trusted documents.',
      { extensions: { code: 'PERSISTED_QUERY_ONLY' } },
    );
  }

  /** As in the GraphQL-over-HTTP appendix on persisted documents: `documentId`, and no `query`. */
  #byId({ documentId, ...params }: GraphqlParams & { readonly documentId?: unknown }): GraphqlParams {
    if (documentId === null) return this.#byExtension(params);
    if (typeof documentId !== 'string' || typeof params.query === 'string')
      throw requestError(400, 'Send either "query" or "documentId", each as text.');
    return this.#withQuery(params, documentId);
  }

  /**
   * Apollo's automatic persisted queries: `extensions.persistedQuery`, first alone, then with `query` to
   * register it.
   */
  #byExtension(params: GraphqlParams): GraphqlParams {
    const asked: unknown = params.extensions?.persistedQuery;
    if (asked === undefined || asked === null) return params;
    const { version, sha256Hash: id } = asked as {
      readonly version?: unknown;
      readonly sha256Hash?: unknown;
    };
    if (version !== 1 || typeof id !== 'string')
      throw requestError(400, 'extensions.persistedQuery must have version 1 and a sha256Hash.');
    if (typeof params.query !== 'string') return this.#withQuery(params, id);
    if (this.#automatic) {
      const key = id.toLowerCase();
      if (hash('sha256', params.query) !== key)
        throw requestError(400, 'The sha256Hash is not that of the query.');
      this.#automatic.set(key, params.query);
    }
    return params;
  }

  #withQuery(params: GraphqlParams, id: string): GraphqlParams {
    // Ids may have a prefix such as `sha256:`.
    const key = id.replace(/^sha256:/, '').toLowerCase();
    const query =
      this.#trusted?.get(id) ??
      this.#trusted?.get(key) ??
      (sha256.test(key) ? this.#automatic?.get(key) : undefined);
    // Clients compare this message, which is the same in every server.
    if (query === undefined)
      throw new GraphQLError('PersistedQueryNotFound', { extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } });
    // New names first: on Node 20, each object whose new names follow a spread gets its own hidden class.
    const named = { query, ...params };
    named.query = query;
    return named;
  }
}
