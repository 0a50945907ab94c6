import type { Catalog, CatalogOperation } from '../catalog/catalog.ts';
import type { BodyFact, CodeFact } from '../catalog/operation-facts.ts';
import { contentOf } from '../loaders/content.ts';
import { loadList } from '../loaders/list-loader.ts';
import { type ClioRecord, isRecord, recordId } from '../loaders/record.ts';
import type { Upstream } from '../loaders/upstream.ts';
import { codeFields } from '../planner/write-steps.ts';
import { InputProblem, type UserError } from './user-errors.ts';

type Values = Readonly<Record<string, unknown>>;

/** More codes than the published sets have: Clio lists 200 in a call. */
const maxCodes = 10_000;

/** Lists of codes, each read once for a request. */
export class CodeLists {
  readonly #lists = new Map<string, Promise<readonly ClioRecord[]>>();

  read(catalog: Catalog, upstream: Upstream, id: string): Promise<readonly ClioRecord[]> {
    let list = this.#lists.get(id);
    if (list === undefined) {
      list = readList(catalog, upstream, catalog.operation(id)).catch((error: unknown) => {
        this.#lists.delete(id);
        throw error;
      });
      this.#lists.set(id, list);
    }
    return list;
  }
}

async function readList(
  catalog: Catalog,
  upstream: Upstream,
  operation: CatalogOperation,
): Promise<readonly ClioRecord[]> {
  const { items } = await loadList(upstream, {
    operation,
    path: operation.path,
    fields: codeFields,
    filters: [],
    order: null,
    window: { first: maxCodes, after: null, last: null, before: null },
    page: true,
    meta: false,
    content: contentOf(catalog, operation.entity ?? '', new Map()),
  });
  return items.filter(isRecord);
}

/**
 * Puts the ids of an input's codes into the body. An explicit null goes as null.
 *
 * @returns An error for each code that Clio does not have, or has several times.
 */
export async function addCodes(
  catalog: Catalog,
  upstream: Upstream,
  lists: CodeLists,
  operation: CatalogOperation,
  input: Values,
  data: Record<string, unknown>,
): Promise<readonly UserError[]> {
  const errors: UserError[] = [];
  for (const [name, fact] of Object.entries(operation.codes ?? {})) {
    const code = input[name];
    if (code === undefined) continue;
    const found = code === null ? null : await findCode(catalog, upstream, lists, fact, String(code));
    if (typeof found === 'string') errors.push({ code: 'INVALID', message: found, field: ['input', name] });
    else put(data, fact.into, found);
  }
  return errors;
}

/** The id as a number; what is wrong as text. */
async function findCode(
  catalog: Catalog,
  upstream: Upstream,
  lists: CodeLists,
  { list, type }: CodeFact,
  code: string,
): Promise<number | string> {
  const wanted = code.trim().toLowerCase();
  const all = await lists.read(catalog, upstream, list);
  const found = all.filter(
    (one) =>
      String(one.code).toLowerCase() === wanted && String(one.type).toLowerCase() === type.toLowerCase(),
  );
  const kind = type.replace('Utbms', '').toLowerCase();
  const [only] = found;
  if (only === undefined) return `Clio has no UTBMS ${kind} code "${code.trim()}".`;
  if (found.length === 1) return Number(recordId(only));
  const ids = found.map((one) => recordId(one)).join(', ');
  return `${found.length} sets have the UTBMS ${kind} code "${code.trim()}": give the id in its place, one of ${ids}.`;
}

/**
 * Checks that the input does not have both a code and the id of that code.
 *
 * @throws InputProblem
 */
export function checkCodes({ codes = {}, body }: CatalogOperation, input: Values, data: Values): void {
  for (const [name, { into }] of Object.entries(codes)) {
    if (input[name] === undefined || valueAt(data, into) === undefined) continue;
    const names = namesOf(body, into);
    const message = `Give "${name}" or "${names.join('.')}", not both.`;
    throw new InputProblem([{ code: 'INVALID', message, field: ['input', name] }]);
  }
}

function valueAt(data: unknown, path: readonly string[]): unknown {
  return path.reduce((value, key) => (isRecord(value) ? value[key] : undefined), data);
}

function namesOf(body: BodyFact | undefined, path: readonly string[]): string[] {
  const names: string[] = [];
  let at = body;
  for (const key of path) {
    at = at?.properties?.[key];
    names.push(at?.name ?? key);
    if (at?.reference) break;
  }
  return names;
}

function put(data: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const keys = [...path];
  const last = keys.pop() ?? '';
  let at = data;
  for (const key of keys) {
    const inner = isRecord(at[key]) ? { ...at[key] } : {};
    at[key] = inner;
    at = inner;
  }
  at[last] = value;
}
