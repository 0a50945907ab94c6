import { upperFirst } from '../catalog/letter-case.ts';
import type { CustomFieldFact, CustomFieldOption } from '../catalog/types.ts';
import type { CustomField, PicklistOption } from '../writes/custom-fields.ts';
import { type FirmFields, fieldTypes, ownerTypes } from './custom-fields-file.ts';
import { fieldName, freeName, optionName } from './names.ts';

export type { CustomField };

/** The updated file, and its differences from the old one. */
export interface Followed {
  readonly fields: FirmFields;
  /** A line for each difference, sorted: `+ Matter.court: new, picklist`. */
  readonly differences: readonly string[];
}

type Fact = Omit<CustomFieldFact, 'name'>;
type Facts = Readonly<Record<string, Fact>>;

/**
 * Updates a file with the firm's fields in Clio. A field is known by its id, so its name in the file remains when
 * its label changes. A field that the firm deleted remains, marked as deleted, so that operations with it stay valid.
 */
export function followFirm(file: FirmFields, firm: readonly CustomField[]): Followed {
  const differences: string[] = [];
  const followed = ownerTypes.map((owner) => {
    const own = firm.filter((one) => one.owner === owner && fieldTypes.has(one.type));
    return [owner, followFields(file[owner], own, owner, differences)] as const;
  });
  return { fields: Object.fromEntries(followed) as FirmFields, differences: differences.sort(byPlace) };
}

/** Compares the fields, and not the signs in front of them. */
function byPlace(a: string, b: string): number {
  return a.slice(2) < b.slice(2) ? -1 : 1;
}

function followFields(
  file: Facts,
  firm: readonly CustomField[],
  owner: string,
  differences: string[],
): Facts {
  const ids = new Set(Object.values(file).map(({ id }) => id));
  // No operation uses a field that was deleted before it was in the file.
  const current = firm.filter(({ id, deleted }) => ids.has(id) || !deleted);
  const fields: Record<string, Fact> = {};
  for (const [name, field] of nameAll(file, current, (one) => fieldName(one.name, one.id)))
    fields[name] = followField(file[name], field, `${owner}.${name}`, differences);
  return { ...fields, ...markMissing(file, fields, owner, differences) };
}

function followField(before: Fact | undefined, field: CustomField, at: string, differences: string[]): Fact {
  const { id, name: label, type, required, deleted } = field;
  if (!before) differences.push(`+ ${at}: new, ${type} ${JSON.stringify(label)}`);
  else {
    compare(before, { label, deleted }, at, differences);
    if (before.type !== type) differences.push(`~ ${at}: the type ${before.type} is now ${type}`);
    if ((before.required ?? false) !== required)
      differences.push(`~ ${at}: is ${required ? 'now' : 'no longer'} required`);
  }
  return {
    id,
    label,
    type,
    ...(required ? { required } : {}),
    ...(deleted ? { deleted } : {}),
    ...(before?.several ? { several: true } : {}),
    ...(type === 'picklist' ? { options: followOptions(before, field.options, at, differences) } : {}),
  };
}

function followOptions(
  before: Fact | undefined,
  firm: readonly PicklistOption[],
  at: string,
  differences: string[],
): Readonly<Record<string, CustomFieldOption>> {
  const file = before?.options ?? {};
  // The options of a new picklist are not listed as differences.
  const listed = before?.options ? differences : [];
  const options: Record<string, CustomFieldOption> = {};
  for (const [name, option] of nameAll(file, firm, (one) => optionName(one.label, one.id), '_')) {
    const { id, label, deleted } = option;
    const known = file[name];
    if (known) compare(known, option, `${at}.${name}`, listed);
    else listed.push(`+ ${at}.${name}: new option ${JSON.stringify(label)}`);
    options[name] = { id, label, ...(deleted ? { deleted } : {}) };
  }
  return { ...options, ...markMissing(file, options, at, listed) };
}

/** Pairs the firm's fields or options, in order of their ids, with their names in the file or with new names. */
function nameAll<T extends { readonly id: string }>(
  file: Readonly<Record<string, { readonly id: string }>>,
  firm: readonly T[],
  propose: (one: T) => string,
  separator = '',
): (readonly [name: string, T])[] {
  const names = new Map(Object.entries(file).map(([name, { id }]) => [id, name]));
  const taken = new Set(Object.keys(file).map(upperFirst));
  return [...firm]
    .sort((a, b) => Number(a.id) - Number(b.id))
    .map((one) => {
      const name = names.get(one.id) ?? freeName(propose(one), taken, separator);
      taken.add(upperFirst(name));
      return [name, one] as const;
    });
}

type Labelled = Pick<CustomFieldOption, 'label' | 'deleted'>;

function compare(before: Labelled, after: Labelled, at: string, differences: string[]): void {
  if (before.label !== after.label)
    differences.push(
      `~ ${at}: the label ${JSON.stringify(before.label)} is now ${JSON.stringify(after.label)}`,
    );
  if (!before.deleted && after.deleted) differences.push(`- ${at}: deleted in Clio`);
  if (before.deleted && !after.deleted) differences.push(`+ ${at}: restored in Clio`);
}

/** Marks what Clio no longer lists as deleted. */
function markMissing<T extends Labelled>(
  file: Readonly<Record<string, T>>,
  current: Readonly<Record<string, T>>,
  at: string,
  differences: string[],
): Readonly<Record<string, T>> {
  const missing = Object.entries(file).filter(([name]) => !Object.hasOwn(current, name));
  for (const [name, { deleted }] of missing)
    if (!deleted) differences.push(`- ${at}.${name}: deleted in Clio`);
  return Object.fromEntries(missing.map(([name, one]) => [name, { ...one, deleted: true }]));
}
