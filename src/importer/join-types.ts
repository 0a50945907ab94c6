import { upperFirst } from '../catalog/letter-case.ts';
import type { BodyFact } from '../catalog/operation-facts.ts';
import type { CatalogDraft, Mutable, OperationDraft } from './draft.ts';
import { enumValueName } from './names.ts';
import { sameSet } from './sorting.ts';

/** What deletes a record and takes nothing but its id. */
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
  // Where the relation itself answers what the list requires, its filter must not ask for it again.
  const requires = Object.values(query).some((fact) => fact.required);
  if (!operation.relations || !operation.filter) return;
  operation.relations = operation.relations.map((relation) => ({
    ...relation,
    filter: requires ? `${type}RelationFilter` : `${type}Filter`,
  }));
}

/** A place that has an enum. */
interface EnumUse {
  readonly name: string;
  /** GraphQL value → Clio's. */
  readonly values: ReadonlyMap<string, string>;
  readonly rename: (name: string) => void;
  /** Absent where Clio's spelling has to be the enum's own. */
  readonly spell?: (spelling: Record<string, string>) => void;
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
    const first = uses.find((use) => use.name === name) ?? joined.find((use) => !use.spell) ?? joined[0];
    if (!first) continue;
    const own = draft.enums.get(first.name);
    for (const use of joined) {
      if (!sameSet([...use.values.keys()], [...first.values.keys()]))
        draft.problems.push(`sameEnums: ${use.name} and ${name} have other values`);
      const spelling = [...use.values].flatMap(([value, clio]) => {
        const known = first.values.get(value) ?? clio;
        return known === clio ? [] : [[known, clio] as const];
      });
      if (spelling.length > 0 && !use.spell)
        draft.problems.push(
          `sameEnums: Clio spells the values of ${use.name} otherwise than those of ${name}`,
        );
      use.rename(name);
      if (spelling.length > 0) use.spell?.(Object.fromEntries(spelling));
    }
    for (const alias of as) draft.enums.delete(alias);
    if (own) draft.enums.set(name, own);
  }
}

function enumUses(draft: CatalogDraft): EnumUse[] {
  const uses: EnumUse[] = [];
  const valuesOf = (name: string): ReadonlyMap<string, string> =>
    new Map((draft.enums.get(name)?.clio ?? []).map((value) => [enumValueName(value), value]));
  for (const entity of draft.entities.values()) {
    for (const [key, field] of Object.entries(entity.fields)) {
      if (field.kind !== 'scalar' || !field.enum) continue;
      const rename = (name: string): void => {
        entity.fields[key] = { ...field, type: name };
      };
      uses.push({ name: field.type, values: valuesOf(field.type), rename });
    }
  }
  for (const operation of draft.operations.values()) {
    for (const fact of Object.values(operation.query)) {
      if (fact.enum === undefined) continue;
      const rename = (name: string): void => {
        fact.enum = name;
      };
      const spell = (spelling: Record<string, string>): void => {
        fact.spelling = spelling;
      };
      uses.push({ name: fact.enum, values: valuesOf(fact.enum), rename, spell });
    }
    for (const property of bodyFacts(operation.body)) {
      if (property.input === undefined || !draft.enums.has(property.input)) continue;
      const rename = (name: string): void => {
        property.input = name;
      };
      const spell = (spelling: Record<string, string>): void => {
        property.spelling = spelling;
      };
      uses.push({ name: property.input, values: valuesOf(property.input), rename, spell });
    }
    const { order } = operation;
    if (!order) continue;
    const rename = (name: string): void => {
      operation.order = { ...order, type: name };
    };
    uses.push({ name: order.type, values: new Map(Object.entries(order.values)), rename });
  }
  return uses;
}

/** Whether inputs of one name are equal shows when the SDL is built. */
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

/** All properties of a body, down to the last, and the items of its lists. */
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
