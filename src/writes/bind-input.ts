import type { Catalog, CatalogOperation } from '../catalog/catalog.ts';
import type { BodyFact, SecondsFact } from '../catalog/operation-facts.ts';
import { GatewayError } from '../errors.ts';
import { clioId } from '../loaders/ids.ts';
import { base64Problem } from './check-base64.ts';
import { InputProblem } from './user-errors.ts';

/** A mutation's `input` in Clio's terms. */
export interface BoundInput {
  /** Path with its placeholders filled in. */
  readonly path: string;
  /** Clio's id of the record written to; null where one is made or the path takes none. */
  readonly id: string | null;
  readonly ifMatch: string | null;
  /** Clio's `data` envelope around the body; undefined where the operation takes none. */
  readonly body: { readonly data: Record<string, unknown> } | undefined;
}

type Values = Readonly<Record<string, unknown>>;

/**
 * Turns a mutation's input into a path and a body. An explicit null is sent, and clears; what is left out is not.
 *
 * @throws GatewayError `BAD_USER_INPUT` with the path of the value that is wrong, and InputProblem for a file that Clio
 * would not take; no call is spent on either.
 */
export function bindInput(catalog: Catalog, operation: CatalogOperation, input: Values): BoundInput {
  let { path } = operation;
  let id: string | null = null;
  for (const name of operation.pathParameters) {
    const field = name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
    const value = clioId(
      catalog,
      `input.${field}`,
      String(input[field]),
      pathTypes(catalog, operation, name),
    );
    if (name === operation.pathParameters.at(-1)) id = value;
    path = path.replace(`{${name}}`, encodeURIComponent(value));
  }
  const { ifMatch } = input;
  return {
    path,
    id,
    ifMatch: typeof ifMatch === 'string' ? ifMatch : null,
    body: operation.body ? { data: bindObject(catalog, operation.body, input, ['input']) } : undefined,
  };
}

/** Types whose ids a placeholder takes. */
function pathTypes(catalog: Catalog, operation: CatalogOperation, name: string): readonly string[] {
  const subject = catalog.data.entities[operation.id.split('#')[0] ?? ''];
  return [operation.pathTypes?.[name] ?? subject?.type ?? ''];
}

function bindObject(
  catalog: Catalog,
  fact: BodyFact,
  values: Values,
  at: readonly string[],
): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  for (const [key, property] of Object.entries(fact.properties ?? {})) {
    const { seconds } = property;
    const value = seconds
      ? secondsOf(seconds, fact, property.name ?? key, values, at)
      : givenOrImplied(fact, property, values, [...at, property.name ?? key]);
    if (value === undefined) continue;
    const own =
      key === 'id' ? idBesideType(catalog, fact, property, values) : idByProperty(fact, property, values);
    object[key] = bindValue(catalog, own, value, [...at, property.name ?? key]);
  }
  return object;
}

/**
 * What the input gives, or the type that an id beside it shows: `Contact:5` needs no `type: CONTACT`.
 *
 * @throws InputProblem where neither says the type.
 */
function givenOrImplied(fact: BodyFact, property: BodyFact, values: Values, at: readonly string[]): unknown {
  const given = values[at.at(-1) ?? ''];
  if (!property.impliedBy || (given !== undefined && given !== null)) return given;
  const ids = property.impliedBy.flatMap((key) => {
    const { name = key, targets } = fact.properties?.[key] ?? {};
    const id = values[name];
    if (id === undefined || id === null) return [];
    const [, type] = /^(\w+):/.exec(String(id)) ?? [];
    return [{ name, types: type === undefined ? (targets ?? []) : [type] }];
  });
  const all = Object.keys(property.spelling ?? {});
  const known = all.length > 0 ? all : (property.enum ?? []).map(String);
  const types = known.filter((type) =>
    ids.some((id) => id.types.some((one) => one === type || one === property.spelling?.[type])),
  );
  if (types.length === 1) return types[0];
  const message =
    ids.length === 1
      ? `"${ids[0]?.name}" is a number alone: give "${at.at(-1)}" too, or a global id, such as "${known[0]}:1".`
      : `Give "${at.at(-1)}": what is given beside it does not say which is meant.`;
  throw new InputProblem([{ code: 'REQUIRED', message, field: at }]);
}

/**
 * A number of seconds, which may be given in hours.
 *
 * @throws InputProblem where both are given, where hours are given for what is counted otherwise, and for a fraction of a
 * second: whoever writes `1.5` means hours.
 */
function secondsOf(
  { hours: hoursName, unless }: SecondsFact,
  fact: BodyFact,
  name: string,
  values: Values,
  at: readonly string[],
): unknown {
  const value = values[name];
  const hours = values[hoursName];
  const isCount = Object.entries(unless).some(([key, counted]) =>
    counted.includes(String(values[fact.properties?.[key]?.name ?? key])),
  );
  const refuse = (field: string, message: string): InputProblem =>
    new InputProblem([{ code: 'INVALID', message, field: [...at, field] }]);
  if (hours !== undefined) {
    if (value !== undefined) throw refuse(hoursName, `Give "${hoursName}" or "${name}", not both.`);
    if (isCount) throw refuse(hoursName, `An expense has no hours: give its "${name}".`);
    return typeof hours === 'number' ? Math.round(hours * 3600) : hours;
  }
  if (!isCount && typeof value === 'number' && !Number.isInteger(value))
    throw refuse(
      name,
      `"${name}" of a time entry is a whole number of seconds. Give hours as "${hoursName}: ${value}"; for an expense, give its "type" beside it.`,
    );
  return value;
}

/**
 * An id beside a `type` names a record of that type, and its global id has to be of that type: else `Contact:5` with
 * `type: USER` would write to user 5. Where an update leaves the type out, it is one of those that Clio lists.
 */
function idBesideType(catalog: Catalog, fact: BodyFact, id: BodyFact, values: Values): BodyFact {
  const type = fact.properties?.type;
  const types = (type?.enum ?? []).map(String).filter((one) => catalog.mainEntity(one) !== undefined);
  if (!type || id.targets || types.length === 0) return id;
  const given = values[type.name ?? 'type'];
  const named = typeof given === 'string' ? (type.spelling?.[given] ?? given) : undefined;
  return { name: id.name, ...id, targets: named === undefined ? types : [String(named)] };
}

/** The same for an id whose type another property gives in a code of its own: `actor_type` 1 is a user, 2 a contact. */
function idByProperty(fact: BodyFact, id: BodyFact, values: Values): BodyFact {
  if (!id.targetsBy) return id;
  const { property, types } = id.targetsBy;
  const beside = fact.properties?.[property];
  const value = String(values[beside?.name ?? property]);
  const target = types[beside?.spelling?.[value] ?? value];
  return target === undefined ? id : { name: id.name, ...id, targets: [target] };
}

function bindValue(catalog: Catalog, fact: BodyFact, value: unknown, at: readonly string[]): unknown {
  if (value === null && fact.notNull) {
    const message = `Clio cannot clear "${at.at(-1)}": give another id, or leave it out.`;
    throw new InputProblem([{ code: 'INVALID', message, field: at }]);
  }
  if (fact.reference) return { id: value === null ? null : bindId(catalog, fact, value, at) };
  if (value === null) return null;
  if (fact.oneOf) return bindMember(catalog, fact, fact.oneOf, value as Values, at);
  if (fact.items) {
    const { items } = fact;
    return (value as readonly unknown[]).map((one, index) =>
      bindItem(catalog, fact, items, one, [...at, String(index)]),
    );
  }
  if (fact.properties) return bindObject(catalog, fact, value as Values, at);
  return bindScalar(catalog, fact, fact, value, at);
}

/** The value of the one member that a `@oneOf` input has. */
function bindMember(
  catalog: Catalog,
  fact: BodyFact,
  ids: NonNullable<BodyFact['oneOf']>,
  members: Values,
  at: readonly string[],
): unknown {
  const [[member, value] = ['', null]] = Object.entries(members);
  const type = ids[member];
  return type === undefined
    ? value
    : bindId(catalog, { type: fact.type, targets: [type] }, value, [...at, member]);
}

function bindItem(
  catalog: Catalog,
  list: BodyFact,
  item: BodyFact,
  value: unknown,
  at: readonly string[],
): unknown {
  if (item.properties) return bindObject(catalog, item, value as Values, at);
  return bindScalar(catalog, list, item, value, at);
}

function bindScalar(
  catalog: Catalog,
  named: BodyFact,
  fact: BodyFact,
  value: unknown,
  at: readonly string[],
): unknown {
  if (named.input === 'ID')
    return bindId(catalog, { name: fact.name, ...fact, targets: named.targets }, value, at);
  if (fact.enum && named.input === 'String') {
    const given = String(value).toLowerCase();
    const known = fact.enum.find((one) => String(one).toLowerCase() === given);
    if (known === undefined)
      throw invalid(at, `takes one of Clio's ${fact.enum.length} names, such as "${fact.enum[0]}"`);
    return known;
  }
  if (fact.base64 && typeof value === 'string') {
    const problem = base64Problem(fact.base64, value);
    if (problem)
      throw new InputProblem([{ code: 'INVALID', message: `"${at.at(-1)}" ${problem}.`, field: at }]);
  }
  const spelled = named.spelling?.[String(value)];
  if (spelled !== undefined) return spelled;
  // What is read as an instant is written as one, and Clio takes its day.
  if (fact.format === 'date' && typeof value === 'string') return value.slice(0, 10);
  // Decimals travel as text in GraphQL and as numbers in Clio's JSON.
  if (fact.type === 'number' && typeof value === 'string') return Number(value);
  return value;
}

function bindId(catalog: Catalog, fact: BodyFact, value: unknown, at: readonly string[]): string | number {
  const id = clioId(catalog, printPath(at), String(value), fact.targets ?? []);
  // Beyond 2^53 a JSON number would lose digits; Clio's ids are far from it, and text keeps the rest whole.
  const number = Number(id);
  const isText = fact.type === 'string' || (fact.reference && fact.properties?.id?.type === 'string');
  return isText || !Number.isSafeInteger(number) ? id : number;
}

function invalid(at: readonly string[], problem: string): GatewayError {
  return new GatewayError('BAD_USER_INPUT', `"${printPath(at)}" ${problem}.`);
}

/** `input.groups[0].id`, as GraphQL's own messages print paths. */
function printPath(at: readonly string[]): string {
  return at.join('.').replace(/\.(\d+)(?=\.|$)/g, '[$1]');
}
