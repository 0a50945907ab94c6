import type { Catalog } from '../catalog/catalog.ts';
import type { UploadFact } from '../catalog/uploads.ts';
import { batchLimit } from './batch-limit.ts';
import { addFields, type FieldTree, printFields } from './fields.ts';
import { type FieldPlan, fieldTree, type HopTarget, type OperationPlan, type RecordPlan } from './plan.ts';

/** A kind of call in a plan, and the calls that follow from its answers. */
export interface PlannedCall {
  readonly method: string;
  /** Path with placeholders; `{id}` stands for each id, where records are loaded one by one. */
  readonly path: string;
  /** The `fields` parameter. */
  readonly fields: string;
  /** `once`; `perParent` for each parent record; `batch` of ids, at most `batchSize` in a call; `perId`. */
  readonly repeat: 'once' | 'perParent' | 'batch' | 'perId';
  readonly batchSize?: number;
  /** GraphQL positions that it serves, from the root, in response keys. */
  readonly serves: readonly string[];
  readonly next: readonly PlannedCall[];
}

/** A plan as data that a person or a tool can read. */
export function describePlan(catalog: Catalog, plan: OperationPlan): readonly PlannedCall[] {
  return [...plan.fields].flatMap(([key, field]) => describeField(catalog, field, [key], true));
}

function describeField(
  catalog: Catalog,
  plan: FieldPlan,
  at: readonly string[],
  root: boolean,
): PlannedCall[] {
  const { field } = plan;
  if (field.kind === 'byId') {
    return field.byType.possible.flatMap((type) => {
      const target = plan.forType(type);
      const bare =
        target &&
        field.place.type === null &&
        target.plan.values.size <= 1 &&
        target.plan.nested.length === 0 &&
        target.plan.hops.length === 0;
      return target && !bare ? [describeLoad(catalog, target, at)] : [];
    });
  }
  if (field.kind === 'customFields') return describeCustomFields(catalog, plan, at);
  const { operation } = field.place;
  const records = plan.plans.map((record, index) => ({
    record,
    at: [...at, ...(positionsOf(field)[index]?.path ?? [])],
  }));
  const tree: FieldTree = new Map();
  for (const { record } of records) addFields(tree, fieldTree(record));
  const call: PlannedCall = {
    method: operation.method,
    path: operation.path,
    fields: printFields(tree),
    repeat: root ? 'once' : 'perParent',
    serves: records.length === 0 ? [at.join('.')] : records.map((one) => one.at.join('.')),
    next: records.flatMap((one) => describeRecord(catalog, one.record, one.at)),
  };
  return [
    field.kind === 'write' && field.place.upload ? describeUpload(catalog, field.place.upload, call) : call,
  ];
}

/** The call that makes the record comes first; the file itself goes elsewhere, and is no call to Clio. */
function describeUpload(catalog: Catalog, { create, version }: UploadFact, last: PlannedCall): PlannedCall {
  const { method, path } = catalog.operation(create);
  const { repeat, serves } = last;
  return { method, path, fields: `id,${version}`, repeat, serves, next: [last] };
}

/** The reads come first, then the write to the record of the one type that it is. */
function describeCustomFields(catalog: Catalog, plan: FieldPlan, at: readonly string[]): PlannedCall[] {
  if (plan.field.kind !== 'customFields') return [];
  const { positions, place } = plan.field;
  const once = { repeat: 'once' as const, serves: [at.join('.')] };
  const owners = [...place.owners].map(([type, { show, update }]): PlannedCall => {
    const tree: FieldTree = new Map();
    const own = plan.plans.flatMap((record, index) =>
      record.type === type ? [{ record, at: [...at, ...(positions[index]?.path ?? [])] }] : [],
    );
    for (const { record } of own) addFields(tree, fieldTree(record));
    const fields = printFields(tree);
    const next = own.flatMap((one) => describeRecord(catalog, one.record, one.at));
    const write: PlannedCall = { ...once, method: update.method, path: update.path, fields, next };
    addFields(tree, place.valueFields);
    return { ...once, method: show.method, path: show.path, fields: printFields(tree), next: [write] };
  });
  const { method, path } = place.definitions;
  return [{ ...once, method, path, fields: place.definitionFields, next: [] }, ...owners];
}

function positionsOf(field: FieldPlan['field']): readonly { readonly path: readonly string[] }[] {
  if (field.kind === 'list') return field.connection.positions;
  return field.kind === 'write' ? field.positions : [];
}

function describeRecord(catalog: Catalog, plan: RecordPlan, at: readonly string[]): PlannedCall[] {
  return [
    ...plan.nested.flatMap(({ responseKey, plan: inner }) =>
      describeRecord(catalog, inner, [...at, responseKey]),
    ),
    ...plan.hops.flatMap((hop) =>
      hop.targets
        .filter((target) => target.load)
        .map((target) => describeLoad(catalog, target, [...at, hop.responseKey])),
    ),
    ...plan.fields.flatMap((field) => describeField(catalog, field, [...at, field.field.responseKey], false)),
  ];
}

function describeLoad(catalog: Catalog, target: HopTarget, at: readonly string[]): PlannedCall {
  const load = catalog.load(target.entity)?.load;
  const batch = load?.batch !== undefined && (load.requires ?? []).every((name) => name in target.query);
  const operation = catalog.operation((batch ? load?.batch : (load?.show ?? load?.batch)) ?? '');
  return {
    method: 'GET',
    path: operation.path,
    fields: printFields(fieldTree(target.plan)),
    repeat: batch ? 'batch' : 'perId',
    ...(batch ? { batchSize: batchLimit(operation) } : {}),
    serves: [at.join('.')],
    next: describeRecord(catalog, target.plan, at),
  };
}
