import {
  buildASTSchema,
  type DirectiveNode,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  GraphQLScalarType,
  type GraphQLUnionType,
  Kind,
  parse,
  specifiedDirectives,
  visit,
} from 'graphql';
import { beforeEach, describe, expect, it } from 'vitest';
import { loadCatalog } from '../../../src/catalog/catalog.ts';
import { createServedSchema } from '../../../src/federation/served-schema.ts';
import { forAllTests } from '../../support/for-all-tests.ts';
import { ownTypes, sdl as plainSchema } from '../../support/schema/printed-schema.ts';
import { codesOf, startListeningGateway } from '../../support/start-listening-gateway.ts';

// The requirements of Apollo's subgraph compatibility suite and of the subgraph specification, as far as they apply to a
// subgraph that owns all its fields: docs/guides/federation.md has the list.

const running = forAllTests(() => startListeningGateway({ config: { explain: true } }));
beforeEach(() => running.sandbox.resetCalls());

const calls = (): string[] => running.sandbox.calls.map(({ path }) => path.replace('/api/v4', ''));
const contacts = (...ids: number[]): object[] => ids.map((id) => ({ __typename: 'Contact', clioId: id }));
const byKeys =
  'query ($all: [_Any!]!) { _entities(representations: $all) { __typename ... on Contact { id } } }';

describe('_service', () => {
  it('needs no login and no call', async () => {
    const { data, errors } = await running.ask('{ __typename _service { __typename sdl } }', { token: null });
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      __typename: 'Query',
      _service: { __typename: '_Service', sdl: createServedSchema(loadCatalog()).subgraphSdl() },
    });
    expect(calls()).toEqual([]);
  });

  it('can be selected with an alias and in a fragment', async () => {
    const { data } = await running.ask(
      '{ ...Served } fragment Served on Query { served: _service { text: sdl } }',
    );
    expect(data).toEqual({ served: { text: expect.stringContaining('extend schema @link') } });
  });

  it('counts as the whole schema each time', async () => {
    const response = await running.ask('{ a: _service { sdl } b: _service { sdl } c: _service { sdl } }');
    expect(response).toMatchObject({ status: 400, errors: [{ extensions: { code: 'QUERY_TOO_COMPLEX' } }] });
  });
});

describe('_entities', () => {
  it('keeps the order, and returns repeated representations each time', async () => {
    const { data } = await running.ask(byKeys, { variables: { all: contacts(3, 1, 3, 2, 1) } });
    expect(data?._entities).toEqual(
      [3, 1, 3, 2, 1].map((id) => ({ __typename: 'Contact', id: `Contact:${id}` })),
    );
    expect(calls()).toEqual(['/contacts.json?fields=id&ids[]=3&ids[]=1&ids[]=2']);
  });

  it('returns null without an error for a missing record, even if only its key is selected', async () => {
    const query = 'query ($all: [_Any!]!) { _entities(representations: $all) { __typename } }';
    const { data, errors } = await running.ask(query, { variables: { all: contacts(3, 99_999_999) } });
    expect(errors).toBeUndefined();
    expect(data).toEqual({ _entities: [{ __typename: 'Contact' }, null] });
  });

  it('returns an empty list for no representations, without a call', async () => {
    expect(await running.ask(byKeys, { variables: { all: [] } })).toEqual({
      status: 200,
      data: { _entities: [] },
    });
    expect(calls()).toEqual([]);
  });

  it('needs a second call from the 201st representation of a type on', async () => {
    const ids = Array.from({ length: 201 }, (_, index) => index + 1);
    const query =
      'query ($all: [_Any!]!) { rateLimit { cost } _entities(representations: $all) { ... on Contact { name } } }';
    const { data, errors } = await running.ask(query, { variables: { all: contacts(...ids) } });
    expect(errors).toBeUndefined();
    expect(data?._entities).toHaveLength(201);
    expect(data?.rateLimit).toEqual({ cost: 2 });
    expect(calls()).toHaveLength(2);
  });

  it('returns records through the interface that they all implement', async () => {
    const all = [...contacts(3), { __typename: 'Matter', id: '4' }];
    const query = `query ($all: [_Any!]!) {
      _entities(representations: $all) { ... on Node { id } ...Who ... on Matter { number: displayNumber } }
    }
    fragment Who on Contact { who: name }`;
    const { data, errors } = await running.ask(query, { variables: { all } });
    expect(errors).toBeUndefined();
    expect(data?._entities).toEqual([
      { id: 'Contact:3', who: expect.any(String) },
      { id: 'Matter:4', number: expect.any(String) },
    ]);
  });

  it.each([
    [
      'a variable’s default',
      'query ($all: [_Any!]! = [{ __typename: "Contact", clioId: "3" }]) { _entities(representations: $all) { ... on Contact { id } } }',
      {},
    ],
    [
      'variables inside',
      'query ($type: String!, $id: ID!) { _entities(representations: [{ __typename: $type, id: $id }]) { ... on Contact { id } } }',
      { type: 'Contact', id: 3 },
    ],
    [
      'the document',
      '{ _entities(representations: [{ __typename: "Contact", id: "Contact:3" }]) { ... on Contact { id } } }',
      {},
    ],
    ['one that is not a list', byKeys.replace(' __typename', ''), { all: { __typename: 'Contact', id: 3 } }],
    [
      'a variable of any name',
      byKeys.replaceAll('$all', '$_ids__entities').replace(' __typename', ''),
      { _ids__entities: contacts(3) },
    ],
    [
      'more than the key',
      byKeys.replace(' __typename', ''),
      { all: [{ __typename: 'Contact', clioId: '3', name: 'Old name', note: null }] },
    ],
    [
      'a null in the place of the other key',
      byKeys.replace(' __typename', ''),
      { all: [{ __typename: 'Contact', id: null, clioId: '3' }] },
    ],
  ])('accepts representations from %s', async (_, query, variables) => {
    expect(await running.ask(query, { variables })).toEqual({
      status: 200,
      data: { _entities: [{ id: 'Contact:3' }] },
    });
  });

  it('reads the representations of each request anew, also for a known document', async () => {
    for (const id of [3, 4, 5]) {
      const { data } = await running.ask(byKeys, { variables: { all: contacts(id) } });
      expect(data?._entities).toMatchObject([{ id: `Contact:${id}` }]);
    }
  });

  it('merges selections of the same field, and follows @include and @skip', async () => {
    const query = `query ($all: [_Any!]!, $no: Boolean!) {
      a: _entities(representations: $all) { ... on Contact { id } }
      a: _entities(representations: $all) { ... on Contact { name @skip(if: $no) clioId } }
      b: _entities(representations: $all) @include(if: $no) { __typename }
    }`;
    const { data } = await running.ask(query, { variables: { all: contacts(3), no: false } });
    expect(data).toEqual({ a: [{ id: 'Contact:3', name: expect.any(String), clioId: '3' }] });
    expect(calls()).toEqual(['/contacts/3.json?fields=id,name']);
  });

  it.each([
    ['text', 'Contact'],
    ['a number', 7],
    ['a list', []],
    ['no type', { id: 3 }],
    ['a root type', { __typename: 'Query', id: 3 }],
    ['the interface', { __typename: 'Node', id: 3 }],
    ['a type without a key', { __typename: 'Address', id: 3 }],
    ['a name of JavaScript', { __typename: 'constructor', id: 3 }],
    ['no key', { __typename: 'Contact', name: 'Ada' }],
    ['a key that is an object', { __typename: 'Contact', id: { clioId: 3 } }],
    ['a key that is not a number', { __typename: 'Contact', clioId: 7.5 }],
  ])('rejects %s at its place, and returns the others', async (_, wrong) => {
    const response = await running.ask(byKeys, { variables: { all: [wrong, ...contacts(3)] } });
    expect(response.data?._entities).toEqual([null, { __typename: 'Contact', id: 'Contact:3' }]);
    expect(codesOf(response)).toEqual([{ path: '_entities.0', code: 'BAD_USER_INPUT' }]);
    expect(response.errors?.[0]?.message).toMatch(/representation/);
  });

  it('rejects null in the representations, as their type says', async () => {
    const response = await running.ask(byKeys, { variables: { all: [null] } });
    expect(response.status).toBe(400);
    expect(response.data).toBeUndefined();
  });

  it('reports an error of Clio at the records that it concerns, and returns other types', async () => {
    const query =
      'query ($all: [_Any!]!) { _entities(representations: $all) { ... on Bill { number } ... on Contact { id name } } }';
    const all = [{ __typename: 'Bill', id: 1 }, ...contacts(3), { __typename: 'Bill', id: 2 }];
    const response = await running.ask(query, {
      variables: { all },
      token: running.sandbox.tokens.noBilling,
    });
    expect(response.data?._entities).toEqual([null, { id: 'Contact:3', name: expect.any(String) }, null]);
    expect(codesOf(response)).toEqual([
      { path: '_entities.0', code: 'FORBIDDEN' },
      { path: '_entities.2', code: 'FORBIDDEN' },
    ]);
    expect(calls()).toHaveLength(2);
  });

  it('reports an error below a record at its path', async () => {
    const query =
      'query ($all: [_Any!]!) { _entities(representations: $all) { ... on Matter { displayNumber bills(first: 1) { nodes { number } } } } }';
    const all = [{ __typename: 'Matter', id: 4 }];
    const response = await running.ask(query, {
      variables: { all },
      token: running.sandbox.tokens.noBilling,
    });
    expect(response.data?._entities).toEqual([{ displayNumber: expect.any(String), bills: null }]);
    expect(codesOf(response)).toEqual([{ path: '_entities.0.bills', code: 'FORBIDDEN' }]);
  });

  it('requires the login of the client', async () => {
    const response = await running.ask(byKeys, { variables: { all: contacts(3) }, token: null });
    expect(codesOf(response).map(({ code }) => code)).toEqual(['UNAUTHENTICATED']);
    expect(calls()).toEqual([]);
  });

  it('loads records below the entities as any query does', async () => {
    const query = `query ($all: [_Any!]!) {
      _entities(representations: $all) { ... on Matter { client { addresses { city } } tasks(first: 1) { nodes { name } } } }
    }`;
    const all = [4, 5].map((id) => ({ __typename: 'Matter', id }));
    const { errors } = await running.ask(query, { variables: { all } });
    expect(errors).toBeUndefined();
    const paths = calls().map((path) => path.split('?', 1)[0]?.replace(/\/\d+/, ''));
    expect(paths.sort()).toEqual(['/contacts.json', '/matters.json', '/tasks.json', '/tasks.json']);
  });

  it('is explained under the name that the router used', async () => {
    const { data, extensions } = await running.ask(byKeys.replace('{ id }', '{ name }'), {
      variables: { all: contacts(3, 4) },
      headers: { 'x-clio-explain': 'plan' },
    });
    expect(data).toBeNull();
    expect(extensions?.clio).toMatchObject({
      cost: { min: 1, max: 1 },
      plan: [{ path: '/contacts.json', serves: ['_entities'], repeat: 'batch' }],
    });
    expect(calls()).toEqual([]);
  });
});

describe('over HTTP', () => {
  const variables = JSON.stringify({ all: contacts(3) });
  const expected = { data: { _entities: [{ __typename: 'Contact', id: 'Contact:3' }] } };
  const login = (): { authorization: string } => ({
    authorization: `Bearer ${running.sandbox.tokens.owner}`,
  });

  it('accepts GET as well as POST', async () => {
    const parameters = new URLSearchParams({ query: byKeys, variables });
    const response = await fetch(`${running.url}/graphql?${parameters}`, { headers: login() });
    expect(await response.json()).toEqual(expected);
  });

  it('accepts the persisted queries of a router', async () => {
    const query = `# for the router\n${byKeys}`;
    const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(query));
    const persistedQuery = { version: 1, sha256Hash: Buffer.from(hash).toString('hex') };
    const ask = async (body: object): Promise<unknown> => {
      const response = await fetch(`${running.url}/graphql`, {
        method: 'POST',
        headers: { ...login(), 'content-type': 'application/json' },
        body: JSON.stringify({ ...body, variables: { all: contacts(3) }, extensions: { persistedQuery } }),
      });
      return response.json();
    };
    expect(await ask({})).toMatchObject({ errors: [{ extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }] });
    expect(await ask({ query })).toEqual(expected);
    expect(await ask({})).toEqual(expected);
  });

  it('has no inline traces: the header of routers has no effect', async () => {
    const response = await fetch(`${running.url}/graphql`, {
      method: 'POST',
      headers: { ...login(), 'content-type': 'application/json', 'apollo-federation-include-trace': 'ftv1' },
      body: JSON.stringify({ query: byKeys, variables: { all: contacts(3) } }),
    });
    expect(await response.json()).toEqual(expected);
  });
});

describe('the schema of the subgraph', () => {
  const subgraph = parse(createServedSchema(loadCatalog()).subgraphSdl());
  const directives: DirectiveNode[] = [];
  visit(subgraph, { Directive: (node) => void directives.push(node) });

  it('is served with the additions of the specification', () => {
    const schema = createServedSchema(loadCatalog()).routerSchema();
    const fields = schema.getQueryType()?.getFields();
    const { _entities: entities, _service: service } = fields ?? {};
    expect([entities?.type, service?.type].map(String)).toEqual(['[_Entity]!', '_Service!']);
    expect(entities?.args.map(({ name, type }) => `${name}: ${type}`)).toEqual(['representations: [_Any!]!']);
    expect(schema.getType('_Any')).toBeInstanceOf(GraphQLScalarType);
    expect(String((schema.getType('_Service') as GraphQLObjectType).getFields().sdl?.type)).toBe('String!');
    const union = schema.getType('_Entity') as GraphQLUnionType;
    const node = schema.getType('Node') as GraphQLInterfaceType;
    const names = (types: readonly GraphQLObjectType[]): string[] => types.map(({ name }) => name).sort();
    expect(names(union.getTypes())).toEqual(names(schema.getPossibleTypes(node)));
  });

  it('imports exactly the directives that it uses', () => {
    const defined = subgraph.definitions.flatMap((one) =>
      one.kind === Kind.DIRECTIVE_DEFINITION ? [one.name.value] : [],
    );
    const used = new Set(directives.map(({ name }) => name.value));
    for (const name of ['link', ...defined, ...specifiedDirectives.map((one) => one.name)]) used.delete(name);
    const [link] = directives.filter(({ name }) => name.value === 'link');
    const imported = link?.arguments?.find(({ name }) => name.value === 'import')?.value;
    const names =
      imported?.kind === Kind.LIST
        ? imported.values.map((value) => (value.kind === Kind.STRING ? value.value : ''))
        : [];
    expect(names.sort()).toEqual([...used].map((name) => `@${name}`).sort());
  });

  it('gives two single-field keys to each type that can be loaded, and none to other types', () => {
    for (const definition of subgraph.definitions) {
      if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
      const keys = (definition.directives ?? [])
        .filter(({ name }) => name.value === 'key')
        .map(({ arguments: given = [] }) =>
          given.map(({ name, value }) => `${name.value}=${value.kind === Kind.STRING ? value.value : ''}`),
        );
      const isNode = definition.interfaces?.some(({ name }) => name.value === 'Node');
      // Without `resolvable`, which defaults to true: a router can request any of them.
      expect(keys, definition.name.value).toEqual(isNode ? [['fields=id'], ['fields=clioId']] : []);
    }
  });

  it('leaves out what routers add themselves', () => {
    const names = subgraph.definitions.flatMap((one) => ('name' in one && one.name ? [one.name.value] : []));
    for (const name of ['_Any', '_Entity', '_Service', 'FieldSet', 'key']) expect(names).not.toContain(name);
    const query = subgraph.definitions.filter((one) => 'name' in one && one.name?.value === 'Query');
    const fields = query.flatMap((one) =>
      ('fields' in one ? (one.fields ?? []) : []).map(({ name }) => name.value),
    );
    expect(fields).not.toContain('_entities');
    expect(fields).not.toContain('_service');
    expect(fields.length).toBeGreaterThan(100);
  });

  it('has the types, fields and descriptions that clients see, except node and nodes', () => {
    const whole = buildASTSchema(subgraph, { assumeValidSDL: true });
    for (const type of ownTypes(plainSchema)) {
      const same = whole.getType(type.name);
      expect(same?.description, type.name).toBe(type.description);
      if (!('getFields' in type) || !same || !('getFields' in same)) continue;
      const names = Object.keys(type.getFields()).filter(
        (name) => type.name !== 'Query' || !/^nodes?$/.test(name),
      );
      expect(Object.keys(same.getFields()).sort(), type.name).toEqual(names.sort());
    }
  });
});
