import { upperFirst } from '../catalog/letter-case.ts';
import type { CatalogDraft } from './draft.ts';

/** Names the enums of fields by their owner's type and field; `sameEnums` joins those that are one thing. */
export function nameEnums(draft: CatalogDraft): void {
  const same = new Map<string, string>();
  for (const { enum: name, as } of draft.corrections.sameEnums)
    for (const alias of as) {
      if (alias === name) draft.problems.push(`sameEnums: ${alias} is its own name`);
      same.set(alias, name);
    }
  const unused = new Set(same.keys());
  const found = [...draft.enums];
  draft.enums.clear();
  for (const [owner, { clio }] of found) {
    const [entityName = '', key = ''] = owner.split(' ');
    const entity = draft.entities.get(entityName);
    const field = entity?.fields[key];
    // A correction may have given the field another type.
    if (!entity || field?.kind !== 'scalar' || !field.enum) continue;
    const own = entity.type + upperFirst(field.name);
    unused.delete(own);
    const name = same.get(own) ?? own;
    entity.fields[key] = { ...field, type: name };
    draft.addEnum(name, entity.domain, clio, owner);
  }
  for (const alias of unused) draft.problems.push(`sameEnums: there is no ${alias}`);
}
