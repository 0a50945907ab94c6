import { camelCase, upperFirst } from '../catalog/letter-case.ts';
import type { CatalogDraft, OperationDraft, ParameterDraft } from './draft.ts';
import { pascalCase } from './names.ts';

/** Applies `parameters` and `ranges`, then names the parameters' enums. */
export function correctParameters(draft: CatalogDraft): void {
  // The document has Clio's names of types, and corrections rename some.
  for (const operation of draft.operations.values()) {
    for (const fact of Object.values(operation.query)) {
      if (fact.targets) fact.targets = fact.targets.map((name) => draft.entities.get(name)?.type ?? name);
    }
  }
  draft.correct(
    'parameters',
    (parameter) => {
      const [id = '', name = ''] = parameter.split(' ');
      const query = draft.operations.get(id)?.query;
      const fact = query?.[name];
      return query && fact && { query, name, fact, relates: fact.targets && !draft.unrelated.has(parameter) };
    },
    ({ query, name, fact }, { parameter, reason: _, drop, relation, values, ...facts }) => {
      if (drop) delete query[name];
      // The document's values belong to its own type.
      if (facts.type) delete fact.enum;
      Object.assign(fact, facts);
      if (values) Object.assign(fact, { type: 'string', enum: JSON.stringify(values) });
      if (relation === false) draft.unrelated.add(parameter);
      draft.checkTypes(`parameters: ${parameter}`, facts.targets);
    },
  );
  correctRanges(draft);
  for (const [id, operation] of draft.operations) {
    for (const [name, fact] of Object.entries(operation.query)) {
      if (fact.enum)
        fact.enum = parameterEnum(draft, [id, operation], name, JSON.parse(fact.enum) as string[]);
    }
  }
}

/** Makes the parameters that limit one value the operators of one comparator. */
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

/** The enum of a filter: that of the field if the values are equal, else a new one. */
function parameterEnum(
  draft: CatalogDraft,
  [operationId, operation]: readonly [string, OperationDraft],
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
