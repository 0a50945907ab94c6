import {
  type ArgumentNode,
  type FieldNode,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLNamedType,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  Kind,
  type OperationTypeNode,
  print,
  type SelectionNode,
  type ValueNode,
} from 'graphql';
import { upperFirst } from '../../src/catalog/letter-case.ts';

type Field = GraphQLField<unknown, unknown>;

/** Fields that an example selects or sets first, in this order. */
const preferred =
  'id name displayNumber number summary subject title date description status total type'.split(' ');
const mostFields = 4;

/** An operation that selects a root field, with values for what it requires: to copy, and to change. */
export function writeExample(root: string, field: Field): string {
  const files = field.args.some(({ type }) => takesFile(type));
  return print({
    kind: Kind.OPERATION_DEFINITION,
    operation: root.toLowerCase() as OperationTypeNode,
    name: { kind: Kind.NAME, value: upperFirst(field.name) },
    variableDefinitions: files
      ? [
          {
            kind: Kind.VARIABLE_DEFINITION,
            variable: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: 'file' } },
            type: {
              kind: Kind.NON_NULL_TYPE,
              type: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: 'File' } },
            },
          },
        ]
      : [],
    selectionSet: { kind: Kind.SELECTION_SET, selections: [select(field)] },
  });
}

function takesFile(type: GraphQLInputType): boolean {
  const named = getNamedType(type);
  if (named.name === 'File') return true;
  return (
    isInputObjectType(named) &&
    Object.values(named.getFields())
      .filter(isRequiredInputField)
      .some((one) => takesFile(one.type))
  );
}

function select(field: Field): FieldNode {
  const selections = selectionOf(getNamedType(field.type));
  const result = getNamedType(field.type).name;
  return {
    kind: Kind.FIELD,
    name: { kind: Kind.NAME, value: field.name },
    arguments: field.args.flatMap((one) => argumentOf(one, result)),
    ...(selections.length > 0 ? { selectionSet: { kind: Kind.SELECTION_SET, selections } } : {}),
  };
}

function selectionOf(type: GraphQLNamedType): readonly SelectionNode[] {
  if (isLeafType(type)) return [];
  if (!isObjectType(type)) return [nameNode('__typename'), ...('getFields' in type ? [nameNode('id')] : [])];
  const fields = type.getFields();
  const carriers = ['nodes', 'userErrors', 'pageInfo'].flatMap((name) => fields[name] ?? []);
  if (carriers.length > 0) {
    const records = fields.nodes ? [] : Object.values(fields).filter(isRecord);
    return [...records, ...carriers].map(select);
  }
  const plain = Object.values(fields).filter(
    ({ type: own, args }) => isLeafType(getNamedType(own)) && !args.some(isRequiredArgument),
  );
  const ordered = [
    ...preferred.flatMap((name) => plain.find((one) => one.name === name) ?? []),
    ...plain.filter(({ name }) => !preferred.includes(name)),
  ];
  if (ordered.length > 0) return ordered.slice(0, mostFields).map(({ name }) => nameNode(name));
  return Object.values(fields).slice(0, 1).map(select);
}

function isRecord({ type }: Field): boolean {
  const named = getNamedType(type);
  return isObjectType(named) && named.name !== 'UserError';
}

function nameNode(name: string): FieldNode {
  return { kind: Kind.FIELD, name: { kind: Kind.NAME, value: name } };
}

function argumentOf(argument: GraphQLArgument, result: string): readonly ArgumentNode[] {
  const { name, type } = argument;
  if (name !== 'first' && !isRequiredArgument(argument)) return [];
  // `node` and `nodes` take the id of any record, with its type.
  const ownId = text(result === 'Node' ? 'Contact:1' : `${result}:1`);
  const value: ValueNode =
    name === 'first'
      ? { kind: Kind.INT, value: '10' }
      : name === 'id' || result === 'Node'
        ? isListType(getNullableType(type))
          ? { kind: Kind.LIST, values: [ownId] }
          : ownId
        : valueFor(type);
  return [{ kind: Kind.ARGUMENT, name: { kind: Kind.NAME, value: name }, value }];
}

const scalars: Readonly<Record<string, ValueNode>> = {
  ID: text('1'),
  String: text('…'),
  Int: { kind: Kind.INT, value: '1' },
  Float: { kind: Kind.FLOAT, value: '1.5' },
  Boolean: { kind: Kind.BOOLEAN, value: true },
  Date: text('2026-11-30'),
  DateTime: text('2026-11-30T10:00:00Z'),
  Decimal: text('150.00'),
  URL: text('https://example.com'),
  JSON: { kind: Kind.OBJECT, fields: [] },
  File: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: 'file' } },
};

function valueFor(type: GraphQLInputType): ValueNode {
  const nullable = getNullableType(type);
  if (isListType(nullable)) return { kind: Kind.LIST, values: [valueFor(nullable.ofType)] };
  if (isInputObjectType(nullable)) return inputOf(nullable);
  if (isEnumType(nullable)) return { kind: Kind.ENUM, value: nullable.getValues()[0]?.name ?? '' };
  return scalars[getNamedType(nullable).name] ?? text('…');
}

/** The required fields. Where none but an id is required, one more field; of an input that takes exactly one of its fields, the first. */
function inputOf(type: GraphQLInputObjectType): ValueNode {
  const fields = Object.values(type.getFields());
  const required = fields.filter(isRequiredInputField);
  const leaves = fields.filter((one) => isLeafType(getNamedType(one.type)) && one.name !== 'ifMatch');
  const extra = type.isOneOf
    ? fields.slice(0, 1)
    : required.every(({ name }) => name === 'id')
      ? firstPreferred(leaves)
      : [];
  return {
    kind: Kind.OBJECT,
    fields: [...required, ...extra].map((one) => ({
      kind: Kind.OBJECT_FIELD,
      name: { kind: Kind.NAME, value: one.name },
      value: valueFor(one.type),
    })),
  };
}

function firstPreferred(fields: readonly GraphQLInputField[]): readonly GraphQLInputField[] {
  const named = preferred.slice(1).flatMap((name) => fields.find((one) => one.name === name) ?? []);
  return (named.length > 0 ? named : fields.filter(({ name }) => name !== 'id')).slice(0, 1);
}

function text(value: string): ValueNode {
  return { kind: Kind.STRING, value };
}
