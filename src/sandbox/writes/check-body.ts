import type { BodyFact } from '../../catalog/operation-facts.ts';
import { isBlank } from '../../values.ts';
import { isDate, isDateTime } from '../parameters.ts';
import type { Json } from '../render.ts';
import type { Problems } from './problems.ts';
import { type Body, isBody } from './read-body.ts';

/**
 * Values that Clio's document calls text but that have any type: custom field values are booleans, numbers or text, and
 * the options of a report are an object.
 */
const FREE: ReadonlySet<string> = new Set(['value', 'options']);

/** Values that Clio also accepts as their number, from 1. */
const NUMBERED: Readonly<Record<string, readonly string[]>> = {
  model: [
    'matter',
    'activity',
    'bill',
    'calendar_entry',
    'communication',
    'contact',
    'task',
    'document',
    'folder',
    'clio_payments_payment',
  ],
};

/**
 * Checks a body against the catalog and returns its valid part. Names that Clio does not document are rejected, although
 * Clio ignores some, because a gateway that sends one has a bug.
 */
export function checkBody(problems: Problems, fact: BodyFact, body: Body, path = ''): Body {
  const valid: Record<string, Json> = {};
  const at = (key: string): string => (path === '' ? key : `${path}.${key}`);
  for (const [key, value] of Object.entries(body)) {
    const property = fact.properties?.[key];
    if (!property || !Object.hasOwn(fact.properties ?? {}, key)) {
      problems.add(at(key), 'is not allowed');
      continue;
    }
    const named = (typeof value === 'number' && NUMBERED[key]?.[value - 1]) || value;
    const isFree = FREE.has(key) && property.type === 'string' && !Array.isArray(named);
    const checked = isFree ? named : checkValue(problems, property, named, at(key));
    if (checked !== undefined) valid[key] = checked;
  }
  for (const key of fact.required ?? []) {
    if (isBlank(body[key])) problems.add(at(key), "can't be blank");
  }
  return valid;
}

/** Returns the valid part of a value, or undefined if there is none. */
function checkValue(problems: Problems, fact: BodyFact, value: Json, path: string): Json | undefined {
  const reject = (message: string): undefined => {
    problems.add(path, message);
  };
  if (value === null) return null;
  switch (fact.type) {
    case 'object':
      if (!isBody(value)) return reject('is not an object');
      return fact.properties ? checkBody(problems, fact, value, path) : value;
    case 'array':
      if (!Array.isArray(value)) return reject('is not a list');
      // Invalid items become null, so that the paths of the others stay the same.
      return value.map((one: Json, index) => checkItem(problems, fact, one, `${path}.${index}`) ?? null);
    default: {
      const problem = scalarProblem(fact, value);
      return problem === undefined ? value : reject(problem);
    }
  }
}

function checkItem(problems: Problems, list: BodyFact, value: Json, path: string): Json | undefined {
  if (value === null) problems.add(path, "can't be blank");
  return value === null || !list.items ? value : checkValue(problems, list.items, value, path);
}

function scalarProblem(fact: BodyFact, value: Json): string | undefined {
  const known = fact.enum?.includes(value as number | string) ?? true;
  return (
    wrongType(fact, value) ?? (known ? undefined : `must be one of ${fact.enum?.slice(0, 12).join(', ')}`)
  );
}

function wrongType(fact: BodyFact, value: Json): string | undefined {
  switch (fact.type) {
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'is not a boolean';
    case 'number':
      return typeof value === 'number' ? undefined : 'is not a number';
    case 'integer': {
      if (!Number.isInteger(value)) return 'is not an integer';
      return fact.format === 'int32' && Math.abs(value as number) > 2_147_483_647 ? 'is too big' : undefined;
    }
    default:
      if (typeof value !== 'string') return 'is not a string';
      if (fact.format === 'date') return isDate(value) ? undefined : 'is not a date';
      if (fact.format === 'date-time')
        return isDateTime(value) || isDate(value) ? undefined : 'is not a date and time';
      return undefined;
  }
}
