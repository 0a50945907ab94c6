import type { Catalog } from '../../../src/catalog/catalog.ts';
import { isRecord, isRef, type RawRecord, type RawValue } from '../../../src/sandbox/record.ts';
import { ENTRY_FIELDS, HIDDEN_NAME, isHiddenAmount } from '../../../src/sandbox/redaction.ts';
import { isOfDeletedField } from '../../../src/sandbox/render.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import type { RecordId, StoredRecords } from '../../../src/sandbox/store.ts';

/** How a record is visible at a position: as the sandbox's `visible`, and `dangling` for an id whose record was deleted. */
export type State = 'full' | 'rates' | 'hours' | 'private' | 'hidden' | 'forbidden' | 'dangling';

/** A record as one login sees it at one position. */
export interface View {
  readonly kind: 'view';
  /** GraphQL type. */
  readonly type: string;
  readonly entity: string;
  /** Levels below the nearest record that a call can return: Clio's `fields` reach one level, and ids the second. */
  readonly level: number;
  readonly state: State;
  readonly id: RecordId | null;
  /** Empty if nothing is visible. */
  readonly record: RawRecord;
  /** Custom fields whose values were requested of a list; all if absent. */
  readonly customFieldIds?: ReadonlySet<number>;
}

const PERSONS: ReadonlySet<string> = new Set(['Contact', 'Person', 'Company']);

/** The sandbox's records as one token sees them. */
export class Firm {
  readonly sandbox: Sandbox;
  readonly catalog: Catalog;
  readonly token: string;
  /** For the sandbox's own filters and orders. */
  readonly store: StoredRecords;

  constructor(sandbox: Sandbox, catalog: Catalog, token: string) {
    this.sandbox = sandbox;
    this.catalog = catalog;
    this.token = token;
    this.store = {
      today: sandbox.today,
      table: (entity) => sandbox.records(entity),
      find: (ref) => (isRef(ref) ? sandbox.records(ref.entity).get(ref.id) : undefined),
    };
  }

  /** True if the login's application cannot read an entity at all. */
  forbids(entity: string): boolean {
    return this.sandbox.visibleRecord(this.token, entity, {}) === 'forbidden';
  }

  /** The result of a call for one record; null if none is visible. */
  loaded(entity: string, id: string): View | null {
    const found = this.catalog.entity(entity).id === 'string' ? id : Number(id);
    const record = this.sandbox.records(entity).get(found);
    if (!record || this.sandbox.visible(this.token, entity, found) === 'hidden') return null;
    return this.listed(entity, record);
  }

  /** A record that a call returns. */
  listed(entity: string, record: RawRecord): View {
    return this.#view(entity, record, 0, this.sandbox.visibleRecord(this.token, entity, record) as State);
  }

  /** A record inside another; null if there is none. */
  nested(entity: string, raw: RawValue, level: number): View | null {
    if (isRef(raw)) {
      if (this.forbids(raw.entity)) return this.#stub(entity, raw.id, level, 'forbidden');
      const record = this.store.find(raw);
      if (!record) return this.#stub(entity, raw.id, level, 'dangling');
      return this.#view(entity, record, level, this.#embedded(entity, record));
    }
    return isRecord(raw) ? this.#view(entity, raw, level, this.#embedded(entity, raw)) : null;
  }

  /** A record of which only the id is known, because nothing else is selected. */
  bare(entity: string, id: string, state: State = 'dangling'): View {
    const isText = this.catalog.entity(entity).id === 'string';
    return this.#stub(entity, isText ? id : Number(id), 0, state);
  }

  /** A plain value as the login sees it. */
  value(view: View, key: string): RawValue {
    const { record, state } = view;
    if (key === 'id') return view.id;
    switch (state) {
      case 'forbidden':
      case 'dangling':
        return null;
      case 'hidden':
        if (key === 'name') return HIDDEN_NAME;
        return key === 'type' ? (record.type ?? null) : null;
      case 'private':
        if (!ENTRY_FIELDS.has(key)) return null;
        break;
      case 'rates':
      case 'hours':
        if (isHiddenAmount(state, key)) return null;
        if (state === 'hours' && key === 'quantity_redacted') return true;
        break;
      default:
    }
    if (key === 'etag') return this.sandbox.etag(record);
    if (key === 'soft_deleted') return isOfDeletedField(this.store, record);
    return record[key] ?? null;
  }

  /** Permissions apply to references; the fields of a record itself are part of it. */
  #embedded(entity: string, record: RawRecord): State {
    const isPerson = this.catalog.entity(entity).whole && PERSONS.has(String(record.type));
    const state = this.sandbox.visibleRecord(this.token, isPerson ? 'Contact' : entity, record);
    return state === 'forbidden' || state === 'absent' ? 'full' : state;
  }

  #view(entity: string, record: RawRecord, level: number, state: State): View {
    const { type, id } = this.catalog.entity(entity);
    const own = record.id;
    const known = id && (typeof own === 'number' || typeof own === 'string') ? own : null;
    return { kind: 'view', type, entity, level, state, id: known, record };
  }

  #stub(entity: string, id: RecordId, level: number, state: State): View {
    const { type } = this.catalog.entity(entity);
    return { kind: 'view', type, entity, level, state, id, record: {} };
  }
}
