import type { GraphQLFieldResolver } from 'graphql';
import type { PickFact, SumFact, TypedFact, WithheldFact } from '../catalog/types.ts';
import { unexpectedValue } from '../errors.ts';
import { type ClioRecord, isRecord, isWithheld, slots } from '../loaders/record.ts';
import { isBlank } from '../values.ts';
import type { ResolverContext } from './context.ts';
import { addDecimals, decimal } from './decimals.ts';

// Some of Clio's values differ from its document: an enum's value has another case, a boolean is text, a list
// of records contains null. Each resolver first looks for the documented form, so that only the other forms
// cost time.

export type RecordResolver = GraphQLFieldResolver<ClioRecord, ResolverContext>;

/** @param key Clio's name of the field. */
export function scalarResolver(key: string, type: string, isList: boolean): RecordResolver {
  if (isList) return (record) => readList(record[key], type);
  if (type === 'String' || type === 'JSON') return (record) => record[key];
  const isBoolean = type === 'Boolean';
  return (record) => {
    const value = record[key];
    if (value === '') return null;
    return isBoolean && typeof value === 'string' ? readBoolean(value) : value;
  };
}

/**
 * A field with an enum. A value that the schema does not know is null and not an error, because Clio may add
 * values at any time.
 *
 * @param place Name of the field in warnings: `Task.priority`.
 * @param values Clio's values that the schema knows.
 * @param spelling Values that responses spell differently → their spelling.
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
      `${place}: Clio sent a value that this version of the schema does not know; it is null in the response.`,
    );
    return null;
  };
  return (record, _args, context) => {
    const value = record[key];
    return Array.isArray(value) ? value.map((one) => read(one, context)) : read(value, context);
  };
}

/** Returns a function that finds one of the values, in any case; undefined for other values. */
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
 * A field with a nested record, or with the value that the run has put into its slot.
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
 * A field with a list of nested records. Anything else in the list is left out.
 *
 * @param place Name of the field in warnings: `Contact.addresses`.
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

/** A field with a value of unknown type: null unless the record says that the value has this field's type. */
export function typedResolver({ from, type, when }: TypedFact): RecordResolver {
  const types = new Set(when.values.map((one) => one.toLowerCase()));
  return (record) => {
    const value = record[from];
    if (isBlank(value)) return null;
    const kind = record[when.field];
    if (typeof kind !== 'string' || !types.has(kind.toLowerCase())) return null;
    if (type === 'Boolean' && typeof value === 'string') return readBoolean(value);
    // Ids of contacts and matters are numbers, which the scalars of text accept.
    return value;
  };
}

/** A field with the sum of a list's amounts; null without a list, and for amounts in several currencies. */
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

/** A field with one record of a nested list. */
export function pickResolver(fact: PickFact, warnOf: WithheldWarning | undefined): RecordResolver {
  const keys = Object.values(fact.by);
  return (record, _args, context, info) => {
    const value = record[slots]?.[info.path.key];
    const list = record[fact.from];
    // The list may contain the record without the value that it is found by.
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

/** Warns that Clio withheld contents. */
export type WithheldWarning = (context: ResolverContext) => void;

/** @param type GraphQL type of the records whose contents are withheld. */
export function withheldWarning(type: string, { permission }: WithheldFact): WithheldWarning {
  const text = `${type}: Clio withheld contents, which are null in the response. The application needs the access permission ${permission} (read).`;
  return (context) => context.warn(text);
}

type PlainResolver = (record: ClioRecord, args: unknown, context: ResolverContext) => unknown;

/** A field that Clio withholds from some applications. */
export function withheldResolver(
  resolve: RecordResolver,
  key: string,
  warnOf: WithheldWarning,
): RecordResolver {
  const warn = (context: ResolverContext): null => {
    warnOf(context);
    return null;
  };
  // The executor creates no `info` for a resolver with fewer than four parameters.
  const plain = resolve as PlainResolver;
  return resolve.length < 4
    ? (record, args, context) => (isWithheld(record[key]) ? warn(context) : plain(record, args, context))
    : (record, args, context, info) =>
        isWithheld(record[key]) ? warn(context) : resolve(record, args, context, info);
}

function valueOrSlot(record: ClioRecord, key: string, responseKey: string | number): unknown {
  const own = record[slots];
  return own && responseKey in own ? own[responseKey] : record[key];
}

/** Returns errors and promises of the run unchanged. */
function readList(value: unknown, type: string): unknown {
  if (value === null || value === undefined || Array.isArray(value)) return value;
  if (value instanceof Error || value instanceof Promise) return value;
  throw unexpectedValue(type);
}

/** Returns other text unchanged: the scalar rejects it. */
function readBoolean(text: string): boolean | string {
  const lower = text.toLowerCase();
  return lower === 'true' || (lower === 'false' ? false : text);
}
