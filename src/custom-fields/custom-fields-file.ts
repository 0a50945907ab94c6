import { readFileSync, statSync } from 'node:fs';
import { upperFirst } from '../catalog/letter-case.ts';
import type { CustomFieldFact, CustomFieldOwnerType } from '../catalog/types.ts';
import { ConfigError } from '../config/config-error.ts';
import { isJsonObject } from '../values.ts';
import { repeatedKeys } from './repeated-keys.ts';

/** A firm's custom fields, by type of record and GraphQL name. */
export type FirmFields = Readonly<
  Record<CustomFieldOwnerType, Readonly<Record<string, Omit<CustomFieldFact, 'name'>>>>
>;

/** The types of records that can have custom fields. */
export const ownerTypes = ['Contact', 'Matter'] as const satisfies readonly CustomFieldOwnerType[];

/** Clio's types of custom fields. */
export const fieldTypes: ReadonlySet<string> = new Set([
  ...['checkbox', 'contact', 'currency', 'date', 'email', 'matter', 'numeric', 'picklist', 'text_area'],
  ...['text_line', 'time', 'url'],
]);

/** The version of the file's form. A form that this gateway cannot read will have a higher number. */
const fileVersion = 1;
/** The file of a firm with a thousand fields has a few hundred kilobytes. */
const maxBytes = 5_000_000;
const maxShownProblems = 20;

/** @throws ConfigError that lists all problems of the file. */
export function readCustomFields(file: string): FirmFields {
  let text: string;
  try {
    if (statSync(file).size > maxBytes)
      throw new ConfigError([
        `${file} is larger than ${maxBytes / 1e6} MB: it is not a file of custom fields`,
      ]);
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError(
      [`The custom fields in ${file} cannot be read. Write them with clio-graphql custom-fields pull`],
      { cause: error },
    );
  }
  return parseCustomFields(text, file);
}

/**
 * @param file Name of the file in messages.
 * @throws ConfigError that lists all problems of the text.
 */
export function parseCustomFields(text: string, file: string): FirmFields {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw new ConfigError([`The custom fields in ${file} are not JSON`], { cause: error });
  }
  if (!isJsonObject(content))
    throw new ConfigError([`${file} must contain a JSON object with "Contact" and "Matter"`]);
  const { version = fileVersion, ...owners } = content;
  // A file of another version can have any form, so nothing else is checked.
  if (version !== fileVersion)
    throw new ConfigError([
      `${file} has version ${JSON.stringify(version)}, but this gateway reads version ${fileVersion}. Write the file with clio-graphql custom-fields pull of the same release`,
    ]);
  const problems = [
    ...repeatedKeys(text, content).map((place) => `${file}: ${place} occurs twice`),
    ...Object.keys(owners)
      .filter((key) => !ownerTypes.some((owner) => owner === key))
      .map((key) => `${file}: ${JSON.stringify(key)} must be "Contact" or "Matter"`),
  ];
  const ids = new Set<string>();
  for (const owner of ownerTypes) {
    const fields = owners[owner] ?? {};
    if (isJsonObject(fields)) problems.push(...checkFields(fields, () => `${file}: ${owner}`, ids));
    else problems.push(`${file}: "${owner}" must be an object of fields by name`);
  }
  if (problems.length > maxShownProblems)
    problems.splice(maxShownProblems, problems.length, `… and ${problems.length - maxShownProblems} more`);
  if (problems.length > 0) throw new ConfigError(problems);
  const { Contact = {}, Matter = {} } = owners as Partial<FirmFields>;
  return { Contact, Matter };
}

/** The file's text, sorted by name so that two states can be compared line by line. */
export function printCustomFields(fields: FirmFields): string {
  const sorted: Record<string, unknown> = { version: fileVersion };
  for (const owner of ownerTypes) sorted[owner] = byName(fields[owner], printField);
  return `${JSON.stringify(sorted, null, 2)}\n`;
}

function printField(fact: Omit<CustomFieldFact, 'name'>): object {
  const { id, label, type, required, deleted, several, options } = fact;
  return {
    id,
    label,
    type,
    required,
    deleted,
    several,
    options: options && byName(options, (option) => option),
  };
}

function byName<T>(all: Readonly<Record<string, T>>, print: (one: T) => object): Record<string, object> {
  const names = Object.keys(all).sort();
  return Object.fromEntries(names.map((name) => [name, print(all[name] as T)]));
}

const namePattern = /^(?!__)[A-Za-z_]\w*$/;
const keysOfField = ['id', 'label', 'type', 'required', 'deleted', 'several', 'options'];
const keysOfOption = ['id', 'label', 'deleted'];

/** A place in the file. A function, because a firm has thousands of places and only messages show them. */
type Place = () => string;

/** @param ids Ids of the fields that were checked before. */
function checkFields(fields: Readonly<Record<string, unknown>>, at: Place, ids: Set<string>): string[] {
  const problems: string[] = [];
  const names = new Map<string, string>();
  for (const [name, fact] of Object.entries(fields)) {
    const place = placeOf(at, name);
    const same = names.get(upperFirst(name));
    names.set(upperFirst(name), name);
    if (!namePattern.test(name)) problems.push(`${place()} is not a GraphQL name`);
    // graphql-js would read a property that an input inherits as the value of such a field.
    else if (name in Object.prototype)
      problems.push(`${place()} is the name of a property that every object has`);
    // Types are named after fields, with a capital first.
    else if (same !== undefined)
      problems.push(`${place()} differs from "${same}" only in the case of its first letter`);
    if (
      !isJsonObject(fact) ||
      !isId(fact.id) ||
      typeof fact.label !== 'string' ||
      !fieldTypes.has(String(fact.type))
    ) {
      problems.push(`${place()} needs an "id", a "label", and a "type" of ${[...fieldTypes].join(', ')}`);
      continue;
    }
    problems.push(...checkKeys(fact, keysOfField, place));
    if (ids.has(String(fact.id))) problems.push(`${place()} has the id of another field`);
    ids.add(String(fact.id));
    if (fact.type === 'picklist') problems.push(...checkOptions(fact.options, place));
    else if (fact.options !== undefined) problems.push(`${place()} has "options", but is not a picklist`);
  }
  return problems;
}

function checkOptions(options: unknown, at: Place): string[] {
  if (!isJsonObject(options)) return [`${at()} needs its "options"`];
  const ids = new Set<unknown>();
  return Object.entries(options).flatMap(([name, option]) => {
    const place = placeOf(placeOf(at, 'options'), name);
    if (!namePattern.test(name) || ['true', 'false', 'null'].includes(name))
      return [`${place()} is not a GraphQL name`];
    if (!isJsonObject(option) || !isId(option.id) || typeof option.label !== 'string')
      return [`${place()} needs an "id" and a "label"`];
    const isSecond = ids.has(option.id);
    ids.add(option.id);
    return [
      ...checkKeys(option, keysOfOption, place),
      ...(isSecond ? [`${place()} has the id of another option`] : []),
    ];
  });
}

/** Reports unknown keys, because a misspelt key would have no effect. */
function checkKeys(
  fact: Readonly<Record<string, unknown>>,
  known: readonly string[],
  at: Place,
): readonly string[] {
  return Object.entries(fact).flatMap(([key, value]) => {
    if (!known.includes(key)) return [`${placeOf(at, key)()} is unknown`];
    const isFlag = key === 'required' || key === 'deleted' || key === 'several';
    return isFlag && typeof value !== 'boolean' ? [`${at()}.${key} must be true or false`] : [];
  });
}

const maxShownName = 60;

/** A place is one line, even if the name has line breaks. */
function placeOf(at: Place, name: string): Place {
  return () => {
    if (/^\w+$/.test(name) && name.length <= maxShownName) return `${at()}.${name}`;
    const shown = name.length > maxShownName ? `${name.slice(0, maxShownName)}…` : name;
    return `${at()}.${JSON.stringify(shown)}`;
  };
}

function isId(value: unknown): boolean {
  return typeof value === 'string' && /^[1-9]\d{0,18}$/.test(value);
}
