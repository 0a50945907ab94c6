import type { FieldFact, NestedFact, ScalarFact, SharedFields } from '../catalog/types.ts';
import type { Corrections } from './corrections.ts';
import type { CatalogDraft } from './draft.ts';
import { mapRecord } from './sorting.ts';

/** Adds fields that Clio does not have: `links`, `nodes`, `picks`, `typed` and `sums`. Applies `shared` to the first two. */
export function addFields(draft: CatalogDraft): void {
  const { links, nodes, shared, picks, typed, sums } = draft.corrections;
  for (const correction of links) addLink(draft, correction);
  for (const correction of nodes) addNode(draft, correction);
  for (const correction of shared) addShared(draft, correction);
  for (const correction of picks) addPick(draft, correction);
  for (const correction of typed) addTyped(draft, correction);
  for (const correction of sums) addSum(draft, correction);
}

function addLink(draft: CatalogDraft, { entity, name, via, to }: Corrections['links'][number]): void {
  if (draft.field(`${entity}.${via}`) && draft.entities.has(to))
    addField(draft, 'links', entity, { kind: 'link', name, entity: to, via });
  else draft.problems.push(`links: there is no ${entity}.${via} or no ${to}`);
}

function addNode(draft: CatalogDraft, { entity, types }: Corrections['nodes'][number]): void {
  const targets = mapRecord(types, (target) => (typeof target === 'string' ? { entity: target } : target));
  for (const { entity: to } of Object.values(targets)) {
    if (!draft.entities.has(to)) draft.problems.push(`nodes: ${entity} leads to ${to}, which does not exist`);
  }
  const type = nodeType(draft, entity, Object.values(targets));
  if (draft.field(`${entity}.type`) && draft.field(`${entity}.id`))
    addField(draft, 'nodes', entity, {
      kind: 'node',
      name: 'node',
      type,
      typeField: 'type',
      idField: 'id',
      targets,
    });
  else draft.problems.push(`nodes: ${entity} has no type and id`);
}

function addPick(
  draft: CatalogDraft,
  { entity, name, from, by, ifWithheld }: Corrections['picks'][number],
): void {
  const list = draft.fieldOfKind<NestedFact>(`${entity}.${from}`, 'many')?.fact.entity;
  if (list === undefined) {
    draft.problems.push(`picks: there is no list ${entity}.${from}`);
    return;
  }
  for (const key of Object.values(by))
    if (!draft.field(`${list}.${key}`)) draft.problems.push(`picks: there is no ${list}.${key}`);
  const withheld = ifWithheld ? { ifWithheld } : {};
  addField(draft, 'picks', entity, { kind: 'pick', name, from, entity: list, by, ...withheld });
}

function addTyped(
  draft: CatalogDraft,
  { entity, name, type, from, when }: Corrections['typed'][number],
): void {
  const [[field, values] = ['', []]] = Object.entries(when);
  if (draft.field(`${entity}.${from}`) && draft.field(`${entity}.${field}`))
    addField(draft, 'typed', entity, { kind: 'typed', name, type, from, when: { field, values } });
  else draft.problems.push(`typed: there is no ${entity}.${from} or no ${field}`);
}

function addSum(
  draft: CatalogDraft,
  { entity, name, from, of, where, per }: Corrections['sums'][number],
): void {
  const list = draft.fieldOfKind<NestedFact>(`${entity}.${from}`, 'many')?.fact.entity;
  const amount = draft.fieldOfKind<ScalarFact>(`${list}.${of}`, 'scalar');
  const [[field, values] = ['', []]] = Object.entries(where);
  if (!amount || !draft.field(`${list}.${field}`) || !draft.field(`${list}.${per}`))
    draft.problems.push(`sums: there is no ${entity}.${from} with ${of}, ${field} and ${per}`);
  else {
    const { type } = amount.fact;
    addField(draft, 'sums', entity, { kind: 'sum', name, type, from, of, where: { field, values }, per });
  }
}

/** Adds which fields of a record are also fields of the record whose id it has. */
function addShared(draft: CatalogDraft, { entity, name, to, fields }: Corrections['shared'][number]): void {
  const facts = draft.entities.get(entity)?.fields ?? {};
  const fact = facts[`~${name}`];
  const pairs = fields.flatMap((one) =>
    typeof one === 'string' ? [[one, one] as const] : Object.entries(one),
  );
  const used = new Set<string>();
  const sharedWith = (target: string): SharedFields =>
    Object.fromEntries(
      pairs.filter(([theirs, own]) => {
        const isShared = isSameKind(facts[own], draft.entities.get(target)?.fields[theirs]);
        if (isShared) used.add(theirs);
        return isShared;
      }),
    );
  if (fact?.kind === 'link') facts[`~${name}`] = { ...fact, shared: sharedWith(fact.entity) };
  if (fact?.kind === 'node') {
    const targets = mapRecord(fact.targets, (target) => {
      const shared = to === undefined || to === target.entity ? sharedWith(target.entity) : {};
      return Object.keys(shared).length > 0 ? { ...target, shared } : target;
    });
    facts[`~${name}`] = { ...fact, targets };
  }
  for (const [theirs] of pairs)
    if (!used.has(theirs))
      draft.problems.push(`shared: ${entity}.${name} leads to no record with the same ${theirs}`);
}

/** True if both fields have values of one type, or records of one type. */
function isSameKind(own: FieldFact | undefined, theirs: FieldFact | undefined): boolean {
  if (own?.kind === 'scalar')
    return theirs?.kind === 'scalar' && theirs.type === own.type && theirs.list === own.list;
  return (
    (own?.kind === 'one' || own?.kind === 'many') && theirs?.kind === own.kind && theirs.entity === own.entity
  );
}

/** The name of the targets' union, from the first type that refers to them; or the only target's type. */
function nodeType(
  draft: CatalogDraft,
  entity: string,
  targets: readonly { readonly entity: string }[],
): string {
  const typesOf = (all: typeof targets): string[] =>
    [...new Set(all.map((target) => draft.entities.get(target.entity)?.type ?? target.entity))].sort();
  const own = typesOf(targets);
  if (own.length === 1) return own[0] ?? '';
  for (const { fields } of draft.entities.values()) {
    const known = fields['~node'];
    if (known?.kind === 'node' && typesOf(Object.values(known.targets)).join() === own.join())
      return known.type;
  }
  return `${draft.entities.get(entity)?.type}Node`;
}

/** Adds a field with a key that no field of Clio has, because it begins with `~`. */
function addField(draft: CatalogDraft, list: string, entity: string, fact: FieldFact): void {
  const fields = draft.entities.get(entity)?.fields ?? {};
  if (Object.values(fields).some((field) => field.name === fact.name))
    draft.problems.push(`${list}: ${entity} has a field ${fact.name} already`);
  else fields[`~${fact.name}`] = fact;
}
