import { type Catalog, createCatalog } from '../catalog/catalog.ts';
import type { CustomFact, CustomFieldFact, CustomFieldOwnerType, EntityFact } from '../catalog/types.ts';
import { type FirmFields, ownerTypes } from './custom-fields-file.ts';

/** The catalog with a firm's fields. */
export function withCustomFields(catalog: Catalog, firm: FirmFields): Catalog {
  const { data } = catalog;
  const customFields = Object.fromEntries(ownerTypes.map((owner) => [owner, named(firm[owner])])) as Record<
    CustomFieldOwnerType,
    Record<string, CustomFieldFact>
  >;
  const entities: Record<string, EntityFact> = { ...data.entities };
  for (const owner of ownerTypes) {
    const fields = customFields[owner];
    const main = catalog.mainEntity(owner) ?? '';
    if (Object.keys(fields).length === 0) continue;
    const fact: CustomFact = {
      kind: 'custom',
      name: 'custom',
      from: 'custom_field_values',
      entity: 'CustomFieldValue',
      fields,
    };
    const entity = catalog.entity(main);
    entities[main] = { ...entity, fields: { ...entity.fields, '~custom': fact } };
  }
  return createCatalog({ ...data, entities, customFields });
}

function named(fields: FirmFields['Matter']): Record<string, CustomFieldFact> {
  return Object.fromEntries(Object.entries(fields).map(([name, fact]) => [name, { name, ...fact }]));
}
