import { type GraphQLArgument, type GraphQLField, type GraphQLSchema, getNamedType } from 'graphql';
import type { Catalog, CatalogOperation } from '../../src/catalog/catalog.ts';
import type { BodyFact, FieldFact } from '../../src/catalog/types.ts';
import { batchLimit } from '../../src/planner/batch-limit.ts';
import { type AnyPlace, createFieldPlaces, type ListPlace } from '../../src/planner/field-places.ts';
import { defaultPageSize } from '../../src/planner/sizes.ts';

/** What a part of the schema is in Clio's REST API. */
export interface ClioSide {
  /** What a field calls, as `GET /tasks?matter_id=…`; none for one that takes no call of its own. */
  requests(type: string, field: string): readonly string[];
  /** How many calls that is; null for a field that takes none of its own. */
  price(type: string, field: string): string | null;
  /** Facts about a list's pages; none for what is no list. */
  paging(type: string, field: string): string[];
  /** Clio's name for a field of an output type, an input type or an enum's value; null where it has none. */
  name(type: string, member: string): string | null;
  /** Clio's name for a field's argument. */
  argument(type: string, field: string, argument: string): string | null;
  /** Access permissions that the application needs for a field's calls, as `Billing (read)`; none where Clio does not say. */
  permissions(type: string, field: string): readonly string[];
  /** How records of a type are loaded by id; null for what cannot be. */
  loading(type: string): string | null;
  /** The type of record that a mutation is about, such as `Matter`. */
  resource(mutation: string): string;
}

export function createClioSide(catalog: Catalog, schema: GraphQLSchema): ClioSide {
  const places = createFieldPlaces(catalog);
  const names = memberNames(catalog, schema, places.find);

  const pages = ({ operation }: ListPlace): string =>
    operation.limit === undefined
      ? 'a call'
      : `a call for each ${count(operation.limit, 'record')} asked for`;

  const byIds = (type: string): string => {
    const entity = catalog.mainEntity(type);
    const load = entity === undefined ? undefined : catalog.load(entity)?.load;
    if (!load?.batch) return 'a call for each id';
    const needs = load.requires?.length ? `, where \`${load.requires.join('`, `')}\` is known` : '';
    return `a call for each ${batchLimit(catalog.operation(load.batch))} ids${needs}`;
  };

  const price = (place: AnyPlace): string => {
    switch (place.kind) {
      case 'list':
        return place.parent === null ? pages(place) : `${pages(place)}, and that for each parent`;
      case 'byId':
        return place.type === null
          ? 'for each type what loading its records by id takes'
          : `one; several at once: ${byIds(place.type)}`;
      case 'record':
        return place.parent === null ? 'one' : 'a call for each parent';
      case 'customFields':
        return "two to read the record and the firm's fields, and one to write where a value differs";
      case 'upload':
        return "two, one more to read the document's name where that is needed, and the file itself to Clio's storage";
      case 'write':
        return "one; what lies deeper than the record's own fields is loaded after it";
    }
  };

  const requests = (place: AnyPlace): string[] => {
    switch (place.kind) {
      case 'list': {
        const own = place.parent?.in === 'query' ? [`${place.parent.name}=…`] : [];
        const fixed = Object.entries(place.with).map(([key, value]) => `${key}=${value}`);
        const query = [...own, ...fixed].join('&');
        return [`${line(place.operation)}${query === '' ? '' : `?${query}`}`];
      }
      case 'byId':
        return place.operation ? [line(place.operation)] : [];
      case 'customFields':
        return [...place.owners.values()].map(({ update }) => line(update));
      case 'upload':
        return [place.upload.create, place.upload.finish].map((id) => line(catalog.operation(id)));
      case 'record':
      case 'write':
        return [line(place.operation)];
    }
  };

  const operations = (place: AnyPlace): readonly CatalogOperation[] => {
    if (place.kind === 'customFields')
      return [place.definitions, ...[...place.owners.values()].flatMap(({ show, update }) => [show, update])];
    if (place.kind === 'upload')
      return [place.upload.create, place.upload.finish].map((id) => catalog.operation(id));
    return place.operation ? [place.operation] : [];
  };

  return {
    requests(type, field) {
      const place = places.find(type, field);
      return place ? requests(place) : [];
    },
    price(type, field) {
      const place = places.find(type, field);
      return place ? price(place) : null;
    },
    permissions(type, field) {
      const place = places.find(type, field);
      const needed = (place ? operations(place) : []).flatMap(({ method, permissions = [] }) =>
        permissions.map((name) => `${name} (${method === 'GET' ? 'read' : 'write'})`),
      );
      return [...new Set(needed)].sort();
    },
    paging(type, field) {
      const place = places.find(type, field);
      if (place?.kind !== 'list') return [];
      const { limit = defaultPageSize, order } = place.operation;
      const facts = [
        `Without \`first\` and \`last\` at most ${Math.min(defaultPageSize, limit)} records; a page of Clio's has ${limit}.`,
      ];
      if (order) facts.push('In an order other than by id Clio lists the first 10,000 records.');
      return facts;
    },
    name: (type, member) => names.get(`${type}.${member}`) ?? null,
    argument(type, field, argument) {
      const place = places.find(type, field);
      return (place && argumentName(place, argument)) ?? null;
    },
    loading(type) {
      const entity = catalog.mainEntity(type);
      const load = entity === undefined ? undefined : catalog.load(entity)?.load;
      if (!load) return null;
      const requests = [load.show, load.batch].filter((id) => id !== undefined);
      const shown = requests.map(
        (id) => `\`${line(catalog.operation(id))}${id === load.batch ? '?ids[]=…' : ''}\``,
      );
      return `${shown.join(' or ')}: ${byIds(type)}`;
    },
    resource(mutation) {
      const place = places.find('Mutation', mutation);
      if (place?.kind === 'customFields') return [...place.owners.keys()].join(' and ');
      return place?.kind === 'write' || place?.kind === 'upload' ? place.type : '';
    },
  };
}

/** By `Type.member`. */
function memberNames(
  catalog: Catalog,
  schema: GraphQLSchema,
  find: (type: string, field: string) => AnyPlace | undefined,
): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const type of new Set(Object.values(catalog.data.entities).map((entity) => entity.type))) {
    for (const [name, { key, fact }] of catalog.fieldsByName(type)) {
      // Clio's number is `clioId`; `id` is the gateway's own.
      if (name === 'id') names.set(`${type}.clioId`, key);
      else names.set(`${type}.${name}`, fieldName(key, fact));
    }
    if (catalog.entity(catalog.mainEntity(type) ?? '').redactable) names.set(`${type}.redacted`, 'redacted');
  }
  for (const [name, { values }] of Object.entries(catalog.data.enums))
    for (const [value, clio] of Object.entries(values)) names.set(`${name}.${value}`, clio);
  for (const type of Object.values(schema.getTypeMap())) {
    if (!('getFields' in type)) continue;
    for (const field of Object.values(type.getFields())) {
      const place = 'args' in field ? find(type.name, field.name) : undefined;
      if (place?.kind !== 'list') continue;
      const { args } = field as GraphQLField<unknown, unknown>;
      for (const { name, clio } of Object.entries(place.operation.query).map(([clio, fact]) => ({
        ...fact,
        clio,
      })))
        names.set(`${typeOf(args, 'filter')}.${name}`, clio);
      for (const [value, clio] of Object.entries(place.operation.order?.values ?? {}))
        names.set(`${typeOf(args, 'orderBy')}.${value}`, clio);
    }
  }
  for (const operation of Object.values(catalog.data.operations)) {
    if (operation.method === 'GET' || !operation.field) continue;
    const input = `${upperFirst(operation.field.name)}Input`;
    for (const key of operation.pathParameters) names.set(`${input}.${camel(key)}`, `{${key}}`);
    for (const [key, { name }] of Object.entries(operation.query)) names.set(`${input}.${name}`, `?${key}`);
    names.set(`${input}.ifMatch`, 'If-Match');
    if (operation.body) addBody(names, input, operation.body);
  }
  return names;
}

function addBody(names: Map<string, string>, input: string, body: BodyFact): void {
  for (const [key, property] of Object.entries(body.properties ?? {})) {
    names.set(`${input}.${property.name ?? camel(key)}`, property.reference ? `${key}.id` : key);
    const inner = property.items?.properties ? property.items : property;
    if (inner.properties && !inner.reference && property.input) addBody(names, property.input, inner);
  }
}

function fieldName(key: string, fact: FieldFact): string {
  if (fact.kind === 'link') return fact.via;
  if (fact.kind === 'node') return `${fact.typeField} and ${fact.idField}`;
  if (fact.kind === 'pick' || fact.kind === 'typed') return fact.from;
  return key;
}

function argumentName(place: AnyPlace, argument: string): string | null {
  if (place.kind === 'list') return argument === 'orderBy' ? 'order' : null;
  if (place.kind === 'customFields' || place.kind === 'upload' || place.kind === 'write') return null;
  if (!place.operation) return null;
  if (place.operation.pathParameters.some((key) => camel(key) === argument)) return `{${argument}}`;
  return Object.entries(place.operation.query).find(([, { name }]) => name === argument)?.[0] ?? null;
}

function typeOf(args: readonly GraphQLArgument[], name: string): string {
  const argument = args.find((one) => one.name === name);
  return argument ? getNamedType(argument.type).name : '';
}

function line({ method, path }: CatalogOperation): string {
  return `${method} ${path.replace('.json', '')}`;
}

function camel(key: string): string {
  return key.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function count(n: number, noun: string): string {
  return n === 1 ? noun : `${n} ${noun}s`;
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
