import { upperFirst } from '../catalog/letter-case.ts';
import type { CustomFieldFact, CustomFieldOption } from '../catalog/types.ts';
import type { CustomField, PicklistOption } from '../writes/custom-fields.ts';
import { type FirmFields, fieldTypes, ownerTypes } from './custom-fields-file.ts';
import { fieldName, freeName, optionName } from './names.ts';

export type { CustomField };

/** The updated file, and how it differs from the one before. */
export interface Followed {
  readonly fields: FirmFields;
  /** A line for each difference, sorted: `+ Matter.court: new, picklist`. */
  readonly differences: readonly string[];
}

type Fact = Omit<CustomFieldFact, 'name'>;
type Facts = Readonly<Record<string, Fact>>;

/**
 * Brings a file up to date with the firm. A field is followed by its id: its name in the file stays whatever happens to its label.
 * A field that the firm deleted stays too, marked, so that operations that name it remain valid.
 */
export function followFirm(file: FirmFields, firm: readonly CustomField[]): Followed {
  const differences: string[] = [];
  const known = firm.filter((one) => fieldTypes.has(one.type)).sort((a, b) => Number(a.id) - Number(b.id));
  const followed = ownerTypes.map((owner) => {
    const own = known.filter((one) => one.owner === owner);
    return [owner, followFields(file[owner], own, owner, differences)] as const;
  });
  return { fields: Object.fromEntries(followed) as FirmFields, differences: differences.sort(byPlace) };
}

/** By the field, and not by the sign in front. */
function byPlace(a: string, b: string): number {
  return a.slice(2) < b.slice(2) ? -1 : 1;
}

function followFields(
  file: Facts,
  firm: readonly CustomField[],
  owner: string,
  differences: string[],
): Facts {
  const fields: Record<string, Fact> = {};
  const names = new Map(Object.entries(file).map(([name, { id }]) => [id, name]));
  const taken = new Set(Object.keys(file).map(upperFirst));
  const found = new Set<string>();
  for (const field of firm) {
    const known = names.get(field.id);
    // No operation uses a field that was deleted before it came into the file.
    if (known === undefined && field.deleted) continue;
    found.add(field.id);
    const name = known ?? freeName(fieldName(field.name, field.id), taken);
    taken.add(upperFirst(name));
    fields[name] = followField(file[name], field, `${owner}.${name}`, differences);
  }
  for (const [name, fact] of Object.entries(file)) {
    if (found.has(fact.id)) continue;
    if (!fact.deleted) differences.push(`- ${owner}.${name}: deleted in Clio`);
    fields[name] = { ...fact, deleted: true };
  }
  return fields;
}

function followField(before: Fact | undefined, field: CustomField, at: string, differences: string[]): Fact {
  const { id, name: label, type } = field;
  if (!before) differences.push(`+ ${at}: new, ${type} ${JSON.stringify(label)}`);
  else {
    if (before.label !== label)
      differences.push(`~ ${at}: the label ${JSON.stringify(before.label)} is now ${JSON.stringify(label)}`);
    if (before.type !== type) differences.push(`~ ${at}: the type ${before.type} is now ${type}`);
    if ((before.required ?? false) !== field.required)
      differences.push(`~ ${at}: is ${field.required ? 'now' : 'no longer'} required`);
    if (before.deleted !== true && field.deleted) differences.push(`- ${at}: deleted in Clio`);
    if (before.deleted && !field.deleted) differences.push(`+ ${at}: restored in Clio`);
  }
  return {
    id,
    label,
    type,
    ...(field.required ? { required: true } : {}),
    ...(field.deleted ? { deleted: true } : {}),
    ...(before?.several ? { several: true } : {}),
    ...(type === 'picklist' ? { options: followOptions(before, field.options, at, differences) } : {}),
  };
}

type Options = Readonly<Record<string, CustomFieldOption>>;

function followOptions(
  before: Fact | undefined,
  firm: readonly PicklistOption[],
  at: string,
  differences: string[],
): Options {
  const file = before?.options ?? {};
  const note = (line: string): void => {
    if (before?.options) differences.push(line);
  };
  const options: Record<string, CustomFieldOption> = {};
  const names = new Map(Object.entries(file).map(([name, { id }]) => [id, name]));
  const taken = new Set(Object.keys(file).map(upperFirst));
  for (const { id, label, deleted } of [...firm].sort((a, b) => Number(a.id) - Number(b.id))) {
    const name = names.get(id) ?? freeName(optionName(label, id), taken, '_');
    taken.add(upperFirst(name));
    const known = file[name];
    const place = `${at}.${name}`;
    if (!known) note(`+ ${place}: new option ${JSON.stringify(label)}`);
    else if (known.label !== label)
      note(`~ ${place}: the label ${JSON.stringify(known.label)} is now ${JSON.stringify(label)}`);
    if (known && (known.deleted ?? false) !== deleted)
      note(`${deleted ? '-' : '+'} ${place}: ${deleted ? 'deleted' : 'restored'} in Clio`);
    options[name] = { id, label, ...(deleted ? { deleted: true } : {}) };
  }
  for (const [name, option] of Object.entries(file)) {
    if (options[name]) continue;
    if (!option.deleted) note(`- ${at}.${name}: deleted in Clio`);
    options[name] = { ...option, deleted: true };
  }
  return options;
}
