import type { CatalogData, NestedFact, ScalarFact } from '../catalog/types.ts';
import { ApiError } from './api-error.ts';

/** The fields of one shape that a request selects, in the request's order. */
export interface Selection {
  readonly entity: string;
  readonly fields: readonly SelectedField[];
}

export interface SelectedField {
  readonly key: string;
  readonly fact: ScalarFact | NestedFact;
  /** Names in braces. Absent: the nested record's defaults. */
  readonly inner?: Selection;
}

/**
 * Reads `fields` as Clio does: names, each with at most one level of braces. Its parser ends a group at the first
 * closing brace, so deeper braces surface as a field name with a stray `}`, and one wrong name fails the request.
 *
 * Spaces, repeated names, empty lists and braces behind a plain value are refused too. How Clio treats them is not
 * known, so no client may rely on them.
 *
 * @throws ApiError 400 InvalidFields
 */
export function parseFields(data: CatalogData, entity: string, text: string): Selection {
  const items = splitItems(text);
  const seen = new Set<string>();
  for (const { name } of items) {
    if (!isField(data, entity, name) || seen.has(name)) throw invalid(name);
    seen.add(name);
  }
  const fields = items.map(({ name, inner }): SelectedField => {
    const fact = fieldOf(data, entity, name);
    if (inner === undefined) return { key: name, fact };
    if (fact.kind === 'scalar' || data.entities[fact.entity]?.whole) throw invalid(inner[0] ?? name);
    const names = new Set<string>();
    for (const one of inner) {
      if (!isField(data, fact.entity, one) || names.has(one)) throw invalid(one);
      names.add(one);
    }
    const nested = inner.map(
      (key): SelectedField => ({ key, fact: fieldOf(data, (fact as NestedFact).entity, key) }),
    );
    return { key: name, fact, inner: { entity: fact.entity, fields: nested } };
  });
  return { entity, fields };
}

/** The fields of a request without `fields` and of an association without braces: `id` and `etag`, or all where there is no id. */
export function defaultSelection(data: CatalogData, entity: string): Selection {
  const fact = data.entities[entity];
  const all = Object.entries(fact?.fields ?? {});
  const fields: SelectedField[] = [];
  for (const [key, one] of all) {
    const wanted = fact?.id
      ? key === 'id'
      : one.kind === 'scalar' || one.kind === 'many' || one.kind === 'one';
    if (wanted && (one.kind === 'scalar' || one.kind === 'one' || one.kind === 'many'))
      fields.push({ key, fact: one });
  }
  const etag = fact?.fields.etag;
  if (fact?.id && etag?.kind === 'scalar') fields.push({ key: 'etag', fact: etag });
  return { entity, fields };
}

interface Item {
  readonly name: string;
  readonly inner?: readonly string[];
}

function splitItems(text: string): Item[] {
  const items: Item[] = [];
  let name = '';
  let inner: readonly string[] | undefined;
  for (let at = 0; at <= text.length; at += 1) {
    const sign = text[at];
    if (sign === undefined || sign === ',') {
      items.push({ name, inner });
      name = '';
      inner = undefined;
    } else if (sign === '{') {
      const end = text.indexOf('}', at);
      if (end < 0) throw invalid(text.slice(at - name.length).split(',', 1)[0] ?? text);
      inner = text.slice(at + 1, end).split(',');
      at = end;
    } else {
      name += sign;
    }
  }
  return items;
}

function isField(data: CatalogData, entity: string, name: string): boolean {
  const fields = data.entities[entity]?.fields;
  if (!fields || !Object.hasOwn(fields, name)) return false;
  const kind = fields[name]?.kind;
  return kind === 'scalar' || kind === 'one' || kind === 'many';
}

function fieldOf(data: CatalogData, entity: string, name: string): ScalarFact | NestedFact {
  return data.entities[entity]?.fields[name] as ScalarFact | NestedFact;
}

function invalid(name: string): ApiError {
  return new ApiError(400, 'InvalidFields', `${name} is not a valid field`);
}
