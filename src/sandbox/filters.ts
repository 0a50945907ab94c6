import type { OperationFact, ParameterFact } from '../catalog/operation-facts.ts';
import type { CatalogData } from '../catalog/types.ts';
import { customFieldTest } from './filter-custom-fields.ts';
import { HIDDEN, IGNORED, SPECIAL } from './filter-table.ts';
import { dateTest, type FilterContext, type FilterMaker, fieldTest, type Test } from './filter-tests.ts';
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
 * The test of a list's parameter: by the table of special ones, else as a limit of a range, else by the field or
 * association of that name. Undefined for the parameters in `IGNORED`, which have no effect.
 *
 * @throws Error for any other parameter. A test tries all parameters of the catalog.
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
  const association = key.replace(/_id$/, '');
  if (fields[association]?.kind === 'one') return (value) => fieldTest(association, value);
  if (fields[key]?.kind !== 'scalar')
    throw new Error(`The sandbox does not know how to filter ${entity} by ${name}`);
  return (value) => fieldTest(key, value);
}

const OPERATORS = { eq: '=', gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;

/** Compares the field of a range: `due_before` limits `due_at`. Days are compared without times. */
function rangeMaker({ name, type }: ParameterFact, operator: Operand['operator']): FilterMaker {
  const key = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return (value) =>
    dateTest(key, operator, type === 'date' ? String(value).slice(0, 10) : instant(String(value)));
}

/** Tests for the records that a list includes only with a parameter. */
function hiddenByDefault({ operation, parameters }: FilterContext): Test[] {
  const wants = (name: string): boolean => parameters.filters.get(name) === true;
  const tests = Object.entries(HIDDEN).flatMap(([name, isHidden]): Test[] =>
    operation.query[name] && !wants(name) ? [(one) => !isHidden(one)] : [],
  );
  // A series is one record, or with `expanded` one record for each occurrence.
  if (operation.query.expanded) {
    const other = wants('expanded') ? '$series' : '$occurrence';
    tests.push((one) => one[other] !== true);
  }
  return tests;
}
