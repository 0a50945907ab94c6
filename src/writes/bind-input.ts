import type { Catalog, CatalogOperation } from '../catalog/catalog.ts';
import { clioId } from '../catalog/ids.ts';
import { camelCase } from '../catalog/letter-case.ts';
import type { BodyFact, SecondsFact } from '../catalog/operation-facts.ts';
import { badInput } from '../errors.ts';
import { base64Problem } from './check-base64.ts';
import { InputProblem } from './user-errors.ts';

/** A mutation's `input` in Clio's terms. */
export interface BoundInput {
  /** Path with its placeholders filled in. */
  readonly path: string;
  /** Clio's id of the written record; null if a record is created or the path has no id. */
  readonly id: string | null;
  readonly ifMatch: string | null;
  /** Clio's `data` envelope around the body; undefined if the operation has no body. */
  readonly body: { readonly data: Record<string, unknown> } | undefined;
}

type Values = Readonly<Record<string, unknown>>;
type Path = readonly string[];

/**
 * Turns a mutation's input into a path and a body. An explicit null is sent and clears the value. Omitted
 * values are not sent.
 *
 * @throws GatewayError `BAD_USER_INPUT` with the path of the invalid value, and InputProblem for a file that
 * Clio would not accept. Neither costs a call.
 */
export function bindInput(catalog: Catalog, operation: CatalogOperation, input: Values): BoundInput {
  let { path } = operation;
  let id: string | null = null;
  for (const name of operation.pathParameters) {
    const field = camelCase(name);
    const types = pathTypes(catalog, operation, name);
    const value = clioId(catalog, `input.${field}`, String(input[field]), types);
    if (name === operation.pathParameters.at(-1)) id = value;
    path = path.replace(`{${name}}`, encodeURIComponent(value));
  }
  const { ifMatch } = input;
  const body = operation.body && {
    data: new InputBinder(catalog).object(operation.body, input, ['input']),
  };
  return { path, id, ifMatch: typeof ifMatch === 'string' ? ifMatch : null, body };
}

/** Types whose ids a path placeholder accepts. */
function pathTypes(catalog: Catalog, operation: CatalogOperation, name: string): readonly string[] {
  const subject = catalog.data.entities[operation.id.split('#')[0] ?? ''];
  return [operation.pathTypes?.[name] ?? subject?.type ?? ''];
}

/** Turns the values of an input into those of a body. */
class InputBinder {
  readonly #catalog: Catalog;

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  object(fact: BodyFact, values: Values, at: Path): Record<string, unknown> {
    const object: Record<string, unknown> = {};
    for (const [key, property] of Object.entries(fact.properties ?? {})) {
      const name = property.name ?? key;
      const value = property.seconds
        ? secondsOf(property.seconds, fact, values, [...at, name])
        : givenOrImplied(fact, property, values, [...at, name]);
      if (value === undefined) continue;
      const own =
        key === 'id' ? this.#idBesideType(fact, property, values) : idByProperty(fact, property, values);
      object[key] = this.#value(own, value, [...at, name]);
    }
    return object;
  }

  /**
   * An id beside a `type` must have that type. Otherwise `Contact:5` with `type: USER` would write to user 5.
   * If an update omits the type, all types that Clio lists are allowed.
   */
  #idBesideType(fact: BodyFact, id: BodyFact, values: Values): BodyFact {
    const type = fact.properties?.type;
    const types = (type?.enum ?? []).map(String).filter((one) => this.#catalog.mainEntity(one) !== undefined);
    if (!type || id.targets || types.length === 0) return id;
    const given = values[type.name ?? 'type'];
    const named = typeof given === 'string' ? (type.spelling?.[given] ?? given) : undefined;
    return { name: id.name, ...id, targets: named === undefined ? types : [String(named)] };
  }

  #value(fact: BodyFact, value: unknown, at: Path): unknown {
    if (value === null && fact.notNull)
      throw InputProblem.at(
        at,
        'INVALID',
        `Clio cannot clear "${at.at(-1)}": give another id, or leave it out.`,
      );
    if (fact.reference) return { id: value === null ? null : this.#id(fact, value, at) };
    if (value === null) return null;
    if (fact.oneOf) return this.#member(fact, fact.oneOf, value as Values, at);
    const { items } = fact;
    if (items)
      return (value as readonly unknown[]).map((one, index) =>
        this.#item(fact, items, one, [...at, String(index)]),
      );
    return this.#item(fact, fact, value, at);
  }

  /** The value of the only member of a `@oneOf` input. */
  #member(fact: BodyFact, ids: NonNullable<BodyFact['oneOf']>, members: Values, at: Path): unknown {
    const [[member, value] = ['', null]] = Object.entries(members);
    const type = ids[member];
    return type === undefined
      ? value
      : this.#id({ type: fact.type, targets: [type] }, value, [...at, member]);
  }

  /** @param named The fact that gives the value's name and format; for an item, that of its list. */
  #item(named: BodyFact, fact: BodyFact, value: unknown, at: Path): unknown {
    if (fact.properties) return this.object(fact, value as Values, at);
    if (named.input === 'ID')
      return this.#id({ name: fact.name, ...fact, targets: named.targets }, value, at);
    if (fact.enum && named.input === 'String') {
      const given = String(value).toLowerCase();
      const known = fact.enum.find((one) => String(one).toLowerCase() === given);
      if (known !== undefined) return known;
      const takes = `takes one of Clio's ${fact.enum.length} names, such as "${fact.enum[0]}"`;
      throw badInput(`"${printPath(at)}" ${takes}.`);
    }
    if (fact.base64 && typeof value === 'string') {
      const wrong = base64Problem(fact.base64, value);
      if (wrong) throw InputProblem.at(at, 'INVALID', `"${at.at(-1)}" ${wrong}.`);
    }
    const spelled = named.spelling?.[String(value)];
    if (spelled !== undefined) return spelled;
    // A date-time value is accepted for a date: Clio needs only its day.
    if (fact.format === 'date' && typeof value === 'string') return value.slice(0, 10);
    // Decimals are text in GraphQL and numbers in Clio's JSON.
    if (fact.type === 'number' && typeof value === 'string') return Number(value);
    return value;
  }

  #id(fact: BodyFact, value: unknown, at: Path): string | number {
    const id = clioId(this.#catalog, printPath(at), String(value), fact.targets ?? []);
    // A JSON number above 2^53 would lose digits. Clio's ids are far below that; larger ones stay text.
    const number = Number(id);
    const isText = fact.type === 'string' || (fact.reference && fact.properties?.id?.type === 'string');
    return isText || !Number.isSafeInteger(number) ? id : number;
  }
}

/**
 * The given type, or the type that an id beside it implies: `Contact:5` needs no `type: CONTACT`.
 *
 * @throws InputProblem if neither gives the type.
 */
function givenOrImplied(fact: BodyFact, property: BodyFact, values: Values, at: Path): unknown {
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
      ? `"${ids[0]?.name}" is only a number: give "${at.at(-1)}" too, or a global id, such as "${known[0]}:1".`
      : `Give "${at.at(-1)}": the other values do not determine it.`;
  throw InputProblem.at(at, 'REQUIRED', message);
}

/**
 * The number of seconds, which may be given in hours.
 *
 * @throws InputProblem if both are given, if hours are given for something that is counted in another way,
 * and for a fraction of a second: a client that writes `1.5` means hours.
 */
function secondsOf(
  { hours: hoursName, unless }: SecondsFact,
  fact: BodyFact,
  values: Values,
  at: Path,
): unknown {
  const name = String(at.at(-1));
  const value = values[name];
  const hours = values[hoursName];
  const isCount = Object.entries(unless).some(([key, counted]) =>
    counted.includes(String(values[fact.properties?.[key]?.name ?? key])),
  );
  const reject = (field: string, message: string): InputProblem =>
    InputProblem.at([...at.slice(0, -1), field], 'INVALID', message);
  if (hours !== undefined) {
    if (value !== undefined) throw reject(hoursName, `Give "${hoursName}" or "${name}", not both.`);
    if (isCount) throw reject(hoursName, `An expense has no hours: give its "${name}".`);
    return typeof hours === 'number' ? Math.round(hours * 3600) : hours;
  }
  if (!isCount && typeof value === 'number' && !Number.isInteger(value))
    throw reject(
      name,
      `"${name}" of a time entry is a whole number of seconds. Give hours as "${hoursName}: ${value}"; for an expense, give its "type" beside it.`,
    );
  return value;
}

/** An id whose type another property gives as a code: `actor_type` 1 is a user, 2 a contact. */
function idByProperty(fact: BodyFact, id: BodyFact, values: Values): BodyFact {
  if (!id.targetsBy) return id;
  const { property, types } = id.targetsBy;
  const beside = fact.properties?.[property];
  const value = String(values[beside?.name ?? property]);
  const target = types[beside?.spelling?.[value] ?? value];
  return target === undefined ? id : { name: id.name, ...id, targets: [target] };
}

/** `input.groups[0].id`, as GraphQL's own messages print paths. */
function printPath(at: Path): string {
  return at.join('.').replace(/\.(\d+)(?=\.|$)/g, '[$1]');
}
