import type { GraphQLFieldResolver } from 'graphql';
import type { PickFact, SumFact, TypedFact, WithheldFact } from '../catalog/types.ts';
import { unexpectedValue } from '../errors.ts';
import { type ClioRecord, isRecord, isWithheld, slots } from '../loaders/record.ts';
import type { ResolverContext } from './context.ts';
import { addDecimals, decimal } from './decimals.ts';

// Clio sends some values otherwise than its document has them: an enum's value in another case, a boolean as text, null among the
// records of a list. Each resolver here looks for what the document has first; the rest costs only where it occurs.

export type RecordResolver = GraphQLFieldResolver<ClioRecord, ResolverContext>;

/** @param key Clio's name of the field. */
export function scalarResolver(key: string, type: string, isList: boolean): RecordResolver {
  if (isList) return (record) => readList(record[key], type);
  if (type === 'String' || type === 'JSON') return (record) => record[key];
  const isBoolean = type === 'Boolean';
  return (record) => {
    const value = record[key];
    // Empty text is no value.
    if (value === '') return null;
    return isBoolean && typeof value === 'string' ? readBoolean(value) : value;
  };
}

/**
 * A value that the schema does not know is null, never a failed query: Clio may add values at any time.
 *
 * @param place The field in warnings: `Task.priority`.
 * @param values Clio's values that the schema knows.
 * @param spelling The value → its spelling in responses.
 */
export function enumResolver(
  place: string,
  key: string,
  values: Iterable<string>,
  spelling: Readonly<Record<string, string>> = {},
): RecordResolver {
  const known = valueFinder(values, spelling);
  const read = (value: unknown, context: ResolverContext): string | null => {
    if (value === null || value === undefined) return null;
    const found = known(value);
    if (found !== undefined) return found;
    context.warn(
      `${place}: Clio sent a value that this version of the schema does not know; it is answered as null.`,
    );
    return null;
  };
  return (record, _args, context) => {
    const value = record[key];
    return Array.isArray(value) ? value.map((one) => read(one, context)) : read(value, context);
  };
}

/** Finds the value that is meant, in whatever case it came; undefined where it is none of them. */
export function valueFinder(
  values: Iterable<string>,
  spelling: Readonly<Record<string, string>> = {},
): (value: unknown) => string | undefined {
  const known = new Set(values);
  const byLowerCase = new Map([...known].map((value) => [value.toLowerCase(), value]));
  for (const [value, spelled] of Object.entries(spelling)) byLowerCase.set(spelled.toLowerCase(), value);
  return (value) => {
    if (typeof value !== 'string') return undefined;
    return known.has(value) ? value : byLowerCase.get(value.toLowerCase());
  };
}

/**
 * A nested record, or what the run has put in its place.
 *
 * @param type GraphQL type of the record.
 */
export function recordResolver(key: string, type: string): RecordResolver {
  return (record, _args, _context, info) => {
    const value = valueOrSlot(record, key, info.path.key);
    if (value === null || value === undefined || (typeof value === 'object' && !Array.isArray(value)))
      return value;
    throw unexpectedValue(type);
  };
}

/**
 * A list of nested records. What is no record in it is left out, so that the others stay.
 *
 * @param place The field in warnings: `Contact.addresses`.
 */
export function recordsResolver(key: string, type: string, place: string): RecordResolver {
  return (record, _args, context, info) => {
    const value = valueOrSlot(record, key, info.path.key);
    if (!Array.isArray(value)) return readList(value, type);
    if (value.every(isRecord)) return value;
    if (value.some((one) => one !== null && !isRecord(one)))
      context.warn(`${place}: Clio sent something that is not a record; it is left out.`);
    return value.filter(isRecord);
  };
}

/** The value where it is of this type; null where the record's value is of another. */
export function typedResolver({ from, type, when }: TypedFact): RecordResolver {
  const types = new Set(when.values.map((one) => one.toLowerCase()));
  return (record) => {
    const value = record[from];
    if (value === null || value === undefined || value === '') return null;
    const kind = record[when.field];
    if (typeof kind !== 'string' || !types.has(kind.toLowerCase())) return null;
    if (type === 'Boolean' && typeof value === 'string') return readBoolean(value);
    // The scalars of text take numbers, too: the ids of contacts and matters.
    return value;
  };
}

/** Amounts of a list, added up; null where Clio sent no list, or amounts of several currencies. */
export function sumResolver({ type, from, of, where, per }: SumFact): RecordResolver {
  const values = new Set(where.values.map((one) => one.toLowerCase()));
  return (record) => {
    const list = readList(record[from], type);
    if (!Array.isArray(list)) return list;
    const counted = list.filter(isRecord).filter((one) => values.has(String(one[where.field]).toLowerCase()));
    if (new Set(counted.map((one) => one[per] ?? null)).size > 1) return null;
    const amounts = counted.map((one) => one[of] ?? 0).map(String);
    if (!amounts.every((one) => decimal.test(one))) throw unexpectedValue(type);
    return addDecimals(amounts);
  };
}

/** A record picked out of a list. */
export function pickResolver(fact: PickFact, warnOf: WithheldWarning | undefined): RecordResolver {
  const keys = Object.values(fact.by);
  return (record, _args, context, info) => {
    const value = record[slots]?.[info.path.key];
    const list = record[fact.from];
    // It may be there, without what it is found by.
    if (
      warnOf &&
      (value === null || value === undefined) &&
      Array.isArray(list) &&
      list.some((one) => isRecord(one) && keys.some((key) => isWithheld(one[key])))
    )
      warnOf(context);
    return value;
  };
}

/** Warns of contents that Clio withholds. */
export type WithheldWarning = (context: ResolverContext) => void;

/** @param type GraphQL type of the records whose contents are withheld. */
export function withheldWarning(type: string, { permission }: WithheldFact): WithheldWarning {
  const text = `${type}: Clio withheld contents, which are answered as null. The application needs the access permission ${permission} (read).`;
  return (context) => context.warn(text);
}

type PlainResolver = (record: ClioRecord, args: unknown, context: ResolverContext) => unknown;

/** A field that Clio withholds from some applications. */
export function withheldResolver(
  resolve: RecordResolver,
  key: string,
  warnOf: WithheldWarning,
): RecordResolver {
  // The executor makes no `info` for resolvers that have no parameter for it.
  if (resolve.length < 4) {
    const plain = resolve as PlainResolver;
    return (record, args, context) => {
      if (!isWithheld(record[key])) return plain(record, args, context);
      warnOf(context);
      return null;
    };
  }
  return (record, args, context, info) => {
    if (!isWithheld(record[key])) return resolve(record, args, context, info);
    warnOf(context);
    return null;
  };
}

function valueOrSlot(record: ClioRecord, key: string, responseKey: string | number): unknown {
  const own = record[slots];
  return own && responseKey in own ? own[responseKey] : record[key];
}

/** Errors and promises that the run put there pass. */
function readList(value: unknown, type: string): unknown {
  if (value === null || value === undefined || Array.isArray(value)) return value;
  if (value instanceof Error || value instanceof Promise) return value;
  throw unexpectedValue(type);
}

/** Other text is left to the scalar, which rejects it. */
function readBoolean(text: string): boolean | string {
  const lower = text.toLowerCase();
  return lower === 'true' || (lower === 'false' ? false : text);
}
