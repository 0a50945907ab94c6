import type { OperationFact, ParameterFact, RangeOperator } from '../catalog/operation-facts.ts';
import { plural, words } from './names.ts';
import { scalarType } from './scalar-type.ts';
import { type Argument, docs, type SdlWriter } from './sdl-writer.ts';
import { byName } from './sorting.ts';

/** Defines the connection of a type and its edge. */
export function addConnection(writer: SdlWriter, domain: string, type: string): void {
  const nouns = plural(words(type));
  writer.object(domain, `${type}Connection`, `A page of ${nouns}.`, [
    {
      name: 'edges',
      type: `[${type}Edge!]!`,
      fallback: `The ${nouns} of this page, each with its cursor.`,
    },
    { name: 'nodes', type: `[${type}!]!`, fallback: `The ${nouns} of this page.` },
    { name: 'pageInfo', type: 'PageInfo!', fallback: 'The position of this page in the list.' },
    {
      name: 'totalCount',
      type: 'Int',
      fallback: `The number of ${nouns} in the whole list; null when Clio does not report it.`,
    },
  ]);
  writer.object(domain, `${type}Edge`, `One of the ${nouns} of a page.`, [
    {
      name: 'cursor',
      type: 'String!',
      fallback: 'Position in the list, to pass as `after` or `before` of the same list, filter and order.',
    },
    { name: 'node', type: `${type}!`, fallback: `The ${words(type)} itself.` },
  ]);
}

/** Defines the orders of a list. Returns the enum's name; undefined if the list has only one order. */
export function addOrder(writer: SdlWriter, operation: OperationFact, type: string): string | undefined {
  if (!operation.order) return undefined;
  const name = operation.order.type;
  const values = Object.keys(operation.order.values).sort();
  const text = writer.text(
    'enums',
    name,
    `Orders in which ${plural(words(type))} can be listed. Only ID_ASC reaches beyond the first 10,000 records.`,
  );
  const body = values.map((value) => writer.enumValue(name, value));
  writer.define({ domain: operation.domain, name, head: `enum ${name}`, text, body });
  return name;
}

/** Defines the filter of a list, without the parameters `without`. Returns its name; undefined if no parameter is left. */
export function addFilter(
  writer: SdlWriter,
  name: string | undefined,
  operation: OperationFact,
  without: readonly string[],
): string | undefined {
  const facts = Object.entries(operation.query).filter(([key]) => !without.includes(key));
  if (name === undefined || facts.length === 0) return undefined;
  const type = name.replace(/(Relation|Ids)?Filter$/, '');
  const ranges = addRanges(writer, operation.domain, facts);
  // The operators of a range are one field.
  const fields = [...new Map(facts.map(([, fact]) => [fact.name, fact])).values()].sort(byName);
  const body = fields.map((fact) => {
    const own = `${name}.${fact.name}`;
    const text = writer.argumentText(own, fact.name, `${type}Filter.${fact.name}`);
    return `${docs(text, '  ')}  ${fact.name}: ${ranges.get(fact.name) ?? argumentType(fact)}`;
  });
  const fallback = `Which ${plural(words(type))} to return. All given conditions must hold.`;
  const text = writer.text('types', name, fallback);
  writer.define({ domain: operation.domain, name, head: `input ${name}`, text, body });
  return name;
}

/** Operator → its word in the name of a comparator, and the start of its description for a day and for an instant. */
const operatorTexts: Readonly<Record<RangeOperator, readonly [word: string, day: string, instant: string]>> =
  {
    eq: ['On', 'On', 'At'],
    gt: ['After', 'After', 'After'],
    gte: ['From', 'On or after', 'At or after'],
    lt: ['Before', 'Before', 'Before'],
    lte: ['To', 'On or before', 'At or before'],
  };

/** Defines the comparators of a list. Returns filter field → comparator. */
function addRanges(
  writer: SdlWriter,
  domain: string,
  facts: readonly (readonly [string, ParameterFact])[],
): ReadonlyMap<string, string> {
  const found = new Map<string, { scalar: 'Date' | 'DateTime'; own: Set<RangeOperator> }>();
  for (const [, fact] of facts) {
    if (!fact.operator) continue;
    const scalar = argumentScalar(fact) === 'Date' ? 'Date' : 'DateTime';
    const range = found.get(fact.name) ?? { scalar, own: new Set() };
    range.own.add(fact.operator);
    found.set(fact.name, range);
  }
  const ranges = new Map<string, string>();
  for (const [field, { scalar, own }] of found) {
    const texts = Object.entries(operatorTexts).filter(([operator]) => own.has(operator as RangeOperator));
    const name = `${scalar}${texts.map(([, [word]]) => word).join('')}Filter`;
    const noun = scalar === 'Date' ? 'a day' : 'an instant';
    const body = texts.map(([operator, [, day, instant]]) => {
      const ofDay = operator === 'eq' ? '' : ' A day means 00:00 UTC of that day.';
      const own = scalar === 'Date' ? `${day} this day.` : `${instant} this instant.${ofDay}`;
      return `${docs(own, '  ')}  ${operator}: ${scalar}`;
    });
    const text = writer.text('types', name, `Conditions on ${noun}. All given conditions must hold.`);
    writer.define({ domain, name, head: `input ${name}`, text, body });
    ranges.set(field, name);
  }
  return ranges;
}

/** GraphQL type of a parameter. */
export function argumentType(fact: ParameterFact): string {
  const base = fact.enum ?? argumentScalar(fact);
  const list = fact.type === 'customField' || (fact.list !== undefined && fact.type !== 'operand');
  return `${list ? `[${base}!]` : base}${fact.required ? '!' : ''}`;
}

function argumentScalar(fact: ParameterFact): string {
  if (fact.targets || /^(ids|excludeIds)$/.test(fact.name) || /Ids?$/.test(fact.name)) return 'ID';
  if (fact.type === 'operand') return 'DateFilter';
  if (fact.type === 'customField') return 'CustomFieldValueFilter';
  return scalarType('', fact.type);
}

/** The arguments of a connection. */
export function listArguments(
  filter: string | undefined,
  orderBy: string | undefined,
  operation: OperationFact | undefined,
): Argument[] {
  const required = operation && Object.values(operation.query).some((fact) => fact.required);
  return [
    { name: 'first', type: 'Int' },
    { name: 'after', type: 'String' },
    { name: 'last', type: 'Int' },
    { name: 'before', type: 'String' },
    ...(filter ? [{ name: 'filter', type: `${filter}${required ? '!' : ''}` }] : []),
    ...(orderBy ? [{ name: 'orderBy', type: orderBy }] : []),
  ];
}
