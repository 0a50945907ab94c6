import type { ListResult } from '../loaders/list-loader.ts';
import type { ClioRecord } from '../loaders/record.ts';
import type { FieldPlan } from '../planner/plan.ts';
import type { PageArrivals } from './page-arrivals.ts';

/** The value of a connection field. */
export interface Connection {
  readonly list: ListResult;
  /**
   * Records by position in the connection. A position is the response keys from the connection to the
   * records, joined by dots.
   */
  readonly positions: ReadonlyMap<string, readonly ClioRecord[]>;
  /**
   * Set if more pages are expected: items and positions then grow, and facts of the whole list are known at
   * the end.
   */
  readonly pages?: PageArrivals;
}

/**
 * The connections of one list. Positions of one plan have the same arguments, so they share a connection. With
 * one for each position, records that refer to each other (a matter's client, the client's matters) would
 * multiply at each level.
 */
export class Connections {
  readonly #byPlan = new Map<FieldPlan, Connection>();

  /** @param connect Makes the connection for the plan's first position. */
  of(plan: FieldPlan, connect: () => Connection): Connection {
    let connection = this.#byPlan.get(plan);
    if (!connection) {
      connection = connect();
      this.#byPlan.set(plan, connection);
    }
    return connection;
  }
}
