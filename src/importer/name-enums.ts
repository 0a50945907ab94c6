import { upperFirst } from '../catalog/letter-case.ts';
import type { CatalogDraft } from './draft.ts';

/** Names the enums of fields by their owner's type and field. */
export function nameEnums(draft: CatalogDraft): void {
  const found = [...draft.enums];
  draft.enums.clear();
  for (const [owner, { clio }] of found) {
    const [entityName = '', key = ''] = owner.split(' ');
    const entity = draft.entities.get(entityName);
    const field = entity?.fields[key];
    // A correction can change the type of a field.
    if (!entity || field?.kind !== 'scalar' || !field.enum) continue;
    const name = entity.type + upperFirst(field.name);
    entity.fields[key] = { ...field, type: name };
    draft.addEnum(name, entity.domain, clio, owner);
  }
}
