import type { GraphQLError, GraphQLObjectType, GraphQLResolveInfo } from 'graphql';
import type { Path } from 'graphql/jsutils/Path.js';
import type { PreparedOperation } from '../prepared-operation.ts';
import type { CompiledField } from './compile.ts';
import type { ResultSize } from './result-size.ts';

type Data = Record<string, unknown>;

/** One execution of a compiled query. */
export interface Run {
  readonly query: PreparedOperation;
  readonly contextValue: unknown;
  readonly variables: Data;
  readonly errors: GraphQLError[];
  readonly size: ResultSize;
}

/** `GraphQLResolveInfo`. Few resolvers read most of it, so its values are computed when they are read. */
export class ResolveInfo implements GraphQLResolveInfo {
  readonly run: Run;
  readonly field: CompiledField;
  readonly #parentPath: Path | undefined;
  #path: Path | undefined;

  constructor(run: Run, field: CompiledField, parentPath: Path | undefined) {
    this.run = run;
    this.field = field;
    this.#parentPath = parentPath;
  }

  /** The field in messages: `Matter.client`. */
  get place(): string {
    return `${this.parentType.name}.${this.fieldName}`;
  }

  get path(): Path {
    this.#path ??= {
      prev: this.#parentPath,
      key: this.field.responseKey,
      typename: this.field.parentType.name,
    };
    return this.#path;
  }

  get fieldName(): string {
    return this.field.definition.name;
  }

  get fieldNodes(): GraphQLResolveInfo['fieldNodes'] {
    return this.field.nodes;
  }

  get returnType(): GraphQLResolveInfo['returnType'] {
    return this.field.definition.type;
  }

  get parentType(): GraphQLObjectType {
    return this.field.parentType;
  }

  get schema(): GraphQLResolveInfo['schema'] {
    return this.run.query.schema;
  }

  get fragments(): GraphQLResolveInfo['fragments'] {
    return this.run.query.fragments;
  }

  get rootValue(): unknown {
    return undefined;
  }

  get operation(): GraphQLResolveInfo['operation'] {
    return this.run.query.operation;
  }

  get variableValues(): Data {
    return this.run.variables;
  }
}
