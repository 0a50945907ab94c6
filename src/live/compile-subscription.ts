import { type ExecutionResult, GraphQLError, type GraphQLObjectType, getNamedType } from 'graphql';
import type { Catalog } from '../catalog/catalog.ts';
import { clioId, globalId } from '../catalog/ids.ts';
import { lowerFirst } from '../catalog/letter-case.ts';
import type { SubscriptionFact } from '../catalog/types.ts';
import { GatewayError } from '../errors.ts';
import { argumentValues } from '../planner/argument-values.ts';
import type { Variables } from '../request/execution/coerce-variables.ts';
import type { PreparedOperation } from '../request/prepared-operation.ts';
import type { SchemaNames } from '../resolvers/schema-names.ts';
import type { Change } from './change.ts';
import { RecordQuery } from './record-query.ts';

/** A client's selection on the record, and its place in a message. */
export interface SelectedRecord {
  readonly responseKey: string;
  readonly query: RecordQuery;
}

/** A record that was read for one message. */
export interface ReadRecord {
  readonly value: unknown;
  /** Paths begin below the record. */
  readonly errors: readonly GraphQLError[];
  /** The trace of the operation that read it. */
  readonly extensions?: ExecutionResult['extensions'];
}

/** A client's subscription, compiled: selects changes and makes messages of them. */
export class CompiledSubscription {
  /** Field of the plain schema: `matterChanged`. */
  readonly name: string;
  readonly fact: SubscriptionFact;
  readonly type: string;
  readonly sinceMs: number | null;
  readonly records: readonly SelectedRecord[];
  readonly #id: string | null;
  readonly #events: ReadonlySet<string> | null;
  readonly #rootKey: string;
  /** Response key → field of the change, in the order of the response. */
  readonly #fields: readonly (readonly [responseKey: string, field: string])[];
  readonly #typename: string;

  /**
   * @param given Variables as the client sent them.
   * @throws GatewayError, GraphQLError or AggregateError of them, for invalid variables and arguments.
   */
  constructor(prepared: PreparedOperation, given: Variables, catalog: Catalog, names: SchemaNames) {
    const { coerced: variables, errors } = prepared.coerceVariables(given);
    if (errors) throw new AggregateError(errors, 'The variables are invalid.');
    const [root] = prepared.compiledFields(variables);
    const name = root && names.plainRootField(root.definition.name);
    const fact = name === undefined ? undefined : catalog.data.subscriptions[name];
    if (!root || name === undefined || !fact)
      throw new GatewayError(
        'BAD_USER_INPUT',
        'A subscription needs exactly one field, and it must be included.',
      );
    const args = argumentValues(root.definition, root.node, variables);
    const change = getNamedType(root.definition.type) as GraphQLObjectType;
    this.name = name;
    this.fact = fact;
    this.type = catalog.entity(fact.entity).type;
    this.#id = typeof args.id === 'string' ? clioId(catalog, 'id', args.id, [this.type]) : null;
    this.#events = Array.isArray(args.events) ? new Set(args.events as string[]) : null;
    for (const event of this.#events ?? []) checkEvent(fact, event);
    this.sinceMs = typeof args.since === 'string' ? Date.parse(args.since) : null;
    this.#rootKey = root.responseKey;
    this.#typename = change.name;
    const recordField = lowerFirst(this.type);
    const fields: [string, string][] = [];
    const records: SelectedRecord[] = [];
    for (const { responseKey, definition, nodes } of root.below(change)) {
      fields.push([responseKey, definition.name]);
      if (definition.name !== recordField) continue;
      const selections = nodes.flatMap(({ selectionSet }) => selectionSet?.selections ?? []);
      const query = new RecordQuery(prepared, selections, given, names.type(this.type));
      records.push({ responseKey, query });
    }
    this.#fields = fields;
    this.records = records;
  }

  wants({ id, event }: Change): boolean {
    return (this.#id === null || this.#id === id) && (this.#events === null || this.#events.has(event));
  }

  /** @param read The record for a response key of {@link records}. */
  message(change: Change, read: (query: RecordQuery) => ReadRecord): ExecutionResult {
    const data: Record<string, unknown> = {};
    const errors: GraphQLError[] = [];
    for (const [responseKey, field] of this.#fields) data[responseKey] = this.#value(change, field);
    if (change.event !== 'DELETED') {
      for (const { responseKey, query } of this.records) {
        const { value, errors: own } = read(query);
        data[responseKey] = value;
        for (const { message, path = [], extensions } of own)
          errors.push(new GraphQLError(message, { path: [this.#rootKey, responseKey, ...path], extensions }));
      }
    }
    const result: ExecutionResult = { data: { [this.#rootKey]: data } };
    return errors.length === 0 ? result : { errors, ...result };
  }

  /** A message without a change, for an error after which the subscription continues. */
  failure({ message, extensions }: GraphQLError): ExecutionResult {
    return { errors: [new GraphQLError(message, { path: [this.#rootKey], extensions })], data: null };
  }

  /** The trace for the message of a change: the calls for its record. */
  trace({ event }: Change, read: (query: RecordQuery) => ReadRecord): ExecutionResult['extensions'] {
    const [first] = this.records;
    return first && event !== 'DELETED' ? read(first.query).extensions : undefined;
  }

  /** A field's value; null for the record, which must be read. */
  #value(change: Change, field: string): unknown {
    switch (field) {
      case '__typename':
        return this.#typename;
      case 'event':
        return change.event;
      case 'id':
        return globalId(this.type, change.id);
      case 'clioId':
        return change.id;
      case 'at':
        return new Date(change.atMs).toISOString();
      case 'missed':
        return change.missed;
      default:
        return null;
    }
  }
}

function checkEvent(fact: SubscriptionFact, event: string): void {
  if (Object.hasOwn(fact.events, event)) return;
  throw new GatewayError(
    'BAD_USER_INPUT',
    `Clio does not report ${event} for a ${fact.model.replaceAll('_', ' ')}. It reports ${Object.keys(fact.events).join(', ')}.`,
  );
}
