import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Catalog, type CatalogOperation, loadCatalog } from '../../../src/catalog/catalog.ts';
import type { FieldFact, NestedFact } from '../../../src/catalog/types.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { readSeed } from '../../support/random.ts';
import { type MutatingProxy, startMutatingProxy } from '../../support/servers/mutating-proxy.ts';
import { type GraphqlResponse, startGateway, type TestGateway } from '../../support/start-gateway.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

// Every list of the schema, with all values of its records and of nested ones, gets responses with values of the wrong type or
// another case, null, missing and unknown ones. No response is an internal error, and every unchanged value is returned as
// before. A run changes every value in one way; `MUTATION_ROUNDS=12 MUTATION_SEED=0` changes each in all ways,
// `MUTATION_SEED=random` in another way.
const { MUTATION_ROUNDS, MUTATION_SEED } = process.env;
const rounds = Number(MUTATION_ROUNDS ?? 1);
const seed = readSeed(MUTATION_SEED);

const catalog = loadCatalog();
let sandbox: Sandbox;
let proxy: MutatingProxy;
let gateway: TestGateway;
beforeAll(async () => {
  sandbox = await startSandbox();
  proxy = await startMutatingProxy(sandbox);
  gateway = await startGateway({
    baseUrl: proxy.baseUrl,
    token: sandbox.tokens.owner,
    config: { maxPlannedCalls: 1e12, maxDepth: 100 },
  });
});
afterAll(async () => {
  for (const one of [gateway, proxy, sandbox]) await one?.[Symbol.asyncDispose]();
});

type Json = Record<string, unknown>;

/** A way to change a value. */
interface Mutation {
  readonly what: string;
  /** Undefined removes it. */
  readonly mutate: (value: unknown) => unknown;
}

const mutations: readonly Mutation[] = Object.entries({
  null: () => null,
  missing: () => undefined,
  'an object': () => ({ id: {}, constructor: 1, toString: 2, valueOf: 3 }),
  'an empty object': () => ({}),
  'a list': () => ['x', null, 7, {}],
  text: () => 'no such value',
  'empty text': () => '',
  'a number': () => -1.5,
  'a boolean': () => true,
  'another case': (value: unknown) =>
    typeof value === 'string'
      ? value === value.toUpperCase()
        ? value.toLowerCase()
        : value.toUpperCase()
      : value,
  'the value as text': (value: unknown) => (typeof value === 'object' ? value : String(value)),
  'null and text among others': (value: unknown) => (Array.isArray(value) ? [null, ...value, 'x'] : value),
}).map(([what, mutate]) => ({ what, mutate }));

/** Filters without which a list cannot be read. */
const required: Readonly<Record<string, string>> = {
  notes: 'filter: { type: MATTER }',
  conversationMessages: 'filter: { conversationId: 1 }',
  laukExpenseCategories: 'filter: { region: "London" }',
};

const lists = Object.keys(catalog.data.operations)
  .map((id) => catalog.operation(id))
  .filter(({ field, response, entity }) => field?.on === 'Query' && response === 'list' && entity);

/** A value of a record, or of the records nested in it, by Clio's names. */
type Site = readonly [key: string, inner?: string];

interface Change extends Mutation {
  readonly site: Site;
}

describe.each(lists.map((list) => [list.field?.name ?? '', list] as const))('%s', (name, list) => {
  const entity = list.entity ?? '';
  const sites = sitesOf(catalog, entity);
  const query = queryOf(
    list,
    Object.values(catalog.entity(entity).fields).flatMap((fact) => selected(fact)),
  );

  it(`survives changes of its values (seed ${seed})`, { timeout: 60_000 }, async () => {
    proxy.mutate = (data) => data;
    const usual = await gateway.gql(query);
    expect(usual.errors).toBeUndefined();
    const nodes = nodesOf(usual, name);
    if (nodes.length === 0) return;
    for (let round = 0; round < rounds; round += 1) {
      // Each record has another of its values changed, so that few requests change them all.
      for (let start = 0; start < sites.length; start += nodes.length) {
        const changeOf = (index: number): Change | undefined => {
          const site = sites[start + index];
          return (
            site && { site, ...(mutations[(start + index + round + seed) % mutations.length] as Mutation) }
          );
        };
        proxy.mutate = (data) =>
          Array.isArray(data) ? data.map((record, index) => changed(record as Json, changeOf(index))) : data;
        const response = await gateway.gql(query);
        const { errors = [] } = response;
        const unexpected = errors.filter(({ extensions }) => extensions?.code !== 'UPSTREAM_ERROR');
        expect([name, unexpected]).toEqual([name, []]);
        const unchanged = (records: readonly Json[]): unknown[] =>
          records.map((record, index) => {
            const change = changeOf(index);
            const touched = fieldsOf(catalog, entity, change?.site[0]);
            return [change?.what, change?.site, without(record, touched)];
          });
        expect([name, unchanged(nodesOf(response, name))]).toEqual([name, unchanged(nodes)]);
      }
    }
  });
});

describe.each(lists.map((list) => [list.field?.name ?? '', list] as const))(
  '%s with the records to which it refers',
  (name, list) => {
    it(`survives changes of all responses (seed ${seed})`, { timeout: 60_000 }, async () => {
      const entity = list.entity ?? '';
      const links = Object.values(catalog.entity(entity).fields).flatMap((fact) => leadsTo(fact));
      const query = queryOf(list, links);
      let count = seed;
      const anyOf = (record: unknown): unknown => {
        if (typeof record !== 'object' || record === null) return record;
        const keys = Object.keys(record);
        count += 1;
        const mutation = mutations[count % mutations.length] as Mutation;
        const site: Site = [keys[count % keys.length] ?? 'id'];
        return changed(record as Json, { site, ...mutation });
      };
      for (let round = 0; round < rounds; round += 1) {
        count = seed + round;
        proxy.mutate = (data) => (Array.isArray(data) ? data.map(anyOf) : anyOf(data));
        const { data, errors = [] } = await gateway.gql(query);
        // Null if the list itself was changed.
        expect([name, data === undefined]).toEqual([name, false]);
        const codes = new Set(errors.map(({ extensions }) => extensions?.code));
        expect([name, codes.has('INTERNAL_SERVER_ERROR'), codes.has(undefined)]).toEqual([
          name,
          false,
          false,
        ]);
      }
    });
  },
);

function nodesOf({ data }: GraphqlResponse, name: string): Json[] {
  return ((data?.[name] as { nodes?: Json[] } | null | undefined)?.nodes ?? []) as Json[];
}

/** The record with one value changed, and one value that no document has. */
function changed(record: Json, change: Change | undefined): Json {
  if (!change) return record;
  const { mutate } = change;
  const [key, inner] = change.site;
  if (inner === undefined) return { ...record, [key]: mutate(record[key]), unknown_value: [1] };
  const below = record[key];
  const changeBelow = (one: unknown): unknown =>
    typeof one === 'object' && one !== null
      ? { ...one, [inner]: mutate((one as Json)[inner]), unknown_value: {} }
      : one;
  return { ...record, [key]: Array.isArray(below) ? below.map(changeBelow) : changeBelow(below) };
}

function without(node: Json, names: ReadonlySet<string>): Json {
  return Object.fromEntries(Object.entries(node).filter(([name]) => !names.has(name)));
}

/** The fields of Clio from which a field is read. */
function clioFields(own: string, fact: FieldFact): string[] {
  if (fact.kind === 'typed') return [fact.from, fact.when.field];
  return [fact.kind === 'sum' ? fact.from : own];
}

/** The fields that return Clio's value. */
function fieldsOf({ entity }: Catalog, name: string, key: string | undefined): Set<string> {
  const names = new Set<string>();
  for (const [own, fact] of Object.entries(entity(name).fields)) {
    if (clioFields(own, fact).includes(key ?? '')) names.add(fact.name);
    // Ids of records of several kinds contain the kind.
    if (fact.kind === 'node' && fact.typeField === key) names.add('id');
  }
  return names;
}

/** Ids are not changed: a list has no place for a record without one. */
function sitesOf({ entity }: Catalog, name: string): Site[] {
  return Object.entries(entity(name).fields).flatMap(([key, fact]): Site[] => {
    if (fact.kind === 'scalar') return key === 'id' ? [] : [[key]];
    if (fact.kind !== 'one' && fact.kind !== 'many') return [];
    const inner = Object.entries(entity(fact.entity).fields).filter(([, one]) => one.kind === 'scalar');
    return [[key], ...inner.map(([own]): Site => [key, own])];
  });
}

function queryOf({ field }: CatalogOperation, fields: readonly string[]): string {
  const name = field?.name ?? '';
  const arguments_ = ['first: 25', required[name]].filter(Boolean).join(', ');
  return `{ ${name}(${arguments_}) { nodes { __typename ${fields.join(' ')} } } }`;
}

/** Records two levels down, and those behind links: they are loaded. */
function leadsTo(fact: FieldFact): string[] {
  if (fact.kind === 'link') return [`${fact.name} { __typename ${firstValue(fact.entity)} }`];
  if (fact.kind === 'node') return [`${fact.name} { __typename }`];
  if (fact.kind !== 'one' && fact.kind !== 'many') return [];
  const below = Object.values(catalog.entity(fact.entity).fields).flatMap((one) =>
    one.kind === 'one' || one.kind === 'many' ? [`${one.name} { __typename ${firstValue(one.entity)} }`] : [],
  );
  return [`${fact.name} { __typename ${below.join(' ')} }`];
}

/** The first value of a record. */
function firstValue(entity: string): string {
  const facts = Object.values(catalog.entity(entity).fields);
  return facts.find(({ kind }) => kind === 'scalar')?.name ?? '';
}

function selected(fact: FieldFact): string[] {
  if (fact.kind === 'scalar' || fact.kind === 'typed' || fact.kind === 'sum') return [fact.name];
  return fact.kind === 'one' || fact.kind === 'many' ? [`${fact.name} { ${inner(fact)} }`] : [];
}

/** Values of the record itself: others would need a call. */
function inner(fact: NestedFact): string {
  const names = Object.values(catalog.entity(fact.entity).fields).flatMap((one) =>
    one.kind === 'scalar' ? [one.name] : [],
  );
  return ['__typename', ...names].join(' ');
}
