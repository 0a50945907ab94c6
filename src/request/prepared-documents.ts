import {
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  Source,
  validate,
  visit,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Config } from '../config/types.ts';
import { GatewayError } from '../errors.ts';
import { isForRouters } from '../federation/router-schema.ts';
import { checkDocument, type DocumentLimits } from './document-limits.ts';
import { parseDocument } from './parse-document.ts';
import { placeLiterals } from './place-literals.ts';
import { PreparedOperation } from './prepared-operation.ts';
import { shrinkLocations } from './shrink-locations.ts';
import { type Reword, suggestNames, withoutNames } from './suggest-names.ts';
import { validationRules } from './validation-rules.ts';

export interface PreparedDocumentsOptions {
  readonly schema: GraphQLSchema;
  /**
   * The schema for documents of federation routers.
   * @default none: they are not served
   */
  readonly routerSchema?: () => GraphQLSchema;
  /** Limits, and whether introspection is allowed. */
  readonly config: DocumentLimits & Pick<Config, 'introspection'>;
}

/**
 * Memory of a prepared document for each node of its syntax tree: the node itself, and its share of plan and
 * compiled selection. Measured by bench/documents.ts.
 */
const bytesPerNode = 420;

/** Memory of a prepared document apart from its nodes: keys, the entry, the operations. */
const bytesPerDocument = 2_000;

const incrementalDirectives: ReadonlySet<string> = new Set(['defer', 'stream']);

/** A document after parsing and validation. */
interface ParsedDocument {
  readonly schema: GraphQLSchema;
  /** Null where the text is no GraphQL document. */
  readonly document: DocumentNode | null;
  /** The document without `@defer` and `@stream`, for a result in one piece. */
  readonly whole: DocumentNode | null;
  /** Why the document cannot be executed: errors of syntax or validation. */
  readonly errors: readonly GraphQLError[];
  readonly reword: Reword;
  readonly bytes: number;
}

/** A document, parsed and validated, with the operations that requests have used. */
export class PreparedDocument {
  readonly #parsed: ParsedDocument;
  readonly #operations = new Map<string, PreparedOperation>();

  constructor(parsed: ParsedDocument) {
    this.#parsed = parsed;
  }

  /** Null where the text is no GraphQL document. */
  get document(): DocumentNode | null {
    return this.#parsed.document;
  }

  /** Why the document cannot be executed: errors of syntax or validation. */
  get errors(): readonly GraphQLError[] {
    return this.#parsed.errors;
  }

  /** Estimated memory, including its prepared operations. */
  get bytes(): number {
    let copies = 1;
    for (const operation of this.#operations.values()) copies += Math.max(0, operation.variantCount - 1);
    return this.#parsed.bytes * copies;
  }

  /**
   * The operation that a request names.
   *
   * @param incremental Whether the response may come in parts; otherwise `@defer` and `@stream` have no
   * effect.
   * @returns Null if the document cannot be executed or does not have the operation.
   */
  operation(name: string | null | undefined, incremental = false): PreparedOperation | null {
    const { schema, document, whole, errors, reword } = this.#parsed;
    const inParts = incremental && whole !== document;
    const used = inParts ? document : whole;
    if (used === null || errors.length > 0) return null;
    const key = `${inParts ? 'parts' : 'whole'} ${name ?? ''}`;
    let prepared = this.#operations.get(key);
    if (!prepared) {
      const operation = getOperationAST(used, name);
      if (!operation) return null;
      prepared = new PreparedOperation(schema, used, operation, { isIncremental: inParts, reword });
      this.#operations.set(key, prepared);
    }
    return prepared;
  }
}

/**
 * Keeps documents by their text, so that each is parsed, validated, planned and compiled once. The memory of
 * the entries is bounded.
 */
export class PreparedDocuments {
  readonly #options: PreparedDocumentsOptions;
  readonly #documents: LRUCache<string, PreparedDocument>;
  /** The estimate with which each entry was stored; an entry grows with the requests. */
  readonly #keptBytes = new WeakMap<PreparedDocument, number>();

  /** @param maxBytes Maximum memory of the entries. */
  constructor(options: PreparedDocumentsOptions, maxBytes = 48 * 1024 * 1024) {
    this.#options = options;
    this.#documents = new LRUCache({ maxSize: maxBytes });
  }

  /** Prepares a document, or returns it as an earlier request has left it. */
  prepare(text: string): PreparedDocument {
    let document = this.#documents.get(text);
    if (!document) {
      document = this.#prepare(text);
      this.#keep(text, document);
    } else if (document.bytes > (this.#keptBytes.get(document) ?? 0)) this.#keep(text, document);
    return document;
  }

  #keep(text: string, document: PreparedDocument): void {
    const size = document.bytes;
    // Setting an existing entry would not change its size.
    this.#documents.delete(text);
    this.#documents.set(text, document, { size });
    this.#keptBytes.set(document, size);
  }

  #prepare(text: string): PreparedDocument {
    const { schema: ownSchema, routerSchema, config } = this.#options;
    const textBytes = 2 * text.length + bytesPerDocument;
    let document: DocumentNode;
    try {
      document = parseDocument(new Source(text), config.maxTokens);
    } catch (error) {
      return new PreparedDocument({
        schema: ownSchema,
        document: null,
        whole: null,
        errors: [error as GraphQLError],
        reword: withoutNames,
        bytes: textBytes,
      });
    }
    const nodes = shrinkLocations(document);
    const whole = withoutParts(document);
    const schema = routerSchema && isForRouters(document) ? routerSchema() : ownSchema;
    const reword: Reword = config.introspection ? (error) => suggestNames(schema, error) : withoutNames;
    const errors = this.#validate(schema, document, whole !== document, reword);
    const bytes = textBytes + nodes * bytesPerNode;
    return new PreparedDocument({ schema, document, whole, errors, reword, bytes });
  }

  #validate(
    schema: GraphQLSchema,
    document: DocumentNode,
    incremental: boolean,
    reword: Reword,
  ): readonly GraphQLError[] {
    const { config } = this.#options;
    try {
      checkDocument(document, config);
    } catch (error) {
      return [error as GraphQLError];
    }
    const rules = validationRules({ introspection: config.introspection, incremental });
    const errors = validate(schema, document, rules);
    // graphql-js stops after it has compared too many fields of the same name.
    if (errors.at(-1)?.message === 'Validation aborted.') {
      const message =
        'The document selects too many fields under the same names. Select each field once, or split the operation.';
      return [new GatewayError('QUERY_TOO_COMPLEX', message)];
    }
    return placeLiterals(document, errors.map(reword));
  }
}

function withoutParts(document: DocumentNode): DocumentNode {
  return visit(document, {
    [Kind.DIRECTIVE]: ({ name }) => (incrementalDirectives.has(name.value) ? null : undefined),
  });
}
