import type { BodyFact } from '../../catalog/operation-facts.ts';
import type { FieldFact, NestedFact, ScalarFact } from '../../catalog/types.ts';
import type { ApiRequest } from '../api.ts';
import type { Firm } from '../firm.ts';
import { instant, instantAt } from '../instant.ts';
import type { Login } from '../logins.ts';
import { type Draft, isRecord, isRef, listOf, type RawRecord, type RawValue, type Ref } from '../record.ts';
import type { Json } from '../render.ts';
import type { RecordId } from '../store.ts';
import type { Changes } from './changes.ts';
import { completeNewRecord } from './new-records.ts';
import { Problems } from './problems.ts';
import { type Body, isBody, rowsOf } from './read-body.ts';

/** The special rules of entities and fields. */
export interface Rules {
  /** By `Entity.key`, or by key for all entities: instead of setting the field of that name. */
  readonly fields?: Readonly<Record<string, FieldRule>>;
  /** By entity: after the record's body was applied. */
  readonly records?: Readonly<Record<string, RecordRule>>;
  /** By entity: before the record is removed. */
  readonly destroys?: Readonly<Record<string, DestroyRule>>;
  /** By operation: instead of changing the record that its path names. */
  readonly actions?: Readonly<Record<string, Action>>;
}

/** Returns the field's new value; undefined leaves the field as it is. */
export type FieldRule = (w: Write, draft: Draft, value: Json, place: Place) => RawValue | undefined;
/** Returns the record to keep (in the trash); undefined if it is removed. */
export type DestroyRule = (w: Write, record: RawRecord) => Draft | undefined;
/** Returns the record that the response shows. */
export type Action = (
  w: Write,
  record: RawRecord,
  place: RecordPlace,
  path: Readonly<Record<string, string>>,
) => Draft;
export type RecordRule = (w: Write, draft: Draft, place: RecordPlace) => void;

/** The place in a body that a rule applies to. */
export interface Place {
  readonly entity: string;
  /** Clio's path of the value: `addresses.0.name`. */
  readonly path: string;
  readonly fact: BodyFact;
  /** Whether the record is new. */
  readonly creating: boolean;
  /** The record that includes the embedded one. */
  readonly owner?: Draft;
}

/** The place of a record whose body was applied. */
export interface RecordPlace extends Place {
  readonly body: Body;
  /** The record as it was. */
  readonly before?: RawRecord;
}

/** The rule of a field with a nested object. Null empties the field. */
export function forObject(
  rule: (w: Write, draft: Draft, value: Body, place: Place) => RawValue | undefined,
): FieldRule {
  return (w, draft, value, place) => (isBody(value) ? rule(w, draft, value, place) : null);
}

/** Flags that remove a row. */
const REMOVAL = ['_destroy', '_deleted'] as const;
const ROW_KEYS: ReadonlySet<string> = new Set(['id', ...REMOVAL]);

/** A value of a body for a field. */
interface Assignment {
  readonly draft: Draft;
  readonly key: string;
  readonly value: Json;
  readonly place: Place;
}

type Fields = Readonly<Record<string, FieldFact>>;

/** One write: it applies a body to records, by the catalog and the special rules. */
export class Write {
  readonly firm: Firm;
  readonly login: Login;
  /** The time of the write, as records store it. */
  readonly now: string;
  /** The server's address, for upload links. */
  readonly origin: string;
  readonly changes: Changes;
  readonly problems = new Problems();
  readonly #rules: Required<Rules>;

  constructor(
    firm: Firm,
    rules: Required<Rules>,
    changes: Changes,
    request: Pick<ApiRequest, 'login' | 'origin'>,
  ) {
    this.firm = firm;
    this.login = request.login;
    this.now = instantAt(firm.clock());
    this.origin = request.origin;
    this.changes = changes;
    this.#rules = rules;
  }

  /** The day of the write, `YYYY-MM-DD`. */
  get today(): string {
    return this.now.slice(0, 10);
  }

  /** The user who writes. */
  get user(): Ref {
    return { entity: 'User', id: this.login.userId };
  }

  /** A record with all fields of its shape, without values. */
  blank(entity: string): Draft {
    const draft: Draft = {};
    for (const [key, fact] of Object.entries(this.firm.data.entities[entity]?.fields ?? {})) {
      if (key === 'etag') continue;
      if (fact.kind === 'many' || (fact.kind === 'scalar' && fact.list)) draft[key] = [];
      else if (fact.kind === 'one') draft[key] = null;
      else if (fact.kind === 'scalar') draft[key] = emptyScalar(key, fact);
    }
    const stamp = (key: string): void => {
      draft[key in draft ? key : `$${key}`] = this.now;
    };
    stamp('created_at');
    stamp('updated_at');
    return draft;
  }

  /** A new record with its id; not stored yet. */
  make(entity: string): Draft {
    const draft = this.blank(entity);
    const kind = this.firm.data.entities[entity]?.id;
    if (kind) {
      const home = this.firm.store.home(entity);
      const id = home ? this.changes.nextId(home) : this.changes.nextSerial(entity);
      draft.id = kind === 'string' ? String(id) : id;
    }
    return draft;
  }

  /** A copy of a record to change. Its `updated_at` advances by at least a second. */
  touch(record: RawRecord): Draft {
    const key = 'updated_at' in record ? 'updated_at' : '$updated_at';
    const held = record[key];
    const next = typeof held === 'string' && held >= this.now ? instantAt(Date.parse(held) + 1000) : this.now;
    return { ...record, [key]: next };
  }

  /** A reference to an existing record. Adds a problem and returns undefined if there is none. */
  ref(entity: string, id: Json, path: string): Ref | undefined {
    const home = this.firm.store.home(entity) ?? entity;
    const isText = this.firm.data.entities[home]?.id === 'string';
    const ref: Ref = { entity: home, id: isText ? String(id) : Number(id) };
    if (this.changes.get(ref)) return ref;
    this.problems.add(path, 'could not be found');
    return undefined;
  }

  find(ref: RawValue | undefined): RawRecord | undefined {
    return isRef(ref) ? this.changes.get(ref) : undefined;
  }

  /** Changes a record other than the one that is written to. */
  change(entity: string, record: RawRecord, values: Draft): void {
    this.changes.put(entity, { ...record, ...values });
  }

  /** Applies a body to a record, then the entity's rule. */
  fill(draft: Draft, body: Body, place: Place, before?: RawRecord): void {
    const { entity, fact, creating } = place;
    const fields = this.firm.data.entities[entity]?.fields ?? {};
    for (const [key, property] of Object.entries(fact.properties ?? {})) {
      let value = body[key];
      // The document's default of `filename` is "name", which means the value of the name.
      if (value === undefined && creating && property.default !== undefined && key !== 'filename')
        value = property.default as Json;
      if (value === undefined || ROW_KEYS.has(key)) continue;
      const path = place.path === '' ? key : `${place.path}.${key}`;
      const own: Place = { ...place, path, fact: property };
      const rule = this.#rules.fields[`${entity}.${key}`] ?? this.#rules.fields[key];
      const next = rule?.(this, draft, value, own);
      if (next !== undefined) draft[key] = next;
      else if (!rule) this.#field({ draft, key, value, place: own }, fields);
    }
    if (creating) completeNewRecord(this, entity, draft);
    this.#rules.records[entity]?.(this, draft, { ...place, body, before });
  }

  #field(to: Assignment, fields: Fields): void {
    const { draft, key, value } = to;
    const fact = fields[key];
    if (fact?.kind === 'one') this.#one(to, fact);
    else if (fact?.kind === 'many') this.#rows(to, fact);
    else {
      if (fact?.kind === 'scalar') draft[key] = this.#scalar(fact, value);
      this.#idField(to, fields);
    }
  }

  /** A value as the entity's field stores it: bodies write some formats differently. */
  #scalar(fact: ScalarFact, value: Json): RawValue {
    if (value === null) return fact.list ? [] : null;
    if (fact.enum && typeof value === 'string') {
      const known = Object.values(this.firm.data.enums[fact.type]?.values ?? {});
      const own = known.find((one) => one.toLowerCase() === value.toLowerCase()) ?? value;
      return fact.spelling?.[own] ?? own;
    }
    if (typeof value === 'string' && fact.format === 'date') return value.slice(0, 10);
    if (typeof value === 'string' && fact.format === 'date-time') return instant(value);
    if (fact.format === 'boolean') return value === true || value === 'true';
    if (fact.format === 'int32' && typeof value === 'number') return Math.round(value);
    if (fact.format === 'string' && typeof value === 'number') return String(value);
    return value as RawValue;
  }

  /** `contact_id`, instead of or in addition to `contact`. */
  #idField({ draft, key, value, place }: Assignment, fields: Fields): void {
    const { path, fact: property } = place;
    const base = /^(.*)_id$/.exec(key)?.[1];
    const beside = base === undefined ? undefined : fields[base];
    const link = Object.values(fields).find((one) => one.kind === 'link' && one.via === key);
    const entity =
      beside?.kind === 'one' ? beside.entity : link?.kind === 'link' ? link.entity : this.#target(property);
    if (entity === undefined || !this.firm.store.home(entity)) return;
    // The record must exist, even if no response has the link.
    const id = isBody(value) ? (value.id ?? null) : value;
    const ref = id === null ? null : this.ref(entity, id, isBody(value) ? `${path}.id` : path);
    if (ref !== undefined && base !== undefined && beside?.kind === 'one') draft[base] = ref;
  }

  #target(property: BodyFact): string | undefined {
    const [type, other] = property.targets ?? [];
    if (type === undefined || other !== undefined) return undefined;
    return Object.entries(this.firm.data.entities).find(([, one]) => one.type === type && !one.viewOf)?.[0];
  }

  #one({ draft, key, value, place }: Assignment, fact: NestedFact): void {
    const home = this.firm.store.home(fact.entity);
    if (!isBody(value)) draft[key] = null;
    else if (!home) draft[key] = this.#embedded(draft, draft[key], value, { ...place, entity: fact.entity });
    else if (value.id === null) draft[key] = null;
    else if (value.id !== undefined) {
      const ref = this.ref(home, value.id, `${place.path}.id`);
      if (ref) draft[key] = ref;
    }
    const mirror = `${key}_id`;
    const linked = draft[key];
    if (mirror in draft) draft[mirror] = isRef(linked) ? Number(linked.id) : null;
  }

  #embedded(owner: Draft, held: RawValue | undefined, value: Body, place: Place): RawRecord | null {
    const isReference = place.fact.reference === true;
    if (isRemoval(value) || (isReference && value.id === null)) return null;
    const creating = !isRecord(held);
    const own = creating ? this.make(place.entity) : this.touch(held);
    if (isReference && typeof value.id === 'number') own.id = value.id;
    this.fill(own, value, { ...place, creating, owner });
    return own;
  }

  /** Applies rows to a list: a row with an `id` changes, one without adds, one with a removal flag removes; others stay. */
  #rows({ draft, key, value, place }: Assignment, fact: NestedFact): void {
    const home = this.firm.store.home(fact.entity);
    const item = place.fact.items ?? place.fact;
    const isLink =
      home !== undefined && Object.keys(item.properties ?? {}).every((name) => ROW_KEYS.has(name));
    let list = [...listOf(draft[key])];
    for (const [row, path] of rowsOf(value, place.path)) {
      const own: Place = { ...place, entity: fact.entity, path, fact: item, owner: draft };
      list = isLink ? this.#linkRow(list, row, own) : this.#row(list, row, home, own);
    }
    draft[key] = list;
  }

  #linkRow(list: RawValue[], row: Body, { entity, path }: Place): RawValue[] {
    if (row.id === undefined || row.id === null) {
      this.problems.add(`${path}.id`, "can't be blank");
      return list;
    }
    const ref = this.ref(entity, row.id, `${path}.id`);
    if (!ref) return list;
    const others = list.filter((one) => !isRef(one) || one.id !== ref.id);
    return isRemoval(row) ? others : [...others, ref];
  }

  #row(list: RawValue[], row: Body, home: string | undefined, place: Place): RawValue[] {
    const at = list.findIndex((one) =>
      isSame(one, row, this.firm.data.entities[place.entity]?.id !== undefined),
    );
    const held = list[at];
    if (held === undefined && row.id !== undefined && row.id !== null) {
      this.problems.add(`${place.path}.id`, 'could not be found');
      return list;
    }
    if (isRemoval(row)) {
      if (held !== undefined && home !== undefined && isRef(held)) this.changes.remove(home, held.id);
      return list.filter((_, index) => index !== at);
    }
    const before = isRef(held) ? this.changes.get(held) : isRecord(held) ? held : undefined;
    const creating = before === undefined;
    const draft = before ? this.touch(before) : this.make(place.entity);
    this.fill(draft, row, { ...place, creating }, before);
    const kept: RawValue = home === undefined ? draft : { entity: home, id: draft.id as RecordId };
    if (home !== undefined) this.changes.put(home, draft);
    return creating ? [...list, kept] : list.map((one, index) => (index === at ? kept : one));
  }
}

export function isRemoval(row: Body): boolean {
  return REMOVAL.some((flag) => row[flag] === true);
}

/** Rows are matched by id. Tax settings have none and are matched by their tax rate. */
function isSame(one: RawValue, row: Body, hasId: boolean): boolean {
  if (isRef(one)) return row.id !== undefined && String(one.id) === String(row.id);
  if (!isRecord(one)) return false;
  if (hasId) return row.id !== undefined && row.id !== null && String(one.id) === String(row.id);
  return one.tax_rate_configuration_id === row.tax_rate_configuration_id;
}

function emptyScalar(key: string, fact: ScalarFact): RawValue {
  if (fact.format === 'boolean') return false;
  return key.endsWith('_count') ? 0 : null;
}
