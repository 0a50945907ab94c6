import type { OperationFact, ParameterFact } from '../catalog/operation-facts.ts';
import type { CatalogData } from '../catalog/types.ts';
import { customFieldTest } from './filter-custom-fields.ts';
import { IGNORED, SPECIAL } from './filter-table.ts';
import {
  type FilterContext,
  type FilterMaker,
  fieldTest,
  idOf,
  idText,
  meets,
  type Test,
} from './filter-tests.ts';
import { instant } from './instant.ts';
import type { Operand } from './parameters.ts';

/** All filters of a request as one test. */
export function listTest(context: FilterContext): Test {
  const { operation, parameters } = context;
  const tests: Test[] = [];
  for (const [name, value] of parameters.filters) {
    const make = filterMaker(context.data, operation, name);
    if (make) tests.push(make(value, context));
  }
  for (const [id, conditions] of parameters.customFields)
    tests.push(customFieldTest(context, id, conditions));
  tests.push(...hiddenByDefault(context));
  const { newestFound } = context;
  if (newestFound !== undefined && parameters.filters.has('query'))
    tests.push((one) => String(one.created_at ?? one.$created_at) <= newestFound);
  return (record) => tests.every((test) => test(record));
}

/**
 * How a list's parameter filters: by the table of special ones, else as a bound of a range, else by the field or association of that name.
 * Undefined for the parameters in `IGNORED`, which have no effect.
 *
 * @throws Error for a parameter that none of these explains. A test tries all of the catalog's.
 */
export function filterMaker(
  data: CatalogData,
  { entity = '', query }: OperationFact,
  name: string,
): FilterMaker | undefined {
  const special = SPECIAL[`${entity}.${name}`] ?? SPECIAL[name];
  if (special) return special;
  if (IGNORED.has(`${entity}.${name}`) || IGNORED.has(name)) return undefined;
  const bound = query[name];
  if (bound?.operator) return rangeMaker(bound, OPERATORS[bound.operator]);
  const fields = data.entities[entity]?.fields ?? {};
  const key = name.replace(/\[\]$/, '');
  const association = /^(.*)_id$/.exec(key)?.[1];
  if (association !== undefined) {
    const fact = fields[association];
    if (fact?.kind === 'one') return (value) => (record) => idOf(record[association]) === idText(value);
  }
  if (fields[key]?.kind !== 'scalar')
    throw new Error(`The sandbox does not know how to filter ${entity} by ${name}`);
  return (value) => fieldTest(key, value);
}

const OPERATORS = { eq: '=', gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;

/** Compares the field that a range is over: `due_before` with `due_at`. Days are compared without their times. */
function rangeMaker({ name, type }: ParameterFact, operator: Operand['operator']): FilterMaker {
  const key = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return (value) => {
    const bound = type === 'date' ? String(value).slice(0, 10) : instant(String(value));
    return (record) => {
      const held = record[key] ?? record[`$${key}`];
      return typeof held === 'string' && meets(held.slice(0, bound.length), operator, bound);
    };
  };
}

/** Tests for the records that a list leaves out unless a parameter asks for them. */
function hiddenByDefault({ operation, parameters }: FilterContext): Test[] {
  const wants = (name: string): boolean => parameters.filters.get(name) === true;
  const tests: Test[] = [];
  if (operation.query.include_deleted && !wants('include_deleted'))
    tests.push((one) => (one.deleted_at ?? null) === null);
  if (operation.query.show_uncompleted && !wants('show_uncompleted'))
    tests.push((one) => one.$uncompleted !== true);
  if (operation.query.include_co_counsel && !wants('include_co_counsel'))
    tests.push((one) => one.$co_counsel !== true);
  if (operation.query.include_system && !wants('include_system')) tests.push((one) => one.is_system !== true);
  // A series is one record unless its occurrences are asked for.
  if (operation.query.expanded) {
    const expanded = wants('expanded');
    tests.push((one) => (expanded ? one.$series !== true : one.$occurrence !== true));
  }
  return tests;
}
