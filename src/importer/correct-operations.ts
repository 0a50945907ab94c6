import type { CatalogDraft } from './draft.ts';
import { orderFact } from './read-operations.ts';

/** Applies `operations`, `permissions` and `untouched`. */
export function correctOperations(draft: CatalogDraft): void {
  const { corrections, operations, problems } = draft;
  const { schemas } = draft.document.components;
  draft.correct(
    'operations',
    (id) => operations.get(id),
    (operation, { operation: id, reason: _, order, body, ...facts }) => {
      Object.assign(operation, facts);
      if (facts.entity && !schemas[`${facts.entity}_base`])
        problems.push(`operations: ${id} returns ${facts.entity}, which does not exist`);
      if (body === false) delete operation.body;
      if (order) {
        const values = order.flatMap((key) => [`${key}(asc)`, `${key}(desc)`]);
        operation.order = orderFact(values, operation.order?.default ?? 'id(asc)');
      }
    },
  );
  for (const { of, needs } of corrections.permissions) {
    const own = [...operations].filter(([id]) => id === of || id.startsWith(`${of}#`));
    if (own.length === 0) problems.push(`permissions: there is no ${of}`);
    for (const [id, operation] of own) {
      if (operation.permissions) problems.push(`permissions: ${id} has some already`);
      operation.permissions = needs;
    }
  }
  for (const { by, entities } of corrections.untouched) {
    for (const name of entities)
      if (!schemas[`${name}_base`]) problems.push(`untouched: there is no ${name}`);
    for (const entity of by) {
      const own = [...operations].filter(
        ([id, { method }]) => id.startsWith(`${entity}#`) && method !== 'GET',
      );
      if (own.length === 0) problems.push(`untouched: nothing writes ${entity}`);
      for (const [, operation] of own) operation.untouched = entities;
    }
  }
}
