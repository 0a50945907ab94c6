import type { CatalogData, NestedFact } from '../../catalog/types.ts';
import { type Draft, isRef, listOf, type RawRecord, type RawValue, type Ref, ref } from '../record.ts';
import { BACKLINKS } from './backlinks.ts';
import type { Dates } from './dates.ts';
import { hash, Random } from './random.ts';
import type { Recipe } from './recipe.ts';
import { type Shape, shapeOf } from './shape.ts';

/** The first id of deleted records. */
export const GONE = 900_000;

/** A draft to fill in. */
interface Slot {
  readonly draft: Draft;
  /** Number of the draft among those of its shape. */
  readonly serial: number;
  readonly random: Random;
  /** Entity whose records include the draft. */
  readonly owner: string;
}

/** The records of the sample firm. Those of an entity are made when they are first read; the order of reading does not matter. */
export class Dataset {
  readonly #facts: CatalogData;
  readonly #seed: number;
  readonly dates: Dates;
  readonly #recipes: ReadonlyMap<string, Recipe>;
  readonly #shapes = new Map<string, Shape>();
  readonly #bases = new Map<string, Draft[]>();
  readonly #tables = new Map<string, Map<number | string, RawRecord>>();
  readonly #serials = new Map<string, number>();
  readonly #building = new Set<string>();

  constructor(facts: CatalogData, recipes: ReadonlyMap<string, Recipe>, seed: number, dates: Dates) {
    this.#facts = facts;
    this.#recipes = recipes;
    this.#seed = seed;
    this.dates = dates;
  }

  /** The entity whose table has an entity's records: itself, or the entity of which it is a view. */
  home(entity: string): string | undefined {
    const main = this.#facts.entities[entity]?.viewOf ?? entity;
    return this.#recipes.has(main) ? main : undefined;
  }

  /** Finished records by id. */
  table(entity: string): ReadonlyMap<number | string, RawRecord> {
    let table = this.#tables.get(entity);
    if (!table) {
      const drafts = this.base(entity);
      this.#linkBack(entity, drafts);
      this.#recipes.get(entity)?.link?.(this, drafts);
      table = new Map(
        drafts.map((draft, index) => [
          (draft.$key ?? draft.id ?? index + 1) as number | string,
          freeze(draft) as RawRecord,
        ]),
      );
      this.#tables.set(entity, table);
    }
    return table;
  }

  /** Adds to drafts the records that refer to them. */
  #linkBack(entity: string, drafts: readonly Draft[]): void {
    for (const { source, target, to, list, count } of BACKLINKS) {
      if (target !== entity) continue;
      const byId = new Map(drafts.map((draft) => [draft.id, draft]));
      for (const record of this.base(source)) {
        const draft = byId.get(to(record)?.id);
        if (draft && list !== undefined) draft[list] = [...listOf(draft[list]), ref(source, record.id)];
        if (draft && count !== undefined) draft[count] = Number(draft[count]) + 1;
      }
    }
  }

  /** Drafts after the first pass. */
  base(entity: string): readonly Draft[] {
    let drafts = this.#bases.get(entity);
    if (!drafts) {
      if (this.#building.has(entity)) throw new Error(`The first pass of ${entity} depends on itself`);
      this.#building.add(entity);
      drafts = this.#build(entity);
      this.#building.delete(entity);
      this.#bases.set(entity, drafts);
    }
    return drafts;
  }

  /** A draft by its id. */
  draft(entity: string, id: number): Draft {
    return this.base(entity)[id - 1] ?? {};
  }

  /** Number of records of an entity. */
  count(entity: string): number {
    return this.#recipes.get(entity)?.count ?? this.base(entity).length;
  }

  /** A reference to a random record. */
  some(entity: string, random: Random): Ref {
    return { entity, id: this.#idOf(entity, random.int(1, this.count(entity))) };
  }

  #idOf(entity: string, id: number): number | string {
    return this.#facts.entities[entity]?.id === 'string' ? String(id) : id;
  }

  /** An embedded record: the given values, and invented values in its other fields. */
  embed(entity: string, owner: string, random: Random, given: Draft = {}): Draft {
    const shape = this.#shape(entity);
    const slot = `${owner}.${entity}`;
    const serial = this.#serials.get(slot) ?? 0;
    this.#serials.set(slot, serial + 1);
    const draft: Draft = given;
    // Each owner has its own range of ids, so that ids are unique among all records of an embedded shape.
    if (shape.fact.id && draft.id === undefined) {
      const id = (hash(owner) % 89) * 100_000 + serial + 1;
      draft.id = shape.fact.id === 'string' ? String(id) : id;
    }
    this.#fill(shape, { draft, serial, random, owner });
    // `#blank` handles only tables. The references of a custom field value must agree with its `value`.
    for (const { key, offset, fact } of entity === 'CustomFieldValue' ? [] : shape.nested) {
      const home = this.home(fact.entity);
      const turn = (serial + offset) % 23;
      if (!home || !isRef(draft[key]) || (turn !== 7 && turn !== 11)) continue;
      draft[key] = turn === 7 ? null : { entity: home, id: this.#idOf(home, GONE + serial) };
    }
    return draft;
  }

  #build(entity: string): Draft[] {
    const recipe = this.#recipes.get(entity) ?? {};
    const shape = this.#shape(entity);
    const random = new Random(this.#seed ^ hash(entity));
    const count = recipe.count ?? 8;
    const drafts = recipe.drafts?.(this, random, count) ?? Array.from({ length: count }, (): Draft => ({}));
    for (const [index, draft] of drafts.entries()) {
      if (draft.id === undefined && shape.fact.id)
        draft.id = shape.fact.id === 'string' ? String(index + 1) : index + 1;
      this.#fill(shape, { draft, serial: index, random, owner: entity });
      // Every record has its times, because some lists filter by times that no response includes.
      if (draft.created_at === undefined) draft.$created_at = this.dates.someMoment(random, -900, -30);
      if (draft.updated_at === undefined) {
        draft.$updated_at = this.dates.later(random, (draft.created_at ?? draft.$created_at) as string, 200);
      }
    }
    if (drafts.length > 2) this.#blank(shape, drafts, recipe.neverBlank ?? []);
    return drafts;
  }

  /** Sets each field that can be empty to null in one record, and to the reference to a deleted record in another. */
  #blank(shape: Shape, drafts: readonly Draft[], neverBlank: readonly string[]): void {
    const count = drafts.length;
    for (const { key, offset, neverBlank: always } of shape.scalars) {
      const draft = drafts[offset % count];
      if (draft && !always && !neverBlank.includes(key)) draft[key] = null;
    }
    for (const { key, offset, fact } of shape.nested) {
      if (fact.kind !== 'one' || neverBlank.includes(key)) continue;
      const dangling = drafts[offset % count] as Draft;
      const home = this.home(fact.entity);
      if (home) {
        const gone = GONE + (offset % 1000);
        dangling[key] = { entity: home, id: this.#idOf(home, gone) };
      }
      (drafts[(offset + 1) % count] as Draft)[key] = null;
    }
    for (const [key, link] of shape.links) {
      if (neverBlank.includes(key)) continue;
      const gone = GONE + (link.offset % 1000);
      (drafts[(link.offset + 1) % count] as Draft)[key] = link.text ? String(gone) : gone;
    }
    for (const draft of drafts) mirrorIds(shape, draft);
  }

  #fill(shape: Shape, slot: Slot): void {
    const { draft, serial, random } = slot;
    for (const [key, link] of shape.links) {
      if (draft[key] !== undefined) continue;
      const id = random.int(1, this.count(link.home));
      draft[key] = (serial + link.offset) % 7 === 3 ? null : link.text ? String(id) : id;
    }
    for (const { key, offset, neverBlank, make } of shape.scalars) {
      if (draft[key] !== undefined) continue;
      if (key === 'created_at') draft[key] = this.dates.someMoment(random, -900, -30);
      else if (key === 'updated_at') {
        draft[key] = this.dates.later(
          random,
          (draft.created_at ?? this.dates.someMoment(random, -900, -30)) as string,
          200,
        );
      } else if (!neverBlank && (serial + offset) % 7 === 3) draft[key] = null;
      else draft[key] = make(random, serial);
    }
    for (const { key, offset, fact } of shape.nested) {
      if (draft[key] === undefined) draft[key] = this.#nested(fact, serial + offset, slot);
    }
    mirrorIds(shape, draft);
  }

  #nested(fact: NestedFact, turn: number, { random, owner }: Slot): RawValue {
    const home = this.home(fact.entity);
    const make = (): RawValue => (home ? this.some(home, random) : this.embed(fact.entity, owner, random));
    if (fact.kind === 'one') return turn % 5 === 2 ? null : make();
    const many: RawValue[] = [];
    for (let index = turn % 3; index > 0; index -= 1) many.push(make());
    return home ? distinct(many as Ref[]) : many;
  }

  #shape(entity: string): Shape {
    let shape = this.#shapes.get(entity);
    if (!shape) {
      shape = shapeOf(entity, { facts: this.#facts, dates: this.dates, home: (one) => this.home(one) });
      this.#shapes.set(entity, shape);
    }
    return shape;
  }
}

/** If Clio sends a reference and its id (`client`, `client_id`), both have the same id. */
function mirrorIds(shape: Shape, draft: Draft): void {
  for (const [key, field] of shape.mirrors) {
    const value = draft[key];
    if (value === null) draft[field] = null;
    else if (isRef(value)) draft[field] = Number(value.id);
  }
}

/** The references without duplicates. */
export function distinct(refs: readonly Ref[]): Ref[] {
  const seen = new Set<number | string>();
  return refs.filter((ref) => !seen.has(ref.id) && seen.add(ref.id));
}

/** A reference to a record that was deleted. */
export function isGone(value: RawValue | undefined): boolean {
  return isRef(value) && Number(value.id) >= GONE;
}

/** Sandboxes share the sample records, so they cannot be modified, only replaced. */
function freeze(value: RawValue): RawValue {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) freeze(inner);
  }
  return value;
}
