import type { Draft } from '../record.ts';
import type { Dataset } from './dataset.ts';
import type { Random } from './random.ts';

/**
 * How to make the records of an entity. The dataset adds the fields that a draft lacks: values that fit a field's name and
 * format, and references to records of the nested entity.
 */
export interface Recipe {
  /** Number of records; absent if `drafts` decides it. */
  readonly count?: number;
  /** First pass. It can read the first pass of other entities through `data.base`, but not in a circle. */
  readonly drafts?: (data: Dataset, random: Random, count: number) => Draft[];
  /** Second pass, after the first of all: sets totals and lists that depend on other entities. */
  readonly link?: (data: Dataset, drafts: readonly Draft[]) => void;
  /** Fields in which null or the id of a deleted record would contradict the rest of the record. */
  readonly neverBlank?: readonly string[];
}

export type Recipes = Readonly<Record<string, Recipe>>;

/** Makes one record. */
export type DraftMaker = (index: number, random: Random, data: Dataset) => Draft;

/** `count` records, made one by one. */
export function each(
  count: number,
  make: DraftMaker,
  more: Pick<Recipe, 'link' | 'neverBlank'> = {},
): Recipe {
  return {
    count,
    drafts: (data, random) => Array.from({ length: count }, (_, index) => make(index, random, data)),
    ...more,
  };
}

/** Records with these values. */
export function rows(list: readonly Draft[], more: Pick<Recipe, 'link'> = {}): Recipe {
  return each(list.length, (index) => ({ ...list[index] }), more);
}

/** Records with these names. */
export function named(...names: string[]): Recipe {
  return rows(names.map((name) => ({ name })));
}

/** The item at an index in an endless repetition of the items. */
export function cycle<T>(items: readonly T[], index: number): T {
  return items[index % items.length] as T;
}
