import type { Draft } from '../record.ts';
import type { Dataset } from './dataset.ts';
import type { Random } from './random.ts';

/**
 * How the records of one entity are made. The dataset fills in what a recipe leaves out of a draft from the catalog: a
 * value that fits the field's name and format, or a reference to a record of the nested entity.
 */
export interface Recipe {
  /** How many records. Left out where `drafts` decides. */
  readonly count?: number;
  /** First pass. It may read the first pass of other entities through `data.base`, never in a circle. */
  readonly drafts?: (data: Dataset, random: Random, count: number) => Draft[];
  /** Second pass, when every draft is complete: totals and lists that depend on entities built after this one. */
  readonly link?: (data: Dataset, drafts: readonly Draft[]) => void;
  /** Fields that are never blanked: a null or a dangling id there would contradict the rest of the record. */
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

/** Records of which only the values given here matter. */
export function rows(list: readonly Draft[], more: Pick<Recipe, 'link'> = {}): Recipe {
  return each(list.length, (index) => ({ ...list[index] }), more);
}

/** Records of which only the name matters. */
export function named(...names: string[]): Recipe {
  return rows(names.map((name) => ({ name })));
}
