import { parse, print } from 'graphql';
import { beforeEach, describe, expect, it } from 'vitest';
import { forAllTests } from '../../support/for-all-tests.ts';
import {
  codesOf,
  type ListeningGateway,
  startListeningGateway,
} from '../../support/start-listening-gateway.ts';

const running = forAllTests(() => startListeningGateway());
const prefixed = forAllTests(() =>
  startListeningGateway({
    config: { schemaPrefix: 'Clio' },
  }),
);

beforeEach(() => {
  running.sandbox.resetCalls();
  prefixed.sandbox.resetCalls();
});

const byKeys = `query ($representations: [_Any!]!) {
  _entities(representations: $representations) {
    __typename
    ... on Contact { id name }
    ... on Matter { clioId displayNumber client { name } }
  }
}`;

const calls = ({ sandbox }: ListeningGateway): string[] =>
  sandbox.calls.map(({ path }) => path.replace('/api/v4', ''));

describe('_entities', () => {
  it('loads 200 references of a type in one call, with only the selected fields', async () => {
    const representations = Array.from({ length: 200 }, (_, index) => ({
      __typename: 'Contact',
      clioId: String(index + 1),
    }));
    const { data, errors } = await running.ask(byKeys, { variables: { representations } });
    expect(errors).toBeUndefined();
    const loaded = (data?._entities ?? []) as unknown[];
    expect(loaded).toHaveLength(200);
    expect(loaded[6]).toMatchObject({ __typename: 'Contact', id: 'Contact:7' });
    expect(calls(running)).toHaveLength(1);
    expect(calls(running)[0]).toMatch(/^\/contacts\.json\?fields=id,name&ids\[\]=1&ids\[\]=2&/);
  });

  it('loads mixed types with one call each, by either key and either form of an id', async () => {
    const representations = [
      { __typename: 'Contact', id: 'Contact:3' },
      { __typename: 'Matter', clioId: 4 },
      { __typename: 'Contact', clioId: '3' },
      { __typename: 'Matter', id: '5' },
    ];
    const { data } = await running.ask(byKeys, { variables: { representations } });
    expect(data?._entities).toMatchObject([
      { id: 'Contact:3' },
      { clioId: '4', client: { name: expect.any(String) } },
      { id: 'Contact:3' },
      { clioId: '5' },
    ]);
    expect(calls(running).sort()).toEqual([
      '/contacts/3.json?fields=id,name',
      '/matters.json?fields=id,client{id,name},display_number&ids[]=4&ids[]=5',
    ]);
  });

  it('returns null for a missing record, and an error for an invalid reference', async () => {
    const representations = [
      { __typename: 'Contact', clioId: '999999' },
      { __typename: 'Invoice', clioId: '1' },
      { __typename: 'PageInfo', id: '1' },
      { __typename: 'Matter' },
      { __typename: 'Matter', id: 'Contact:1' },
      { __typename: 'Contact', clioId: 'one' },
      { __typename: 'Contact', clioId: '1' },
    ];
    const response = await running.ask(byKeys, { variables: { representations } });
    expect(response.data?._entities).toEqual([
      null,
      null,
      null,
      null,
      null,
      null,
      expect.objectContaining({ id: 'Contact:1' }),
    ]);
    expect(codesOf(response)).toEqual(
      [1, 2, 3, 4, 5].map((index) => ({ path: `_entities.${index}`, code: 'BAD_USER_INPUT' })),
    );
  });

  it('accepts representations in the document, with aliases and in fragments', async () => {
    const { data, errors } = await running.ask(`
      query { ...Two one: _entities(representations: [{ __typename: "Contact", clioId: "1" }]) { ... on Contact { id } } }
      fragment Two on Query { two: _entities(representations: [{ __typename: "Contact", clioId: "2" }]) { ... on Contact { id } } }
    `);
    expect(errors).toBeUndefined();
    expect(data).toEqual({ two: [{ id: 'Contact:2' }], one: [{ id: 'Contact:1' }] });
  });
});

describe('with a prefix', () => {
  it('returns under prefixed names what it returns under plain names', async () => {
    const plain = `query ($first: Int!, $filter: MatterFilter) {
      matters(first: $first, filter: $filter) { nodes { __typename id status client { __typename ...Name } notes(first: 2) { nodes { __typename } } } }
      node(id: "Contact:5") { __typename id ... on Contact { name } }
      contact(id: "Contact:2") { id type }
    }
    fragment Name on Contact { name type }`;
    const outside = `query ($first: Int!, $filter: ClioMatterFilter) {
      matters: clioMatters(first: $first, filter: $filter) { nodes { __typename id status client { __typename ...Name } notes(first: 2) { nodes { __typename } } } }
      clioNode(id: "Contact:5") { __typename id ... on ClioContact { name } }
      clioContact(id: "Contact:2") { id type }
    }
    fragment Name on ClioContact { name type }`;
    const variables = { first: 5, filter: { status: 'OPEN' } };
    const expected = await running.ask(plain, { variables });
    const response = await prefixed.ask(outside, { variables });
    expect(expected.errors).toBeUndefined();
    expect(response.errors).toBeUndefined();
    const named = JSON.parse(
      JSON.stringify(expected.data).replace(/"__typename":"(\w+)"/g, '"__typename":"Clio$1"'),
    ) as Record<string, unknown>;
    expect(response.data).toEqual({
      matters: named.matters,
      clioNode: named.node,
      clioContact: named.contact,
    });
    expect(calls(prefixed).sort()).toEqual(calls(running).sort());
  });

  it('writes', async () => {
    const { data, errors } = await prefixed.ask(
      'mutation ($input: ClioCreateNoteInput!) { clioCreateNote(input: $input) { note { id __typename matter { id } } userErrors { message } } }',
      { variables: { input: { subject: 'S', detail: 'D', type: 'MATTER', matterId: 'Matter:200' } } },
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      clioCreateNote: {
        note: { id: expect.stringMatching(/^Note:/), __typename: 'ClioNote', matter: { id: 'Matter:200' } },
        userErrors: [],
      },
    });
  });

  it('accepts references only under its prefixed names', async () => {
    const response = await prefixed.ask(
      `{ _entities(representations: [{ __typename: "ClioContact", clioId: "1" }, { __typename: "Contact", clioId: "1" }]) { __typename ... on ClioContact { id } } }`,
    );
    expect(response.data?._entities).toEqual([{ __typename: 'ClioContact', id: 'Contact:1' }, null]);
    expect(codesOf(response)).toEqual([{ path: '_entities.1', code: 'BAD_USER_INPUT' }]);
  });
});

describe('the subgraph’s schema', () => {
  it('is what _service returns', async () => {
    const file = await (await fetch(`${running.url}/schema.graphql?federation`)).text();
    const { data } = await running.ask('{ _service { sdl } }');
    expect(data?._service).toEqual({ sdl: file });
    expect(file).toContain('@link(url: "https://specs.apollo.dev/federation/v2.9"');
    expect(file).toMatch(/type Contact implements Node @key\(fields: "id"\) @key\(fields: "clioId"\)/);
    expect(file).toMatch(/type PageInfo @shareable/);
    expect(file).not.toMatch(/^ {2}nodes?\(/m);
  });

  it('has node and nodes if SUBGRAPH_NODE is set', async () => {
    const own = await startListeningGateway({ config: { subgraphNode: true } });
    await using _ = own;
    const file = await (await fetch(`${own.url}/schema.graphql?federation`)).text();
    expect(file).toMatch(/^ {2}nodes?\(/m);
  });

  it('adds nothing for routers to the schema of clients', async () => {
    const file = await (await fetch(`${running.url}/schema.graphql`)).text();
    expect(file).not.toContain('_Entity');
    expect(file).not.toContain('@key');
    expect(() => print(parse(file))).not.toThrow();
  });
});
