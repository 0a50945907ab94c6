import { type GraphQLObjectType, getNamedType, isObjectType } from 'graphql';
import { type CatalogOperation, loadCatalog } from '../../../src/catalog/catalog.ts';
import { camelCase } from '../../../src/catalog/letter-case.ts';
import type { BodyFact } from '../../../src/catalog/operation-facts.ts';
import { spelledValues } from '../../../src/catalog/spelled-values.ts';
import type { SandboxCall } from '../../../src/sandbox/calls.ts';
import type { Json } from '../../../src/sandbox/render.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { sdl } from '../schema/printed-schema.ts';
import type { Body, WriteCase } from './write-cases.ts';

export const catalog = loadCatalog();

/** The form of ids: Clio's number or the global id. */
export type IdForm = 'clio' | 'global';

/** Makes a GraphQL input from a body in Clio's terms: the reverse of what the gateway does. */
export class InputWriter {
  readonly #form: IdForm | 'alternating';
  #written = 0;

  constructor(form: IdForm | 'alternating' = 'alternating') {
    this.#form = form;
  }

  input({ operation, ids, body }: WriteCase): Record<string, Json> {
    const input: Record<string, Json> = {};
    for (const [name, id] of Object.entries(ids))
      input[camelCase(name)] = this.id(String(id), [pathType(operation, name)]);
    if (operation.body && body) Object.assign(input, this.#object(operation.body, body));
    return input;
  }

  /** Alternates, so that every operation with several ids gets both forms. */
  id(id: string, types: readonly string[] | undefined): string {
    const [type] = types ?? [];
    this.#written += 1;
    const isGlobal = this.#form === 'alternating' ? this.#written % 2 === 0 : this.#form === 'global';
    return isGlobal && type !== undefined ? `${type}:${id}` : id;
  }

  #object(fact: BodyFact, body: Body): Record<string, Json> {
    const input: Record<string, Json> = {};
    for (const [key, property] of Object.entries(fact.properties ?? {})) {
      const value = body[key];
      if (value === undefined) continue;
      const { targetsBy } = property;
      const target = targetsBy?.types[String(body[targetsBy.property])];
      const own = target === undefined ? property : { ...property, targets: [target] };
      input[property.name ?? key] = this.#value(own, value, body.type);
    }
    return input;
  }

  #value(fact: BodyFact, value: Json, beside: Json | undefined): Json {
    if (value === null) return null;
    if (fact.reference) return this.id(String((value as Body).id), fact.targets);
    if (fact.items) return (value as Json[]).map((one) => this.#item(fact, fact.items as BodyFact, one));
    if (fact.properties) return this.#object(fact, value as Body);
    if (fact.input === 'ID') {
      // Of several types the one that the `type` beside the id names.
      const named = (fact.targets ?? []).filter((type) => type === beside);
      return this.id(String(value), named.length > 0 ? named : fact.targets);
    }
    return scalar(fact, value);
  }

  #item(list: BodyFact, item: BodyFact, value: Json): Json {
    if (item.properties) return this.#object(item, value as Body);
    return list.input === 'ID' ? this.id(String(value), list.targets) : scalar(list, value);
  }
}

function scalar(fact: BodyFact, value: Json): Json {
  if (fact.oneOf) return { [typeof value === 'string' ? 'text' : typeof value]: value };
  const { input = '' } = fact;
  if (catalog.data.enums[input]) {
    const values = Object.entries(spelledValues(catalog.data, input, fact));
    return values.find(([, clio]) => String(clio) === String(value))?.[0] ?? `no name for ${value}`;
  }
  return input === 'Decimal' ? String(value) : value;
}

/** GraphQL type whose id a placeholder takes. */
function pathType(operation: CatalogOperation, name: string): string {
  return operation.pathTypes?.[name] ?? catalog.entity(operation.id.split('#')[0] as string).type;
}

export interface MutationPlace {
  readonly field: string;
  readonly inputType: string;
  /** The payload's field that contains the record. */
  readonly record: string | undefined;
  readonly recordHasId: boolean;
  /** The whole document: the record's id and type, the payload's ids, and the user errors. */
  readonly document: string;
}

/** The mutation of an operation, found in the schema. */
export function mutationOf(operation: CatalogOperation): MutationPlace {
  const name = operation.field?.name ?? '';
  const field = sdl.getMutationType()?.getFields()[name];
  if (!field) throw new Error(`The schema has no mutation for ${operation.id}`);
  const payload = getNamedType(field.type) as GraphQLObjectType;
  const own = Object.values(payload.getFields()).filter((one) => one.name !== 'userErrors');
  const record = own.find((one) => isObjectType(getNamedType(one.type)));
  const recordType = record && (getNamedType(record.type) as GraphQLObjectType);
  const recordHasId = recordType?.getFields().id !== undefined;
  const selection = own.map((one) =>
    one === record ? `${one.name} { __typename ${recordHasId ? 'id' : ''} }` : one.name,
  );
  const inputType = String(field.args.find((arg) => arg.name === 'input')?.type);
  const takes = inputType === 'undefined' ? ['', ''] : [`($input: ${inputType})`, '(input: $input)'];
  return {
    field: name,
    inputType,
    record: record?.name,
    recordHasId,
    document: `mutation${takes[0]} { ${name}${takes[1]} { ${selection.join(' ')} userErrors { code message field } } }`,
  };
}

/** Calls that wrote since the last reset. */
export function writesOf(sandbox: Sandbox): SandboxCall[] {
  return sandbox.calls.filter(({ method }) => method !== 'GET');
}
