import type { CatalogDraft, EntityDraft } from './draft.ts';
import { camelCase } from './names.ts';
import { scalarType } from './scalar-type.ts';

/** Applies `entities` and `seldomChanged`, and gives views what their full entities have. */
export function correctEntities(draft: CatalogDraft): void {
  for (const correction of draft.corrections.entities) {
    const {
      entity: name,
      drop,
      type,
      redactable,
      redactedFields,
      withheld,
      nullableId,
      viewOf,
      given,
    } = correction;
    const entity = draft.entities.get(name);
    if (!entity) {
      draft.problems.push(`entities: there is no ${name}`);
      continue;
    }
    const full = viewOf ? draft.entities.get(viewOf) : undefined;
    if (viewOf && !full) draft.problems.push(`entities: ${name} is a view of ${viewOf}, which is not there`);
    draft.correct(
      `entities: ${name}`,
      () => draft.entities.get(name),
      () => {
        if (drop) draft.entities.delete(name);
        if (type) entity.type = type;
        if (redactable) entity.redactable = redactable;
        if (redactedFields) entity.redactedFields = redactedFields;
        if (withheld) entity.withheld = withheld;
        if (nullableId) entity.nullableId = true;
        if (given) giveFields(entity, given);
        if (full) {
          entity.viewOf = viewOf;
          entity.type = full.type;
          entity.domain = full.domain;
        }
      },
    );
  }
  for (const { entity: name } of draft.corrections.seldomChanged) {
    const entity = draft.entities.get(name);
    if (!entity) {
      draft.problems.push(`seldomChanged: there is no ${name}`);
      continue;
    }
    draft.correct(
      `seldomChanged: ${name}`,
      () => entity.seldomChanges,
      () => {
        entity.seldomChanges = true;
      },
    );
  }
  for (const entity of draft.entities.values()) {
    const full = entity.viewOf ? draft.entities.get(entity.viewOf) : undefined;
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
