import {
  buildSchema,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isLeafType,
  isObjectType,
} from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadCatalog } from '../../../src/catalog/catalog.ts';
import { lowerFirst } from '../../../src/catalog/letter-case.ts';
import type { ClioExtension } from '../../../src/index.ts';
import { Firm } from '../../support/differential/firm.ts';
import { leastCalls } from '../../support/differential/least-calls.ts';
import { writeSmallOperation } from '../../support/differential/small-operation.ts';
import { forAllTests } from '../../support/for-all-tests.ts';
import { Chance, readSeed } from '../../support/random.ts';
import { startGateway } from '../../support/start-gateway.ts';
import { startSandbox } from '../../support/start-sandbox.ts';

// Operations of each kind for every type of the schema, with the minimum of calls that follows from the rules: below a record
// that filters a list, that record is known; windows of one list are one list; and a list filtered by ids returns the records
// with those ids. Then small random operations, with the minimum computed by an independent evaluator.
const catalog = loadCatalog();

let schema: GraphQLSchema;

const sandbox = forAllTests(() => startSandbox());
const gateway = forAllTests(() => startGateway({ baseUrl: sandbox.baseUrl, token: sandbox.tokens.owner }));
beforeAll(async () => {
  schema = buildSchema(await (await gateway.fetch(new Request('http://localhost/schema.graphql'))).text(), {
    assumeValidSDL: true,
  });
});

function typeOf(name: string): GraphQLObjectType {
  const type = schema.getType(name);
  if (!isObjectType(type)) throw new Error(`${name} is no object type`);
  return type;
}

/** Names of a type's own values, except ids. */
function valuesOf(type: GraphQLObjectType): string[] {
  return Object.values(type.getFields())
    .filter(
      ({ name, type: of, args }) =>
        isLeafType(getNamedType(of)) && args.length === 0 && !/^(id|clioId|redacted)$/.test(name),
    )
    .map(({ name }) => name)
    .filter((name) =>
      [...catalog.fieldsByName(type.name).values()].some(
        ({ fact }) => fact.name === name && fact.kind === 'scalar',
      ),
    );
}

/** A nested record of a type with one of its values: one level deeper than Clio nests. */
function nestedOf(type: GraphQLObjectType): string {
  for (const { fact } of catalog.fieldsByName(type.name).values()) {
    if (fact.kind !== 'one' || catalog.load(fact.entity) === undefined) continue;
    const [value] = valuesOf(typeOf(catalog.entity(fact.entity).type));
    if (value !== undefined) return `${fact.name} { ${value} }`;
  }
  return '';
}

function firstId(type: string): string | undefined {
  const entity = catalog.mainEntity(type);
  const [id] = entity === undefined ? [] : sandbox.records(entity).keys();
  return id === undefined ? undefined : `${type}:${id}`;
}

async function callsOf(query: string): Promise<number> {
  sandbox.resetCalls();
  const response = await gateway.gql(query, { headers: { 'x-clio-explain': 'trace' } });
  expect(response.errors, query).toBeUndefined();
  const clio = response.extensions?.clio as ClioExtension | undefined;
  expect(clio?.cost?.actual, query).toBeLessThanOrEqual(clio?.cost?.max ?? 0);
  expect(clio?.cost?.actual, query).toBeGreaterThanOrEqual(clio?.cost?.min ?? 0);
  return sandbox.calls.length;
}

const relations = Object.values(catalog.data.operations).flatMap(({ relations: own = [], entity }) =>
  own.map(({ on, name, parameter }) => ({ on, name, parameter, entity: entity ?? '' })),
);

describe('the owner of a list', () => {
  const owned = relations.flatMap(({ on, name, parameter, entity }) => {
    const key = parameter.replace(/_id$/, '');
    const [field] = Object.entries(catalog.entity(entity).fields)
      .filter(
        ([own, fact]) =>
          (fact.kind === 'one' && own === key && catalog.entity(fact.entity).type === on) ||
          (fact.kind === 'link' && fact.via === parameter),
      )
      .map(([, fact]) => fact.name);
    const owner = catalog.mainEntity(on);
    return field !== undefined && owner !== undefined && catalog.load(owner) ? [{ on, name, field }] : [];
  });

  it('is known for most lists', () => {
    expect(owned.length).toBeGreaterThan(50);
  });

  it.each(owned)('is not loaded again: $on.$name → $field', async ({ on, name, field }) => {
    const id = firstId(on);
    if (id === undefined) return;
    const type = typeOf(on);
    const selected = `${valuesOf(type).slice(0, 2).join(' ')} ${nestedOf(type)}`;
    const query = `{ node(id: "${id}") { ... on ${on} { ${name}(first: 3) { nodes { id ${field} { id ${selected} } } } } } }`;
    expect(await callsOf(query)).toBeLessThanOrEqual(2);
  });
});

/** Lists at the root that need no filter. */
const lists = Object.values(catalog.data.operations).flatMap(
  ({ response, field, query, pathParameters, order, limit = 50 }) =>
    response === 'list' &&
    field?.on === 'Query' &&
    pathParameters.length === 0 &&
    order !== undefined &&
    Object.values(query).every(({ required }) => !required)
      ? [{ name: field.name, limit }]
      : [],
);

describe('two windows of one list', () => {
  it.each(lists)('are one call: $name', async ({ name }) => {
    const query = `{
      a: ${name}(first: 2) { nodes { id } pageInfo { hasNextPage } }
      b: ${name}(first: 5, orderBy: ID_ASC) { nodes { clioId } }
      c: ${name} { totalCount }
      d: ${name}(first: 0) { totalCount }
    }`;
    expect(await callsOf(query)).toBe(1);
  });
});

describe('a longer and a shorter window of one list', () => {
  it.each(lists)('take only the pages of the longer one: $name', async ({ name, limit }) => {
    const query = `{ a: ${name}(first: 250) { nodes { id } totalCount } b: ${name}(first: 100) { nodes { clioId } } }`;
    const calls = await callsOf(query);
    const { data } = await gateway.gql(query);
    const { a, b } = data as Record<string, { nodes: unknown[]; totalCount: number | null }>;
    expect(b?.nodes.length).toBe(Math.min(100, a?.nodes.length ?? 0));
    expect(calls).toBe(Math.max(1, Math.ceil((a?.nodes.length ?? 0) / limit)));
  });
});

describe('a record and a list filtered by its id', () => {
  const types = Object.entries(catalog.data.entities).filter(
    ([, { viewOf, load }]) => viewOf === undefined && load?.show !== undefined && load.batch !== undefined,
  );

  it.each(types.map(([, { type }]) => type))('are one call: %s', async (type) => {
    const id = firstId(type);
    const entity = catalog.mainEntity(type) ?? '';
    const { field, query } = catalog.operation(catalog.load(entity)?.load.batch ?? '');
    const root = lowerFirst(type);
    if (id === undefined || field?.on !== 'Query' || !typeOf('Query').getFields()[root]) return;
    if (Object.values(query).some(({ required }) => required)) return;
    const [value = 'id', other = 'id'] = valuesOf(typeOf(type));
    const selected = `{ ${root}(id: "${id}") { ${value} } ${field.name}(filter: { ids: ["${id}"] }) { nodes { ${other} } } }`;
    expect(await callsOf(selected)).toBe(1);
  });
});

it('loads nodes of mixed types in one batch per type', async () => {
  const ids = ['Matter', 'Contact', 'User', 'Task'].flatMap((type) => {
    const entity = catalog.mainEntity(type) ?? '';
    return [...sandbox.records(entity).keys()].slice(0, 4).map((id) => `${type}:${id}`);
  });
  const query = `{ nodes(ids: ${JSON.stringify(ids)}) { id ... on Matter { number } ... on Contact { name } ... on User { email } ... on Task { name } } }`;
  expect(await callsOf(query)).toBe(4);
});

const { DIFF_RUNS, DIFF_SEED } = process.env;
const runs = Number(DIFF_RUNS ?? 300);
const seed = readSeed(DIFF_SEED);

it(
  `needs the minimum of calls for ${runs} small random operations (seed ${seed})`,
  async () => {
    const chance = new Chance(seed);
    const firm = new Firm(sandbox, catalog, sandbox.tokens.owner);
    let certain = 0;
    for (let run = 0; run < runs; run += 1) {
      const { query, roots } = writeSmallOperation(schema, sandbox, catalog, chance);
      const { calls, most } = leastCalls(firm, roots);
      const made = await callsOf(query);
      if (made < calls || made > most) expect.fail(`${made} calls instead of ${calls} to ${most}:\n${query}`);
      if (most === calls) certain += 1;
    }
    expect(certain).toBeGreaterThan(0.9 * runs);
  },
  60_000 + runs * 100,
);
