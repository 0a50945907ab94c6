import { upperFirst } from '../catalog/letter-case.ts';
import type { CatalogDraft, OperationDraft, ParameterDraft } from './draft.ts';
import { camelCase, pascalCase } from './names.ts';

/** Applies `parameters` and `ranges`, then names the parameters' enums. */
export function correctParameters(draft: CatalogDraft): void {
  const types = draft.types();
  // The prose names Clio's types; a correction may have given one another name here.
  for (const operation of draft.operations.values()) {
    for (const fact of Object.values(operation.query)) {
      if (fact.targets) fact.targets = fact.targets.map((name) => draft.entities.get(name)?.type ?? name);
    }
  }
  for (const { parameter, drop, relation, ...correction } of draft.corrections.parameters) {
    const [operationId = '', name = ''] = parameter.split(' ');
    const operation = draft.operations.get(operationId);
    const fact = operation?.query[name];
    if (!operation || !fact) {
      draft.problems.push(`parameters: there is no ${parameter}`);
      continue;
    }
    const relates = (): boolean => fact.targets !== undefined && !draft.unrelated.has(parameter);
    draft.correct(
      `parameters: ${parameter}`,
      () => [operation.query[name], relates()],
      () => {
        if (drop) delete operation.query[name];
        correctParameter(fact, correction);
        if (relation === false) draft.unrelated.add(parameter);
      },
    );
    for (const target of correction.targets ?? []) {
      if (!types.has(target))
        draft.problems.push(`parameters: ${parameter} takes ids of ${target}, which is not there`);
    }
  }
  correctRanges(draft);
  for (const [id, operation] of draft.operations) {
    for (const [name, fact] of Object.entries(operation.query)) {
      if (fact.enum) fact.enum = parameterEnum(draft, id, operation, name, JSON.parse(fact.enum) as string[]);
    }
  }
}

/** Makes the parameters that bound one value operators of one comparator. */
function correctRanges(draft: CatalogDraft): void {
  for (const { name, of, parameters } of draft.corrections.ranges) {
    for (const id of of ?? []) {
      if (!draft.operations.has(id)) draft.problems.push(`ranges: there is no ${id}`);
    }
    const operations = [...draft.operations].filter(([id]) => of?.includes(id) ?? true);
    for (const [parameter, operator] of Object.entries(parameters)) {
      const own = operations.filter(([, { query }]) => query[parameter]);
      if (own.length === 0) draft.problems.push(`ranges: nothing takes ${parameter} for ${name}`);
      for (const [id, { query }] of own) {
        const fact = query[parameter] as ParameterDraft;
        if (Object.values(query).some((other) => other !== fact && other.name === name && !other.operator))
          draft.problems.push(`ranges: ${id} has a parameter ${name} already`);
        if (fact.operator) draft.problems.push(`ranges: ${id} ${parameter} is an operator already`);
        fact.name = name;
        fact.operator = operator;
      }
    }
  }
}

function correctParameter(
  fact: ParameterDraft,
  {
    type,
    list,
    targets,
    nullable,
    partial,
    values,
    name,
  }: Omit<CatalogDraft['corrections']['parameters'][number], 'parameter' | 'drop' | 'relation'>,
): void {
  if (type) {
    fact.type = type;
    delete fact.enum;
  }
  if (list) fact.list = list;
  if (targets) fact.targets = targets;
  if (nullable) fact.nullable = true;
  if (partial) fact.partial = true;
  if (name) fact.name = name;
  if (values) {
    fact.type = 'string';
    fact.enum = JSON.stringify(values);
  }
}

/** A filter's enum is the field's where the values are the same; else one of its own. */
function parameterEnum(
  draft: CatalogDraft,
  operationId: string,
  operation: OperationDraft,
  name: string,
  clio: readonly string[],
): string {
  const entity = draft.entityOf(operation);
  const bare = name.replace('[]', '');
  for (const key of [bare, bare.replace(/es$/, ''), bare.replace(/s$/, '')]) {
    const known = draft.enumOfField(entity?.fields[key], clio);
    if (known) return known;
  }
  const owner = entity?.type ?? pascalCase(operationId.split('#')[0] ?? '');
  const singular = /statuses\[\]$/.test(name) ? 'status' : bare;
  const own = `${owner}${upperFirst(camelCase(singular))}Filter`;
  draft.addEnum(own, operation.domain, clio, name);
  return own;
}
