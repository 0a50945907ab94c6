import { type Content, isUntouched } from './content.ts';

/** What makes kept responses invalid. */
export type Ending =
  /** A write, which may have changed all but these kinds of record. */
  | { readonly allBut: readonly string[] }
  /** A change that was reported of one record. */
  | { readonly entity: string; readonly id: string };

/** Most names that are remembered: more are replaced by one that ends everything. */
export const maxEndings = 200;

const writePrefix = '*';

/** Name of the ending of everything. */
export const endOfAll = writeName([]);

/**
 * The endings of a login so far. Each has a mark of its own. A response is valid as long as the marks that concern it are those from
 * when it was requested.
 */
export class Endings {
  /** Name → mark. */
  readonly marks: ReadonlyMap<string, string>;
  readonly #writes: readonly { readonly untouched: readonly string[]; readonly mark: string }[];
  readonly #recordName: RecordName;

  /** @param recordName What an ended record is called among the marks. */
  constructor(marks: ReadonlyMap<string, string>, recordName: RecordName = plainName) {
    this.marks = marks;
    this.#recordName = recordName;
    const writes = [...marks].filter(([name]) => name.startsWith(writePrefix));
    // Equal marks make equal generations, in whatever order they came.
    writes.sort(([one], [other]) => (one < other ? -1 : 1));
    this.#writes = writes.map(([name, mark]) => ({ untouched: untouchedIn(name), mark }));
  }

  /**
   * The marks that concern a response.
   *
   * @param id Of the one record that the response is; null for a list.
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

/** The names that an ending marks: of a record they are it and the lists of its kind. */
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
