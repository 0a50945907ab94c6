import {
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
  parse,
  print,
} from 'graphql';
import { upperFirst } from '../../src/catalog/letter-case.ts';

type Field = GraphQLField<unknown, unknown>;

/** Fields that an example selects or sets first, in this order. */
const preferred =
  'id name displayNumber number summary subject title date description status total type'.split(' ');
const mostFields = 4;

/** An operation that selects a root field, with values for its required arguments. */
export function writeExample(root: string, field: Field): string {
  const variables = field.args.some(({ type }) => takesFile(type)) ? '($file: File!)' : '';
  return print(
    parse(`${root.toLowerCase()} ${upperFirst(field.name)}${variables} { ${select(field)} }`, {
      noLocation: true,
    }),
  );
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

function select(field: Field): string {
  const type = getNamedType(field.type);
  const args = field.args.flatMap((one) => argumentOf(one, type.name)).join(' ');
  const selections = selectionOf(type).join(' ');
  return `${field.name}${args === '' ? '' : `(${args})`}${selections === '' ? '' : ` { ${selections} }`}`;
}

function selectionOf(type: GraphQLNamedType): readonly string[] {
  if (isLeafType(type)) return [];
  if (!isObjectType(type)) return ['__typename', ...('getFields' in type ? ['id'] : [])];
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
  if (ordered.length > 0) return ordered.slice(0, mostFields).map(({ name }) => name);
  return Object.values(fields).slice(0, 1).map(select);
}

function isRecord({ type }: Field): boolean {
  const named = getNamedType(type);
  return isObjectType(named) && named.name !== 'UserError';
}

function argumentOf(argument: GraphQLArgument, result: string): readonly string[] {
  const { name, type } = argument;
  if (name === 'first') return ['first: 10'];
  if (!isRequiredArgument(argument)) return [];
  if (name !== 'id' && result !== 'Node') return [`${name}: ${valueFor(type)}`];
  // `node` and `nodes` accept ids of all types.
  const ownId = `"${result === 'Node' ? 'Contact' : result}:1"`;
  return [`${name}: ${isListType(getNullableType(type)) ? `[${ownId}]` : ownId}`];
}

const scalars: Readonly<Record<string, string>> = {
  ID: '"1"',
  Int: '1',
  Float: '1.5',
  Boolean: 'true',
  Date: '"2026-11-30"',
  DateTime: '"2026-11-30T10:00:00Z"',
  Decimal: '"150.00"',
  URL: '"https://example.com"',
  JSON: '{}',
  File: '$file',
};

function valueFor(type: GraphQLInputType): string {
  const nullable = getNullableType(type);
  if (isListType(nullable)) return `[${valueFor(nullable.ofType)}]`;
  if (isInputObjectType(nullable)) return inputOf(nullable);
  if (isEnumType(nullable)) return nullable.getValues()[0]?.name ?? '';
  return scalars[nullable.name] ?? '"…"';
}

/** The required fields; if only an id is required, one more field; of an input with exactly one field, the first. */
function inputOf(type: GraphQLInputObjectType): string {
  const fields = Object.values(type.getFields());
  const required = fields.filter(isRequiredInputField);
  const leaves = fields.filter((one) => isLeafType(getNamedType(one.type)) && one.name !== 'ifMatch');
  const extra = type.isOneOf
    ? fields.slice(0, 1)
    : required.every(({ name }) => name === 'id')
      ? firstPreferred(leaves)
      : [];
  return `{ ${[...required, ...extra].map((one) => `${one.name}: ${valueFor(one.type)}`).join(' ')} }`;
}

function firstPreferred(fields: readonly GraphQLInputField[]): readonly GraphQLInputField[] {
  const named = preferred.slice(1).flatMap((name) => fields.find((one) => one.name === name) ?? []);
  return (named.length > 0 ? named : fields.filter(({ name }) => name !== 'id')).slice(0, 1);
}
