import type { CatalogOperation } from '../catalog/catalog.ts';
import type { BodyFact, CodeFact } from '../catalog/operation-facts.ts';
import { contentOf } from '../loaders/content.ts';
import { isRecord, recordId } from '../loaders/record.ts';
import type { Args } from '../planner/argument-values.ts';
import { codeFields } from '../planner/write-steps.ts';
import { InputProblem, type UserError } from './user-errors.ts';
import type { WriteContext } from './write-context.ts';

/**
 * Puts the ids of an input's codes into the body. An explicit null is sent as null.
 *
 * @returns An error for each code that Clio does not have, or that occurs several times.
 */
export async function addCodes(
  context: WriteContext,
  operation: CatalogOperation,
  input: Args,
  data: Record<string, unknown>,
): Promise<readonly UserError[]> {
  const errors: UserError[] = [];
  for (const [name, fact] of Object.entries(operation.codes ?? {})) {
    const code = input[name];
    if (code === undefined) continue;
    const found = code === null ? null : await findCode(context, fact, String(code));
    if (typeof found === 'string') errors.push({ code: 'INVALID', message: found, field: ['input', name] });
    else put(data, fact.into, found);
  }
  return errors;
}

/** Returns the id as a number, or the problem as text. */
async function findCode(
  { catalog, client, codes }: WriteContext,
  { list, type }: CodeFact,
  code: string,
): Promise<number | string> {
  const wanted = code.trim().toLowerCase();
  const operation = catalog.operation(list);
  const content = contentOf(catalog, operation.entity ?? '', new Map());
  const all = await codes.read(client, operation, codeFields, content);
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
export function checkCodes({ codes = {}, body }: CatalogOperation, input: Args, data: Args): void {
  for (const [name, { into }] of Object.entries(codes)) {
    if (input[name] === undefined || valueAt(data, into) === undefined) continue;
    const names = namesOf(body, into);
    const message = `Give "${name}" or "${names.join('.')}", not both.`;
    throw InputProblem.at(['input', name], 'INVALID', message);
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
