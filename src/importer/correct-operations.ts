import type { CatalogDraft } from './draft.ts';
import { orderFact } from './read-operations.ts';

/** Applies `operations`, `permissions` and `untouched`. */
export function correctOperations(draft: CatalogDraft): void {
  for (const { operation: id, answer, entity, offset, order, pathTypes, body } of draft.corrections
    .operations) {
    const operation = draft.operations.get(id);
    if (!operation) {
      draft.problems.push(`operations: there is no ${id}`);
      continue;
    }
    if (entity && !draft.document.components.schemas[`${entity}_base`])
      draft.problems.push(`operations: ${id} answers with ${entity}, which is not there`);
    draft.correct(
      `operations: ${id}`,
      () => operation,
      () => {
        if (answer) operation.answer = answer;
        if (entity) operation.entity = entity;
        if (offset === false) operation.offset = false;
        if (body === false) delete operation.body;
        if (pathTypes) operation.pathTypes = pathTypes;
        if (order) {
          const values = order.flatMap((key) => [`${key}(asc)`, `${key}(desc)`]);
          operation.order = orderFact(values, operation.order?.default ?? 'id(asc)');
        }
      },
    );
  }
  for (const { of, needs } of draft.corrections.permissions) {
    const own = [...draft.operations].filter(([id]) => id === of || id.startsWith(`${of}#`));
    if (own.length === 0) draft.problems.push(`permissions: there is no ${of}`);
    for (const [id, operation] of own) {
      if (operation.permissions) draft.problems.push(`permissions: ${id} has some already`);
      operation.permissions = needs;
    }
  }
  for (const { by, entities } of draft.corrections.untouched) {
    for (const name of entities)
      if (!draft.document.components.schemas[`${name}_base`])
        draft.problems.push(`untouched: there is no ${name}`);
    for (const entity of by) {
      const own = [...draft.operations].filter(
        ([id, { method }]) => id.startsWith(`${entity}#`) && method !== 'GET',
      );
      if (own.length === 0) draft.problems.push(`untouched: nothing writes ${entity}`);
      for (const [, operation] of own) operation.untouched = entities;
    }
  }
}
