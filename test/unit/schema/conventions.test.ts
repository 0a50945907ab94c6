import {
  type GraphQLInputObjectType,
  type GraphQLObjectType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
  lexicographicSortSchema,
  printType,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { loadCatalog } from '../../../src/catalog/catalog.ts';
import { camelCase } from '../../../src/catalog/letter-case.ts';
import type { BodyFact } from '../../../src/catalog/operation-facts.ts';
import type { FieldFact } from '../../../src/catalog/types.ts';
import { createServedSchema } from '../../../src/federation/served-schema.ts';
import { readPage } from '../../support/read-markdown.ts';
import {
  enums,
  fieldArguments,
  inputFields,
  outputFields,
  ownTypes,
  sdl,
} from '../../support/schema/printed-schema.ts';

const catalog = loadCatalog();
const { entities, operations } = catalog.data;
const entityTypes = [...new Set(Object.values(entities).map((entity) => entity.type))].sort();
const executable = lexicographicSortSchema(createServedSchema(catalog).schema);

function objectType(name: string): GraphQLObjectType {
  const type = sdl.getType(name);
  if (!isObjectType(type)) throw new Error(`The SDL has no object type ${name}`);
  return type;
}

/** The output type that a fact requires, without the builder's code. */
function expectedType(fact: FieldFact): string {
  switch (fact.kind) {
    case 'scalar':
      return fact.list ? `[${fact.type}]` : fact.type;
    case 'sum':
    case 'typed':
    case 'node':
      return fact.type;
    case 'many':
      return `[${entities[fact.entity]?.type}!]`;
    default:
      return String(entities[fact.entity]?.type);
  }
}

describe('types', () => {
  it.each(entityTypes)('%s has a field of the right type for each fact', (name) => {
    const fields = objectType(name).getFields();
    const found: Record<string, string | undefined> = {};
    const expected: Record<string, string> = {};
    for (const [fieldName, { fact }] of catalog.fieldsByName(name)) {
      if (fieldName === 'id') continue;
      expected[fieldName] = expectedType(fact);
      found[fieldName] = fields[fieldName] && String(fields[fieldName].type);
    }
    expect(found).toEqual(expected);
  });

  it.each(entityTypes)('%s has ids, redaction and Node if Clio has them', (name) => {
    const type = objectType(name);
    const fields = type.getFields();
    const main = catalog.entity(catalog.mainEntity(name)!);
    const idType = main.id && (main.nullableId ? 'ID' : 'ID!');
    expect([fields.id && String(fields.id.type), fields.clioId && String(fields.clioId.type)]).toEqual([
      idType,
      idType,
    ]);
    expect(fields.redacted && String(fields.redacted.type)).toBe(main.redactable && 'Boolean!');
    expect(type.getInterfaces().map(String)).toEqual(main.load ? ['Node'] : []);
  });

  it('are never empty', () => {
    for (const type of ownTypes(sdl)) {
      if (isObjectType(type) || isInterfaceType(type) || isInputObjectType(type))
        expect(Object.keys(type.getFields()).length, type.name).toBeGreaterThan(0);
      if (isEnumType(type)) expect(type.getValues().length, type.name).toBeGreaterThan(0);
      if (isUnionType(type)) expect(type.getTypes().length, type.name).toBeGreaterThan(0);
    }
  });

  it('can all be reached from the root', () => {
    const uses = new Map<string, string[]>();
    const parts = [...outputFields(sdl), ...fieldArguments(sdl), ...inputFields(sdl)];
    for (const { path, part } of parts) {
      const owner = path.split('.')[0] ?? '';
      uses.set(owner, [...(uses.get(owner) ?? []), String(getNamedType(part.type))]);
    }
    for (const type of ownTypes(sdl)) {
      if (isInterfaceType(type) || isUnionType(type))
        uses.set(type.name, [...(uses.get(type.name) ?? []), ...sdl.getPossibleTypes(type).map(String)]);
    }
    const reached = new Set<string>();
    const visit = (name: string) => {
      if (reached.has(name)) return;
      reached.add(name);
      for (const used of uses.get(name) ?? []) visit(used);
    };
    for (const root of ['Query', 'Mutation', 'Subscription']) visit(root);
    const lost = ownTypes(sdl).filter((type) => !reached.has(type.name));
    expect(lost.map((type) => type.name)).toEqual([]);
  });
});

describe('operations', () => {
  it('are as many as the README says, each with its own field', () => {
    const count = Number(/all (\d+) operations/.exec(readPage('README.md').text)?.[1]);
    const places = Object.entries(operations).map(([id, { field }]) => {
      const there = field && objectType(field.on).getFields()[field.name];
      expect(there, `${id} as ${field?.on}.${field?.name}`).toBeDefined();
      return `${field?.on}.${field?.name}`;
    });
    expect(places).toHaveLength(count);
    expect(new Set(places).size).toBe(count);
  });

  it('that write are mutations', () => {
    const writes = Object.values(operations).filter((operation) => operation.method !== 'GET');
    expect(new Set(writes.map((operation) => operation.field?.on))).toEqual(new Set(['Mutation']));
  });
});

/** What the input object `name` takes, compared with Clio's body, down to the last property. */
function checkInput(name: string, body: BodyFact, more: Readonly<Record<string, string>> = {}): void {
  const type = sdl.getType(name);
  if (!isInputObjectType(type)) throw new Error(`The SDL has no input object ${name}`);
  const expected: Record<string, string> = { ...more };
  for (const [key, property] of Object.entries(body.properties ?? {})) {
    const inner = property.items ?? property;
    if (inner.properties && !property.reference) checkInput(String(inner.input), inner);
    const one = property.items ? `[${property.input}!]` : String(property.input);
    const isDemanded = body.required?.includes(key) && !property.impliedBy;
    expected[String(property.name)] = `${one}${isDemanded ? '!' : ''}`;
    if (property.seconds) expected[property.seconds.hours] = 'Float';
  }
  const fields = Object.values(type.getFields()).map((field) => [field.name, String(field.type)]);
  expect(Object.fromEntries(fields), name).toEqual(expected);
}

describe('search', () => {
  it('offers what the catalog can search, and returns its types', () => {
    const kinds = Object.entries(catalog.data.searches);
    const types = kinds.map(([, { operation }]) => catalog.entity(operations[operation]?.entity ?? '').type);
    expect(
      enums(sdl)
        .find(({ name }) => name === 'SearchType')
        ?.getValues()
        .map(({ name }) => name),
    ).toEqual(kinds.map(([name]) => name));
    const result = sdl.getType('SearchResult');
    expect(isUnionType(result) && result.getTypes().map(({ name }) => name)).toEqual(
      [...new Set(types)].sort(),
    );
  });
});

describe('operations that write', () => {
  const writes = Object.entries(operations).filter(([, operation]) => operation.method !== 'GET');

  it.each(writes)('%s takes what Clio takes, and requires what Clio requires', (_, operation) => {
    const field = objectType('Mutation').getFields()[operation.field?.name ?? '']!;
    const ids = operation.pathParameters.map((parameter) => [camelCase(parameter), 'ID!']);
    // A record that a write returns can be compared with the input.
    const verifies = operation.response === 'record' && operation.body !== undefined;
    const more = {
      ...Object.fromEntries(ids),
      ...(operation.ifMatch ? { ifMatch: 'String' } : {}),
      ...(verifies ? { verify: 'Boolean' } : {}),
      ...Object.fromEntries(Object.keys(operation.codes ?? {}).map((code) => [code, 'String'])),
    };
    const properties = Object.keys(operation.body?.properties ?? {});
    if (Object.keys(more).length === 0 && properties.length === 0) {
      expect(field.args).toEqual([]);
      return;
    }
    const name = String(operation.input);
    expect(field.args.map((argument) => `${argument.name}: ${argument.type}`)).toEqual([`input: ${name}!`]);
    checkInput(name, operation.body ?? { type: 'object' }, more);
  });

  it.each(writes)('%s returns what was written, or why it was not', (_, operation) => {
    const field = objectType('Mutation').getFields()[operation.field?.name ?? '']!;
    const own = `${field.name.charAt(0).toUpperCase()}${field.name.slice(1)}`;
    expect(String(field.type)).toBe(
      operation.method === 'DELETE' && operation.response !== 'record' ? 'DeletePayload' : `${own}Payload`,
    );
    const { userErrors, ...result } = objectType(String(field.type)).getFields();
    expect(String(userErrors?.type)).toBe('[UserError!]!');
    const [record, ...others] = Object.values(result);
    expect(others).toEqual([]);
    const type = operation.entity ? entities[operation.entity]?.type : 'ID';
    expect(String(record?.type)).toBe(type);
  });
});

/** What a filter takes if its name says no more than Clio's type does. */
const filterTypes: Readonly<Record<string, string>> = {
  boolean: 'Boolean',
  customField: 'CustomFieldValueFilter',
  date: 'Date',
  'date-time': 'DateTime',
  number: 'Float',
  operand: 'DateFilter',
};

describe('operations that read', () => {
  const reads = Object.entries(operations).filter(([, operation]) => operation.method === 'GET');

  it.each(reads)('%s has a field with its arguments and its type', (_, operation) => {
    const place = operation.field!;
    const field = objectType(place.on).getFields()[place.name]!;
    expect(field, `${place.on}.${place.name}`).toBeDefined();
    const type = operation.entity ? (entities[operation.entity]?.type ?? '') : '';
    const responses = {
      list: `${type}Connection`,
      record: type,
      ids: 'IdConnection',
      redirect: 'URL',
      text: 'String',
      empty: '',
    };
    expect(String(field.type)).toBe(responses[operation.response]);

    const args = new Map(field.args.map((argument) => [argument.name, argument]));
    for (const parameter of operation.pathParameters) {
      const name = camelCase(parameter);
      const expected = parameter === place.parent ? undefined : 'ID!';
      expect(args.get(name) && String(args.get(name)?.type), parameter).toBe(expected);
    }
    const facts = Object.values(operation.query);
    if (operation.response === 'list' || operation.response === 'ids') {
      expect([...args.keys()]).toEqual(expect.arrayContaining(['first', 'after']));
      const filter = args.get('filter');
      const input = filter && getNamedType(filter.type);
      const given = isInputObjectType(input) ? Object.keys(input.getFields()).sort() : [];
      expect(given).toEqual([...new Set(facts.map((fact) => fact.name))].sort());
      expect(filter ? isNonNullType(filter.type) : false).toBe(facts.some((fact) => fact.required));
      const order = args.get('orderBy');
      const orders = order && getNamedType(order.type);
      const values = isEnumType(orders) ? orders.getValues().map((value) => value.name) : [];
      expect(values.sort()).toEqual(Object.keys(operation.order?.values ?? {}).sort());
    } else {
      for (const fact of facts) {
        const argument = args.get(fact.name);
        expect(argument && isNonNullType(argument.type), fact.name).toBe(fact.required === true);
      }
    }
    // Each value that Clio requires is required here, in filters too.
    const filter = args.get('filter') && getNamedType(args.get('filter')!.type);
    const inputs = isInputObjectType(filter) ? filter.getFields() : {};
    for (const fact of facts) {
      const field = inputs[fact.name] ?? args.get(fact.name);
      const range = field && fact.operator ? (getNamedType(field.type) as GraphQLInputObjectType) : undefined;
      const input = range && fact.operator ? range.getFields()[fact.operator] : field;
      if (fact.operator) expect(input, `${fact.name}.${fact.operator}`).toBeDefined();
      const expected = fact.enum ?? (fact.targets ? 'ID' : filterTypes[fact.type]);
      if (input && expected) expect(String(getNamedType(input.type)), fact.name).toBe(expected);
      if (input) expect(isNonNullType(input.type), fact.name).toBe(fact.required === true);
    }
  });

  it('that filter by an id are connections on the type of the id', () => {
    let relations = 0;
    for (const [id, operation] of reads) {
      for (const relation of operation.relations ?? []) {
        relations += 1;
        const field = objectType(relation.on).getFields()[relation.name];
        const type = entities[operation.entity ?? '']?.type;
        expect(field && String(field.type), `${id} ${relation.parameter}`).toBe(`${type}Connection`);
        // The relation already determines this parameter.
        const filter = field?.args.find((argument) => argument.name === 'filter');
        expect(filter && isNonNullType(filter.type), `${id} ${relation.parameter}`).not.toBe(true);
      }
    }
    expect(relations).toBeGreaterThan(99);
  });
});

describe('nullability', () => {
  const ids = new Set(['id', 'clioId', 'redacted']);

  it('allows every field of a record to be hidden, except its ids', () => {
    for (const name of entityTypes) {
      for (const field of Object.values(objectType(name).getFields())) {
        if (!ids.has(field.name)) expect(isNonNullType(field.type), `${name}.${field.name}`).toBe(false);
      }
    }
  });

  it('lets a failed hop null only its own field', () => {
    for (const { path, part } of outputFields(sdl)) {
      if (/Connection$/.test(getNamedType(part.type).name))
        expect(isNonNullType(part.type), path).toBe(false);
    }
    for (const field of Object.values(objectType('Query').getFields())) {
      if (field.name !== 'nodes') expect(isNonNullType(field.type), `Query.${field.name}`).toBe(false);
    }
    expect(String(objectType('Query').getFields().nodes?.type)).toBe('[Node]!');
  });

  it('guarantees the parts of a connection', () => {
    const connections = ownTypes(sdl).filter((type) => /(?<!^Id|^Search)Connection$/.test(type.name));
    expect(connections.length).toBeGreaterThan(70);
    for (const { name } of connections) {
      const type = name.replace(/Connection$/, '');
      const fields = Object.values(objectType(name).getFields());
      expect(Object.fromEntries(fields.map((field) => [field.name, String(field.type)]))).toEqual({
        edges: `[${type}Edge!]!`,
        nodes: `[${type}!]!`,
        pageInfo: 'PageInfo!',
        totalCount: 'Int',
      });
      const edge = Object.values(objectType(`${type}Edge`).getFields());
      expect(Object.fromEntries(edge.map((field) => [field.name, String(field.type)]))).toEqual({
        cursor: 'String!',
        node: `${type}!`,
      });
    }
  });

  it('allows no null in lists of input values', () => {
    const parts = [...fieldArguments(sdl), ...inputFields(sdl)];
    for (const { path, part } of parts) {
      const list = isNonNullType(part.type) ? part.type.ofType : part.type;
      if (isListType(list)) expect(isNonNullType(list.ofType), path).toBe(true);
    }
  });
});

/** Groups of names whose members are the same. */
function equal(types: readonly (readonly [string, readonly string[]])[]): string[][] {
  const byMembers = new Map<string, string[]>();
  for (const [name, members] of types) {
    const key = [...members].sort().join();
    byMembers.set(key, [...(byMembers.get(key) ?? []), name]);
  }
  return [...byMembers.values()].filter((names) => names.length > 1).map((names) => names.sort());
}

describe('names', () => {
  it.each([
    ['types', ownTypes(sdl).map((type) => type.name), /^[A-Z][A-Za-z0-9]*$/],
    ['fields', outputFields(sdl).map(({ part }) => part.name), /^[a-z][A-Za-z0-9]*$/],
    ['arguments', fieldArguments(sdl).map(({ part }) => part.name), /^[a-z][A-Za-z0-9]*$/],
    ['input fields', inputFields(sdl).map(({ part }) => part.name), /^[a-z][A-Za-z0-9]*$/],
    [
      'enum values',
      enums(sdl).flatMap((type) => type.getValues().map((value) => value.name)),
      /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/,
    ],
  ])('of %s follow the convention', (_, names, convention) => {
    expect(names.length).toBeGreaterThan(100);
    expect(names.filter((name) => !convention.test(name))).toEqual([]);
  });

  it('have no word twice', () => {
    const words = (name: string): string[] => name.match(/[A-Z][a-z]+/g) ?? [];
    const names = ownTypes(sdl).map(({ name }) => name);
    expect(names.filter((name) => new Set(words(name)).size < words(name).length)).toEqual([]);
  });

  it('mean one thing: no two enums have the same values', () => {
    expect(equal(enums(sdl).map((type) => [type.name, type.getValues().map((value) => value.name)]))).toEqual(
      [],
    );
  });

  it('mean one thing: no two inputs have the same fields', () => {
    // Each mutation has its own input, so that a new field of one renames no type.
    const own = new Set(
      Object.values(objectType('Mutation').getFields()).flatMap(({ args }) =>
        args.map((argument) => getNamedType(argument.type).name),
      ),
    );
    const inputs = ownTypes(sdl)
      .filter(isInputObjectType)
      .filter(({ name }) => !own.has(name))
      .map((type): [string, string[]] => [
        type.name,
        Object.values(type.getFields()).map((field) => `${field.name}: ${field.type}`),
      ]);
    expect(equal(inputs)).toEqual([
      // Ids of groups, and of users.
      ['CreateGroupMembershipInput', 'CreateMatterEvergreenRetainerRecipientInput'],
      ['UpdateGroupMembershipInput', 'UpdateMatterEvergreenRetainerRecipientInput'],
    ]);
  });

  it('end in Connection for only two fields, beside plain lists that Clio cuts off at 200', () => {
    const fields = outputFields(sdl).filter(({ part }) => part.name.endsWith('Connection'));
    expect(fields.map(({ path }) => path)).toEqual([
      'Contact.emailAddressesConnection',
      'Contact.phoneNumbersConnection',
    ]);
  });

  it('show the purpose of a type by its ending', () => {
    for (const type of ownTypes(sdl)) {
      if (isInputObjectType(type)) expect(type.name).toMatch(/(Filter|Input)$/);
      if (isObjectType(type)) expect(type.name).not.toMatch(/(Filter|Input|OrderBy)$/);
    }
  });
});

describe('the executable schema', () => {
  it.each(Object.entries(catalog.data.enums))("%s maps its values one to one to Clio's", (name, fact) => {
    expect(valuesOf(name)).toEqual(fact.values);
    expect(new Set(Object.values(fact.values)).size).toBe(Object.keys(fact.values).length);
  });

  it("maps orders one to one to Clio's", () => {
    let orders = 0;
    for (const operation of Object.values(operations)) {
      if (!operation.order) continue;
      orders += 1;
      expect(valuesOf(operation.order.type)).toEqual(operation.order.values);
      expect(Object.values(operation.order.values)).toContain(operation.order.default);
    }
    expect(orders).toBeGreaterThan(40);
  });

  function valuesOf(name: string): Record<string, unknown> {
    const type = executable.getType(name);
    const values = isEnumType(type) ? type.getValues() : [];
    return Object.fromEntries(values.map((value) => [value.name, value.value as unknown]));
  }

  it.each(ownTypes(sdl).map((type) => type.name))('describes %s as the SDL does', (name) => {
    const type = executable.getType(name);
    expect(type && printType(type)).toBe(printType(sdl.getType(name)!));
  });

  it('has no type that the SDL does not have', () => {
    expect(ownTypes(executable).map(String).sort()).toEqual(ownTypes(sdl).map(String).sort());
  });
});
