import { type GraphQLArgument, type GraphQLField, type GraphQLSchema, getNamedType } from 'graphql';
import type { Catalog, CatalogOperation } from '../../src/catalog/catalog.ts';
import { camelCase } from '../../src/catalog/letter-case.ts';
import type { BodyFact } from '../../src/catalog/operation-facts.ts';
import type { FieldFact, LoadFact, SubscriptionFact } from '../../src/catalog/types.ts';
import { batchLimit } from '../../src/planner/batch-limit.ts';
import {
  createFieldEndpoints,
  type FieldEndpoint,
  type ListEndpoint,
} from '../../src/planner/field-endpoints.ts';
import { defaultPageSize } from '../../src/planner/list-window.ts';

/** The names, calls and permissions of Clio's REST API behind each part of the schema. */
export class ClioSide {
  readonly #catalog: Catalog;
  readonly #endpoints: ReturnType<typeof createFieldEndpoints>;
  /** By `Type.member`. */
  readonly #names: ReadonlyMap<string, string>;

  constructor(catalog: Catalog, schema: GraphQLSchema) {
    this.#catalog = catalog;
    this.#endpoints = createFieldEndpoints(catalog);
    this.#names = memberNames(catalog, schema, this.#endpoints.find);
  }

  /** The calls of a field, as `GET /tasks?matter_id=…`; none for a field without its own calls. */
  requests(type: string, field: string): readonly string[] {
    if (type === 'Subscription') return ['POST /webhooks'];
    const endpoint = this.#endpoints.find(type, field);
    return endpoint ? this.#requestsOf(endpoint) : [];
  }

  /** The number of these calls; null for a field without its own calls. */
  price(type: string, field: string): string | null {
    if (type === 'Subscription') return subscriptionPrice;
    const endpoint = this.#endpoints.find(type, field);
    return endpoint ? this.#priceOf(endpoint) : null;
  }

  /** Access permissions that the application needs for a field's calls, as `Billing (read)`; none if Clio documents none. */
  permissions(type: string, field: string): readonly string[] {
    const model = type === 'Subscription' ? this.#catalog.data.subscriptions[field] : undefined;
    if (model) return subscriptionPermissions(this.#catalog, model);
    const endpoint = this.#endpoints.find(type, field);
    const needed = (endpoint ? this.#operations(endpoint) : []).flatMap(({ method, permissions = [] }) =>
      permissions.map((name) => `${name} (${method === 'GET' ? 'read' : 'write'})`),
    );
    return [...new Set(needed)].sort();
  }

  /** Facts about a list's pages; none for other fields. */
  paging(type: string, field: string): string[] {
    const endpoint = this.#endpoints.find(type, field);
    if (endpoint?.kind !== 'list') return [];
    const { limit = defaultPageSize, order } = endpoint.operation;
    const facts = [
      `Without \`first\` and \`last\`, at most ${Math.min(defaultPageSize, limit)} records. A page of Clio has ${limit}.`,
    ];
    if (order) facts.push('In any order except by id, Clio lists only the first 10,000 records.');
    return facts;
  }

  /** Clio's name for a field of an output type, an input type or an enum's value; null if it has none. */
  name(type: string, member: string): string | null {
    return this.#names.get(`${type}.${member}`) ?? null;
  }

  /** Clio's name for a field's argument. */
  argument(type: string, field: string, argument: string): string | null {
    const endpoint = this.#endpoints.find(type, field);
    return (endpoint && argumentName(endpoint, argument)) ?? null;
  }

  /** How records of a type are loaded by id; null if they cannot be. */
  loading(type: string): string | null {
    const load = this.#load(type);
    if (!load) return null;
    const requests = [load.show, load.batch].filter((id) => id !== undefined);
    const shown = requests.map(
      (id) => `\`${line(this.#catalog.operation(id))}${id === load.batch ? '?ids[]=…' : ''}\``,
    );
    return `${shown.join(' or ')}: ${this.#byIds(type)}`;
  }

  /** The type of record that a mutation is about, such as `Matter`. */
  resource(mutation: string): string {
    const endpoint = this.#endpoints.find('Mutation', mutation);
    if (endpoint?.kind === 'customFields') return [...endpoint.owners.keys()].join(' and ');
    return endpoint?.kind === 'write' || endpoint?.kind === 'upload' ? endpoint.type : '';
  }

  #load(type: string): LoadFact | undefined {
    const entity = this.#catalog.mainEntity(type);
    return entity === undefined ? undefined : this.#catalog.load(entity)?.load;
  }

  #byIds(type: string): string {
    const load = this.#load(type);
    if (!load?.batch) return 'a call for each id';
    const needs = load.requires?.length ? `, if \`${load.requires.join('`, `')}\` is known` : '';
    return `a call for each ${batchLimit(this.#catalog.operation(load.batch))} ids${needs}`;
  }

  #priceOf(endpoint: FieldEndpoint): string {
    switch (endpoint.kind) {
      case 'list':
        return endpoint.parent === null ? pages(endpoint) : `${pages(endpoint)}, for each parent`;
      case 'byId':
        return endpoint.type === null
          ? 'for each type, the calls that load its records by id'
          : `one; for several ids, ${this.#byIds(endpoint.type)}`;
      case 'record':
        return endpoint.parent === null ? 'one' : 'a call for each parent';
      case 'search':
        return 'one for each of `types`';
      case 'customFields':
        return "two to read the record and the firm's fields, and one to write if a value differs";
      case 'upload':
        return "two, one more if the document's name must be read, and the file itself to Clio's storage";
      case 'write':
        return "one; fields deeper than the record's own are loaded after it";
    }
  }

  #requestsOf(endpoint: FieldEndpoint): string[] {
    switch (endpoint.kind) {
      case 'search':
        return [...new Set([...endpoint.lists.values()].flatMap((list) => this.#requestsOf(list)))];
      case 'list': {
        const own = endpoint.parent?.in === 'query' ? [`${endpoint.parent.name}=…`] : [];
        const fixed = Object.entries(endpoint.with).map(([key, value]) => `${key}=${value}`);
        const query = [...own, ...fixed].join('&');
        return [`${line(endpoint.operation)}${query === '' ? '' : `?${query}`}`];
      }
      case 'byId':
        return endpoint.operation ? [line(endpoint.operation)] : [];
      case 'customFields':
        return [...endpoint.owners.values()].map(({ update }) => line(update));
      case 'upload':
        return [endpoint.upload.create, endpoint.upload.finish].map((id) =>
          line(this.#catalog.operation(id)),
        );
      case 'record':
      case 'write':
        return [line(endpoint.operation)];
    }
  }

  #operations(endpoint: FieldEndpoint): readonly CatalogOperation[] {
    if (endpoint.kind === 'customFields')
      return [
        endpoint.definitions,
        ...[...endpoint.owners.values()].flatMap(({ show, update }) => [show, update]),
      ];
    if (endpoint.kind === 'search') return [...endpoint.lists.values()].map(({ operation }) => operation);
    if (endpoint.kind === 'upload')
      return [endpoint.upload.create, endpoint.upload.finish].map((id) => this.#catalog.operation(id));
    return endpoint.operation ? [endpoint.operation] : [];
  }
}

function pages({ operation }: ListEndpoint): string {
  return operation.limit === undefined
    ? 'a call'
    : `a call for each ${count(operation.limit, 'requested record')}`;
}

const subscriptionPrice =
  'three or four to set up the webhook of a login and kind of record; then one for all changes of a second if the record is selected';

function subscriptionPermissions(catalog: Catalog, { entity }: SubscriptionFact): string[] {
  const { show, batch } = catalog.load(entity)?.load ?? {};
  const { permissions = [] } = catalog.operation(batch ?? show ?? '');
  return [...permissions.map((name) => `${name} (read)`), 'Webhooks (write)'].sort();
}

/** By `Type.member`. */
function memberNames(
  catalog: Catalog,
  schema: GraphQLSchema,
  find: (type: string, field: string) => FieldEndpoint | undefined,
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
  for (const { events } of Object.values(catalog.data.subscriptions))
    for (const [event, clio] of Object.entries(events)) names.set(`ChangeEvent.${event}`, clio);
  for (const type of Object.values(schema.getTypeMap())) {
    if (!('getFields' in type)) continue;
    for (const field of Object.values(type.getFields())) {
      const endpoint = 'args' in field ? find(type.name, field.name) : undefined;
      if (endpoint?.kind !== 'list') continue;
      const { args } = field as GraphQLField<unknown, unknown>;
      for (const [clio, { name }] of Object.entries(endpoint.operation.query))
        names.set(`${typeOf(args, 'filter')}.${name}`, clio);
      for (const [value, clio] of Object.entries(endpoint.operation.order?.values ?? {}))
        names.set(`${typeOf(args, 'orderBy')}.${value}`, clio);
    }
  }
  for (const operation of Object.values(catalog.data.operations)) {
    if (operation.method === 'GET' || !operation.field) continue;
    const { input } = operation;
    if (input === undefined) continue;
    for (const key of operation.pathParameters) names.set(`${input}.${camelCase(key)}`, `{${key}}`);
    for (const [key, { name }] of Object.entries(operation.query)) names.set(`${input}.${name}`, `?${key}`);
    names.set(`${input}.ifMatch`, 'If-Match');
    if (operation.body) addBody(names, input, operation.body);
  }
  return names;
}

function addBody(names: Map<string, string>, input: string, body: BodyFact): void {
  for (const [key, property] of Object.entries(body.properties ?? {})) {
    names.set(`${input}.${property.name ?? camelCase(key)}`, property.reference ? `${key}.id` : key);
    const inner = property.items?.properties ? property.items : property;
    if (inner.properties && !inner.reference && property.input) addBody(names, property.input, inner);
  }
}

function fieldName(key: string, fact: FieldFact): string {
  if (fact.kind === 'link') return fact.via;
  if (fact.kind === 'node') return `${fact.typeField} and ${fact.idField}`;
  if (fact.kind === 'pick' || fact.kind === 'typed' || fact.kind === 'sum') return fact.from;
  return key;
}

function argumentName(endpoint: FieldEndpoint, argument: string): string | null {
  if (endpoint.kind === 'list') return argument === 'orderBy' ? 'order' : null;
  if (endpoint.kind === 'search')
    return endpoint.lists.values().next().value?.operation.query[argument] ? argument : null;
  if (endpoint.kind === 'customFields' || endpoint.kind === 'upload' || endpoint.kind === 'write')
    return null;
  if (!endpoint.operation) return null;
  if (endpoint.operation.pathParameters.some((key) => camelCase(key) === argument)) return `{${argument}}`;
  return Object.entries(endpoint.operation.query).find(([, { name }]) => name === argument)?.[0] ?? null;
}

function typeOf(args: readonly GraphQLArgument[], name: string): string {
  const argument = args.find((one) => one.name === name);
  return argument ? getNamedType(argument.type).name : '';
}

function line({ method, path }: CatalogOperation): string {
  return `${method} ${path.replace('.json', '')}`;
}

function count(n: number, noun: string): string {
  return n === 1 ? noun : `${n} ${noun}s`;
}
