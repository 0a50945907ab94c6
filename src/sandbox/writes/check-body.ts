import type { BodyFact } from '../../catalog/types.ts';
import { isDate, isDateTime } from '../parameters.ts';
import type { Json } from '../render.ts';
import type { Problems } from './problems.ts';
import { type Body, isBody } from './read-body.ts';

/**
 * Values that Clio's document calls text but that have any type: custom field values are booleans, numbers or text, and
 * the options of a report are an object.
 */
const FREE: ReadonlySet<string> = new Set(['value', 'options']);

/**
 * Checks a body against the catalog. Names that Clio does not document are refused, although Clio ignores some: a
 * gateway that sends one has a bug.
 */
export function checkBody(problems: Problems, fact: BodyFact, body: Body, path = ''): void {
  const at = (key: string): string => (path === '' ? key : `${path}.${key}`);
  for (const [key, value] of Object.entries(body)) {
    const property = fact.properties?.[key];
    if (!property || !Object.hasOwn(fact.properties ?? {}, key)) problems.add(at(key), 'is not allowed');
    else checkValue(problems, property, value, at(key), FREE.has(key));
  }
  for (const key of fact.required ?? []) {
    const value = body[key];
    if (value === undefined || value === null || value === '') problems.add(at(key), "can't be blank");
  }
}

function checkValue(problems: Problems, fact: BodyFact, value: Json, path: string, isFree: boolean): void {
  if (value === null) return;
  if (isFree && fact.type === 'string') {
    if (Array.isArray(value)) problems.add(path, 'is invalid');
    return;
  }
  switch (fact.type) {
    case 'object':
      if (!isBody(value)) problems.add(path, 'is not an object');
      else if (fact.properties) checkBody(problems, fact, value, path);
      return;
    case 'array':
      if (!Array.isArray(value)) problems.add(path, 'is not a list');
      else for (const [index, one] of value.entries()) checkItem(problems, fact, one, `${path}.${index}`);
      return;
    default:
      checkScalar(problems, fact, value, path);
  }
}

function checkItem(problems: Problems, list: BodyFact, value: Json, path: string): void {
  if (value === null) problems.add(path, "can't be blank");
  else if (list.items) checkValue(problems, list.items, value, path, false);
}

function checkScalar(problems: Problems, fact: BodyFact, value: Json, path: string): void {
  const wrong = wrongType(fact, value);
  if (wrong !== undefined) problems.add(path, wrong);
  else if (fact.enum && !fact.enum.includes(value as number | string))
    problems.add(path, `must be one of ${fact.enum.slice(0, 12).join(', ')}`);
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
