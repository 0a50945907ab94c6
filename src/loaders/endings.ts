import { type Content, isUntouched } from './content.ts';

/** Makes stored responses invalid. */
export type Ending =
  /** A write, which may have changed all except these kinds of record. */
  | { readonly allBut: readonly string[] }
  /** A reported change of one record. */
  | { readonly entity: string; readonly id: string };

/** Maximum number of names. More are replaced by one that ends everything. */
export const maxEndings = 200;

const writePrefix = '*';

/** The name of an ending of everything. */
export const endOfAll = writeName([]);

/**
 * The endings of a login so far, each with its own mark. A response is valid while the marks that concern it
 * are the same as when it was requested.
 */
export class Endings {
  /** Name → mark. */
  readonly marks: ReadonlyMap<string, string>;
  readonly #writes: readonly { readonly untouched: readonly string[]; readonly mark: string }[];
  readonly #recordName: RecordName;

  /** @param recordName Gives the name of an ended record among the marks. */
  constructor(marks: ReadonlyMap<string, string>, recordName: RecordName = plainName) {
    this.marks = marks;
    this.#recordName = recordName;
    const writes = [...marks].filter(([name]) => name.startsWith(writePrefix));
    // Sorted, so that equal marks make equal generations.
    writes.sort(([one], [other]) => (one < other ? -1 : 1));
    this.#writes = writes.map(([name, mark]) => ({ untouched: untouchedIn(name), mark }));
  }

  /**
   * The marks that concern a response.
   *
   * @param id Id of the response's record; null for a list.
   */
  generationOf(content: Content, id: string | null): string {
    if (this.marks.size === 0) return '';
    let generation = '';
    for (const { untouched, mark } of this.#writes)
      if (!isUntouched(content, untouched)) generation += `${mark},`;
    if (this.marks.size === this.#writes.length) return generation;
    const [entity] = content.entities;
    return generation + (this.marks.get(id === null ? entity : this.#recordName(entity, id)) ?? '');
  }

  with(ending: Ending, mark: string): Endings {
    const names = namesOf(ending, this.#recordName);
    const isAll = names.includes(endOfAll) || this.marks.size + names.length > maxEndings;
    const marks = new Map(isAll ? [] : this.marks);
    for (const name of isAll ? [endOfAll] : names) marks.set(name, mark);
    return new Endings(marks, this.#recordName);
  }
}

export type RecordName = (entity: string, id: string) => string;

/** The names that an ending marks. A change of a record marks the record and the lists of its kind. */
export function namesOf(ending: Ending, recordName: RecordName): readonly string[] {
  if ('allBut' in ending) return [writeName(ending.allBut)];
  return [ending.entity, recordName(ending.entity, ending.id)];
}

function writeName(untouched: readonly string[]): string {
  return writePrefix + untouched.join(',');
}

function untouchedIn(name: string): readonly string[] {
  const list = name.slice(writePrefix.length);
  return list === '' ? [] : list.split(',');
}

function plainName(entity: string, id: string): string {
  return `${entity} ${id}`;
}
