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

/** Order in which page tokens work, and in which lists come where no other is asked for. */
export const idOrder = 'id(asc)';

export function windowOf({ first, after, last, before }: Args): ListWindow {
  return { first: numberOf(first), after: textOf(after), last: numberOf(last), before: textOf(before) };
}

/** Clio's order; null for that of ids. */
export function orderOf({ orderBy }: Args): string | null {
  return orderBy === idOrder ? null : textOf(orderBy);
}

/** Most records in a window. */
export function windowSize({ first, last }: ListWindow, limit = defaultPageSize): number {
  return first ?? last ?? Math.min(defaultPageSize, limit);
}

/** Whether a window is counted from its end. */
export function isBackward({ last, before }: ListWindow): boolean {
  return last !== null || before !== null;
}

/** Whether a window is a part of any that is wider and is counted from the same place; not where its arguments contradict each other. */
export function isCutOutOfWider(window: ListWindow): boolean {
  return isBackward(window) ? window.first === null && window.after === null : true;
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
