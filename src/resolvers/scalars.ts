import { GraphQLError, GraphQLScalarType, Kind, type ValueNode, valueFromASTUntyped } from 'graphql';
import { unexpectedValue } from '../errors.ts';
import { UploadedFile } from '../files/uploaded-file.ts';
import { decimal as amount } from './decimals.ts';

/** The form that a client's text must have. */
interface TextFormat {
  readonly name: string;
  readonly pattern: RegExp;
  readonly example: string;
}

/**
 * A scalar of text that begins with a day. Clio's text may leave out more than a client's, but must be a day
 * or an instant: a client would read a wrong date from any other text.
 *
 * @param complete Completes a client's text.
 * @param shown The returned part of Clio's text.
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

/** A day or an instant as Clio sends it. Some accounts get a space instead of the `T`, or no time zone. */
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

/** @param check Receives the value and, if the value is in the document, its node. */
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

/** @param node The value's node, if it is in the document. */
function badInput(message: string, node?: ValueNode): GraphQLError {
  return new GraphQLError(message, { nodes: node, extensions: { code: 'BAD_USER_INPUT' } });
}

/** False for days such as February 30, which `Date` reads as a day in March. */
function isDay(day: string): boolean {
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
}

const date = dayScalar(
  { name: 'Date', pattern: /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, example: '2026-03-01' },
  (day) => day,
  (text) => text.slice(0, 10),
);

/** A client's day stands for its first instant, because Clio returns instants for some fields that take days. */
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

const urlFormat: TextFormat = { name: 'URL', pattern: /^https?:\/\/\S+$/, example: 'https://example.com/' };

const url = checkedScalar(
  'URL',
  (value, node) => checkText(urlFormat, value, node),
  (value) => toText('URL', value),
);

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

/** Deeper values overflow the stack of code that copies or prints them. Clio's values have one or two levels. */
const maxJsonDepth = 100;

/** Goes level by level, because recursion would overflow the stack. */
function isNestedWithin(depth: number, value: unknown): boolean {
  let level = [value];
  for (let left = depth; left >= 0; left -= 1) {
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
    if (level.length === 0) return true;
  }
  return false;
}

function checkNesting(value: unknown, node?: ValueNode): unknown {
  if (isNestedWithin(maxJsonDepth, value)) return value;
  throw badInput(`A JSON value may be nested at most ${maxJsonDepth} levels deep.`, node);
}

const json = new GraphQLScalarType({
  name: 'JSON',
  serialize(value) {
    if (!isNestedWithin(maxJsonDepth, value)) throw unexpectedValue('JSON');
    return value;
  },
  parseValue: (value) => checkNesting(value),
  parseLiteral: (node, variables) => checkNesting(valueFromASTUntyped(node, variables), node),
});

const file = new GraphQLScalarType({
  name: 'File',
  serialize: () => {
    throw new GraphQLError('A File can only be sent.');
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
  const message = 'A File must be a variable with the value null whose file is in a multipart request.';
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
