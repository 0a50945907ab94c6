import { type DocumentNode, getOperationAST, OperationTypeNode } from 'graphql';
import type { GraphQLParams } from 'graphql-yoga';
import { LRUCache } from 'lru-cache';

/** A request whose document needs no more parsing and validating. */
export interface KnownRequest {
  readonly document: DocumentNode;
  readonly operationName: string | null | undefined;
  readonly variableValues: Record<string, unknown> | null | undefined;
}

/** Documents take some 30 times the memory of their text. */
const maxCharacters = 1_000_000;

const parameterNames: ReadonlySet<string> = new Set(['query', 'variables', 'operationName', 'extensions']);

/** Documents that have been through all of Yoga's steps up to execution, by their text. */
export class KnownDocuments {
  readonly #documents = new LRUCache<string, DocumentNode>({
    maxSize: maxCharacters,
    sizeCalculation: (_document, query) => query.length + 1,
  });

  /** Takes note of a document that is valid, and about to be executed. */
  add(query: string, document: DocumentNode): void {
    this.#documents.set(query, document);
  }

  /** Null for a new document, and for every request of which something is not as it should be: Yoga says what. */
  find(params: GraphQLParams): KnownRequest | null {
    const { query, operationName, variables, extensions } = params;
    if (typeof query !== 'string') return null;
    if (!isMap(variables) || !isMap(extensions)) return null;
    if (operationName !== undefined && operationName !== null && typeof operationName !== 'string')
      return null;
    for (const name in params) if (!parameterNames.has(name)) return null;
    const document = this.#documents.get(query);
    const operation = document && getOperationAST(document, operationName);
    if (!operation || operation.operation === OperationTypeNode.SUBSCRIPTION) return null;
    return { document, operationName, variableValues: variables };
  }
}

function isMap(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'object' && !Array.isArray(value));
}
