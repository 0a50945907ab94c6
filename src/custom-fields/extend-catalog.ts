import { type Catalog, createCatalog } from '../catalog/catalog.ts';
import type { CustomFact, CustomFieldFact, CustomFieldOwnerType, EntityFact } from '../catalog/types.ts';
import { type FirmFields, ownerTypes } from './custom-fields-file.ts';

/** Adds a firm's fields to the catalog. */
export function withCustomFields(catalog: Catalog, firm: FirmFields): Catalog {
  const { data } = catalog;
  const customFields = Object.fromEntries(ownerTypes.map((owner) => [owner, named(firm[owner])])) as Record<
    CustomFieldOwnerType,
    Record<string, CustomFieldFact>
  >;
  const entities: Record<string, EntityFact> = { ...data.entities };
  for (const [name, entity] of Object.entries(data.entities)) {
    const owner = ownerOf(entity);
    if (owner === null || Object.keys(customFields[owner]).length === 0) continue;
    const fact: CustomFact = {
      kind: 'custom',
      name: 'custom',
      owner,
      from: 'custom_field_values',
      entity: 'CustomFieldValue',
      fields: customFields[owner],
    };
    entities[name] = { ...entity, fields: { ...entity.fields, '~custom': fact } };
  }
  return createCatalog({ ...data, entities, customFields });
}

/** The type whose custom fields an entity has. Entities other than matters are views of contacts. */
function ownerOf({ type, fields }: EntityFact): CustomFieldOwnerType | null {
  if (!fields.custom_field_values) return null;
  return type === 'Matter' ? 'Matter' : 'Contact';
}

function named(fields: FirmFields['Matter']): Record<string, CustomFieldFact> {
  return Object.fromEntries(Object.entries(fields).map(([name, fact]) => [name, { name, ...fact }]));
}
