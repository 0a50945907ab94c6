import { readdirSync, readFileSync } from 'node:fs';
import { parse as parseYaml } from 'yaml';
import { ImportError } from './import-error.ts';

/** The project's own wording, from `schema/descriptions/*.yml`. Keys are GraphQL names. */
export interface Descriptions {
  /** By type. */
  readonly types: Readonly<Record<string, string>>;
  /** By field name, for every type without an entry in `typeFields`. */
  readonly fields: Readonly<Record<string, string>>;
  /** By `Type.field`. */
  readonly typeFields: Readonly<Record<string, string>>;
  /** By enum. */
  readonly enums: Readonly<Record<string, string>>;
  /** By `Enum.VALUE`. Orders, colours and initials are described by their names. */
  readonly enumValues: Readonly<Record<string, string>>;
  /** By name of an argument or a filter's field, for all without an entry in `typeArguments`. */
  readonly arguments: Readonly<Record<string, string>>;
  /** By name of an input's field, where neither the type's field nor `typeArguments` says it. */
  readonly inputFields: Readonly<Record<string, string>>;
  /** By `Type.field.argument`, `Filter.field` or `Input.field`. */
  readonly typeArguments: Readonly<Record<string, string>>;
}

const sections = [
  'types',
  'fields',
  'typeFields',
  'enums',
  'enumValues',
  'arguments',
  'inputFields',
  'typeArguments',
] as const;

/** @throws ImportError for an unknown section, or a key that two files describe. */
export function readDescriptions(folder: URL): Descriptions {
  const all = Object.fromEntries(sections.map((section) => [section, {}])) as Record<
    (typeof sections)[number],
    Record<string, string>
  >;
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith('.yml')) continue;
    const parsed = (parseYaml(readFileSync(new URL(file, folder), 'utf8')) ?? {}) as Record<
      string,
      Record<string, string>
    >;
    for (const [section, entries] of Object.entries(parsed)) {
      const target = all[section as (typeof sections)[number]];
      if (!target)
        throw new ImportError(`${file}: unknown section "${section}" (there are ${sections.join(', ')})`);
      for (const [key, text] of Object.entries(entries ?? {})) {
        if (key in target) throw new ImportError(`${file}: ${section}: "${key}" is described twice`);
        target[key] = text;
      }
    }
  }
  return all;
}
