import type { Catalog, CatalogOperation } from '../catalog/catalog.ts';
import type { UploadFact } from '../catalog/operation-facts.ts';
import type { Args } from './argument-values.ts';
import type { CustomFieldOwner, CustomInputFact, WriteEndpoint } from './field-endpoints.ts';
import type { FieldTree } from './fields.ts';
import { joinTrees, type RecordPlan } from './plan.ts';
import type { Price } from './price-operation.ts';
import type { WriteSelection } from './selection.ts';

export interface WriteStep {
  readonly operation: CatalogOperation;
  /** The requested fields: the `fields` parameter, or trees to join. */
  readonly fields: string | readonly FieldTree[];
  /** Number of rounds of the field's calls before it. */
  readonly round: number;
  /** How many times it is made. */
  readonly calls: Price;
  /** Name of what it reads, if one read serves all fields of the operation. */
  readonly shared?: string;
}

const once: Price = { min: 1, expected: 1, max: 1 };

/** Setting custom fields reads and writes the record, and does both again if it changed in between. */
const customFieldsAttempts = 2;

/**
 * The calls of a mutation's field, in their order. Sending the file of an upload is not a call to Clio.
 *
 * @param plans Plans of the records that it returns.
 */
export function writeSteps(
  catalog: Catalog,
  field: WriteSelection,
  plans: readonly RecordPlan[],
  args: Args,
): readonly WriteStep[] {
  switch (field.kind) {
    case 'upload': {
      const { operation, upload } = field.endpoint;
      const { show, create, version } = upload;
      const name = { operation: catalog.operation(show), fields: 'id,name' };
      const calls = [
        ...(readsName(upload, args) ? [name] : []),
        { operation: catalog.operation(create), fields: `id,${version}` },
        { operation, fields: [joinTrees(plans)] },
      ];
      return calls.map((call, round) => ({ round, calls: once, ...call }));
    }
    case 'customFields': {
      const { owners, definitions, definitionFields, valueFields } = field.endpoint;
      const owner = owners.get(subjectType(args));
      if (!owner) return [];
      const own = joinTrees(plansWritten(field, plans, args));
      return [
        { operation: definitions, fields: definitionFields, round: 0, calls: once },
        ...readAndWrite(owner, [own, valueFields], own, 0),
      ];
    }
    case 'write': {
      const { operation, custom } = field.endpoint;
      const own = joinTrees(plans);
      const list = codeListOf(field.endpoint, args);
      const codes: WriteStep[] =
        list === undefined
          ? []
          : [{ operation: catalog.operation(list), fields: codeFields, round: 0, calls: once, shared: list }];
      if (!custom?.show || !setsCustomFields(custom, inputOf(args)))
        return [...codes, { operation, fields: [own], round: codes.length, calls: once }];
      const { show, valueFields } = custom;
      const more = writesMore(args);
      const read = more ? [valueFields] : [own, valueFields];
      const steps = readAndWrite({ show, update: operation }, read, own, more ? 1 : 0);
      return [...codes, ...steps.map((step) => ({ ...step, round: step.round + codes.length }))];
    }
  }
}

/** The read of a record's custom fields, and the write, which follows if something differs. */
function readAndWrite(
  { show, update }: CustomFieldOwner,
  read: readonly FieldTree[],
  written: FieldTree,
  leastWrites: number,
): WriteStep[] {
  const calls: Price = { min: 1, expected: 1, max: customFieldsAttempts };
  return [
    { operation: show, fields: read, round: 0, calls },
    { operation: update, fields: [written], round: 1, calls: { ...calls, min: leastWrites } },
  ];
}

/** The plans that a mutation's field uses. If there are several types, those of the record's type. */
export function plansWritten(
  { kind }: WriteSelection,
  plans: readonly RecordPlan[],
  args: Args,
): readonly RecordPlan[] {
  if (kind !== 'customFields') return plans;
  const type = subjectType(args);
  return plans.filter((one) => one.type === type);
}

export const codeFields = 'id,code,type';

/** Whether an input gives values of the firm's own fields. */
export function setsCustomFields(custom: CustomInputFact | null, input: Args): custom is CustomInputFact {
  return custom !== null && Object.keys(input.custom ?? {}).length > 0;
}

/** Input fields that are not written to the record. */
const aboutTheWrite: ReadonlySet<string> = new Set(['id', 'ifMatch', 'verify', 'custom']);

/** Whether a mutation writes anything besides custom fields. */
function writesMore(args: Args): boolean {
  return Object.keys(inputOf(args)).some((name) => !aboutTheWrite.has(name));
}

/** Whether an upload first reads the document's name: a new version without a name keeps it. */
function readsName({ of, ownType }: UploadFact, args: Args): boolean {
  const { name, parent } = inputOf(args);
  return typeof name !== 'string' && (of !== null || (parent as Args | undefined)?.type === ownType);
}

/** The list that is read for the codes of a write's input; undefined without codes. */
function codeListOf({ operation: { codes } }: WriteEndpoint, args: Args): string | undefined {
  const input = inputOf(args);
  return Object.entries(codes ?? {}).find(([name]) => typeof input[name] === 'string')?.[1].list;
}

/** GraphQL type of the record whose custom fields are set. */
function subjectType(args: Args): string {
  const [type = ''] = String(inputOf(args).record).split(':');
  return type;
}

function inputOf({ input }: Args): Args {
  return (input ?? {}) as Args;
}
