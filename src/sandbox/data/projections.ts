import { type Draft, isRef, listOf, type RawRecord, type RawValue, ref, refersTo } from '../record.ts';
import { cents } from './random.ts';

type Table = ReadonlyMap<number | string, RawRecord>;
type Tables = (entity: string) => Table;

/** How a shape is computed from other records. */
export interface Projection {
  /** Entities that the projection depends on. */
  readonly sources: readonly string[];
  readonly make: (table: Tables) => Table;
}

/**
 * Shapes that are computed from others. Fields that a shape adds come first, so that its objects share a hidden class.
 */
export const PROJECTIONS: Readonly<Record<string, Projection>> = {
  /** `/matters/{id}/client`: the contact, reduced. By contact id. */
  Client: {
    sources: ['Matter', 'Contact'],
    make(table) {
      const clients = new Map<number | string, RawRecord>();
      const contacts = table('Contact');
      for (const matter of table('Matter').values()) {
        const contact = found(contacts, matter.client);
        if (contact) clients.set(contact.id as number, { is_matter_client: true, ...contact });
      }
      return clients;
    },
  },
  /** `/matters/{id}/contacts`: the client and everyone with a relationship. By matter and contact. */
  MatterContacts: {
    sources: ['Matter', 'Contact', 'Relationship'],
    make(table) {
      const made = new Map<number | string, RawRecord>();
      const contacts = table('Contact');
      for (const matter of table('Matter').values()) {
        const contact = found(contacts, matter.client);
        if (contact) made.set(`${matter.id}-${contact.id}`, matterContact(matter, contact, undefined));
      }
      for (const { key, matter, contact, relationship } of related(table)) {
        const client = made.get(key);
        made.set(key, matterContact(matter, contact, relationship, client?.is_client === true));
      }
      return made;
    },
  },
  /** `/matters/{id}/related_contacts`: everyone with a relationship. By matter and contact. */
  RelatedContacts: {
    sources: ['Matter', 'Contact', 'Relationship'],
    make(table) {
      const made = new Map<number | string, RawRecord>();
      for (const { key, matter, contact, relationship } of related(table)) {
        if (made.has(key)) continue;
        made.set(key, {
          $matter_id: matter.id as number,
          $order: relationship.id as number,
          contact_id: contact.id as number,
          is_matter_client: refersTo(matter.client, contact.id),
          relationship: ref('Relationship', relationship.id),
          secondary_web_site: listOf(contact.web_sites)[1] ?? null,
          ...contact,
        });
      }
      return made;
    },
  },
  /** `/folders/list`: documents and folders in one shape; their ids overlap. By type and id. */
  Item: {
    sources: ['Document', 'Folder'],
    make(table) {
      const made = new Map<number | string, RawRecord>();
      // The records themselves, so that an item has the etag of its document or folder.
      for (const source of ['Folder', 'Document']) {
        for (const record of table(source).values()) made.set(`${source}-${record.id}`, record);
      }
      return made;
    },
  },
  /** Matters with work or expenses not yet on a bill. By matter id. */
  BillableMatter: {
    sources: ['Matter', 'Activity'],
    make(table) {
      const matters = table('Matter');
      const made = new Map<number | string, Draft>();
      for (const activity of table('Activity').values()) {
        const matter = found(matters, activity.matter);
        if (!matter || !isUnbilled(activity)) continue;
        let row = made.get(matter.id as number);
        if (!row) {
          row = billableMatter(matter);
          made.set(matter.id as number, row);
        }
        add(row, 'unbilled_amount', activity.total);
        if (activity.type === 'TimeEntry') add(row, 'unbilled_hours', activity.quantity_in_hours);
      }
      return new Map([...made].sort(([a], [b]) => Number(a) - Number(b)));
    },
  },
  /** Clients of such matters. By contact id. */
  BillableClient: {
    sources: ['Matter', 'Activity', 'Contact'],
    make(table) {
      const contacts = table('Contact');
      const made = new Map<number | string, Draft>();
      for (const row of table('BillableMatter').values()) {
        const contact = found(contacts, row.client);
        if (!contact) continue;
        const id = contact.id as number;
        const client: Draft = made.get(id) ?? {
          id,
          name: contact.name ?? null,
          amount_in_trust: 0,
          unbilled_amount: 0,
          unbilled_hours: 0,
          billable_matters: [],
          billable_matters_count: 0,
        };
        for (const key of ['amount_in_trust', 'unbilled_amount', 'unbilled_hours'])
          add(client, key, row[key]);
        client.billable_matters = [...listOf(client.billable_matters), ref('BillableMatter', row.id)];
        client.billable_matters_count = listOf(client.billable_matters).length;
        made.set(id, client);
      }
      return new Map([...made].sort(([a], [b]) => Number(a) - Number(b)));
    },
  },
};

/** The record of a reference, if it exists. */
function found(table: Table, value: RawValue | undefined): RawRecord | undefined {
  return isRef(value) ? table.get(value.id) : undefined;
}

/** Adds to a sum. */
function add(draft: Draft, key: string, value: RawValue | undefined): void {
  draft[key] = cents(Number(draft[key]) + Number(value ?? 0));
}

/** The relationships whose matter and contact exist. */
function* related(table: Tables): Generator<{
  readonly key: string;
  readonly matter: RawRecord;
  readonly contact: RawRecord;
  readonly relationship: RawRecord;
}> {
  const matters = table('Matter');
  const contacts = table('Contact');
  for (const relationship of table('Relationship').values()) {
    const matter = found(matters, relationship.matter);
    const contact = found(contacts, relationship.contact);
    if (matter && contact) yield { key: `${matter.id}-${contact.id}`, matter, contact, relationship };
  }
}

/** True for billable work that is on no bill. */
export function isUnbilled(activity: RawRecord): boolean {
  return activity.bill === null && activity.billed !== true && activity.non_billable !== true;
}

function matterContact(
  matter: RawRecord,
  contact: RawRecord,
  relationship: RawRecord | undefined,
  isClient = relationship === undefined,
): RawRecord {
  return {
    $matter_id: matter.id as number,
    // Clio orders this list by the id of the relationship, and first the client, who has none.
    $order: (relationship?.id as number | undefined) ?? 0,
    matter_id: matter.id as number,
    matter_number: matter.display_number ?? null,
    description: relationship?.description ?? null,
    relationship_name: relationship?.description ?? (isClient ? 'Client' : null),
    relationship: relationship ? ref('Relationship', relationship.id) : null,
    contact_created_at: contact.created_at ?? null,
    contact_updated_at: contact.updated_at ?? null,
    secondary_web_site: listOf(contact.web_sites)[1] ?? null,
    ...contact,
    is_client: isClient,
  };
}

function billableMatter(matter: RawRecord): Draft {
  const currency = isRef(matter.currency) ? Number(matter.currency.id) : null;
  return {
    id: matter.id as number,
    display_number: matter.display_number ?? null,
    client: matter.client ?? null,
    currency_id: currency,
    currency_code: matter.$currency_code ?? null,
    amount_in_trust: (matter.$amount_in_trust as number | undefined) ?? 0,
    unbilled_amount: 0,
    unbilled_hours: 0,
  };
}
