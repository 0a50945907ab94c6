import type { CatalogOperation } from '../../catalog/catalog.ts';
import type { BodyFact, CatalogData, FieldFact, NestedFact, ScalarFact } from '../../catalog/types.ts';
import { instant } from '../filter-tests.ts';
import { type Draft, isRecord, isRef, type RawRecord, type RawValue, type Ref } from '../record.ts';
import type { Visibility } from '../redaction.ts';
import type { Json } from '../render.ts';
import type { RecordId, Store } from '../store.ts';
import type { Login } from '../tokens.ts';
import type { Changes } from './changes.ts';
import type { Problems } from './problems.ts';
import { type Body, isBody } from './read-body.ts';

/** What a write works with. */
export interface WriteSetting {
  readonly data: CatalogData;
  readonly store: Store;
  readonly visibility: Visibility;
  readonly operation: CatalogOperation;
  readonly login: Login;
  /** Now, as records write it. */
  readonly now: string;
  /** The server's address, for upload links. */
  readonly origin: string;
  readonly changes: Changes;
  readonly problems: Problems;
  readonly rules: Rules;
}

/** What the generic way does not know. */
export interface Rules {
  /** By `Entity.key`, or by key for all entities: instead of setting the field of that name. */
  readonly fields: Readonly<Record<string, FieldRule>>;
  /** By entity: after a record's body is applied. */
  readonly records: Readonly<Record<string, RecordRule>>;
}

export type FieldRule = (w: Write, draft: Draft, value: Json, place: Place) => void;
export type RecordRule = (w: Write, draft: Draft, place: RecordPlace) => void;

/** Where in a body a rule stands. */
export interface Place {
  readonly entity: string;
  /** Clio's path of the value: `addresses.0.name`. */
  readonly path: string;
  readonly fact: BodyFact;
  /** The record is being made. */
  readonly creating: boolean;
  /** The record that an embedded one is inside of. */
  readonly owner?: Draft;
}

/** What happens to a record once its own body is applied. */
export interface RecordPlace extends Place {
  readonly body: Body;
  /** The record as it was. */
  readonly before?: RawRecord;
}

/** Names under which a row asks to be removed. */
const REMOVAL = ['_destroy', '_deleted'] as const;
const ROW_KEYS: ReadonlySet<string> = new Set(['id', ...REMOVAL]);

/** One write: its setting, and the generic way from a body to records. */
export class Write implements WriteSetting {
  readonly data: CatalogData;
  readonly store: Store;
  readonly visibility: Visibility;
  readonly operation: CatalogOperation;
  readonly login: Login;
  readonly now: string;
  readonly origin: string;
  readonly changes: Changes;
  readonly problems: Problems;
  readonly rules: Rules;

  constructor(setting: WriteSetting) {
    this.data = setting.data;
    this.store = setting.store;
    this.visibility = setting.visibility;
    this.operation = setting.operation;
    this.login = setting.login;
    this.now = setting.now;
    this.origin = setting.origin;
    this.changes = setting.changes;
    this.problems = setting.problems;
    this.rules = setting.rules;
  }

  /** The user who writes. */
  get user(): Ref {
    return { entity: 'User', id: this.login.userId };
  }

  /** A record of a shape that has nothing yet: every field there, none with a value. */
  blank(entity: string): Draft {
    const draft: Draft = {};
    for (const [key, fact] of Object.entries(this.data.entities[entity]?.fields ?? {})) {
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
    const kind = this.data.entities[entity]?.id;
    if (kind) {
      const home = this.store.home(entity);
      const id = home ? this.changes.nextId(home) : this.changes.nextSerial(entity);
      draft.id = kind === 'string' ? String(id) : id;
    }
    return draft;
  }

  /** A record about to change: its `updated_at` moves on, were it only by a second. */
  touch(record: RawRecord): Draft {
    const key = 'updated_at' in record ? 'updated_at' : '$updated_at';
    const held = record[key];
    const next =
      typeof held === 'string' && held >= this.now
        ? instant(new Date(Date.parse(held) + 1000).toISOString())
        : this.now;
    return { ...record, [key]: next };
  }

  /** The id of a table's records in the type that the table keeps. */
  key(entity: string, id: RecordId): RecordId {
    const home = this.store.home(entity) ?? entity;
    return this.data.entities[home]?.id === 'string' ? String(id) : Number(id);
  }

  /** A reference, once its target is known to be there; undefined (and a problem noted) when it is not. */
  ref(entity: string, id: Json, path: string): Ref | undefined {
    const home = this.store.home(entity) ?? entity;
    const ref: Ref = { entity: home, id: this.key(home, id as RecordId) };
    if (this.changes.get(ref)) return ref;
    this.problems.add(path, 'could not be found');
    return undefined;
  }

  find(ref: RawValue | undefined): RawRecord | undefined {
    return isRef(ref) ? this.changes.get(ref) : undefined;
  }

  /** Stores a record that a rule changed besides the one written to. */
  change(entity: string, record: RawRecord, values: Draft): void {
    this.changes.put(entity, { ...record, ...values });
  }

  /** Applies a body to a record, then what the entity's rule makes of it. */
  fill(draft: Draft, body: Body, place: Place, before?: RawRecord): void {
    const { entity, fact, creating } = place;
    const fields = this.data.entities[entity]?.fields ?? {};
    for (const [key, property] of Object.entries(fact.properties ?? {})) {
      let value = body[key];
      // The default of a file name is the text "name", which stands for the name's value.
      if (value === undefined && creating && property.default !== undefined && key !== 'filename')
        value = property.default as Json;
      if (value === undefined || ROW_KEYS.has(key)) continue;
      const path = place.path === '' ? key : `${place.path}.${key}`;
      const own: Place = { ...place, path, fact: property };
      const rule = this.rules.fields[`${entity}.${key}`] ?? this.rules.fields[key];
      if (rule) rule(this, draft, value, own);
      else this.#field(draft, key, fields, value, own);
    }
    this.rules.records[entity]?.(this, draft, { ...place, body, before });
  }

  #field(
    draft: Draft,
    key: string,
    fields: Readonly<Record<string, FieldFact>>,
    value: Json,
    place: Place,
  ): void {
    const fact = fields[key];
    if (fact?.kind === 'scalar') {
      draft[key] = this.scalar(fact, value);
      this.#idField(draft, key, fields, value, place);
    } else if (fact?.kind === 'one') this.#one(draft, key, fact, value, place);
    else if (fact?.kind === 'many') this.rows(draft, key, fact, value, place);
    else this.#idField(draft, key, fields, value, place);
  }

  /** A value as the entity's field keeps it: bodies write some formats differently. */
  scalar(fact: ScalarFact, value: Json): RawValue {
    if (value === null) return fact.list ? [] : null;
    if (fact.enum && typeof value === 'string') {
      const known = Object.values(this.data.enums[fact.type]?.values ?? {});
      return known.find((one) => one.toLowerCase() === value.toLowerCase()) ?? value;
    }
    if (typeof value === 'string' && fact.format === 'date') return value.slice(0, 10);
    if (typeof value === 'string' && fact.format === 'date-time') return instant(value);
    if (fact.format === 'boolean') return value === true || value === 'true';
    if (fact.format === 'int32' && typeof value === 'number') return Math.round(value);
    if (fact.format === 'string' && typeof value === 'number') return String(value);
    return value as RawValue;
  }

  /** `contact_id` beside, or instead of, `contact`. */
  #idField(
    draft: Draft,
    key: string,
    fields: Readonly<Record<string, FieldFact>>,
    value: Json,
    { path, fact: property }: Place,
  ): void {
    const base = /^(.*)_id$/.exec(key)?.[1];
    const beside = base === undefined ? undefined : fields[base];
    const link = Object.values(fields).find((one) => one.kind === 'link' && one.via === key);
    const entity =
      beside?.kind === 'one' ? beside.entity : link?.kind === 'link' ? link.entity : this.#target(property);
    if (entity === undefined || !this.store.home(entity)) return;
    // A link that no answer shows still has to name something.
    const id = isBody(value) ? (value.id ?? null) : value;
    const ref = id === null ? null : this.ref(entity, id, isBody(value) ? `${path}.id` : path);
    if (ref !== undefined && base !== undefined && beside?.kind === 'one') draft[base] = ref;
  }

  #target(property: BodyFact): string | undefined {
    const [type, other] = property.targets ?? [];
    if (type === undefined || other !== undefined) return undefined;
    return Object.entries(this.data.entities).find(([, one]) => one.type === type && !one.viewOf)?.[0];
  }

  #one(draft: Draft, key: string, fact: NestedFact, value: Json, place: Place): void {
    const home = this.store.home(fact.entity);
    if (!isBody(value)) draft[key] = null;
    else if (!home) this.#embedded(draft, key, fact, value, place);
    else if (value.id === null) draft[key] = null;
    else if (value.id !== undefined) {
      const ref = this.ref(home, value.id, `${place.path}.id`);
      if (ref) draft[key] = ref;
    }
    const mirror = `${key}_id`;
    const linked = draft[key];
    if (mirror in draft) draft[mirror] = isRef(linked) ? Number(linked.id) : null;
  }

  #embedded(draft: Draft, key: string, fact: NestedFact, value: Body, place: Place): void {
    const held = draft[key];
    const isReference = place.fact.reference === true;
    if (isRemoval(value) || (isReference && value.id === null)) {
      draft[key] = null;
      return;
    }
    const creating = !isRecord(held);
    const own = creating ? this.make(fact.entity) : this.touch(held);
    if (isReference && typeof value.id === 'number') own.id = value.id;
    this.fill(own, value, { ...place, entity: fact.entity, creating, owner: draft });
    draft[key] = own;
  }

  /** A list of nested records: with `id` changed, without made, with a removal flag gone; the others stay. */
  rows(draft: Draft, key: string, fact: NestedFact, value: Json, place: Place): void {
    const home = this.store.home(fact.entity);
    const item = place.fact.items ?? place.fact;
    const isLink =
      home !== undefined && Object.keys(item.properties ?? {}).every((name) => ROW_KEYS.has(name));
    let list = [...((draft[key] ?? []) as readonly RawValue[])];
    for (const [index, row] of (Array.isArray(value) ? value : []).entries()) {
      if (!isBody(row)) continue;
      const own: Place = {
        ...place,
        entity: fact.entity,
        path: `${place.path}.${index}`,
        fact: item,
        owner: draft,
      };
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
    const at = list.findIndex((one) => isSame(one, row, this.data.entities[place.entity]?.id !== undefined));
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

/** Rows are matched by id; tax settings have none and go by the tax they set. */
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
