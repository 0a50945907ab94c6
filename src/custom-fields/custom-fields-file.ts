import { readFileSync } from 'node:fs';
import type { CustomFieldFact, CustomFieldOption, CustomFieldOwnerType } from '../catalog/types.ts';
import { ConfigError } from '../config/config-error.ts';

/** A firm's custom fields, by the records that have them and by GraphQL name. */
export type FirmFields = Readonly<
  Record<CustomFieldOwnerType, Readonly<Record<string, Omit<CustomFieldFact, 'name'>>>>
>;

/** The records that can have custom fields. */
export const ownerTypes = ['Contact', 'Matter'] as const satisfies readonly CustomFieldOwnerType[];

/** Clio's types of custom fields. */
export const fieldTypes: ReadonlySet<string> = new Set([
  ...['checkbox', 'contact', 'currency', 'date', 'email', 'matter', 'numeric', 'picklist', 'text_area'],
  ...['text_line', 'time', 'url'],
]);

/** @throws ConfigError that lists everything that is wrong with the file. */
export function readCustomFields(file: string): FirmFields {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigError(
      [`The custom fields in ${file} cannot be read. Write them with clio-graphql custom-fields pull`],
      {
        cause: error,
      },
    );
  }
  return parseCustomFields(text, file);
}

/**
 * @param file Name of the file in messages.
 * @throws ConfigError that lists everything that is wrong with the text.
 */
export function parseCustomFields(text: string, file: string): FirmFields {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw new ConfigError([`The custom fields in ${file} are not JSON`], { cause: error });
  }
  const problems: string[] = [];
  if (!isObject(content))
    throw new ConfigError([`${file} must hold a JSON object with "Contact" and "Matter"`]);
  for (const key of Object.keys(content))
    if (!ownerTypes.some((owner) => owner === key))
      problems.push(`${file}: "${key}" must be "Contact" or "Matter"`);
  for (const owner of ownerTypes) {
    const fields = content[owner] ?? {};
    if (isObject(fields)) problems.push(...checkFields(fields, `${file}: ${owner}`));
    else problems.push(`${file}: "${owner}" must be an object of fields by name`);
  }
  if (problems.length > 0) throw new ConfigError(problems);
  const { Contact = {}, Matter = {} } = content as Partial<FirmFields>;
  return { Contact, Matter };
}

/** The file's text: sorted by name, so that two versions can be compared line by line. */
export function printCustomFields(fields: FirmFields): string {
  const sorted: Record<string, object> = {};
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

function checkFields(fields: Readonly<Record<string, unknown>>, at: string): string[] {
  const problems: string[] = [];
  const ids = new Set<string>();
  for (const [name, fact] of Object.entries(fields)) {
    const place = `${at}.${name}`;
    if (!namePattern.test(name)) problems.push(`${place} is not a GraphQL name`);
    if (
      !isObject(fact) ||
      !isId(fact.id) ||
      typeof fact.label !== 'string' ||
      !fieldTypes.has(String(fact.type))
    ) {
      problems.push(`${place} needs an "id", a "label", and a "type" of ${[...fieldTypes].join(', ')}`);
      continue;
    }
    if (ids.has(String(fact.id))) problems.push(`${place} has the id of another field`);
    ids.add(String(fact.id));
    if (fact.type === 'picklist') problems.push(...checkOptions(fact.options, place));
  }
  return problems;
}

function checkOptions(options: unknown, at: string): string[] {
  if (!isObject(options)) return [`${at} needs its "options"`];
  return Object.entries(options as Readonly<Record<string, Partial<CustomFieldOption> | null>>).flatMap(
    ([name, option]) => {
      if (!namePattern.test(name) || ['true', 'false', 'null'].includes(name))
        return [`${at}.options.${name} is not a GraphQL name`];
      return isId(option?.id) && typeof option?.label === 'string'
        ? []
        : [`${at}.options.${name} needs an "id" and a "label"`];
    },
  );
}

function isId(value: unknown): boolean {
  return typeof value === 'string' && /^\d+$/.test(value);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
