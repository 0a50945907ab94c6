import { buildSchema, findBreakingChanges, type GraphQLSchema } from 'graphql';
import type { Corrections } from './corrections.ts';
import { compare } from './sorting.ts';

/**
 * What a schema breaks of a released one, as rows of a Markdown table: what it was, what it is now.
 *
 * @param names Old name of a type → the name that it has now.
 */
export function listChanges(
  released: string,
  current: string,
  names: ReadonlyMap<string, string>,
): readonly string[] {
  const before = buildSchema(released);
  const after = buildSchema(current);
  const renamed = new Map(
    [...names, ...namesInstead(before, after)].filter(
      ([old, name]) => before.getType(old) && !after.getType(old) && after.getType(name),
    ),
  );
  return [...renameRows(renamed), ...fieldRows(before, after, renamed), ...otherRows(before, after, renamed)];
}

/** Old name of a type → new name, as the corrections give them. */
export function newNames({ sameEnums, sameInputs }: Corrections): ReadonlyMap<string, string> {
  return new Map([
    ...sameEnums.flatMap((entry) => entry.as.map((old) => [old, entry.enum] as const)),
    ...sameInputs.flatMap((entry) => entry.as.map((old) => [old, entry.input] as const)),
  ]);
}

/** What stands now where a field or argument had a type that is gone. */
function namesInstead(before: GraphQLSchema, after: GraphQLSchema): (readonly [string, string])[] {
  return findBreakingChanges(before, after).flatMap(({ description }) => {
    const [, from, to] = / changed type from (\S+) to (\S+)\.$/.exec(description) ?? [];
    return from && to ? [[bare(from), bare(to)] as const] : [];
  });
}

/** A row for each new name, with all that it replaces. */
function renameRows(renamed: ReadonlyMap<string, string>): string[] {
  const byName = new Map<string, string[]>();
  for (const [old, name] of renamed) byName.set(name, [...(byName.get(name) ?? []), old]);
  return [...byName]
    .sort(([a], [b]) => compare(a, b))
    .map(([name, olds]) => `| ${shorten(olds.sort(compare).map(code))} | ${code(name)} |`);
}

/** Fields that a type had under its old name, and has no longer. */
function fieldRows(
  before: GraphQLSchema,
  after: GraphQLSchema,
  renamed: ReadonlyMap<string, string>,
): string[] {
  return [...renamed]
    .sort(([a], [b]) => compare(a, b))
    .flatMap(([old, name]) => {
      const kept = new Set(memberNames(after, name));
      return memberNames(before, old)
        .filter((member) => !kept.has(member))
        .map((member) => `| ${code(`${old}.${member}`)} | gone |`);
    });
}

function otherRows(
  before: GraphQLSchema,
  after: GraphQLSchema,
  renamed: ReadonlyMap<string, string>,
): string[] {
  /** Fields of one type that changed from one type to another share a row: it is the key, with the fields' names. */
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
    if (renamed.has(subject)) return [];
    return description.endsWith(' was removed.')
      ? [`| ${code(description.slice(0, -' was removed.'.length))} | gone |`]
      : [`| | ${description} |`];
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

/** Most old names in one row. */
const maxNames = 20;

function shorten(names: readonly string[]): string {
  return names.length <= maxNames
    ? names.join(', ')
    : `${names.slice(0, 2).join(', ')} … ${names.at(-1)} (${names.length})`;
}
