import type { NestedFact, ScalarFact } from '../catalog/types.ts';
import type { CatalogDraft } from './draft.ts';

/** Applies `fields`, `money` and `seldom`. */
export function correctFields(draft: CatalogDraft): void {
  const { enums } = draft;
  draft.correct(
    'fields',
    (path) => {
      const field = draft.field(path);
      return field && { ...field, values: enums.get(ownEnum(path)) };
    },
    ({ entity, key, fact }, { field: path, drop, list, type, values, spelling }) => {
      if (drop) delete entity.fields[key];
      if (fact.kind !== 'scalar') return;
      if (values) {
        enums.set(ownEnum(path), { domain: '', clio: values });
        entity.fields[key] = { ...fact, enum: true, ...(spelling ? { spelling } : {}) };
      }
      if (list) entity.fields[key] = { ...fact, list: true };
      if (type) {
        const { enum: _, ...scalar } = fact;
        entity.fields[key] = { ...scalar, type };
      }
    },
  );
  draft.correct(
    'money',
    (path) => draft.fieldOfKind<ScalarFact>(path, 'scalar'),
    ({ entity, key, fact }) => {
      entity.fields[key] = { ...fact, type: 'Decimal' };
    },
  );
  draft.correct(
    'seldom',
    (path) =>
      draft.fieldOfKind<NestedFact>(path, 'one') ??
      draft.fieldOfKind<NestedFact>(path, 'many') ??
      `there is no record ${path}`,
    ({ entity, key, fact }) => {
      entity.fields[key] = { ...fact, seldom: true };
    },
  );
}

/** The key of a field's enum, which has no name yet. */
function ownEnum(path: string): string {
  return path.replace('.', ' ');
}
