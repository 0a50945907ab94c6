import { camelCase } from '../catalog/letter-case.ts';
import type { CatalogDraft, EntityDraft } from './draft.ts';
import { scalarType } from './scalar-type.ts';

/** Applies `entities` and `seldomChanged`, and copies facts of full entities to their views. */
export function correctEntities(draft: CatalogDraft): void {
  const { entities, problems } = draft;
  draft.correct(
    'entities',
    (name) => entities.get(name),
    (entity, { entity: name, reason: _, drop, viewOf, given, ...facts }) => {
      Object.assign(entity, facts);
      if (drop) entities.delete(name);
      if (given) giveFields(entity, given);
      if (viewOf === undefined) return;
      const full = entities.get(viewOf);
      if (full) Object.assign(entity, { viewOf, type: full.type, domain: full.domain });
      else problems.push(`entities: ${name} is a view of ${viewOf}, which does not exist`);
    },
  );
  draft.correct(
    'seldomChanged',
    (name) => entities.get(name),
    (entity) => {
      entity.seldomChanges = true;
    },
  );
  for (const entity of entities.values()) {
    const full = entity.viewOf ? entities.get(entity.viewOf) : undefined;
    if (full?.seldomChanges) entity.seldomChanges = true;
    if (full?.redactable) entity.redactable = full.redactable;
    if (full?.redactedFields) entity.redactedFields = full.redactedFields;
  }
}

/** @param given Field → its format. */
function giveFields(entity: EntityDraft, given: Readonly<Record<string, string>>): void {
  entity.whole = true;
  if (given.id) entity.id = given.id === 'int64' ? 'integer' : 'string';
  for (const [key, format] of Object.entries(given))
    entity.fields[key] = { kind: 'scalar', name: camelCase(key), type: scalarType(key, format), format };
}
