import { upperFirst } from '../catalog/letter-case.ts';
import type { BodyFact, OrderFact } from '../catalog/operation-facts.ts';
import type { ScalarFact } from '../catalog/types.ts';
import type { CatalogDraft, Mutable, OperationDraft } from './draft.ts';
import { enumValueName } from './names.ts';
import { sameSet } from './sorting.ts';

/** Input of deletions that need only an id. */
const deletion = 'DeleteInput';

/** Names the types of lists and mutations, then applies `sameEnums` and `sameInputs`. */
export function joinTypes(draft: CatalogDraft): void {
  for (const operation of draft.operations.values()) nameTypes(draft, operation);
  joinEnums(draft);
  joinInputs(draft);
}

function nameTypes(draft: CatalogDraft, operation: OperationDraft): void {
  const { field, query, body, pathParameters } = operation;
  const type = draft.entityOf(operation)?.type;
  if (operation.order && type) operation.order = { ...operation.order, type: `${type}OrderBy` };
  if (!field) return;
  if (operation.method !== 'GET') {
    const takes = pathParameters.length + Object.keys(body?.properties ?? {}).length;
    if (takes > 0) operation.input = `${upperFirst(field.name)}Input`;
    if (operation.verb === 'destroy' && takes === 1 && pathParameters[0] === 'id' && !operation.ifMatch)
      operation.input = deletion;
    return;
  }
  if (!type || (operation.response !== 'list' && operation.response !== 'ids')) return;
  if (Object.keys(query).length > 0)
    operation.filter = `${type}${operation.response === 'ids' ? 'Ids' : ''}Filter`;
  // A relation sets a required parameter, so its filter does not have it.
  const requires = Object.values(query).some((fact) => fact.required);
  if (!operation.relations || !operation.filter) return;
  operation.relations = operation.relations.map((relation) => ({
    ...relation,
    filter: requires ? `${type}RelationFilter` : `${type}Filter`,
  }));
}

/** A use of an enum. */
interface EnumUse {
  readonly name: string;
  /** GraphQL value → Clio's. */
  readonly values: ReadonlyMap<string, string>;
  readonly rename: (name: string) => void;
  /** Stores Clio's spelling of the values here; absent if it must be that of the enum. */
  readonly speller?: Speller;
}

interface Speller {
  spelling?: Readonly<Record<string, string | number>>;
}

function joinEnums(draft: CatalogDraft): void {
  const uses = enumUses(draft);
  for (const { enum: name, as } of draft.corrections.sameEnums) {
    const joined = uses.filter((use) => as.includes(use.name));
    for (const alias of as) {
      if (alias === name) draft.problems.push(`sameEnums: ${alias} is its own name`);
      else if (!joined.some((use) => use.name === alias))
        draft.problems.push(`sameEnums: there is no ${alias}`);
    }
    const first = uses.find((use) => use.name === name) ?? joined.find((use) => !use.speller) ?? joined[0];
    if (!first) continue;
    const own = draft.enums.get(first.name);
    for (const use of joined) {
      if (!sameSet([...use.values.keys()], [...first.values.keys()]))
        draft.problems.push(`sameEnums: ${use.name} and ${name} have other values`);
      const spelling = [...use.values].flatMap(([value, clio]) => {
        const known = first.values.get(value) ?? clio;
        return known === clio ? [] : [[known, clio] as const];
      });
      if (spelling.length > 0 && !use.speller)
        draft.problems.push(
          `sameEnums: Clio spells the values of ${use.name} otherwise than those of ${name}`,
        );
      use.rename(name);
      if (spelling.length > 0 && use.speller) use.speller.spelling = Object.fromEntries(spelling);
    }
    for (const alias of as) draft.enums.delete(alias);
    if (own) draft.enums.set(name, own);
  }
}

function enumUses(draft: CatalogDraft): EnumUse[] {
  const uses: EnumUse[] = [];
  const valuesOf = (name: string): ReadonlyMap<string, string> =>
    new Map((draft.enums.get(name)?.clio ?? []).map((value) => [enumValueName(value), value]));
  const add = <Key extends string>(
    holder: { [K in Key]?: string },
    key: Key,
    { speller, values }: { readonly speller?: Speller; readonly values?: EnumUse['values'] } = {},
  ): void => {
    const name: string = holder[key] ?? '';
    const rename = (other: string): void => {
      holder[key] = other;
    };
    uses.push({ name, values: values ?? valuesOf(name), rename, ...(speller ? { speller } : {}) });
  };
  for (const { fields } of draft.entities.values()) {
    for (const field of Object.values(fields))
      if (field.kind === 'scalar' && field.enum) add(field as Mutable<ScalarFact>, 'type');
  }
  for (const { query, body, order } of draft.operations.values()) {
    for (const fact of Object.values(query))
      if (fact.enum !== undefined) add(fact, 'enum', { speller: fact });
    for (const property of bodyFacts(body))
      if (draft.enums.has(property.input ?? '')) add(property, 'input', { speller: property });
    if (order) add(order as Mutable<OrderFact>, 'type', { values: new Map(Object.entries(order.values)) });
  }
  return uses;
}

/** Gives inputs a common name. The SDL writer checks that inputs of one name are equal. */
function joinInputs(draft: CatalogDraft): void {
  const names = new Map<string, string>();
  for (const { input, as } of draft.corrections.sameInputs) {
    for (const alias of as) {
      if (alias === input) draft.problems.push(`sameInputs: ${alias} is its own name`);
      names.set(alias, input);
    }
  }
  const unused = new Set(names.keys());
  const renamed = <T extends string | undefined>(name: T): T | string => {
    if (name === undefined) return name;
    unused.delete(name);
    return names.get(name) ?? name;
  };
  for (const operation of draft.operations.values()) {
    if (operation.filter) operation.filter = renamed(operation.filter);
    if (operation.input) operation.input = renamed(operation.input);
    if (operation.relations)
      operation.relations = operation.relations.map((relation) =>
        relation.filter ? { ...relation, filter: renamed(relation.filter) } : relation,
      );
    for (const property of bodyFacts(operation.body)) {
      if (property.input !== undefined) property.input = renamed(property.input);
    }
  }
  for (const alias of unused) draft.problems.push(`sameInputs: there is no ${alias}`);
}

/** All properties of a body at any depth, and the items of its lists. */
function* bodyFacts(body: BodyFact | undefined): Generator<Mutable<BodyFact>> {
  for (const property of Object.values(body?.properties ?? {})) {
    yield property;
    yield* bodyFacts(property);
    if (property.items) {
      yield property.items;
      yield* bodyFacts(property.items);
    }
  }
}
