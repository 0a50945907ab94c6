import { Kind, type OperationDefinitionNode, print, type ValueNode, visit } from 'graphql';
import type { Catalog } from '../catalog/catalog.ts';
import type { Args } from './argument-values.ts';
import type { FieldPlan, OperationPlan, RecordPlan } from './plan.ts';
import { forecastOperation, type Price, priceForecasts } from './price-operation.ts';

const maxPrices = 64;
/** A longer key belongs to an unusual request, whose price is not kept. */
const maxKeyLength = 200;

/** Arguments of lists whose value decides the number of records. */
const sizeArguments: ReadonlySet<string> = new Set(['first', 'last', 'orderBy']);

/**
 * The prices of one plan. They depend on few variables (page sizes, not ids and filters), so most requests
 * with one document have the same price. It is computed once.
 */
export class PlanPrices {
  readonly #catalog: Catalog;
  readonly #plan: OperationPlan;
  /** All variables, and whether their value matters, or only whether they have one. */
  readonly #variables: readonly {
    readonly name: string;
    readonly matters: boolean;
    readonly isId: boolean;
  }[];
  /** False if any part of an argument may matter. */
  readonly #mayKeep: boolean;
  readonly #prices = new Map<string, Price>();

  constructor(catalog: Catalog, plan: OperationPlan, operation: OperationDefinitionNode) {
    this.#catalog = catalog;
    this.#plan = plan;
    const mattering = findMattering(plan);
    this.#mayKeep = mattering !== null;
    this.#variables = (operation.variableDefinitions ?? []).map(({ variable, type }) => ({
      name: variable.name.value,
      matters: mattering?.has(variable.name.value) ?? true,
      isId: /^ID!?$/.test(print(type)),
    }));
  }

  /** @param variables Coerced. */
  price(variables: Args): Price {
    const key = this.#mayKeep ? this.#keyOf(variables) : null;
    const known = key === null ? undefined : this.#prices.get(key);
    if (known) return known;
    const price = priceForecasts(forecastOperation(this.#catalog, this.#plan, variables));
    if (key !== null && key.length <= maxKeyLength) {
      if (this.#prices.size >= maxPrices) this.#prices.clear();
      this.#prices.set(key, price);
    }
    return price;
  }

  #keyOf(variables: Args): string {
    let key = '';
    for (const { name, matters, isId } of this.#variables) {
      const value = variables[name];
      if (matters) key += `${JSON.stringify(value)} `;
      else if (isId && typeof value === 'string') key += `${formOf(value)} `;
      else key += value === undefined ? '?' : value === null ? '-' : '+';
    }
    return key;
  }
}

/**
 * The part of an id that decides whether it is rejected: its type, or the whole id if it has no number.
 * Quotes keep the two apart.
 */
function formOf(id: string): string {
  return /^(\w+:)?[1-9]\d{0,18}$/.test(id) ? id.replace(/\d+$/, '#') : JSON.stringify(id);
}

/** Names of the variables that the price depends on; null if they are unknown. */
function findMattering(plan: OperationPlan): ReadonlySet<string> | null {
  const found: Mattering = { names: new Set(), lists: new Map() };
  // Equal calls of several root fields are made once, so all their arguments are compared.
  const areCompared = plan.fields.size > 1;
  for (const field of plan.fields.values()) if (!addField(field, areCompared, found)) return null;
  return found.names;
}

interface Mattering {
  readonly names: Set<string>;
  /** The first list of each operation. Equal lists of one record are loaded once. */
  readonly lists: Map<string, FieldPlan>;
}

function addField(plan: FieldPlan, allMatter: boolean, found: Mattering): boolean {
  const { field } = plan;
  if (field.kind === 'upload' || field.kind === 'customFields') return false;
  // The price depends on which custom fields and codes are given.
  if (field.kind === 'write' && (field.endpoint.custom?.show || field.endpoint.operation.codes)) return false;
  if (field.kind === 'byId') {
    const { type } = field.endpoint;
    if (type === null) return false;
    const target = plan.target(type);
    if (target && !addBelow(target.plan, found)) return false;
    // Its lists are certain calls too, and equal ones are loaded once.
    for (const early of target?.plan.fields ?? []) if (!addField(early, true, found)) return false;
  }
  const { names } = found;
  if (field.kind === 'list') {
    const { id } = field.endpoint.operation;
    const same = found.lists.get(id);
    if (same === undefined) found.lists.set(id, plan);
    else
      for (const { argument } of [same.field, field])
        for (const { value } of argument.node.arguments ?? []) addVariables(value, names);
  }
  for (const { name, value } of field.argument.node.arguments ?? []) {
    if (allMatter || (field.kind === 'list' && sizeArguments.has(name.value))) addVariables(value, names);
    else if (name.value === 'filter') addFilters(plan, value, names);
  }
  return plan.plans.every((record) => addBelow(record, found));
}

function addBelow(plan: RecordPlan, found: Mattering): boolean {
  return (
    plan.nested.every((nested) => addBelow(nested.plan, found)) &&
    plan.hops.every(({ targets }) => targets.every((target) => addBelow(target.plan, found))) &&
    plan.fields.every((field) => addField(field, false, found))
  );
}

/**
 * Adds the variables of a filter. The number of ids matters. A filter that removes something from records
 * decides whether they must be loaded again. For others, only their presence matters.
 */
function addFilters({ partialFilters }: FieldPlan, filter: ValueNode, names: Set<string>): void {
  if (filter.kind !== Kind.OBJECT) addVariables(filter, names);
  else
    for (const { name, value } of filter.fields)
      if (name.value === 'ids' || partialFilters.includes(name.value)) addVariables(value, names);
}

function addVariables(value: ValueNode, names: Set<string>): void {
  visit(value, { [Kind.VARIABLE]: (variable) => void names.add(variable.name.value) });
}
