import type { Catalog } from '../catalog/catalog.ts';
import type { RecordPlan, Rejection } from './plan.ts';
import { type FieldSelection, type NestedSelection, positionsOf } from './selection.ts';

/** All positions below a field that cannot be read from Clio. */
export function rejectionsOf(
  catalog: Catalog,
  field: FieldSelection,
  plans: readonly RecordPlan[],
): Rejection[] {
  const positions = positionsOf(field);
  return plans.flatMap((plan, index) => {
    const path = positions[index]?.path ?? [];
    // A path ends at the first list, because the index of a record would follow.
    const at = field.kind === 'list' ? { path: path.slice(0, 1), isWhole: false } : { path, isWhole: true };
    return rejectionsBelow(catalog, plan, at);
  });
}

function rejectionsBelow(
  catalog: Catalog,
  { entity, unreachable, nested, hops, fields }: RecordPlan,
  at: { readonly path: readonly string[]; readonly isWhole: boolean },
): Rejection[] {
  const facts = catalog.entity(entity).fields;
  // The values of a firm's own fields are below `custom`, and their key begins with its name.
  const to = (responseKey: string, isList: boolean): typeof at =>
    at.isWhole ? { path: [...at.path, ...responseKey.split('.', 1)], isWhole: !isList } : at;
  return [
    ...unreachable.map(({ responseKey, message, node }) => ({
      message,
      node,
      path: to(responseKey, false).path,
    })),
    ...nested.flatMap(({ key, responseKey, pick, plan }) =>
      rejectionsBelow(catalog, plan, to(responseKey, facts[key]?.kind === 'many' && pick === undefined)),
    ),
    ...hops.flatMap(({ responseKey, source, targets }) => {
      const isList = source.kind === 'nested' && facts[source.key]?.kind === 'many';
      return targets.flatMap(({ plan }) => rejectionsBelow(catalog, plan, to(responseKey, isList)));
    }),
    ...fields.flatMap(({ field, plans }) =>
      rejectionsOf(catalog, field, plans).map((one) =>
        at.isWhole
          ? { ...one, path: [...to(field.responseKey, false).path, ...one.path] }
          : { ...one, path: at.path },
      ),
    ),
  ];
}

/**
 * The message of the error at a position that cannot be read: the reason, and another way if there is one.
 */
export function whyUnreachable(
  catalog: Catalog,
  { entity, type }: { readonly entity: string; readonly type: string },
  { responseKey, key, fact }: NestedSelection,
): string {
  const { data, entity: factOf, mainEntity } = catalog;
  const node = Object.values(factOf(entity).fields).find((one) => one.kind === 'node');
  const types = Object.values(node?.kind === 'node' ? node.targets : {})
    .map((target) => factOf(target.entity).type)
    .filter(
      (name, index, all) => all.indexOf(name) === index && key in factOf(mainEntity(name) ?? '').fields,
    );
  const listed = Object.values(data.operations).find(
    (one) => one.response === 'list' && one.entity === entity,
  );
  const other =
    types.length > 0
      ? `Ask for it below \`node\`: \`node { ${types.map((name) => `... on ${name} { ${fact.name} { … } }`).join(' ')} }\`.`
      : listed?.field && !catalog.load(entity)
        ? `Ask for it in \`${listed.field.on}.${listed.field.name}\`, which lists records of ${type} themselves.`
        : factOf(fact.entity).id
          ? 'Ask for `id` and `clioId` only.'
          : 'Leave it out.';
  return (
    `Clio's API offers no way to read "${responseKey}" here: it nests one level, and these records cannot be loaded by ` +
    `themselves. ${other}`
  );
}
