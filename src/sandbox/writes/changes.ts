import { BACKLINKS, type Backlink, refIn } from '../data/backlinks.ts';
import { isRef, listOf, type RawRecord, type RawValue, type Ref } from '../record.ts';
import type { RecordId, Store } from '../store.ts';
import type { RecordChange } from '../webhooks.ts';

/** The sample conversations list their messages from the start, so only writes need this link. */
const LINKS: readonly Backlink[] = [
  ...BACKLINKS,
  {
    source: 'ConversationMessage',
    target: 'Conversation',
    to: refIn('conversation'),
    list: 'messages',
    count: 'message_count',
  },
];

/** The highest id in use by entity. Ids of deleted records are not used again. */
export type Serials = Map<string, number>;

/** Ids of embedded records made by writes begin here, above those of the sample data. */
const EMBEDDED_FROM = 10_000_000;

/**
 * A write's changes. Reads see them after `commit`, so a write that is rejected half-way changes nothing.
 *
 * Each change also updates the lists on the other side of a link (a task's `time_entries`).
 */
export class Changes {
  readonly #store: Store;
  readonly #serials: Serials;
  readonly #changed = new Map<string, Map<RecordId, RawRecord | undefined>>();
  readonly #used = new Map<string, number>();

  constructor(store: Store, serials: Serials) {
    this.#store = store;
    this.#serials = serials;
  }

  get({ entity, id }: Ref): RawRecord | undefined {
    const home = this.#store.home(entity) ?? entity;
    const changed = this.#changed.get(home);
    return changed?.has(id) ? changed.get(id) : this.#store.table(home).get(id);
  }

  all(entity: string): RawRecord[] {
    const changed = this.#changed.get(entity);
    const records: RawRecord[] = [];
    for (const [id, record] of this.#store.table(entity)) if (!changed?.has(id)) records.push(record);
    for (const record of changed?.values() ?? []) if (record) records.push(record);
    return records;
  }

  put(entity: string, record: RawRecord, key: RecordId = record.id as RecordId): void {
    const before = this.get({ entity, id: key });
    this.#set(entity, key, record);
    this.#relink(entity, before, record);
  }

  remove(entity: string, key: RecordId): void {
    const before = this.get({ entity, id: key });
    this.#highest(entity);
    this.#set(entity, key, undefined);
    this.#relink(entity, before, undefined);
  }

  /** The next id of an entity with a table. */
  nextId(entity: string): number {
    const next = this.#highest(entity) + 1;
    this.#used.set(entity, next);
    return next;
  }

  /** The next id of an embedded shape. */
  nextSerial(shape: string, from = EMBEDDED_FROM): number {
    const next = (this.#used.get(shape) ?? this.#serials.get(shape) ?? from) + 1;
    this.#used.set(shape, next);
    return next;
  }

  /** Makes the changes visible and returns them. */
  commit(): RecordChange[] {
    const done: RecordChange[] = [];
    for (const [entity, records] of this.#changed) {
      for (const [id, record] of records) {
        done.push({ entity, id, before: this.#store.table(entity).get(id), after: record });
        if (record) this.#store.put(entity, id, record);
        else this.#store.remove(entity, id);
      }
    }
    for (const [entity, serial] of this.#used) this.#serials.set(entity, serial);
    return done;
  }

  #set(entity: string, key: RecordId, record: RawRecord | undefined): void {
    const changed = this.#changed.get(entity) ?? new Map<RecordId, RawRecord | undefined>();
    this.#changed.set(entity, changed.set(key, record));
  }

  #highest(entity: string): number {
    let highest = this.#used.get(entity) ?? this.#serials.get(entity);
    if (highest === undefined) {
      highest = 0;
      for (const id of this.#store.table(entity).keys())
        highest = Math.max(highest, Number.parseInt(String(id), 10) || 0);
      this.#used.set(entity, highest);
    }
    return highest;
  }

  #relink(entity: string, before: RawRecord | undefined, after: RawRecord | undefined): void {
    for (const link of LINKS) {
      if (link.source !== entity) continue;
      const from = before && link.to(before);
      const to = after && link.to(after);
      if (from?.entity === to?.entity && from?.id === to?.id) continue;
      const own: Ref = { entity, id: (after ?? before)?.id as RecordId };
      if (from)
        this.#relist(from, link, (list) => list.filter((one) => !isRef(one) || one.id !== own.id), -1);
      if (to) this.#relist(to, link, (list) => [...list, own], 1);
    }
  }

  #relist(
    target: Ref,
    { list, count }: Backlink,
    change: (list: readonly RawValue[]) => RawValue[],
    step: number,
  ): void {
    const home = this.#store.home(target.entity) ?? target.entity;
    const record = this.get(target);
    if (!record) return;
    const held = list === undefined ? undefined : change(listOf(record[list]));
    this.#set(home, target.id, {
      ...record,
      ...(list !== undefined && held && { [list]: held }),
      ...(count !== undefined && { [count]: held?.length ?? Number(record[count] ?? 0) + step }),
    });
  }
}
