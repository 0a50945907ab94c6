import { badInput } from '../errors.ts';
import { textOrNull } from '../values.ts';
import type { Args } from './argument-values.ts';

/** Relay's paging arguments. */
export interface ListWindow {
  readonly first: number | null;
  readonly after: string | null;
  readonly last: number | null;
  readonly before: string | null;
}

/** Records in a page when neither `first` nor `last` is given. */
export const defaultPageSize = 50;

/** The order that page tokens need, and the default order of lists. */
export const idOrder = 'id(asc)';

/** @throws GatewayError `BAD_USER_INPUT` for arguments that contradict each other. */
export function windowOf(given: Args): ListWindow {
  const window: ListWindow = {
    first: numberOf(given.first),
    after: textOrNull(given.after),
    last: numberOf(given.last),
    before: textOrNull(given.before),
  };
  const { first, after, last, before } = window;
  if (first !== null && last !== null) throw badInput('Give either "first" or "last", not both.');
  if (before !== null && first !== null) throw badInput('"before" goes with "last", "after" with "first".');
  if (after !== null && last !== null) throw badInput('"after" goes with "first", "before" with "last".');
  if (first !== null && first < 0) throw badInput('"first" must not be negative.');
  if (last !== null && last < 0) throw badInput('"last" must not be negative.');
  return window;
}

/** Clio's order; null for the order by id. */
export function orderOf({ orderBy }: Args): string | null {
  return orderBy === idOrder ? null : textOrNull(orderBy);
}

export function windowSize({ first, last }: ListWindow, limit = defaultPageSize): number {
  return first ?? last ?? Math.min(defaultPageSize, limit);
}

/** Whether a window is counted from its end. */
export function isBackward({ last, before }: ListWindow): boolean {
  return last !== null || before !== null;
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
