import { camelCase } from '../catalog/letter-case.ts';
import type { FieldFact } from '../catalog/types.ts';
import type { CatalogDraft } from './draft.ts';
import { ImportError } from './import-error.ts';
import { pascalCase } from './names.ts';
import { refName, type Schema } from './read-document.ts';
import { scalarType } from './scalar-type.ts';
import { byKey } from './sorting.ts';

/** Reads the document's schemas into the draft, and the enums of their fields with the keys `Entity field_key`. */
export function readEntities(draft: CatalogDraft): void {
  const { schemas } = draft.document.components;
  for (const [name, schema] of Object.entries(schemas)) {
    if (!name.endsWith('_base')) continue;
    const entity = name.slice(0, -'_base'.length);
    const nested = schemas[entity]?.allOf?.[1]?.properties ?? {};
    const fields: Record<string, FieldFact> = {};
    for (const [key, property] of Object.entries(schema.properties ?? {})) {
      // The nested half has precedence, because the flat half only says "an object".
      if (!(key in nested)) fields[key] = scalarField(draft, entity, key, property);
    }
    for (const [key, property] of Object.entries(nested)) {
      const target = refName(property.$ref ?? property.items?.$ref);
      if (!target) throw new ImportError(`${entity}.${key} is nested but refers to nothing`);
      fields[key] = {
        kind: property.$ref ? 'one' : 'many',
        name: camelCase(key),
        entity: target.replace(/_base$/, ''),
      };
    }
    const id = schema.properties?.id;
    draft.entities.set(entity, {
      type: pascalCase(entity),
      domain: '',
      ...(id ? { id: id.type === 'integer' ? 'integer' : 'string' } : {}),
      fields,
    });
  }
  assignDomains(draft);
}

function scalarField(draft: CatalogDraft, entity: string, key: string, property: Schema): FieldFact {
  const list = property.type === 'array';
  const value = list ? (property.items ?? {}) : property;
  const format = value.format ?? value.type ?? 'object';
  const base = {
    kind: 'scalar' as const,
    name: camelCase(key),
    ...(list ? { list: true as const } : {}),
    format,
  };
  if (!value.enum) return { ...base, type: scalarType(key, format) };
  const name = `${entity} ${key}`;
  draft.enums.set(name, { domain: '', clio: value.enum.map(String) });
  return { ...base, type: name, enum: true };
}

/** A type gets the domain of its operations; without operations, that of the first type that nests it. */
function assignDomains(draft: CatalogDraft): void {
  for (const operation of draft.operations.values()) {
    const entity = draft.entityOf(operation);
    if (entity && (entity.domain === '' || operation.verb === 'index')) entity.domain ||= operation.domain;
  }
  for (let changed = true; changed; ) {
    changed = false;
    for (const [, entity] of [...draft.entities].sort(byKey)) {
      if (entity.domain === '') continue;
      for (const field of Object.values(entity.fields)) {
        const target =
          field.kind === 'one' || field.kind === 'many' ? draft.entities.get(field.entity) : undefined;
        if (target && target.domain === '') {
          target.domain = entity.domain;
          changed = true;
        }
      }
    }
  }
  for (const entity of draft.entities.values()) entity.domain ||= 'general';
}
