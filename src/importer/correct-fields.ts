import type { CatalogDraft } from './draft.ts';

/** Applies `fields`. */
export function correctFields(draft: CatalogDraft): void {
  for (const { field: path, drop, json, list, type } of draft.corrections.fields) {
    const { entity, key, field } = draft.field(path);
    if (!entity || !field) {
      draft.problems.push(`fields: there is no ${path}`);
      continue;
    }
    draft.correct(
      `fields: ${path}`,
      () => entity.fields[key],
      () => {
        if (drop) delete entity.fields[key];
        else if (json)
          entity.fields[key] = {
            kind: 'scalar',
            name: field.name,
            type: 'JSON',
            ...(field.kind === 'many' ? { list: true as const } : {}),
            format: 'object',
          };
        else if (list && field.kind === 'scalar') entity.fields[key] = { ...field, list: true };
        else if (type && field.kind === 'scalar') {
          const { enum: _, ...scalar } = field;
          entity.fields[key] = { ...scalar, type };
        }
      },
    );
  }
}
