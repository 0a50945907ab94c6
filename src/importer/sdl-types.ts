import type { Catalog } from '../catalog/catalog.ts';
import type { EntityFact, FieldFact, NodeFact, PickFact } from '../catalog/types.ts';
import { article, words } from './names.ts';
import type { Field, SdlWriter } from './sdl-writer.ts';
import { byName } from './sorting.ts';

/** @param added Fields of the type that are operations: nested paths and reverse relations. */
export function addType(writer: SdlWriter, type: string, added: readonly Field[]): void {
  const { catalog } = writer;
  const mainName = catalog.mainEntity(type);
  if (!mainName) throw new Error(`Type ${type} has no entity of its own`);
  const main = catalog.entity(mainName);
  const fields: Field[] = [];
  if (main.id) {
    fields.push({ name: 'id', type: main.nullableId ? 'ID' : 'ID!', fallback: idText(main) });
    fields.push({
      name: 'clioId',
      type: main.nullableId ? 'ID' : 'ID!',
      fallback: "Clio's own id, as in its REST API.",
    });
  }
  const rest: Field[] = [];
  for (const { fact } of catalog.fieldsByName(type).values()) {
    if (fact.name === 'id') continue;
    if (fact.kind === 'node') addUnion(writer, main.domain, fact);
    const args =
      fact.kind === 'pick' ? [{ name: 'by', type: `${addPick(writer, main.domain, fact)}!` }] : undefined;
    rest.push({ name: fact.name, type: fieldType(catalog, fact), arguments: args });
  }
  if (main.redactable) rest.push({ name: 'redacted', type: 'Boolean!' });
  rest.push(...added);
  const body = [...fields, ...rest.sort(byName)].map((field) => writer.field(type, field));
  const head = `type ${type}${main.load ? ' implements Node' : ''}`;
  writer.define({ domain: main.domain, name: type, head, text: writer.text('types', type), body });
}

/** Defines the input that finds one record of a list. Returns its name. */
function addPick(writer: SdlWriter, domain: string, fact: PickFact): string {
  const { type } = writer.catalog.entity(fact.entity);
  const name = `${type}ByInput`;
  const text = writer.text('types', name, `How to find one ${words(type)}: by exactly one of these.`);
  const body = Object.keys(fact.by)
    .sort()
    .map((key) => writer.inputField(name, type, { name: key, type: key === 'id' ? 'ID' : 'String' }));
  writer.define({ domain, name, head: `input ${name} @oneOf`, text, body });
  return name;
}

/** Defines the union of the types that a reference can have. */
function addUnion(writer: SdlWriter, domain: string, fact: NodeFact): void {
  const types = new Set(
    Object.values(fact.targets).map((target) => writer.catalog.entity(target.entity).type),
  );
  if (types.size === 1) return;
  const nouns = [...types].sort().map((type) => `${article(words(type))}`);
  const text = `What it is: ${nouns.slice(0, -1).join(', ')} or ${nouns.at(-1)}.`;
  writer.union(domain, fact.type, writer.text('types', fact.type, text), [...types].sort());
}

function idText(entity: EntityFact): string {
  return entity.load
    ? 'Global id, for `node(id:)` and as an argument. Stable; safe to store.'
    : 'Unique among all records. Only its parent can be loaded by id, not this record.';
}

function fieldType(catalog: Catalog, fact: FieldFact): string {
  switch (fact.kind) {
    case 'scalar':
      return fact.list ? `[${fact.type}]` : fact.type;
    case 'many':
      return `[${catalog.entity(fact.entity).type}!]`;
    case 'node':
    case 'sum':
    case 'typed':
      return fact.type;
    default:
      return catalog.entity(fact.entity).type;
  }
}
