import {
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type NameNode,
  type OperationDefinitionNode,
  parse,
  print,
  type SelectionNode,
  type VariableDefinitionNode,
  visit,
} from 'graphql';
import type { Variables } from '../request/execution/coerce-variables.ts';
import { PreparedOperation } from '../request/prepared-operation.ts';

/** One client's selection on a record, with its fragments and variables. Equal selections are read once. */
export class RecordQuery {
  /** Equal for equal queries. */
  readonly key: string;
  readonly selections: readonly SelectionNode[];
  readonly fragments: readonly FragmentDefinitionNode[];
  readonly definitions: readonly VariableDefinitionNode[];
  /** As the client sent them. */
  readonly variables: Variables;
  /** GraphQL type of the record in the served schema. */
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

/** Variable for the ids of one query in the joined operation. */
function idsVariable(index: number): string {
  return `${rootKey(index)}_ids`;
}

/**
 * Joins several queries for records by id into one operation, so that the planner loads what they share once.
 *
 * @param nodesField The name of `Query.nodes` in the served schema.
 * @param keys Response keys of the queries.
 */
export function joinQueries(
  schema: GraphQLSchema,
  nodesField: string,
  queries: readonly RecordQuery[],
  keys: readonly string[] = queries.map((_, index) => rootKey(index)),
): PreparedOperation {
  const parts = queries.map((query, index) => {
    const text = (nodes: readonly Printed[]): string =>
      nodes.map((node) => print(prefixNames(node, `${rootKey(index)}_`))).join(' ');
    const ids = idsVariable(index);
    return {
      definitions: `$${ids}: [ID!]! ${text(query.definitions)}`,
      field: `${keys[index]}: ${nodesField}(ids: $${ids}) { ... on ${query.type} { ${text(query.selections)} } }`,
      fragments: text(query.fragments),
    };
  });
  const textOf = (name: keyof (typeof parts)[number]): string => parts.map((part) => part[name]).join(' ');
  const text = `query (${textOf('definitions')}) { ${textOf('field')} } ${textOf('fragments')}`;
  const document = parse(text, { noLocation: true });
  return new PreparedOperation(schema, document, document.definitions[0] as OperationDefinitionNode);
}

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

type Printed = SelectionNode | FragmentDefinitionNode | VariableDefinitionNode;

/** Prefixes the names of variables and fragments, so that those of several clients do not collide. */
function prefixNames<T extends Printed>(node: T, prefix: string): T {
  const rename = {
    leave: <N extends { readonly name: NameNode }>(one: N): N => ({
      ...one,
      name: { ...one.name, value: prefix + one.name.value },
    }),
  };
  return visit<T>(node, { Variable: rename, FragmentSpread: rename, FragmentDefinition: rename });
}
