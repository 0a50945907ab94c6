import type { Catalog } from '../catalog/catalog.ts';
import type { AdaptOperation } from '../federation/adapt-operation.ts';
import type { RecordCache } from '../loaders/cache.ts';
import type { LoadObserver } from '../loaders/caching-client.ts';
import type { Advice } from '../planner/advise.ts';
import type { Planner } from '../planner/planner.ts';
import type { Clock } from '../rest/clock.ts';
import type { StorageClient } from '../rest/storage.ts';
import type { OutcomeStore } from '../writes/outcome-store.ts';
import type { PreparedOperation } from './prepared-operation.ts';

/** The parts of a gateway that all requests share. */
export interface RequestParts {
  readonly catalog: Catalog;
  /** Rewrites an operation for the planner. */
  readonly adapt: AdaptOperation;
  readonly planner: Planner;
  /** Returns the query that a subscription makes for each change. */
  readonly eventQuery: (
    subscription: PreparedOperation,
    variables: Readonly<Record<string, unknown>>,
  ) => EventQuery;
  readonly cache: RecordCache;
  /** Keeps the outcomes of writes with a key. */
  readonly outcomes: OutcomeStore;
  /** Uploads files. */
  readonly storage: StorageClient;
  /** Called with work that may outlast its request, such as the removal of a failed upload. */
  readonly onWork: (work: Promise<unknown>) => void;
  /** Maximum of an operation's expected calls, and of the calls that it makes. */
  readonly maxPlannedCalls: number;
  readonly clock: Clock;
  readonly observer?: LoadObserver;
}

/** An operation that the gateway has built itself. */
export interface EventQuery {
  readonly prepared: PreparedOperation;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Advice about the calls that are made in addition. */
  readonly advice: Advice;
}
