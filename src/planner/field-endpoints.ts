import type { Catalog, CatalogOperation } from '../catalog/catalog.ts';
import { lowerFirst } from '../catalog/letter-case.ts';
import type { UploadFact } from '../catalog/operation-facts.ts';
import type { CustomFieldFact, CustomFieldOwnerType } from '../catalog/types.ts';
import type { FieldTree } from './fields.ts';

/** A field that lists records: its operation, and the parameter for its parent's id. */
export interface ListEndpoint {
  readonly kind: 'list';
  readonly operation: CatalogOperation;
  /** GraphQL type of the records; null for a list of bare ids. */
  readonly type: string | null;
  /** Path placeholder or query parameter for the parent's id; null at the root. */
  readonly parent: { readonly in: 'path' | 'query'; readonly name: string } | null;
  /** Query parameters that are always sent with it. */
  readonly with: Readonly<Record<string, string>>;
}

/** A field with one call: a singleton, a nested record, a link, a text. */
export interface RecordEndpoint {
  readonly kind: 'record';
  readonly operation: CatalogOperation;
  /** Path placeholder for the parent's id; null at the root. */
  readonly parent: string | null;
}

/** A root field that loads by id: `contact(id:)`, `node(id:)`, `nodes(ids:)`. */
export interface ByIdEndpoint {
  readonly kind: 'byId';
  readonly many: boolean;
  /** GraphQL type whose bare Clio ids are accepted too; null for `node` and `nodes`. */
  readonly type: string | null;
  /** The single-record operation, for its further arguments; null for `node` and `nodes`. */
  readonly operation: CatalogOperation | null;
}

/** A mutation: its operation, and the payload's field that holds the record. */
export interface WriteEndpoint {
  readonly kind: 'write';
  readonly operation: CatalogOperation;
  /** Null if the payload holds only the id. */
  readonly record: string | null;
  /** GraphQL type of the written record. */
  readonly type: string;
  /** The fields of the input's `custom`; null if the input does not have it. */
  readonly custom: CustomInputFact | null;
}

/** The firm's own fields in the input of a mutation. */
export interface CustomInputFact {
  readonly owner: CustomFieldOwnerType;
  /** Keys are GraphQL names. */
  readonly fields: Readonly<Record<string, CustomFieldFact>>;
  /** Reads the record before it is written; null if the mutation creates it. */
  readonly show: CatalogOperation | null;
  /** The fields that are read to decide what to write. */
  readonly valueFields: FieldTree;
}

/** A mutation that uploads a file in several calls. The operation is the last. */
export interface UploadEndpoint extends Pick<WriteEndpoint, 'operation' | 'record' | 'type'> {
  readonly kind: 'upload';
  readonly upload: UploadFact;
}

/**
 * The mutation that sets custom fields. It reads and writes a record of one of the types that have such
 * fields.
 */
export interface CustomFieldsEndpoint {
  readonly kind: 'customFields';
  readonly record: string;
  /** The operations that read and write such a record, by GraphQL type. */
  readonly owners: ReadonlyMap<string, CustomFieldOwner>;
  /** Lists the fields' definitions. */
  readonly definitions: CatalogOperation;
  /** The `fields` parameter for the definitions. */
  readonly definitionFields: string;
  /** The fields that are read to decide what to write. */
  readonly valueFields: FieldTree;
}

export interface CustomFieldOwner {
  readonly show: CatalogOperation;
  readonly update: CatalogOperation;
}

/** The root field that searches several lists. */
export interface SearchEndpoint {
  readonly kind: 'search';
  /** Keys are values of `SearchType`. */
  readonly lists: ReadonlyMap<string, ListEndpoint>;
}

export type FieldEndpoint =
  | ListEndpoint
  | RecordEndpoint
  | ByIdEndpoint
  | WriteEndpoint
  | UploadEndpoint
  | CustomFieldsEndpoint
  | SearchEndpoint;

/** The fields of the schema that take calls of their own, by `Type.field`. */
export interface FieldEndpoints {
  find(type: string, field: string): FieldEndpoint | undefined;
}

export function createFieldEndpoints(catalog: Catalog): FieldEndpoints {
  const endpoints = new Map<string, FieldEndpoint>();
  endpoints.set('Query.node', { kind: 'byId', many: false, type: null, operation: null });
  endpoints.set('Query.nodes', { kind: 'byId', many: true, type: null, operation: null });
  endpoints.set('Query.search', searchEndpoint(catalog));
  endpoints.set('Mutation.setCustomFieldValues', customFieldsEndpoint(catalog));
  for (const [name, upload] of Object.entries(catalog.data.uploads)) {
    const { operation, record, type } = writeEndpoint(catalog, catalog.operation(upload.finish));
    endpoints.set(`Mutation.${name}`, { kind: 'upload', upload, operation, record, type });
  }
  for (const id of Object.keys(catalog.data.operations)) {
    const operation = catalog.operation(id);
    const { field } = operation;
    if (operation.method !== 'GET') {
      if (field) endpoints.set(`${field.on}.${field.name}`, writeEndpoint(catalog, operation));
      continue;
    }
    if (!field) continue;
    const entity = operation.entity ? catalog.entity(operation.entity) : undefined;
    const key = `${field.on}.${field.name}`;
    if (operation.response === 'list' || operation.response === 'ids') {
      const parent = field.parent ? { in: 'path' as const, name: field.parent } : null;
      const type = operation.response === 'list' ? (entity?.type ?? null) : null;
      endpoints.set(key, { kind: 'list', operation, type, parent, with: {} });
    } else if (operation.verb === 'show' && entity?.load?.show === id && field.on === 'Query') {
      endpoints.set(key, { kind: 'byId', many: false, type: entity.type, operation });
    } else {
      endpoints.set(key, { kind: 'record', operation, parent: field.parent ?? null });
    }
    for (const relation of operation.relations ?? []) {
      endpoints.set(`${relation.on}.${relation.name}`, {
        kind: 'list',
        operation,
        type: entity?.type ?? null,
        parent: { in: 'query', name: relation.parameter },
        with: relation.with ?? {},
      });
    }
  }
  return { find: (type, field) => endpoints.get(`${type}.${field}`) };
}

function writeEndpoint(catalog: Catalog, operation: CatalogOperation): WriteEndpoint {
  const type = operation.entity
    ? catalog.entity(operation.entity).type
    : (catalog.data.entities[operation.id.split('#')[0] ?? '']?.type ?? '');
  const record = operation.response === 'record' ? lowerFirst(type) : null;
  return { kind: 'write', operation, record, type, custom: customInput(catalog, operation, type) };
}

const valueFields: FieldTree = new Map<string, true | ReadonlySet<string>>([
  ['etag', true],
  ['custom_field_values', new Set(['id', 'value', 'custom_field'])],
]);

function customInput(catalog: Catalog, operation: CatalogOperation, type: string): CustomInputFact | null {
  if (!operation.body?.properties?.custom_field_values) return null;
  const owner = type as CustomFieldOwnerType;
  const fields = catalog.data.customFields?.[owner] ?? {};
  if (Object.keys(fields).length === 0) return null;
  const show = operation.verb === 'update' ? catalog.load(type)?.load.show : undefined;
  return { owner, fields, show: show === undefined ? null : catalog.operation(show), valueFields };
}

function searchEndpoint(catalog: Catalog): SearchEndpoint {
  const lists = new Map<string, ListEndpoint>();
  for (const [name, search] of Object.entries(catalog.data.searches)) {
    const operation = catalog.operation(search.operation);
    const { type } = catalog.entity(operation.entity ?? '');
    lists.set(name, { kind: 'list', operation, type, parent: null, with: search.with ?? {} });
  }
  return { kind: 'search', lists };
}

/** Types whose update takes values of custom fields. */
function customFieldsEndpoint(catalog: Catalog): CustomFieldsEndpoint {
  const owners = new Map<string, CustomFieldOwner>();
  for (const [id, { verb, body, entity }] of Object.entries(catalog.data.operations)) {
    if (verb !== 'update' || !entity || !body?.properties?.custom_field_values) continue;
    const { type, load } = catalog.entity(entity);
    if (load?.show) owners.set(type, { show: catalog.operation(load.show), update: catalog.operation(id) });
  }
  const definitions = catalog.operation(catalog.load('CustomField')?.load.batch ?? '');
  const definitionFields =
    'id,name,field_type,parent_type,required,deleted,picklist_options{id,option,deleted_at}';
  return { kind: 'customFields', record: 'record', owners, definitions, definitionFields, valueFields };
}
