import type { CatalogData, EntityFact, NestedFact, ScalarFact } from '../../catalog/types.ts';
import type { Dates } from './dates.ts';
import { hash } from './random.ts';
import { type ValueMaker, valueMaker } from './values.ts';

/** The fields of an entity, by how they are filled in. Offsets spread empty values over the records. */
export interface Shape {
  readonly fact: EntityFact;
  readonly scalars: readonly { key: string; offset: number; neverBlank: boolean; make: ValueMaker }[];
  readonly nested: readonly { key: string; offset: number; fact: NestedFact }[];
  /** Associations whose id is also a field (`client`, `client_id`). */
  readonly mirrors: readonly (readonly [key: string, idField: string])[];
  /** Scalars with the id of a record (`currency_id`). */
  readonly links: ReadonlyMap<
    string,
    { readonly home: string; readonly offset: number; readonly text: boolean }
  >;
}

/** Fields that every record has, among them counters. */
const NEVER_BLANK = /^(id|created_at|updated_at|type|kind|status|state|model|events|fields)$|_count$/;

/** @param home Returns the entity whose table has an entity's records. */
export function shapeOf(
  entity: string,
  { facts, dates, home }: { facts: CatalogData; dates: Dates; home: (entity: string) => string | undefined },
): Shape {
  const fact = facts.entities[entity];
  if (!fact) throw new Error(`The catalog has no entity ${entity}`);
  const all = Object.entries(fact.fields);
  const offsetOf = (key: string): number => hash(`${entity}.${key}`) % 9973;
  const isBoolean = (one: ScalarFact): boolean => one.format === 'boolean' && !one.list;
  return {
    fact,
    scalars: all.flatMap(([key, one]) => {
      if (one.kind !== 'scalar' || key === 'etag') return [];
      const neverBlank = NEVER_BLANK.test(key) || isBoolean(one) || (key === 'name' && !one.enum);
      return [{ key, offset: offsetOf(key), neverBlank, make: valueMaker(facts, dates, key, one) }];
    }),
    nested: all.flatMap(([key, one]) =>
      one.kind === 'one' || one.kind === 'many' ? [{ key, offset: offsetOf(key), fact: one }] : [],
    ),
    mirrors: all.flatMap(([key, one]) =>
      one.kind === 'one' && fact.fields[`${key}_id`]?.kind === 'scalar' ? [[key, `${key}_id`] as const] : [],
    ),
    links: new Map(
      all.flatMap(([, one]) => {
        if (one.kind !== 'link' || one.via === 'id') return [];
        const target = home(one.entity);
        if (!target) return [];
        const held = fact.fields[one.via];
        const text = held?.kind === 'scalar' && held.format === 'string';
        return [[one.via, { home: target, text, offset: offsetOf(one.via) }] as const];
      }),
    ),
  };
}
