import type { CatalogDraft } from './draft.ts';

/** Applies `fields`, `money` and `seldom`. */
export function correctFields(draft: CatalogDraft): void {
  for (const { field: path, drop, json, list, type, values, spelling } of draft.corrections.fields) {
    const { entity, key, field } = draft.field(path);
    if (!entity || !field) {
      draft.problems.push(`fields: there is no ${path}`);
      continue;
    }
    // The enums have no names yet: they stand under their fields.
    const ownEnum = path.replace('.', ' ');
    draft.correct(
      `fields: ${path}`,
      () => [entity.fields[key], draft.enums.get(ownEnum)],
      () => {
        if (values && field.kind === 'scalar') {
          draft.enums.set(ownEnum, { domain: '', clio: values });
          entity.fields[key] = { ...field, enum: true, ...(spelling ? { spelling } : {}) };
        }
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
  for (const { entity: name, fields } of draft.corrections.money) {
    for (const key of fields) {
      const { entity, field } = draft.field(`${name}.${key}`);
      if (!entity || field?.kind !== 'scalar') {
        draft.problems.push(`money: there is no ${name}.${key}`);
        continue;
      }
      draft.correct(
        `money: ${name}.${key}`,
        () => entity.fields[key],
        () => {
          entity.fields[key] = { ...field, type: 'Decimal' };
        },
      );
    }
  }
  for (const { entity: name, fields } of draft.corrections.seldom) {
    for (const key of fields) {
      const { entity, field } = draft.field(`${name}.${key}`);
      if (!entity || field?.kind !== 'one') {
        draft.problems.push(`seldom: there is no record ${name}.${key}`);
        continue;
      }
      draft.correct(
        `seldom: ${name}.${key}`,
        () => entity.fields[key],
        () => {
          entity.fields[key] = { ...field, seldom: true };
        },
      );
    }
  }
}
