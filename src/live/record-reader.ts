import { randomUUID } from 'node:crypto';
import { type ExecutionResult, GraphQLError } from 'graphql';
import { LRUCache } from 'lru-cache';
import { globalId } from '../catalog/ids.ts';
import { GatewayError } from '../errors.ts';
import { executePrepared } from '../request/execution/execute.ts';
import { ResultSize } from '../request/execution/result-size.ts';
import type { PreparedOperation } from '../request/prepared-operation.ts';
import type { RequestInfo } from '../request/request-context.ts';
import { Cancellation } from '../rest/cancellation.ts';
import { finishResult } from '../server/graphql/finish-result.ts';
import type { ReadRecord } from './compile-subscription.ts';
import type { LiveLogin, LiveOptions } from './live-options.ts';
import { joinQueries, joinVariables, type RecordQuery, rootKey } from './record-query.ts';

export interface ReadRecords {
  record(query: RecordQuery, id: string): ReadRecord;
}

/** Ids of the records to read, by query. */
type WantedIds = ReadonlyMap<RecordQuery, readonly string[]>;

/** The state of one call of `read`, which takes one operation or several. */
interface Reading {
  /** What was read so far, by query and id. */
  readonly places: Map<string, ReadRecord>;
  readonly login: LiveLogin;
  readonly type: string;
  readonly trace: boolean;
}

/**
 * Maximum number of characters of stored joined operations. There is one for each set of selections of a
 * login's subscribers.
 */
const maxCharacters = 1_000_000;

/** Reads changed records, with all selections of a login in one operation. */
export class RecordReader {
  readonly #options: LiveOptions;
  readonly #operations = new LRUCache<string, PreparedOperation>({
    maxSize: maxCharacters,
    sizeCalculation: (_operation, key) => key.length,
  });

  constructor(options: LiveOptions) {
    this.#options = options;
  }

  /**
   * @param ids Query → ids of the records to read for it.
   * @param type Plain GraphQL type of the records.
   * @throws GraphQLError if nothing could be read.
   */
  async read(login: LiveLogin, type: string, ids: WantedIds, trace: boolean): Promise<ReadRecords> {
    const places = new Map<string, ReadRecord>();
    await this.#readInto({ places, login, type, trace }, ids);
    return { record: (query, id) => places.get(placeOf(query, id)) ?? { value: null, errors: [] } };
  }

  /** Reads all in one operation, or in several if one would take more calls than are allowed. */
  async #readInto(reading: Reading, ids: WantedIds): Promise<void> {
    try {
      await this.#readJoined(reading, ids);
    } catch (error) {
      // It would take too many calls.
      if (!(error instanceof GraphQLError) || error.extensions.code !== 'QUERY_TOO_COMPLEX') throw error;
      const parts = halve(ids);
      for (const part of parts) await this.#readInto(reading, part);
      if (parts.length > 0) return;
      for (const [query, [id = '']] of ids)
        reading.places.set(placeOf(query, id), { value: null, errors: [error] });
    }
  }

  async #readJoined({ places, login, type, trace }: Reading, ids: WantedIds): Promise<void> {
    const { schema, names } = this.#options;
    const queries = [...ids.keys()];
    const key = queries.map((query) => query.key).join('\n');
    let prepared = this.#operations.get(key);
    if (!prepared) {
      prepared = joinQueries(schema, names.rootField('nodes'), queries);
      this.#operations.set(key, prepared);
    }
    const variables = joinVariables(queries, (query) =>
      (ids.get(query) ?? []).map((id) => globalId(type, id)),
    );
    const result = await executeAs(login, { prepared, variables, trace }, this.#options);
    const { data, errors = [], extensions } = result;
    const whole = errors.find(isOfWholeBatch);
    // Removes its path, which belongs to the joined operation and not to a client's.
    if (whole) throw new GraphQLError(whole.message, { extensions: whole.extensions });
    if (!data) throw new GatewayError('UPSTREAM_ERROR', 'The records could not be read.');
    for (const [index, query] of queries.entries()) {
      const values = data[rootKey(index)] as readonly unknown[];
      for (const [position, id] of (ids.get(query) ?? []).entries()) {
        const value = values[position] ?? null;
        places.set(placeOf(query, id), { value, errors: errorsBelow(errors, index, position), extensions });
      }
    }
  }
}

function placeOf(query: RecordQuery, id: string): string {
  return `${query.key}\n${id}`;
}

/**
 * Splits what must be read into halves: by query, so that a cheap query stays whole; or by id if there is
 * only one query.
 */
function halve(ids: WantedIds): WantedIds[] {
  const entries = [...ids];
  const [only] = entries;
  if (!only) return [];
  if (entries.length > 1) return inHalves(entries).map((part) => new Map(part));
  const [query, own] = only;
  return own.length > 1 ? inHalves(own).map((part) => new Map([[query, part]])) : [];
}

function inHalves<T>(items: readonly T[]): T[][] {
  const middle = Math.ceil(items.length / 2);
  return [items.slice(0, middle), items.slice(middle)];
}

/** Codes of temporary failures. */
const passing: ReadonlySet<unknown> = new Set([
  'RATE_LIMITED',
  'UPSTREAM_ERROR',
  'UPSTREAM_TIMEOUT',
  'UPSTREAM_UNAVAILABLE',
]);

/** Whether reading the same records later may succeed. */
export function isPassing(error: unknown): boolean {
  return error instanceof GraphQLError && passing.has(error.extensions.code);
}

/** Whether Clio no longer accepts the token. */
export function isUnauthenticated(error: unknown): error is GraphQLError {
  return error instanceof GraphQLError && error.extensions.code === 'UNAUTHENTICATED';
}

/** Whether the whole batch should be read later, because everything or a whole record is missing. */
function isOfWholeBatch(error: GraphQLError): boolean {
  const { length } = error.path ?? [];
  return length < 2 || isUnauthenticated(error) || (length === 2 && isPassing(error));
}

function errorsBelow(errors: readonly GraphQLError[], index: number, position: number): GraphQLError[] {
  const found: GraphQLError[] = [];
  for (const { message, path = [], extensions } of errors) {
    if (path[0] === rootKey(index) && path[1] === position)
      found.push(new GraphQLError(message, { path: path.slice(2), extensions }));
  }
  return found;
}

/** No request waits for the records of changes, so they may wait several minutes for the login's budget. */
const patienceMs = 600_000;

/** An operation that the gateway has built itself. */
interface OwnOperation {
  readonly prepared: PreparedOperation;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly trace: boolean;
}

/** Executes an operation for a login, like an operation from a client. */
async function executeAs(
  { token, region, session }: LiveLogin,
  { prepared, variables, trace }: OwnOperation,
  { config, logger, createContext }: LiveOptions,
): Promise<ExecutionResult> {
  const requestId = randomUUID();
  const info: RequestInfo = {
    token,
    region,
    login: session,
    requestId,
    signal: new Cancellation(),
    explain: trace ? 'trace' : 'off',
    trace: null,
    // The event has removed its record from the cache.
    cacheUse: 'full',
    logger: logger.child({ requestId }),
    deadlineMs: patienceMs,
    background: true,
  };
  const context = createContext(info);
  context.prepare?.(prepared, variables);
  const size = new ResultSize(config.maxResponseBytes);
  const result = await executePrepared(prepared, variables, context, size);
  return { extensions: context.extensions?.(), ...finishResult(result, info) };
}
