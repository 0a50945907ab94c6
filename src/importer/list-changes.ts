import { buildSchema, findBreakingChanges, type GraphQLSchema, isEnumType } from 'graphql';
import { camelCase } from '../catalog/letter-case.ts';
import type { CatalogData } from '../catalog/types.ts';
import type { Corrections } from './corrections.ts';
import { compare } from './sorting.ts';

/**
 * The breaking changes since a released schema, as rows of a Markdown table: before, now.
 *
 * @param names Old name of a type → new name.
 * @param fields Removed field of a current type, as `Type.field` → its replacement.
 */
export function listChanges(
  released: string,
  current: string,
  names: ReadonlyMap<string, string>,
  fields: ReadonlyMap<string, string> = new Map(),
): readonly string[] {
  const before = buildSchema(released);
  const after = buildSchema(current);
  const renamed = new Map(
    [...equalEnums(before, after), ...names, ...namesInstead(before, after)].filter(
      ([old, name]) => before.getType(old) && !after.getType(old) && after.getType(name),
    ),
  );
  const gone = [...goneFields(before, after, renamed), ...removed(before, after, renamed)];
  return [...renameRows(renamed), ...goneRows(gone, fields), ...otherRows(before, after, renamed)];
}

/** Old name of a type → new name, from the corrections. */
export function newNames({ sameEnums, sameInputs }: Corrections): ReadonlyMap<string, string> {
  return new Map([
    ...sameEnums.flatMap((entry) => entry.as.map((old) => [old, entry.enum] as const)),
    ...sameInputs.flatMap((entry) => entry.as.map((old) => [old, entry.input] as const)),
  ]);
}

/** Removed enum of inputs → the only current enum with the same values. Removed inputs do not show their fields' new types. */
function equalEnums(before: GraphQLSchema, after: GraphQLSchema): (readonly [string, string])[] {
  const enums = Object.values(after.getTypeMap()).filter(isEnumType);
  return Object.values(before.getTypeMap()).flatMap((type) => {
    if (!isEnumType(type) || !/(Input|Filter)$/.test(type.name)) return [];
    const values = memberNames(before, type.name).join();
    const [only, ...others] = enums.filter(({ name }) => memberNames(after, name).join() === values);
    return only && others.length === 0 ? [[type.name, only.name] as const] : [];
  });
}

/** Removed type of a field or argument → its new type. */
function namesInstead(before: GraphQLSchema, after: GraphQLSchema): (readonly [string, string])[] {
  return findBreakingChanges(before, after).flatMap(({ description }) => {
    const [, from, to] = / changed type from (\S+) to (\S+)\.$/.exec(description) ?? [];
    return from && to ? [[bare(from), bare(to)] as const] : [];
  });
}

/** A row for each new name, with the old names. */
function renameRows(renamed: ReadonlyMap<string, string>): string[] {
  const byName = new Map<string, string[]>();
  for (const [old, name] of renamed) byName.set(name, [...(byName.get(name) ?? []), old]);
  return [...byName]
    .sort(([a], [b]) => compare(a, b))
    .map(([name, olds]) => `| ${shorten(olds.sort(compare).map(code))} | ${code(name)} |`);
}

/** A removed type or field. */
interface Gone {
  readonly owner: string;
  /** Current name of the owner. */
  readonly name: string;
  readonly field?: string;
}

/** Removed fields of renamed types. */
function goneFields(
  before: GraphQLSchema,
  after: GraphQLSchema,
  renamed: ReadonlyMap<string, string>,
): Gone[] {
  return [...renamed]
    .sort(([a], [b]) => compare(a, b))
    .flatMap(([owner, name]) => {
      const kept = new Set(memberNames(after, name));
      return memberNames(before, owner)
        .filter((field) => !kept.has(field))
        .map((field) => ({ owner, name, field }));
    });
}

/** Removed types and fields that have no new name. */
function removed(before: GraphQLSchema, after: GraphQLSchema, renamed: ReadonlyMap<string, string>): Gone[] {
  return findBreakingChanges(before, after).flatMap(({ description }) => {
    const [, owner = '', field] = /^(\w+)(?:\.(\w+))? was removed\.$/.exec(description) ?? [];
    return owner === '' || renamed.has(owner) ? [] : [{ owner, name: owner, field }];
  });
}

/** A row for each replacement, with all fields that it replaces, and one for each field without a replacement. */
function goneRows(gone: readonly Gone[], fields: ReadonlyMap<string, string>): string[] {
  const byPlace = new Map<string, string[]>();
  const rows: string[] = [];
  for (const { owner, name, field } of gone) {
    const now = fields.get(`${name}.${field}`);
    const was = code(field === undefined ? owner : `${owner}.${field}`);
    if (now === undefined) rows.push(`| ${was} | gone |`);
    else byPlace.set(code(now), [...(byPlace.get(code(now)) ?? []), was]);
  }
  return [...[...byPlace].map(([now, was]) => `| ${shorten(was.sort(compare))} | ${now} |`), ...rows];
}

/**
 * Parameters and properties with a new name, or that became the operator of a range: `BillFilter.dueAfter` →
 * `dueAt: { gt }`.
 */
export function newFields({ operations }: CatalogData): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const { query, filter, relations = [], body, input } of Object.values(operations)) {
    for (const [key, { name }] of Object.entries(body?.properties ?? {}))
      if (input && name && name !== camelCase(key)) fields.set(`${input}.${camelCase(key)}`, name);
    for (const type of [filter, ...relations.map((relation) => relation.filter)]) {
      for (const [key, { name, operator }] of Object.entries(query)) {
        const plain = camelCase(key);
        if (type && plain !== name)
          fields.set(`${type}.${plain}`, operator ? `${name}: { ${operator} }` : name);
      }
    }
  }
  return fields;
}

function otherRows(
  before: GraphQLSchema,
  after: GraphQLSchema,
  renamed: ReadonlyMap<string, string>,
): string[] {
  /** One row for all fields of a type with the same change of their type. */
  const retyped = new Map<string, { owner: string; from: string; to: string; fields: string[] }>();
  const rows = findBreakingChanges(before, after).flatMap(({ description }) => {
    const [subject = ''] = description.split(' ');
    const changed = /^(\w+)\.(\w+)(?: arg (\S+))? (?:has )?changed type from (\S+) to (\S+)\.$/.exec(
      description,
    );
    if (changed) {
      const [, owner = '', field = '', argument, from = '', to = ''] = changed;
      if (from.replace(/\w+/, (name) => renamed.get(name) ?? name) === to) return [];
      if (argument) return [`| ${code(`${owner}.${field}(${argument}: ${from})`)} | ${code(to)} |`];
      const key = `${owner} ${from} ${to}`;
      const row = retyped.get(key) ?? { owner, from, to, fields: [] };
      row.fields.push(field);
      retyped.set(key, row);
      return [];
    }
    if (renamed.has(subject) || /^[\w.]+ was removed\.$/.test(description)) return [];
    return [`| | ${description} |`];
  });
  const types = [...retyped.values()].map(
    ({ owner, from, to, fields }) =>
      `| ${fields.map((field) => code(`${owner}.${field}`)).join(', ')}: ${code(from)} | ${code(to)} |`,
  );
  return [...types, ...rows];
}

function memberNames(schema: GraphQLSchema, type: string): string[] {
  const found = schema.getType(type);
  if (!found) return [];
  if ('getFields' in found) return Object.keys(found.getFields());
  return 'getValues' in found ? found.getValues().map(({ name }) => name) : [];
}

function code(text: string): string {
  return `\`${text}\``;
}

/** A type without its brackets and exclamation marks. */
function bare(type: string): string {
  return type.replace(/[^\w]/g, '');
}

/** Maximum of old names in one row. */
const maxNames = 20;

function shorten(names: readonly string[]): string {
  return names.length <= maxNames
    ? names.join(', ')
    : `${names.slice(0, 2).join(', ')} … ${names.at(-1)} (${names.length})`;
}
