import { readdirSync, readFileSync } from 'node:fs';
import { parse as parseYaml } from 'yaml';
import { ImportError } from './import-error.ts';

const sections = [
  /** By type. */
  'types',
  /** By field name, for every type without an entry in `typeFields`. */
  'fields',
  /** By `Type.field`. */
  'typeFields',
  /** By enum. */
  'enums',
  /** By `Enum.VALUE`. Orders, colours and initials need none. */
  'enumValues',
  /** By name of an argument or a filter's field without an entry in `typeArguments`. */
  'arguments',
  /** By name of an input's field that neither the type's field nor `typeArguments` describes. */
  'inputFields',
  /** By `Type.field.argument`, `Filter.field` or `Input.field`. */
  'typeArguments',
] as const;
type Section = (typeof sections)[number];

/** The descriptions in `schema/descriptions/*.yml`. Keys are GraphQL names. */
export type Descriptions = Readonly<Record<Section, Readonly<Record<string, string>>>>;

/** @throws ImportError for an unknown section, or a key that two files describe. */
export function readDescriptions(folder: URL): Descriptions {
  const all = Object.fromEntries(sections.map((section) => [section, {}])) as Record<
    Section,
    Record<string, string>
  >;
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith('.yml')) continue;
    const parsed = (parseYaml(readFileSync(new URL(file, folder), 'utf8')) ?? {}) as Record<
      string,
      Record<string, string>
    >;
    for (const [section, entries] of Object.entries(parsed)) {
      const target = all[section as Section];
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
