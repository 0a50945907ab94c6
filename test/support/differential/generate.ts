import {
  astFromValue,
  type DocumentNode,
  type GraphQLArgument,
  type GraphQLEnumType,
  type GraphQLField,
  type GraphQLFieldMap,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
  OverlappingFieldsCanBeMergedRule,
  parse,
  print,
  validate,
} from 'graphql';
import type { Catalog, CatalogOperation } from '../../../src/catalog/catalog.ts';
import type { ParameterFact } from '../../../src/catalog/operation-facts.ts';
import { isRecord, isRef, type RawRecord, type RawValue } from '../../../src/sandbox/record.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import type { Chance } from '../random.ts';
import { type ListPlace, type Place, placesOf, recordsInSeveralWays } from './places.ts';

export interface GeneratedOperation {
  readonly document: DocumentNode;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Lists that it selects, for which their cursors can be used again. */
  readonly lists: readonly GeneratedList[];
  readonly usesCursor: boolean;
  /** Variables that decide what is included or skipped. */
  readonly switches: readonly string[];
}

/** A list as an operation selected it. */
export interface GeneratedList {
  readonly operation: string;
  readonly parent: string | null;
  /** GraphQL type that has the field. */
  readonly on: string;
  readonly field: string;
  readonly filter: unknown;
  readonly orderBy: unknown;
}

/** A cursor from an earlier response. */
export interface KnownCursor {
  readonly list: GeneratedList;
  readonly parentId: number | string | null;
  readonly cursor: string;
}

export interface GeneratorParts {
  readonly schema: GraphQLSchema;
  readonly catalog: Catalog;
  readonly sandbox: Sandbox;
}

type Values = Readonly<Record<string, unknown>>;

/** Where most queries start, and where records have the most fields. */
const FAVOURITES = [
  'activities',
  'bills',
  'billableClients',
  'calendarEntries',
  'communications',
  'contacts',
  'contact',
  'conversations',
  'documents',
  'items',
  'lineItems',
  'logEntries',
  'matter',
  'matters',
  'node',
  'nodes',
  'notes',
  'reminders',
  'relationships',
  'tasks',
  'users',
  'viewer',
];

/**
 * The maximum of positions with a selection in an operation, and of records expected at one: many short tests are better
 * than few long ones.
 */
const mostPositions = 16;
const mostRecords = 30;

/** Generates a random operation that is valid for GraphQL, though not every argument makes sense to Clio. */
export function generateOperation(
  parts: GeneratorParts,
  chance: Chance,
  cursors: readonly KnownCursor[],
): GeneratedOperation {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const made = new Writer(parts, chance, cursors).operation();
    // Two fragments can select one name in two ways, which GraphQL rejects: such an operation is generated again. The writer
    // obeys all other rules.
    if (validate(parts.schema, made.document, [OverlappingFieldsCanBeMergedRule]).length === 0) return made;
  }
  throw new Error('No valid operation was made in 50 attempts');
}

class Writer {
  readonly #schema: GraphQLSchema;
  readonly #catalog: Catalog;
  readonly #sandbox: Sandbox;
  readonly #chance: Chance;
  readonly #cursors: readonly KnownCursor[];
  readonly #places: ReadonlyMap<string, Place>;
  readonly #variables = new Map<string, { type: string; value: unknown }>();
  readonly #fragments: { name: string; on: string; text: string }[] = [];
  readonly #lists: GeneratedList[] = [];
  /** Types of the records around the current selection. */
  readonly #around: string[] = [];
  #usesCursor = false;
  #positions = 0;
  #aliases = 0;

  constructor({ schema, catalog, sandbox }: GeneratorParts, chance: Chance, cursors: readonly KnownCursor[]) {
    this.#schema = schema;
    this.#catalog = catalog;
    this.#sandbox = sandbox;
    this.#chance = chance;
    this.#cursors = cursors;
    this.#places = placesOf(catalog);
  }

  operation(): GeneratedOperation {
    const depth = this.#chance.int(1, 6);
    const roots = Array.from({ length: this.#chance.pick([1, 1, 1, 1, 2, 2, 3]) }, () => this.#root(depth));
    const declared = [...this.#variables].map(([name, { type }]) => `$${name}: ${type}`).join(', ');
    const fragments = this.#fragments.map(({ name, on, text }) => `fragment ${name} on ${on} ${text}`);
    const text = [
      `query Generated${declared === '' ? '' : `(${declared})`} { ${roots.join(' ')} }`,
      ...fragments,
    ];
    return {
      document: parse(text.join('\n')),
      variables: Object.fromEntries([...this.#variables].map(([name, { value }]) => [name, value])),
      lists: this.#lists,
      usesCursor: this.#usesCursor,
      switches: [...this.#variables].flatMap(([name, { type }]) => (type === 'Boolean!' ? [name] : [])),
    };
  }

  // ---- root --------------------------------------------------------------------------------------

  #root(depth: number): string {
    const chance = this.#chance;
    if (this.#cursors.length > 0 && chance.is(0.25))
      return this.#continued(chance.pick(this.#cursors), depth);
    const fields = this.#schema.getQueryType()?.getFields() ?? {};
    if (chance.is(0.08)) return this.#sameRecord(fields, depth);
    const known = Object.keys(fields).filter(
      (name) => name === 'node' || name === 'nodes' || this.#places.has(`Query.${name}`),
    );
    const name = chance.is(0.6) ? chance.pick(FAVOURITES) : chance.pick(known);
    if (name === 'node') return this.#node(depth);
    if (name === 'nodes') return this.#nodes(depth);
    return this.#field('Query', fields[name], depth, 1, true);
  }

  #node(depth: number): string {
    const entity = this.#loadable();
    const id = this.#globalId(entity);
    return `${this.#alias()}: node${this.#arguments('Query', 'node', { id })} ${this.#abstract([this.#type(entity)], depth - 1, 1)}`;
  }

  /** @param known A record that must be among them. */
  #nodes(depth: number, known?: { readonly entity: string; readonly id: string }): string {
    const entities = Array.from({ length: this.#chance.int(1, 3) }, () => this.#loadable());
    const ids = Array.from({ length: this.#chance.int(1, 6) }, () =>
      this.#globalId(this.#chance.pick(entities)),
    );
    if (known) {
      entities.push(known.entity);
      ids.push(known.id);
    }
    if (this.#chance.is(0.1))
      ids.push(this.#chance.pick(['Contact', 'Address:1', 'Nothing:1', 'Contact:0', '']));
    const types = entities.map((entity) => this.#type(entity));
    return `${this.#alias()}: nodes${this.#arguments('Query', 'nodes', { ids })} ${this.#abstract(types, depth - 1, ids.length)}`;
  }

  /** One record in several ways: by its id, in a list filtered by ids, and among nodes of several types. */
  #sameRecord(fields: GraphQLFieldMap<unknown, unknown>, depth: number): string {
    const chance = this.#chance;
    const { entity, single, list } = chance.pick(
      recordsInSeveralWays(this.#catalog).filter((one) => this.#sandbox.records(one.entity).size > 0),
    );
    const ids = Array.from({ length: chance.int(1, 3) }, () => this.#globalId(entity));
    const id = chance.pick(ids);
    const ways = [
      () => this.#selected('Query', fields[single], { id }, depth, 1),
      () => this.#selected('Query', fields[list], { filter: { ids }, first: 5 }, depth, ids.length),
      () => this.#nodes(depth, { entity, id }),
    ];
    return chance
      .some(ways, chance.int(2, 3))
      .map((write) => write())
      .join(' ');
  }

  /** Another window of a list that was read before. */
  #continued({ list, parentId, cursor }: KnownCursor, depth: number): string {
    this.#usesCursor = true;
    const type = this.#schema.getType(list.on) as GraphQLObjectType;
    const field = type.getFields()[list.field] as GraphQLField<unknown, unknown>;
    const size = this.#chance.int(1, 5);
    const window = this.#chance.is(0.5) ? { first: size, after: cursor } : { last: size, before: cursor };
    const { filter, orderBy } = list;
    const args = {
      ...(filter === undefined ? {} : { filter }),
      // An order that does not fit the cursor is rejected.
      ...(orderBy === undefined ? {} : this.#chance.is(0.03) ? {} : { orderBy }),
      ...window,
    };
    const text = `${this.#alias()}: ${list.field}${this.#arguments(list.on, list.field, args)} ${this.#connection(getNamedType(field.type) as GraphQLObjectType, depth, size)}`;
    this.#lists.push(list);
    if (list.on === 'Query') return text;
    const id = `${list.on}:${parentId}`;
    return `${this.#alias()}: node(id: ${JSON.stringify(id)}) { ... on ${list.on} { ${text} } }`;
  }

  // ---- selections --------------------------------------------------------------------------------

  /** A selection on records of one type, of which so many are expected. */
  #selection(type: GraphQLObjectType, depth: number, records: number): string {
    const chance = this.#chance;
    this.#positions += 1;
    this.#around.push(type.name);
    const fields = Object.values(type.getFields());
    const leaves = fields.filter((field) => isLeafType(getNamedType(field.type)) && field.args.length === 0);
    const others = fields.filter((field) => !leaves.includes(field));
    const parts: string[] = [];
    for (const field of chance.some(leaves, chance.int(0, 4)))
      parts.push(`${chance.is(0.12) ? `${this.#alias()}: ` : ''}${field.name}${this.#directive()}`);
    if (chance.is(0.25)) parts.push(chance.pick(['__typename', ...idFields(type)]));
    if (chance.is(0.15) && 'redacted' in type.getFields()) parts.push('redacted');
    if (depth > 0) {
      const lists = others.filter((field) => getNamedType(field.type).name.endsWith('Connection'));
      const nested = others.filter((field) => !lists.includes(field));
      // Fields that lead back to a record around this one, and lists that may contain it.
      const back = (records > 8 ? nested : others).filter((field) =>
        this.#around.includes(recordType(field)),
      );
      const wanted = [
        ...(chance.is(0.2) ? chance.some(back, 1) : []),
        ...chance.some(nested, chance.int(depth > 3 && lists.length === 0 ? 1 : 0, 2)),
        ...others.filter(({ name }) => name === 'custom' && chance.is(0.25)),
        // Each parent is a call.
        ...(records > 8 ? [] : chance.some(lists, chance.is(0.35) ? 1 : 0)),
      ];
      for (const field of wanted) {
        if (this.#positions >= mostPositions) break;
        parts.push(this.#field(type.name, field, depth, records, false));
        // The same field again with another selection: merged, or under another name.
        if (chance.is(0.12)) parts.push(this.#field(type.name, field, depth, records, false));
      }
    }
    if (parts.length === 0) parts.push(chance.pick(['__typename', ...idFields(type), ...idFields(type)]));
    this.#around.pop();
    return this.#wrapped(type, parts);
  }

  /** Puts some of the fields into fragments. */
  #wrapped(type: GraphQLObjectType, parts: readonly string[]): string {
    const chance = this.#chance;
    if (!chance.is(0.2)) return `{ ${parts.join(' ')} }`;
    const cut = chance.int(0, parts.length - 1);
    const [outside, inside] = [parts.slice(0, cut), `{ ${parts.slice(cut).join(' ')} }`];
    if (chance.is(0.3)) {
      const known = this.#fragments.filter(({ on }) => on === type.name);
      if (known.length > 0) return `{ ${outside.join(' ')} ...${chance.pick(known).name} ${inside.slice(1)}`;
    }
    if (chance.is(0.5)) {
      const name = `F${this.#fragments.length + 1}`;
      this.#fragments.push({ name, on: type.name, text: inside });
      return `{ ${outside.join(' ')} ...${name}${this.#directive()} }`;
    }
    const isNode = type.getInterfaces().some(({ name }) => name === 'Node');
    const shared = isNode && chance.is(0.3) ? ' ... on Node { id __typename }' : '';
    const on = chance.is(0.7) ? ` on ${type.name}` : '';
    return `{ ${outside.join(' ')} ...${on}${this.#directive()} ${inside}${shared} }`;
  }

  /** A selection on a position whose records can be of several types. */
  #abstract(types: readonly string[], depth: number, records: number, isUnion = false): string {
    const id = isUnion ? '... on Node { id }' : 'id';
    const parts = this.#chance.is(0.7) ? [this.#chance.pick([id, '__typename', `${id} __typename`])] : [];
    for (const name of new Set(types)) {
      const type = this.#schema.getType(name);
      if (isObjectType(type)) parts.push(`... on ${name} ${this.#selection(type, depth, records)}`);
    }
    return `{ ${parts.length === 0 ? id : parts.join(' ')} }`;
  }

  #connection(type: GraphQLObjectType, depth: number, records: number): string {
    const chance = this.#chance;
    const parts: string[] = [];
    const node = getNamedType(type.getFields().nodes?.type ?? type);
    if (chance.is(0.3)) parts.push('totalCount');
    if (chance.is(0.35))
      parts.push(
        `pageInfo { ${chance.some(['hasNextPage', 'hasPreviousPage', 'startCursor', 'endCursor'], 4).join(' ')} }`,
      );
    if (!isObjectType(node)) parts.push('nodes');
    else {
      const next = depth - 1;
      if (chance.is(0.7)) parts.push(`nodes ${this.#selection(node, next, records)}`);
      else if (chance.is(0.8))
        parts.push(
          `edges { ${chance.is(0.6) ? 'cursor ' : ''}node ${this.#selection(node, next, records)} }`,
        );
      if (chance.is(0.04)) parts.push(`${this.#alias()}: nodes ${this.#selection(node, next, records)}`);
    }
    return `{ ${parts.length === 0 ? 'totalCount' : parts.join(' ')} }`;
  }

  /** A field with its arguments and selection; of a list sometimes two windows. */
  #field(
    on: string,
    field: GraphQLField<unknown, unknown> | undefined,
    depth: number,
    records: number,
    isRoot: boolean,
  ): string {
    if (!field) throw new Error(`${on} has no such field`);
    const place = this.#places.get(`${on}.${field.name}`);
    if (place?.kind !== 'list')
      return this.#selected(on, field, this.#otherArguments(on, field, place), depth, records);
    const args = this.#listArguments(on, field, place.list, isRoot);
    if (!this.#chance.is(0.15)) return this.#selected(on, field, args, depth, records);
    const [own, other] = this.#windows(field, place.list, args, isRoot);
    this.#lists.push(...this.#lists.slice(-1));
    return `${this.#selected(on, field, own, depth, records)} ${this.#selected(on, field, other, depth - 1, records)}`;
  }

  /** Arguments of two windows of one list, which may be equal, and may be written differently. */
  #windows(
    { args }: GraphQLField<unknown, unknown>,
    { operation }: ListPlace,
    own: Values,
    isRoot: boolean,
  ): readonly [Values, Values] {
    const chance = this.#chance;
    const { first, last, orderBy, ...shared } = own;
    const orders = args.find(({ name }) => name === 'orderBy');
    const isById = orderBy === undefined && orders !== undefined && namesOf(orders.type).includes('ID_ASC');
    const order = orderBy === undefined ? {} : { orderBy };
    const otherOrder = isById && chance.is(0.5) ? { orderBy: 'ID_ASC' } : order;
    const pages = operation.limit ?? 0;
    // A part of a list of several pages.
    if (isRoot && pages >= 100 && pages <= 200 && chance.is(0.1))
      return [
        { ...shared, ...order, first: pages + 50 },
        { ...shared, ...otherOrder, first: pages / 2 },
      ];
    const size = chance.pick([0, first ?? 2, chance.int(1, 6)]);
    return [own, { ...shared, ...otherOrder, first: size }];
  }

  /** A field with these arguments and its selection. */
  #selected(
    on: string,
    field: GraphQLField<unknown, unknown> | undefined,
    args: Values,
    depth: number,
    records: number,
  ): string {
    if (!field) throw new Error(`${on} has no such field`);
    const chance = this.#chance;
    const target = getNamedType(field.type);
    const isList = this.#places.get(`${on}.${field.name}`)?.kind === 'list';
    // Two uses of a field with arguments must not share a name.
    const alias = field.args.length > 0 || chance.is(0.15) ? `${this.#alias()}: ` : '';
    const head = `${alias}${field.name}${this.#arguments(on, field.name, args)}${this.#directive()}`;
    if (isLeafType(target)) return head;
    if (isList) {
      const size =
        typeof args.first === 'number' ? args.first : typeof args.last === 'number' ? args.last : 8;
      const count = Math.min(mostRecords, records * Math.max(1, size));
      return `${head} ${this.#connection(target as GraphQLObjectType, depth, count)}`;
    }
    if (isAbstractType(target))
      return `${head} ${this.#abstract(this.#nodeTypes(on), depth - 1, records, isUnionType(target))}`;
    const most = isListType(getNullableType(field.type)) ? records * 3 : records;
    return `${head} ${this.#selection(target as GraphQLObjectType, depth - 1, Math.min(mostRecords, most))}`;
  }

  /** Some of the types to which a polymorphic position of a type can lead. */
  #nodeTypes(on: string): string[] {
    const fact = this.#catalog.fieldsByName(on).get('node')?.fact;
    if (fact?.kind !== 'node') return [];
    return this.#chance.some(
      [...new Set(Object.values(fact.targets).map(({ entity }) => this.#type(entity)))],
      this.#chance.int(1, 3),
    );
  }

  #directive(): string {
    const chance = this.#chance;
    if (!chance.is(0.05)) return '';
    const [name, value] = [chance.pick(['include', 'skip']), chance.is(0.5)];
    return ` @${name}(if: ${chance.is(0.7) ? this.#variable('Boolean!', value) : String(value)})`;
  }

  #alias(): string {
    this.#aliases += 1;
    return `a${this.#aliases}`;
  }

  // ---- arguments ---------------------------------------------------------------------------------

  #variable(type: string, value: unknown): string {
    const name = `v${this.#variables.size + 1}`;
    this.#variables.set(name, { type, value });
    return `$${name}`;
  }

  #arguments(on: string, field: string, values: Values): string {
    const type = this.#schema.getType(on) as GraphQLObjectType;
    const definitions = type.getFields()[field]?.args ?? [];
    const texts = definitions.flatMap((definition) => {
      const value = values[definition.name];
      return value === undefined ? [] : [`${definition.name}: ${this.#written(definition.type, value)}`];
    });
    return texts.length === 0 ? '' : `(${texts.join(', ')})`;
  }

  /** A value in the document or in a variable. */
  #written(type: GraphQLInputType, value: unknown): string {
    if (this.#chance.is(0.25)) return this.#variable(String(type), value);
    const named = getNullableType(type);
    if (isInputObjectType(named) && value !== null) {
      const fields = named.getFields();
      const texts = Object.entries(value as Values).map(
        ([name, one]) => `${name}: ${this.#written(fields[name]?.type as GraphQLInputType, one)}`,
      );
      return `{ ${texts.join(', ')} }`;
    }
    const node = astFromValue(value, type);
    if (!node) throw new Error(`No literal of ${String(type)} for ${JSON.stringify(value)}`);
    return print(node);
  }

  #listArguments(
    on: string,
    field: GraphQLField<unknown, unknown>,
    place: ListPlace,
    isRoot: boolean,
  ): Values {
    const chance = this.#chance;
    const { operation } = place;
    const filterType = field.args.find(({ name }) => name === 'filter')?.type;
    const filter = filterType ? this.#filter(filterType, place) : undefined;
    const orders = field.args.find(({ name }) => name === 'orderBy')?.type;
    const orderBy = orders && chance.is(0.35) ? chance.pick(namesOf(orders)) : undefined;
    const list = { operation: operation.id, parent: place.parent, on, field: field.name, filter, orderBy };
    this.#lists.push(list);
    return {
      ...(filter === undefined ? {} : { filter }),
      ...(orderBy === undefined ? {} : { orderBy }),
      ...this.#window(operation, isRoot),
    };
  }

  #window(operation: CatalogOperation, isRoot: boolean): Values {
    const chance = this.#chance;
    const size = chance.int(1, isRoot ? 6 : 3);
    if (chance.is(0.01))
      return chance.pick([
        { first: 0 },
        { last: 0 },
        { first: -1 },
        { first: 2, last: 2 },
        { first: 2, after: 'nonsense' },
      ]);
    if (operation.order && chance.is(0.2)) return { last: size };
    // More than a page, and more than a batch.
    if (isRoot && chance.is(0.03)) return { first: Math.min(operation.limit ?? 10, 200) + size * 40 };
    return isRoot && chance.is(0.04) ? {} : { first: size };
  }

  #filter(type: GraphQLInputType, place: ListPlace): Values | undefined {
    const chance = this.#chance;
    const { operation } = place;
    const fields = (getNullableType(type) as GraphQLInputObjectType).getFields();
    const facts = Object.entries(operation.query).filter(([, fact]) => fact.name in fields);
    const isTaken = (key: string): boolean => key === place.parent || key in place.with;
    const isNeeded = ([, fact]: readonly [string, ParameterFact]): boolean =>
      isNonNullType(fields[fact.name]?.type) || (fact.required === true && isNonNullType(type));
    const wanted = facts.filter(isNeeded);
    const open = facts.filter(([key]) => !isTaken(key) || chance.is(0.02));
    if (chance.is(0.4))
      wanted.push(...chance.some(open, chance.int(1, 2)).filter((one) => !wanted.includes(one)));
    // It selects what is shown of records, not records: such a list's records are incomplete.
    const narrowing = facts.find(([key]) => key === 'custom_field_ids[]');
    if (narrowing && !wanted.includes(narrowing) && chance.is(0.15)) wanted.push(narrowing);
    const own = fields.custom && chance.is(0.25) ? this.#ownCondition(operation.entity ?? '') : null;
    if (wanted.length === 0 && own === null) return isNonNullType(type) ? {} : undefined;
    const record = this.#anyRecord(operation.entity ?? '');
    const filter: Record<string, unknown> = own === null ? {} : { custom: own };
    for (const [key, fact] of wanted) {
      const field = fields[fact.name]?.type as GraphQLInputType;
      if (fact.operator === undefined) filter[fact.name] = this.#value(operation, key, fact, field, record);
      else {
        const own = (getNamedType(field) as GraphQLInputObjectType).getFields()[fact.operator];
        const value = this.#value(operation, key, fact, own?.type as GraphQLInputType, record);
        filter[fact.name] = { ...(filter[fact.name] as Values | undefined), [fact.operator]: value };
      }
    }
    return filter;
  }

  #otherArguments(on: string, field: GraphQLField<unknown, unknown>, place: Place | undefined): Values {
    if (!place || place.kind === 'list') return this.#pickArguments(on, field);
    const { operation } = place;
    const entity = operation.entity ?? '';
    const values: Record<string, unknown> = {};
    for (const argument of field.args) {
      const given = isNonNullType(argument.type) || this.#chance.is(0.2);
      if (!given) continue;
      if (argument.name === 'id') values.id = this.#ownId(entity);
      else values[argument.name] = this.#parameter(operation, argument);
    }
    return values;
  }

  #parameter(operation: CatalogOperation, argument: GraphQLArgument): unknown {
    const found = Object.entries(operation.query).find(([, fact]) => fact.name === argument.name);
    if (!found) throw new Error(`${operation.id} has no parameter ${argument.name}`);
    const record = this.#anyRecord(operation.entity ?? 'Matter');
    return this.#value(operation, found[0], found[1], argument.type, record);
  }

  /** Names one record of a nested list, as in the data. */
  #pickArguments(on: string, field: GraphQLField<unknown, unknown>): Values {
    const fact = this.#catalog.fieldsByName(on).get(field.name)?.fact;
    if (fact?.kind !== 'pick') return {};
    const chance = this.#chance;
    const custom = this.#anyRecord('CustomField');
    if (chance.is(0.04)) return { by: { id: 'Contact:1' } };
    if (chance.is(0.5)) return { by: { name: chance.is(0.9) ? String(custom?.name) : 'No such field' } };
    return { by: { id: this.#form('CustomField', custom?.id ?? 1) } };
  }

  // ---- values from the data ------------------------------------------------------------------------

  #value(
    operation: CatalogOperation,
    key: string,
    fact: ParameterFact,
    type: GraphQLInputType,
    record: RawRecord | undefined,
  ): unknown {
    const chance = this.#chance;
    const isNullable = !isNonNullType(type);
    if (isNullable && fact.nullable && chance.is(0.1)) return null;
    if (isNullable && fact.targets && chance.is(0.01)) return null;
    const named = getNullableType(type);
    if (isListType(named) && fact.type !== 'customField') {
      const item = named.ofType as GraphQLInputType;
      const records = Array.from({ length: chance.int(1, 3) }, () => this.#anyRecord(operation.entity ?? ''));
      return [record, ...records].map((one) => this.#one(operation, key, fact, item, one));
    }
    return this.#one(operation, key, fact, type, record);
  }

  #one(
    operation: CatalogOperation,
    key: string,
    fact: ParameterFact,
    type: GraphQLInputType,
    record: RawRecord | undefined,
  ): unknown {
    const chance = this.#chance;
    const named = getNamedType(type);
    const base = key.replace(/\[\]$/, '');
    const held = record?.[base] ?? record?.[base.replace(/_id$/, '')] ?? null;
    if (fact.type === 'customField') return [this.#condition(operation.entity ?? '')];
    if (isEnumType(named)) {
      const name = Object.entries(this.#catalog.enum(fact.enum ?? '')?.values ?? {}).find(
        ([, text]) => text === held,
      )?.[0];
      return name ?? chance.pick(namesOf(named));
    }
    switch (named.name) {
      case 'ID':
        return this.#idValue(operation, fact, base, held);
      case 'Boolean':
        return chance.is(0.5);
      case 'Int':
      case 'Float':
        return typeof held === 'number' ? held : chance.int(1, 20);
      case 'Date':
        return dayOf(record, held);
      case 'DateTime':
        return momentOf(record, held);
      case 'DateFilter':
        return { [chance.pick(['eq', 'lt', 'lte', 'gt', 'gte'])]: dayOf(record, held) };
      default:
        return typeof held === 'string' && held !== '' ? held : this.#word(record, base);
    }
  }

  #idValue(operation: CatalogOperation, fact: ParameterFact, base: string, held: RawValue): string {
    const own = operation.entity ?? '';
    if (base === 'ids' || base === 'exclude_ids') return this.#ownId(own);
    const [type] = this.#chance.is(0.9) ? (fact.targets ?? []) : this.#chance.some(fact.targets ?? [], 1);
    const entity = this.#catalog.mainEntity(type ?? '') ?? own;
    const one = Array.isArray(held) ? ((held as readonly RawValue[])[0] ?? null) : held;
    const id =
      isRef(one) || isRecord(one) ? (one.id as number | string) : typeof one === 'number' ? one : null;
    if (id !== null) return this.#form(type ?? '', id);
    return this.#form(type ?? '', this.#anyRecord(entity)?.id ?? 1);
  }

  #condition(entity: string): Values {
    const chance = this.#chance;
    const holder = this.#anyRecord(entity === 'Contact' ? 'Contact' : 'Matter');
    const values = ((holder?.custom_field_values ?? []) as readonly RawRecord[]).filter(
      ({ value, custom_field }) =>
        value !== null &&
        value !== '' &&
        isRef(custom_field) &&
        this.#sandbox.records('CustomField').has(custom_field.id),
    );
    if (values.length === 0)
      return { field: this.#form('CustomField', this.#anyRecord('CustomField')?.id ?? 1), eq: '1' };
    const { custom_field, value } = chance.pick(values);
    const id = isRef(custom_field) ? custom_field.id : 0;
    const type = this.#sandbox.records('CustomField').get(id)?.field_type;
    const isOrdered = ['currency', 'date', 'time', 'numeric'].includes(String(type));
    const operator = isOrdered ? chance.pick(['eq', 'lt', 'lte', 'gt', 'gte']) : 'eq';
    return { field: this.#form('CustomField', id), [operator]: String(value) };
  }

  /** The same by a name of the firm's file. */
  #ownCondition(entity: string): Values | null {
    const { field, ...comparison } = this.#condition(entity);
    const id = String(field).replace('CustomField:', '');
    const owner = entity === 'Contact' ? 'Contact' : 'Matter';
    const fact = Object.values(this.#catalog.data.customFields?.[owner] ?? {}).find((one) => one.id === id);
    const [[operator, text] = ['', '']] = Object.entries(comparison);
    const [option] = Object.entries(fact?.options ?? {}).find(([, one]) => one.id === text) ?? [];
    if (!fact || (fact.options && option === undefined)) return null;
    const value =
      fact.type === 'checkbox' ? text === 'true' : fact.type === 'numeric' ? Number(text) : (option ?? text);
    return { [fact.name]: { [operator]: value } };
  }

  #word(record: RawRecord | undefined, base: string): string {
    const property = (record?.external_properties as readonly RawRecord[] | undefined)?.[0];
    if (base === 'external_property_name') return String(property?.name ?? 'none');
    if (base === 'external_property_value') return String(property?.value ?? 'none');
    const keys = [
      'name',
      'number',
      'display_number',
      'subject',
      'description',
      'note',
      'detail',
      'summary',
      'title',
    ];
    const text = keys.map((key) => record?.[key]).find((value) => typeof value === 'string' && value !== '');
    const words = String(text ?? 'a').split(/\s+/);
    return this.#chance.pick(words).replace(/,/g, '') || 'a';
  }

  // ---- ids ---------------------------------------------------------------------------------------

  #loadable(): string {
    const names = Object.keys(this.#catalog.data.entities).filter(
      (name) =>
        !this.#catalog.entity(name).viewOf &&
        this.#catalog.load(name) &&
        this.#sandbox.records(name).size > 0,
    );
    return this.#chance.is(0.5)
      ? this.#chance.pick([
          'Contact',
          'Matter',
          'Activity',
          'Bill',
          'Task',
          'Document',
          'CalendarEntry',
          'Note',
        ])
      : this.#chance.pick(names);
  }

  #type(entity: string): string {
    return this.#catalog.entity(entity).type;
  }

  #globalId(entity: string): string {
    const id = this.#chance.is(0.05) ? 999_999_999 : (this.#anyRecord(entity)?.id ?? 1);
    return `${this.#type(entity)}:${String(id)}`;
  }

  #ownId(entity: string): string {
    const chance = this.#chance;
    if (chance.is(0.03)) return '999999999';
    if (chance.is(0.01)) return chance.pick(['Nothing', 'User:1', '']);
    return this.#form(this.#type(entity), this.#anyRecord(entity)?.id ?? 1);
  }

  #form(type: string, id: RawValue): string {
    return type === '' || this.#chance.is(0.5) ? String(id) : `${type}:${String(id)}`;
  }

  #anyRecord(entity: string): RawRecord | undefined {
    const records = recordsOf(this.#sandbox, entity);
    return records.length === 0 ? undefined : this.#chance.pick(records);
  }
}

/** The type of the records to which a field leads. */
function recordType({ type }: GraphQLField<unknown, unknown>): string {
  return getNamedType(type).name.replace(/Connection$/, '');
}

const kept = new WeakMap<ReadonlyMap<number | string, RawRecord>, readonly RawRecord[]>();

function recordsOf(sandbox: Sandbox, entity: string): readonly RawRecord[] {
  const table = sandbox.records(entity);
  let records = kept.get(table);
  if (!records) {
    records = [...table.values()];
    kept.set(table, records);
  }
  return records;
}

function idFields(type: GraphQLObjectType): string[] {
  return ['id', 'clioId'].filter((name) => name in type.getFields());
}

function namesOf(type: GraphQLInputType): string[] {
  return (getNamedType(type) as GraphQLEnumType).getValues().map(({ name }) => name);
}

function dayOf(record: RawRecord | undefined, held: RawValue): string {
  const own = typeof held === 'string' && /^\d{4}-/.test(held) ? held : null;
  const dates = Object.values(record ?? {}).filter(
    (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\d/.test(value),
  );
  return String(own ?? dates[0] ?? '2026-01-15').slice(0, 10);
}

function momentOf(record: RawRecord | undefined, held: RawValue): string {
  const own = typeof held === 'string' && held.includes('T') ? held : null;
  const moment = own ?? record?.updated_at ?? record?.created_at;
  return typeof moment === 'string' && moment.includes('T') ? moment : '2026-01-15T12:00:00Z';
}
