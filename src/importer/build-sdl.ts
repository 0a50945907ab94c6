import { createCatalog } from '../catalog/catalog.ts';
import { lowerFirst } from '../catalog/letter-case.ts';
import type { FieldPlaceFact, OperationFact } from '../catalog/operation-facts.ts';
import type { CatalogData } from '../catalog/types.ts';
import type { Descriptions } from './descriptions.ts';
import { plural, words } from './names.ts';
import { addConnection, addFilter, addOrder, argumentType, listArguments } from './sdl-lists.ts';
import { addSubscription } from './sdl-subscriptions.ts';
import { addType } from './sdl-types.ts';
import { docs, type Field, SdlWriter } from './sdl-writer.ts';
import { addWrite } from './sdl-writes.ts';
import { byKey } from './sorting.ts';

export interface BuiltSdl {
  /** File name → content. */
  readonly files: ReadonlyMap<string, string>;
  /** Keys of missing descriptions, such as `typeFields Matter.status`. */
  readonly missing: readonly string[];
  /** Keys of descriptions that describe nothing. */
  readonly unused: readonly string[];
}

/** Writes the SDL of all types of the catalog, one file per domain, sorted by name. */
export function buildSdl(data: CatalogData, descriptions: Descriptions): BuiltSdl {
  return new SdlBuilder(new SdlWriter(createCatalog(data), descriptions)).build();
}

type PlacedOperation = OperationFact & { readonly field: FieldPlaceFact };

class SdlBuilder {
  readonly #writer: SdlWriter;
  /** Domain → fields of `Query`. */
  readonly #queryFields = new Map<string, Field[]>();
  /** Domain → fields of `Mutation`. */
  readonly #mutationFields = new Map<string, Field[]>();
  /** Domain → fields of `Subscription`. */
  readonly #subscriptionFields = new Map<string, Field[]>();
  /** Type → fields that operations add to it: nested paths and reverse relations. */
  readonly #addedFields = new Map<string, Field[]>();

  constructor(writer: SdlWriter) {
    this.#writer = writer;
  }

  build(): BuiltSdl {
    const writer = this.#writer;
    const { catalog } = writer;
    const { entities, enums, operations, subscriptions } = catalog.data;
    for (const [id, operation] of Object.entries(operations)) {
      const { field } = operation;
      if (!field) continue;
      if (operation.method === 'GET') this.#addRead({ ...operation, field });
      else push(this.#mutationFields, operation.domain, addWrite(writer, id, { ...operation, field }));
    }
    for (const type of new Set(Object.values(entities).map((entity) => entity.type)))
      addType(writer, type, this.#addedFields.get(type) ?? []);
    for (const [name, fact] of Object.entries(subscriptions)) {
      const { domain } = catalog.entity(fact.entity);
      push(this.#subscriptionFields, domain, addSubscription(writer, name, fact));
    }
    for (const [name, { domain, values }] of Object.entries(enums)) {
      const body = Object.keys(values).map((value) => writer.enumValue(name, value));
      writer.define({ domain, name, head: `enum ${name}`, text: writer.text('enums', name), body });
    }
    for (const [domain, fields] of this.#queryFields)
      writer.extend(domain, 'Query', fields, 'extend type Query');
    this.#extendRoot('Mutation', this.#mutationFields, 'Entry points for writing.');
    this.#extendRoot('Subscription', this.#subscriptionFields, 'Changes as they happen.');
    return { files: writer.files(), missing: writer.missing(), unused: writer.unused() };
  }

  /** The first file defines the type; the others extend it. */
  #extendRoot(root: string, byDomain: ReadonlyMap<string, readonly Field[]>, fallback: string): void {
    const text = docs(this.#writer.text('types', root, fallback), '');
    for (const [index, [domain, fields]] of [...byDomain].sort(byKey).entries())
      this.#writer.extend(domain, root, fields, index === 0 ? `${text}type ${root}` : `extend type ${root}`);
  }

  #addRead(operation: PlacedOperation): void {
    const { on } = operation.field;
    const field = this.#readField(operation);
    if (on === 'Query') push(this.#queryFields, operation.domain, field);
    else push(this.#addedFields, on, field);
  }

  #readField(operation: PlacedOperation): Field {
    const { name, parent } = operation.field;
    const type = operation.entity ? this.#writer.catalog.entity(operation.entity).type : '';
    const noun = words(type);
    if (operation.response === 'list') {
      const filter = addFilter(this.#writer, operation.filter, operation, []);
      addConnection(this.#writer, operation.domain, type);
      const orderBy = addOrder(this.#writer, operation, type);
      this.#addRelations(operation, type, orderBy);
      return {
        name,
        type: `${type}Connection`,
        arguments: listArguments(filter, orderBy, operation),
        fallback: `The ${plural(noun)} that the login may see.`,
      };
    }
    if (operation.response === 'ids') {
      const filter = addFilter(this.#writer, operation.filter, operation, []);
      return {
        name,
        type: 'IdConnection',
        arguments: [
          { name: 'first', type: 'Int' },
          { name: 'after', type: 'String' },
          { name: 'filter', type: filter ?? '' },
        ],
      };
    }
    const path = operation.pathParameters
      .filter((parameter) => parameter !== parent)
      .map((parameter) => ({ name: lowerFirst(parameter), type: 'ID!' }));
    const query = Object.values(operation.query).map((fact) => ({
      name: fact.name,
      type: argumentType(fact),
    }));
    const result =
      operation.response === 'redirect' ? 'URL' : operation.response === 'text' ? 'String' : type;
    const fallback =
      path.length > 0
        ? `One ${noun} by its id; null when it does not exist or the login may not see it.`
        : undefined;
    return { name, type: result, arguments: [...path, ...query], fallback };
  }

  #addRelations(operation: OperationFact, type: string, orderBy: string | undefined): void {
    const relations = operation.relations ?? [];
    const required = Object.entries(operation.query).filter(([, fact]) => fact.required);
    // A relation sets the required parameters, and the parameters of other relations would contradict it.
    const bound = relations.flatMap(({ parameter, with: also = {} }) => [parameter, ...Object.keys(also)]);
    const left = [...bound, ...required.map(([key]) => key)];
    for (const relation of relations) {
      const filter =
        required.length > 0 ? addFilter(this.#writer, relation.filter, operation, left) : relation.filter;
      push(this.#addedFields, relation.on, {
        name: relation.name,
        type: `${type}Connection`,
        arguments: listArguments(filter, orderBy, undefined),
        fallback: relationFallback(type, relation.on, relation.parameter),
      });
    }
  }
}

function relationFallback(type: string, on: string, parameter: string): string {
  const role = parameter.replace(/_id$/, '').replaceAll('_', ' ');
  const noun = words(on);
  const whose = role === noun ? `of this ${noun}` : `with this ${noun} as ${role}`;
  return `The ${plural(words(type))} ${whose}. Clio lists them for one ${noun} at a time, so each ${noun} costs a call.`;
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
