import { GraphQLError, GraphQLScalarType, Kind, type ValueNode, valueFromASTUntyped } from 'graphql';
import { unexpectedValue } from '../errors.ts';
import { UploadedFile } from '../files/uploaded-file.ts';
import { decimal as amount } from './decimals.ts';

/** What text of a scalar looks like when a client sends it. */
interface TextFormat {
  readonly name: string;
  readonly pattern: RegExp;
  readonly example: string;
}

/** Text that must look a certain way when a client sends it; text that Clio sends is passed on as it is. */
function textScalar(format: TextFormat): GraphQLScalarType {
  const { name } = format;
  return checkedScalar(
    name,
    (value, node) => checkText(format, value, node),
    (value) => toText(name, value),
  );
}

/**
 * Text that begins with a day of the calendar. What Clio sends need not have all that a client must send, but other text than a day
 * or an instant is an error: a client would read a wrong date from it.
 *
 * @param shown What is shown of text of Clio's that begins with a day.
 */
function dayScalar(
  format: TextFormat,
  complete: (value: string) => string,
  shown: (text: string) => string,
): GraphQLScalarType {
  const { name } = format;
  const check = (value: unknown, node?: ValueNode): string => {
    const text = checkText(format, value, node);
    if (!isDay(text.slice(0, 10))) throw badInput(`There is no day ${text.slice(0, 10)}.`, node);
    return complete(text);
  };
  return checkedScalar(name, check, (value) => {
    if (typeof value !== 'string' || !sentDay.test(value)) throw unexpectedValue(name);
    return shown(value);
  });
}

/** A day or an instant as Clio sends it: some accounts write a blank for the `T`, or leave the zone out. */
const sentDay =
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?( ?(Z|UTC|[+-]\d{2}:?\d{2}))?)?$/;

function checkText(
  { name, pattern, example }: TextFormat,
  value: unknown,
  node: ValueNode | undefined,
): string {
  if (typeof value === 'string' && pattern.test(value)) return value;
  throw badInput(`A ${name} looks like ${JSON.stringify(example)}.`, node);
}

/** @param check Takes the value and, where that stands in the document, its node. */
function checkedScalar(
  name: string,
  check: (value: unknown, node?: ValueNode) => string,
  serialize: (value: unknown) => string,
): GraphQLScalarType {
  return new GraphQLScalarType({
    name,
    serialize,
    parseValue: (value) => check(value),
    parseLiteral: (node) => check(node.kind === Kind.STRING ? node.value : undefined, node),
  });
}

function toText(type: string, value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'object') throw unexpectedValue(type);
  return String(value);
}

/** @param node Where the value stands in the document. */
function badInput(message: string, node?: ValueNode): GraphQLError {
  return new GraphQLError(message, { nodes: node, extensions: { code: 'BAD_USER_INPUT' } });
}

/** False for the 30th of February and the like: a Date turns them into a day of the month after. */
function isDay(day: string): boolean {
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
}

const date = dayScalar(
  { name: 'Date', pattern: /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, example: '2026-03-01' },
  (day) => day,
  (text) => text.slice(0, 10),
);

/** A day alone is its first instant: Clio reads some fields as days that it writes as instants. */
const dateTime = dayScalar(
  {
    name: 'DateTime',
    pattern:
      /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2}))?$/,
    example: '2026-03-01T09:30:00Z',
  },
  (text) => (text.length === 10 ? `${text}T00:00:00Z` : text),
  (text) => text,
);

const url = textScalar({ name: 'URL', pattern: /^https?:\/\/\S+$/, example: 'https://example.com/' });

const decimal = new GraphQLScalarType({
  name: 'Decimal',
  serialize: (value) => {
    const text = toText('Decimal', value);
    if (!amount.test(text)) throw unexpectedValue('Decimal');
    return text;
  },
  parseValue: (value) => checkDecimal(typeof value === 'number' ? String(value) : value),
  parseLiteral: (node) =>
    checkDecimal(
      node.kind === Kind.STRING || node.kind === Kind.INT || node.kind === Kind.FLOAT
        ? node.value
        : undefined,
      node,
    ),
});

function checkDecimal(value: unknown, node?: ValueNode): string {
  if (typeof value === 'string' && amount.test(value)) return value;
  throw badInput('A Decimal looks like "12.50".', node);
}

/** Deeper values exceed the stack of whatever copies or prints them. Clio's own have a level or two. */
const maxJsonDepth = 100;

/** Level by level, because recursion would exceed the stack. */
function isNestedWithin(depth: number, value: unknown): boolean {
  let level = [value];
  for (let left = depth; left >= 0; left -= 1) {
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
    if (level.length === 0) return true;
  }
  return false;
}

const json = new GraphQLScalarType({
  name: 'JSON',
  serialize(value) {
    if (!isNestedWithin(maxJsonDepth, value)) throw unexpectedValue('JSON');
    return value;
  },
  parseValue: (value) => value,
  parseLiteral: (node, variables) => valueFromASTUntyped(node, variables),
});

const file = new GraphQLScalarType({
  name: 'File',
  serialize: () => {
    throw new GraphQLError('A File is only ever sent.');
  },
  parseValue: (value) => {
    if (value instanceof UploadedFile) return value;
    throw notUploaded();
  },
  parseLiteral: (node) => {
    throw notUploaded(node);
  },
});

function notUploaded(node?: ValueNode): GraphQLError {
  const message = 'A File is a variable with the value null whose file comes along in a multipart request.';
  return badInput(message, node);
}

/** The scalars of `schema/extensions/`. */
export const scalars: Readonly<Record<string, GraphQLScalarType>> = {
  Date: date,
  DateTime: dateTime,
  Decimal: decimal,
  File: file,
  JSON: json,
  URL: url,
};
