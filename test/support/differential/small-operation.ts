import { type GraphQLObjectType, type GraphQLSchema, getNamedType, isLeafType } from 'graphql';
import type { Catalog } from '../../../src/catalog/catalog.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import type { RecordId } from '../../../src/sandbox/store.ts';
import type { Chance } from '../random.ts';
import type { Selected, SelectedList, SelectedRoot } from './least-calls.ts';
import { type Place, placesOf, recordsInSeveralWays } from './places.ts';

export interface SmallOperation {
  readonly query: string;
  readonly roots: readonly SelectedRoot[];
}

interface Written<Part> {
  readonly text: string;
  readonly part: Part;
}

/** The maximum of positions with a selection in an operation. */
const mostPositions = 8;

/**
 * Generates a random operation with only the features for which the minimum of calls is computed: records by their ids,
 * lists from their start, and records that Clio sends equally inside others and by themselves. It often selects again what
 * it has already selected.
 */
export function writeSmallOperation(
  schema: GraphQLSchema,
  sandbox: Sandbox,
  catalog: Catalog,
  chance: Chance,
): SmallOperation {
  return new Writer(schema, sandbox, catalog, chance).operation();
}

class Writer {
  readonly #schema: GraphQLSchema;
  readonly #sandbox: Sandbox;
  readonly #catalog: Catalog;
  readonly #chance: Chance;
  readonly #around: string[] = [];
  #positions = 0;
  #aliases = 0;

  constructor(schema: GraphQLSchema, sandbox: Sandbox, catalog: Catalog, chance: Chance) {
    this.#schema = schema;
    this.#sandbox = sandbox;
    this.#catalog = catalog;
    this.#chance = chance;
  }

  operation(): SmallOperation {
    const roots = Array.from({ length: this.#chance.pick([1, 1, 1, 2]) }, () => this.#root()).flat();
    return { query: `{ ${roots.map(({ text }) => text).join(' ')} }`, roots: roots.map(({ part }) => part) };
  }

  #root(): Written<SelectedRoot>[] {
    const chance = this.#chance;
    const { entity, single, list } = chance.pick(
      recordsInSeveralWays(this.#catalog).filter((one) => this.#isPlain(one.entity)),
    );
    const depth = chance.int(1, 3);
    const several = Array.from({ length: chance.int(2, 3) }, () => this.#anyId(entity));
    const [id] = several as [RecordId];
    const byId = (): Written<SelectedRoot>[] => {
      const { text, part } = this.#selected(entity, depth, true);
      return [
        { text: `${this.#alias()}: ${single}(id: "${id}") ${text}`, part: { ids: [id], selected: part } },
      ];
    };
    const nodes = (): Written<SelectedRoot>[] => {
      const { text, part } = this.#selected(entity, depth, true);
      const { type } = this.#catalog.entity(entity);
      const ids = JSON.stringify(several.map((one) => `${type}:${one}`));
      return [
        {
          text: `${this.#alias()}: nodes(ids: ${ids}) { ... on ${type} ${text} }`,
          part: { ids: several, selected: part },
        },
      ];
    };
    const listed = (): Written<SelectedRoot>[] => this.#list('Query', list, depth, undefined);
    const filtered = (): Written<SelectedRoot>[] =>
      this.#list('Query', list, depth, [...new Set(several.map(String))]);
    const ways = [byId, nodes, listed, filtered];
    return chance.some(ways, chance.pick([1, 1, 1, 2])).flatMap((write) => write());
  }

  /** A list, and sometimes another window of it. */
  #list(
    on: string,
    name: string,
    depth: number,
    ids: readonly string[] | undefined,
  ): Written<SelectedList>[] {
    const chance = this.#chance;
    const place = this.#places.get(`${on}.${name}`);
    if (place?.kind !== 'list') throw new Error(`${on}.${name} is no list`);
    const { operation, parent, with: also } = place.list;
    return Array.from({ length: chance.is(0.15) ? 2 : 1 }, () => {
      const first = ids ? 5 : chance.is(0.1) ? 0 : chance.int(1, 3);
      const isCounted = first === 0 || chance.is(0.2);
      const { text, part: selected } = this.#selected(operation.entity ?? '', depth - 1, true);
      const order =
        operation.order?.values?.ID_ASC !== undefined && chance.is(0.2) ? ', orderBy: ID_ASC' : '';
      const filter = ids ? `, filter: { ids: ${JSON.stringify(ids)} }` : '';
      const count = isCounted ? 'totalCount ' : '';
      return {
        text: `${this.#alias()}: ${name}(first: ${first}${filter}${order}) { ${count}nodes ${text} }`,
        part: { operation, parent, with: also, ids, first, isCounted, selected },
      };
    });
  }

  #selected(entity: string, depth: number, isCalled: boolean): Written<Selected> {
    const chance = this.#chance;
    const { type, fields } = this.#catalog.entity(entity);
    this.#positions += 1;
    this.#around.push(entity);
    const texts = ['id'];
    const values: string[] = [];
    for (const [key, fact] of chance.some(this.#valuesOf(entity), chance.int(0, 2))) {
      values.push(key);
      texts.push(fact);
    }
    const inside: { key: string; selected: Selected }[] = [];
    const lists: SelectedList[] = [];
    if (depth > 0) {
      const nested = Object.entries(fields).flatMap(([key, fact]) =>
        (fact.kind === 'one' || fact.kind === 'many') &&
        this.#canStand(fact.entity, isCalled) &&
        !fact.sibling &&
        !fact.loadQuery
          ? [{ key, fact }]
          : [],
      );
      const back = nested.filter(({ fact }) => this.#around.includes(fact.entity));
      const chosen = new Set([
        ...(chance.is(0.5) ? chance.some(back, 1) : []),
        ...chance.some(nested, chance.int(0, 2)),
      ]);
      for (const { key, fact } of chosen) {
        if (this.#positions >= mostPositions) break;
        const { text, part } = this.#selected(
          fact.entity,
          depth - 1,
          this.#catalog.load(fact.entity) !== undefined,
        );
        inside.push({ key, selected: part });
        texts.push(`${fact.name} ${text}`);
      }
      for (const name of chance.some(this.#listsOf(type), chance.is(0.4) ? 1 : 0)) {
        if (this.#positions >= mostPositions) break;
        for (const list of this.#list(type, name, depth, undefined)) {
          lists.push(list.part);
          texts.push(list.text);
        }
      }
    }
    this.#around.pop();
    return { text: `{ ${texts.join(' ')} }`, part: { entity, values, inside, lists } };
  }

  // ---- facts ---------------------------------------------------------------------------------------

  get #places(): ReadonlyMap<string, Place> {
    return placesOf(this.#catalog);
  }

  /** Whether records of a shape are always of that shape, and have ids that every filter accepts. */
  #isPlain(entity: string): boolean {
    const { id, nullableId, whole, viewOf, fields } = this.#catalog.entity(entity);
    return (
      id === 'integer' &&
      !nullableId &&
      !whole &&
      viewOf === undefined &&
      !this.#catalog.load(entity)?.load.requires &&
      Object.values(fields).every(({ kind }) => kind !== 'node')
    );
  }

  /** @param isCalled Whether the records around these can be loaded so that they have these inside them. */
  #canStand(entity: string, isCalled: boolean): boolean {
    return this.#isPlain(entity) && (isCalled || this.#catalog.load(entity) !== undefined);
  }

  #valuesOf(entity: string): [key: string, name: string][] {
    const { type, fields } = this.#catalog.entity(entity);
    const own = (this.#schema.getType(type) as GraphQLObjectType).getFields();
    return Object.entries(fields).flatMap(([key, { kind, name }]): [string, string][] => {
      const field = own[name];
      const isValue = kind === 'scalar' && key !== 'id' && field !== undefined && field.args.length === 0;
      return isValue && isLeafType(getNamedType(field.type)) ? [[key, name]] : [];
    });
  }

  #listsOf(type: string): string[] {
    return [...this.#places].flatMap(([path, place]) => {
      const [on, name = ''] = path.split('.');
      if (on !== type || place.kind !== 'list' || place.list.operation.response !== 'list') return [];
      const { operation, parent, with: also } = place.list;
      const isOpen = Object.entries(operation.query).every(
        ([key, { required }]) => !required || key === parent || key in also,
      );
      return isOpen && operation.pathParameters.length === 0 && this.#isPlain(operation.entity ?? '')
        ? [name]
        : [];
    });
  }

  #anyId(entity: string): RecordId {
    return this.#chance.pick([...this.#sandbox.records(entity).keys()]);
  }

  #alias(): string {
    this.#aliases += 1;
    return `a${this.#aliases}`;
  }
}
