import type { Catalog, CatalogOperation } from '../catalog/catalog.ts';
import { customFieldOwner } from '../catalog/custom-fields.ts';
import { clioId } from '../catalog/ids.ts';
import { upperFirst } from '../catalog/letter-case.ts';
import type { ParameterFact, RangeOperator } from '../catalog/operation-facts.ts';
import type { CustomFieldFact } from '../catalog/types.ts';
import { badInput } from '../errors.ts';

/** A query parameter as it is sent. */
export type Parameter = readonly [name: string, value: string];

/**
 * Turns GraphQL values into Clio's query parameters.
 *
 * @param values By GraphQL name, coerced by the schema (enums are Clio's values already).
 * @throws GatewayError `BAD_USER_INPUT` for a malformed id or a `null` that Clio does not take.
 */
export function bindParameters(
  catalog: Catalog,
  operation: CatalogOperation,
  values: Readonly<Record<string, unknown>>,
): Parameter[] {
  const pairs: Parameter[] = [];
  // Most lists are requested without a filter, although some have sixty.
  if (Object.keys(values).length === 0) return pairs;
  for (const key in operation.query) {
    const fact = operation.query[key] as ParameterFact;
    const value =
      fact.type === 'customField'
        ? customConditions(catalog, operation, values[fact.name], values.custom)
        : parameterValue(fact, values);
    if (value === undefined) continue;
    if (value === null) {
      // An explicit null filters for records without the link. For other parameters it has no effect.
      if (fact.nullable) pairs.push([key, 'null']);
      else if (fact.targets)
        throw badInput(`"${fact.name}" cannot be null: Clio cannot filter for records without it.`);
      continue;
    }
    pairs.push(...bindValue(catalog, operation, [key, fact], value));
  }
  return pairs;
}

function parameterValue(
  { name, operator }: ParameterFact,
  values: Readonly<Record<string, unknown>>,
): unknown {
  const value = values[name];
  return operator === undefined ? value : (value as Comparison | null | undefined)?.[operator];
}

function bindValue(
  catalog: Catalog,
  operation: CatalogOperation,
  [key, fact]: readonly [key: string, fact: ParameterFact],
  value: unknown,
): Parameter[] {
  if (fact.type === 'operand')
    return bindOperand(value as Comparison).map((operand): Parameter => [key, operand]);
  if (fact.type === 'customField')
    return bindCustomFields(catalog, key, value as readonly CustomFieldCondition[]);
  const types = fact.targets ?? impliedTypes(catalog, operation, fact);
  const text = (one: unknown, name = fact.name): string =>
    types
      ? bindId(operation, key, clioId(catalog, name, String(one), types))
      : (fact.spelling?.[String(one)] ?? String(one));
  if (!Array.isArray(value)) return [[key, text(value)]];
  const texts = value.map((one, index) => text(one, `${fact.name}[${index}]`));
  if (fact.list === 'comma') return texts.length === 0 ? [] : [[key, texts.join(',')]];
  return texts.map((one): Parameter => [key, one]);
}

/**
 * An id as the value of a parameter. Occurrences of a recurring calendar entry have ids such as `60-1`, but
 * Clio's filters take only numbers.
 *
 * @param key Clio's name of the parameter.
 * @throws GatewayError `BAD_USER_INPUT`
 */
export function bindId(operation: CatalogOperation, key: string, id: string): string {
  if (operation.query[key]?.type !== 'integer' || /^\d+$/.test(id)) return id;
  throw badInput(
    `Clio cannot filter by "${id}", the id of one occurrence in a series. Use the id of the series.`,
  );
}

/**
 * Types of a parameter without targets: the list's own type for its ids, none for ids of records that this
 * API does not have.
 */
function impliedTypes(
  catalog: Catalog,
  operation: CatalogOperation,
  { name, type }: ParameterFact,
): readonly string[] | null {
  if ((name === 'ids' || name === 'excludeIds') && operation.entity)
    return [catalog.entity(operation.entity).type];
  return type === 'integer' && /Ids?$/.test(name) ? [] : null;
}

type Comparison = Readonly<Partial<Record<RangeOperator, string | null>>>;

interface CustomFieldCondition extends Comparison {
  readonly field: string;
}

const operators = [
  ['gte', '>='],
  ['gt', '>'],
  ['eq', '='],
  ['lte', '<='],
  ['lt', '<'],
] as const satisfies readonly (readonly [RangeOperator, string])[];

function bindOperand(comparison: Comparison): string[] {
  return operators.flatMap(([name, operator]) => {
    const operand = comparison[name];
    return operand === undefined || operand === null ? [] : [`${operator}${operand}`];
  });
}

/** Conditions by the fields' ids and by their names; undefined without any. */
function customConditions(
  catalog: Catalog,
  { entity }: CatalogOperation,
  byId: unknown,
  byName: unknown,
): unknown {
  if (!byName || !catalog.data.customFields) return byId;
  const fields = catalog.data.customFields[customFieldOwner(entity)];
  const conditions: CustomFieldCondition[] = [];
  for (const [name, comparison] of Object.entries(byName as Readonly<Record<string, Comparison | null>>)) {
    const field = fields[name];
    // As for other filters, null has no effect.
    if (!field || comparison === null) continue;
    if (field.deleted) throw badInput(`The firm deleted the custom field "${name}" in Clio.`);
    conditions.push({ field: field.id, ...withClioIds(catalog, field, comparison) });
  }
  return [...((byId ?? []) as readonly CustomFieldCondition[]), ...conditions];
}

function withClioIds(catalog: Catalog, { name, type }: CustomFieldFact, comparison: Comparison): Comparison {
  const { eq } = comparison;
  if ((type !== 'contact' && type !== 'matter') || typeof eq !== 'string') return comparison;
  return { eq: clioId(catalog, `custom.${name}.eq`, eq, [upperFirst(type)]) };
}

/** `custom_field_values[12]=>=5`; several conditions on one field go as `[>=5, <=9]`. */
function bindCustomFields(
  catalog: Catalog,
  key: string,
  conditions: readonly CustomFieldCondition[],
): Parameter[] {
  const byField = new Map<string, string[]>();
  for (const [index, condition] of conditions.entries()) {
    const argument = `customFieldValues[${index}].field`;
    const field = clioId(catalog, argument, condition.field, ['CustomField']);
    const operands = bindOperand(condition);
    if (operands.length === 0) {
      throw badInput('A condition on a custom field needs one of eq, lt, lte, gt and gte.');
    }
    const others = byField.get(field);
    if (others) others.push(...operands);
    else byField.set(field, operands);
  }
  return [...byField].map(
    ([field, operands]): Parameter => [
      `${key}[${field}]`,
      operands.length === 1 ? (operands[0] ?? '') : `[${operands.join(', ')}]`,
    ],
  );
}
