import type { CatalogData, FieldFact, NestedFact, ScalarFact } from '../catalog/types.ts';
import { ApiError } from './api-error.ts';

/** The fields of one shape that a request selects, in the request's order. */
export interface Selection {
  readonly entity: string;
  readonly fields: readonly SelectedField[];
}

export interface SelectedField {
  readonly key: string;
  readonly fact: SentFact;
  /** Names in braces. Absent: the nested record's defaults. */
  readonly inner?: Selection;
}

/**
 * Reads `fields` as Clio does: names, each with at most one level of braces. Its parser ends a group at the first
 * closing brace, so deeper braces surface as a field name with a stray `}`, and one wrong name fails the request.
 *
 * Spaces, repeated names, empty lists and braces behind a plain value are rejected too. How Clio treats them is not
 * known, so no client may rely on them.
 *
 * @throws ApiError 400 InvalidFields
 */
export function parseFields(data: CatalogData, entity: string, text: string): Selection {
  const items = splitItems(text);
  const facts = readNames(
    data,
    entity,
    items.map(({ name }) => name),
  );
  const fields = items.map(({ name, inner }, index): SelectedField => {
    const fact = facts[index] as SentFact;
    if (inner === undefined) return { key: name, fact };
    if (fact.kind === 'scalar' || data.entities[fact.entity]?.whole) throw invalid(inner[0] ?? name);
    const nested = readNames(data, fact.entity, inner);
    return {
      key: name,
      fact,
      inner: {
        entity: fact.entity,
        fields: inner.map((key, place) => ({ key, fact: nested[place] as SentFact })),
      },
    };
  });
  return { entity, fields };
}

/** @throws ApiError for a name that is not a field, or that is repeated */
function readNames(data: CatalogData, entity: string, names: readonly string[]): SentFact[] {
  const fields = data.entities[entity]?.fields ?? {};
  return names.map((name, index) => {
    const fact = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (!isSent(fact) || names.indexOf(name) !== index) throw invalid(name);
    return fact;
  });
}

/** A field that Clio sends. */
type SentFact = ScalarFact | NestedFact;

function isSent(fact: FieldFact | undefined): fact is SentFact {
  return fact?.kind === 'scalar' || fact?.kind === 'one' || fact?.kind === 'many';
}

/** The fields of a request without `fields` and of an association without braces: `id` and `etag`, or all fields if there is no id. */
function defaultSelection(data: CatalogData, entity: string): Selection {
  const fact = data.entities[entity];
  const fields = Object.entries(fact?.fields ?? {}).flatMap(([key, one]): SelectedField[] =>
    isSent(one) && (key === 'id' || !fact?.id) ? [{ key, fact: one }] : [],
  );
  const etag = fact?.fields.etag;
  if (fact?.id && etag?.kind === 'scalar') fields.push({ key: 'etag', fact: etag });
  return { entity, fields };
}

/** The selections that requests repeat. */
export class Selections {
  readonly #data: CatalogData;
  readonly #known = new Map<string, Selection>();

  constructor(data: CatalogData) {
    this.#data = data;
  }

  /**
   * @param fields As in a request; the default selection if absent.
   * @throws ApiError 400 InvalidFields
   */
  of(entity: string, fields?: string): Selection {
    const key = fields === undefined ? entity : `${entity}?${fields}`;
    let found = this.#known.get(key);
    if (!found) {
      found =
        fields === undefined ? defaultSelection(this.#data, entity) : parseFields(this.#data, entity, fields);
      // Clients repeat a few selections, but a fuzzing test could fill the memory.
      if (this.#known.size > 2000) this.#known.clear();
      this.#known.set(key, found);
    }
    return found;
  }
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

function invalid(name: string): ApiError {
  return new ApiError(400, 'InvalidFields', `${name} is not a valid field`);
}
