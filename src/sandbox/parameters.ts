import type { CatalogOperation } from '../catalog/catalog.ts';
import type { ParameterFact } from '../catalog/operation-facts.ts';
import { spelledValues } from '../catalog/spelled-values.ts';
import type { CatalogData } from '../catalog/types.ts';
import { type ApiError, badParameter } from './api-error.ts';

/** An operator with its value (`>=2024-01-01`). */
export interface Operand {
  readonly operator: '<' | '<=' | '=' | '>=' | '>';
  readonly value: string;
}

export type ParameterValue = null | boolean | number | string | Operand | readonly ParameterValue[];

/** The checked query of a request. */
export interface Parameters {
  readonly fields?: string;
  readonly limit: number;
  readonly offset?: number;
  readonly pageToken?: string;
  readonly order?: string;
  /** By Clio's name; lists as arrays. */
  readonly filters: ReadonlyMap<string, ParameterValue>;
  /** By custom field id. */
  readonly customFields: ReadonlyMap<number, readonly Operand[]>;
}

/** Maximum number of records that offset paging can reach. */
export const MAX_OFFSET = 10_000;

/** Parameters whose values Clio accepts also capitalised, as in its document. */
const EITHER_CASE: ReadonlySet<string> = new Set(['Note#index type']);

const DATE = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/;
const OPERAND = /^(<=|>=|<|>|=)(.*)$/s;

/**
 * Checks the names and values of a query. Parameters that Clio does not document are rejected, so that mistakes are found.
 *
 * @throws ApiError 400
 */
export function readParameters(
  data: CatalogData,
  operation: CatalogOperation,
  query: readonly (readonly [string, string])[],
): Parameters {
  const single = new Map<string, string>();
  const filters = new Map<string, ParameterValue>();
  const customFields = new Map<number, readonly Operand[]>();
  const once = (name: string, value: string): void => {
    if (single.has(name)) throw badParameter(`${name} was given more than once`);
    single.set(name, value);
  };
  for (const [name, value] of query) {
    if (Object.hasOwn(PAGING, name) && PAGING[name]?.(operation)) {
      once(name, value);
      continue;
    }
    const custom = /^custom_field_values\[(\d+)\](\[\])?$/.exec(name);
    if (custom && operation.query.custom_field_values) {
      const id = Number(custom[1]);
      customFields.set(id, [...(customFields.get(id) ?? []), ...conditions(name, value)]);
      continue;
    }
    // A single condition can have no brackets.
    const key =
      !operation.query[name] && operation.query[`${name}[]`]?.type === 'operand' ? `${name}[]` : name;
    const fact = operation.query[key];
    if (!fact || fact.type === 'customField') throw badParameter(`${name} is not a valid parameter`);
    if (fact.list === 'repeat') {
      const many = (filters.get(key) ?? []) as ParameterValue[];
      many.push(readValue(data, operation, key, value));
      filters.set(key, many);
    } else {
      once(name, value);
      const parts = fact.list === 'comma' ? value.split(',') : [value];
      const read = parts.map((part) => readValue(data, operation, key, part));
      filters.set(key, fact.list === 'comma' ? read : (read[0] as ParameterValue));
    }
  }
  for (const [name, fact] of Object.entries(operation.query)) {
    if (fact.required && !filters.has(name)) throw badParameter(`${name} is required`);
  }
  const limit = single.get('limit');
  return {
    fields: single.get('fields'),
    limit: limit === undefined ? (operation.limit ?? 0) : readLimit(limit, operation.limit ?? 0),
    offset: readOffset(single.get('offset')),
    pageToken: single.get('page_token'),
    order: single.get('order'),
    filters,
    customFields,
  };
}

/** Parameter of paging or fields → whether an operation has it. */
const PAGING: Readonly<Record<string, (operation: CatalogOperation) => boolean>> = {
  fields: ({ fields }) => fields === true,
  limit: ({ limit }) => limit !== undefined,
  page_token: ({ pageToken }) => pageToken === true,
  offset: ({ pageToken, offset }) => pageToken === true && offset !== false,
  order: ({ order }) => order !== undefined,
};

function readLimit(text: string, most: number): number {
  const limit = /^\d+$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > most) throw badParameter(`limit must be between 1 and ${most}`);
  return limit;
}

function readOffset(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d+$/.test(text)) throw badParameter('offset must be a positive number');
  return Number(text);
}

function readValue(
  data: CatalogData,
  operation: CatalogOperation,
  name: string,
  text: string,
): ParameterValue {
  const fact = operation.query[name] as ParameterFact;
  if (text === 'null' && fact.nullable) return null;
  if (fact.type === 'operand') return operand(name, text);
  // Created on demand: an error captures a stack trace, and a request can have hundreds of ids.
  const wrong = (): ApiError => badParameter(`${text} is not a valid value for ${name}`);
  if (fact.enum) {
    const values = Object.values(spelledValues(data, fact.enum, fact));
    if (values.includes(text)) return text;
    const documented = Object.values(data.enums[fact.enum]?.values ?? {});
    if (!EITHER_CASE.has(`${operation.id} ${name}`) || !documented.includes(text)) throw wrong();
    return text;
  }
  const isRight = FORMATS[fact.type]?.(text) ?? true;
  if (!isRight) throw wrong();
  if (fact.type === 'boolean') return text === 'true';
  return fact.type === 'integer' || fact.type === 'number' ? Number(text) : text;
}

/** Type of a parameter → test of its values. */
const FORMATS: Readonly<Partial<Record<ParameterFact['type'], (text: string) => boolean>>> = {
  integer: (text) => /^-?\d{1,18}$/.test(text),
  number: (text) => /^-?\d+(\.\d+)?$/.test(text),
  boolean: (text) => text === 'true' || text === 'false',
  date: isDate,
  'date-time': isDateTime,
};

/** `YYYY-MM-DD` of a day that exists. */
export function isDate(text: string): boolean {
  // `Date` turns 30 February into a day in March.
  return DATE.test(text) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);
}

/** An ISO 8601 date and time with a time zone. */
export function isDateTime(text: string): boolean {
  return DATE_TIME.test(text) && !Number.isNaN(Date.parse(text));
}

function operand(name: string, text: string): Operand {
  const match = OPERAND.exec(text);
  const value = match?.[2] ?? '';
  if (!match || !isDate(value)) throw badParameter(`${text} is not a valid value for ${name}`);
  return { operator: match[1] as Operand['operator'], value };
}

/** `>=5`, `5`, or several conditions in one value: `[<=50, >=45]`. */
function conditions(name: string, text: string): Operand[] {
  const several = /^\[(.*)\]$/s.exec(text);
  const parts = several ? (several[1] ?? '').split(',').map((part) => part.trim()) : [text];
  return parts.map((part): Operand => {
    const match = OPERAND.exec(part);
    const value = match ? (match[2] ?? '') : part;
    if (value === '') throw badParameter(`${text} is not a valid value for ${name}`);
    return { operator: (match?.[1] ?? '=') as Operand['operator'], value };
  });
}
