import type { Catalog } from '../catalog/catalog.ts';
import { badInput } from '../errors.ts';
import type { Args } from './argument-values.ts';
import { bindId, bindParameters, type Parameter } from './bind-arguments.ts';
import { isBackward, type ListWindow, orderOf, windowOf, windowSize } from './list-window.ts';
import type { ListSelection } from './selection.ts';

/** A list field's arguments in Clio's terms. They are the same for each parent. */
export interface ListArguments {
  readonly filters: readonly Parameter[];
  /** Null for the order by id. */
  readonly order: string | null;
  readonly window: ListWindow;
  /** Maximum number of records in the window. */
  readonly size: number;
  /** Equal for windows that can be cut out of one. */
  readonly windowKey: string;
}

/** A list of one parent, or of none. */
export interface BoundList {
  readonly path: string;
  readonly filters: readonly Parameter[];
  /** Equal for lists that can share a call, at any positions. */
  readonly key: string;
}

/** @throws GatewayError `BAD_USER_INPUT` */
export function bindListArguments(
  catalog: Catalog,
  { endpoint, connection }: ListSelection,
  args: Args,
): ListArguments {
  const { operation, parent, with: also } = endpoint;
  const filters = bindParameters(catalog, operation, (args.filter ?? {}) as Args);
  for (const [name] of filters) {
    if (!(name in also) && !(parent?.in === 'query' && parent.name === name)) continue;
    const field = operation.query[name]?.name;
    throw badInput(`The filter repeats "${field}", which the parent record sets already.`);
  }
  const order = orderOf(args);
  const window = windowOf(args);
  const size = windowSize(window, operation.limit);
  // A window without a call must not share the error of another's call.
  const isShared = size > 0 || connection.meta;
  const { first, after, last, before } = window;
  const windowKey = JSON.stringify(
    isShared ? [order, isBackward(window), after, before] : [order, first, after, last, before],
  );
  return { filters, order, window, size, windowKey };
}

/** @param parent Clio's id of the record that has the list; null if there is none or it is unknown. */
export function bindParent(
  { endpoint: { operation, parent: bound, with: also } }: ListSelection,
  own: ListArguments,
  parent: string | null,
): BoundList {
  let { path } = operation;
  let { filters } = own;
  if (bound && parent !== null) {
    if (bound.in === 'path') path = path.replace(`{${bound.name}}`, encodeURIComponent(parent));
    else filters = [[bound.name, bindId(operation, bound.name, parent)], ...filters];
  }
  const fixed = Object.entries(also);
  if (fixed.length > 0) filters = [...fixed, ...filters];
  return { path, filters, key: `${path} ${own.windowKey} ${printFilters(filters)}` };
}

/**
 * The values of `ids[]`, if the list has no other filter: it then returns all of these records that exist.
 */
export function idsIn(filters: readonly Parameter[]): ReadonlySet<string> | null {
  return filters.length > 0 && filters.every(([name]) => name === 'ids[]')
    ? new Set(filters.map(([, id]) => id))
    : null;
}

/** Equal for equal filters, in any order. */
function printFilters(filters: readonly Parameter[]): string {
  return filters.length < 2 ? JSON.stringify(filters) : JSON.stringify(filters.map(String).sort());
}
