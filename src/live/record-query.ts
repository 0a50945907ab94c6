import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  Kind,
  type NameNode,
  type OperationDefinitionNode,
  OperationTypeNode,
  parseType,
  print,
  type SelectionNode,
  type VariableDefinitionNode,
  visit,
} from 'graphql';
import { PreparedOperation } from '../request/prepared-operation.ts';

type Variables = Readonly<Record<string, unknown>>;

/** What one client selects of a record, with the fragments and variables in it. Equal ones are read once. */
export class RecordQuery {
  /** The same for equal queries. */
  readonly key: string;
  readonly selections: readonly SelectionNode[];
  readonly fragments: readonly FragmentDefinitionNode[];
  readonly definitions: readonly VariableDefinitionNode[];
  /** As the client sent them. */
  readonly variables: Variables;
  /** GraphQL type of the record, as the served schema names it. */
  readonly type: string;

  constructor(
    { operation, fragments }: PreparedOperation,
    selections: readonly SelectionNode[],
    variables: Variables,
    type: string,
  ) {
    this.type = type;
    this.selections = selections;
    const used = new Map<string, FragmentDefinitionNode>();
    const names = new Set<string>();
    const collect = (node: SelectionNode | FragmentDefinitionNode): void => {
      visit(node, {
        Variable: ({ name }) => void names.add(name.value),
        FragmentSpread({ name: { value } }) {
          const fragment = fragments[value];
          if (!fragment || used.has(value)) return;
          used.set(value, fragment);
          collect(fragment);
        },
      });
    };
    for (const selection of selections) collect(selection);
    this.fragments = [...used.values()];
    this.definitions = (operation.variableDefinitions ?? []).filter(({ variable }) =>
      names.has(variable.name.value),
    );
    const values: Record<string, unknown> = {};
    for (const name of names) if (name in variables) values[name] = variables[name];
    this.variables = values;
    const texts = [...selections, ...this.fragments, ...this.definitions].map((node) => print(node));
    this.key = `${type} ${texts.join(' ')} ${JSON.stringify(values)}`;
  }
}

/** Root field of one query in the joined operation. */
export function rootKey(index: number): string {
  return `g${index}`;
}

/** Variable that takes the ids of one query in the joined operation. */
function idsVariable(index: number): string {
  return `${rootKey(index)}_ids`;
}

/**
 * One operation that reads records for several queries by their ids, so that the planner loads what they have in common once.
 *
 * @param nodesField `Query.nodes`, as the served schema names it.
 * @param keys Response keys of the queries.
 */
export function joinQueries(
  schema: GraphQLSchema,
  nodesField: string,
  queries: readonly RecordQuery[],
  keys: readonly string[] = queries.map((_, index) => rootKey(index)),
): PreparedOperation {
  const definitions: VariableDefinitionNode[] = [];
  const fragments: FragmentDefinitionNode[] = [];
  const fields = queries.map((query, index): FieldNode => {
    const rename = <T extends SelectionNode | FragmentDefinitionNode | VariableDefinitionNode>(node: T): T =>
      prefixNames(node, `${rootKey(index)}_`);
    definitions.push(idsDefinition(index), ...query.definitions.map(rename));
    fragments.push(...query.fragments.map(rename));
    return {
      kind: Kind.FIELD,
      alias: named(keys[index] ?? rootKey(index)),
      name: named(nodesField),
      arguments: [
        {
          kind: Kind.ARGUMENT,
          name: named('ids'),
          value: { kind: Kind.VARIABLE, name: named(idsVariable(index)) },
        },
      ],
      selectionSet: {
        kind: Kind.SELECTION_SET,
        selections: [
          {
            kind: Kind.INLINE_FRAGMENT,
            typeCondition: { kind: Kind.NAMED_TYPE, name: named(query.type) },
            selectionSet: { kind: Kind.SELECTION_SET, selections: query.selections.map(rename) },
          },
        ],
      },
    };
  });
  const operation: OperationDefinitionNode = {
    kind: Kind.OPERATION_DEFINITION,
    operation: OperationTypeNode.QUERY,
    variableDefinitions: definitions,
    selectionSet: { kind: Kind.SELECTION_SET, selections: fields },
  };
  const document: DocumentNode = { kind: Kind.DOCUMENT, definitions: [operation, ...fragments] };
  return new PreparedOperation(schema, document, operation, false);
}

/** The variables of the joined operation. */
export function joinVariables(
  queries: readonly RecordQuery[],
  idsOf: (query: RecordQuery) => readonly string[],
): Variables {
  const joined: Record<string, unknown> = {};
  for (const [index, query] of queries.entries()) {
    joined[idsVariable(index)] = idsOf(query);
    for (const [name, value] of Object.entries(query.variables)) joined[`${rootKey(index)}_${name}`] = value;
  }
  return joined;
}

function idsDefinition(index: number): VariableDefinitionNode {
  return {
    kind: Kind.VARIABLE_DEFINITION,
    variable: { kind: Kind.VARIABLE, name: named(idsVariable(index)) },
    type: parseType('[ID!]!', { noLocation: true }),
  };
}

/** Names of variables and fragments of several clients must not meet. */
function prefixNames<T extends SelectionNode | FragmentDefinitionNode | VariableDefinitionNode>(
  node: T,
  prefix: string,
): T {
  const prefixed = (name: NameNode): NameNode => named(prefix + name.value);
  return visit(node, {
    Variable: { leave: (one) => ({ ...one, name: prefixed(one.name) }) },
    FragmentSpread: { leave: (one) => ({ ...one, name: prefixed(one.name) }) },
    FragmentDefinition: { leave: (one) => ({ ...one, name: prefixed(one.name) }) },
  }) as T;
}

function named(value: string): NameNode {
  return { kind: Kind.NAME, value };
}
