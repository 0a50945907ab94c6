import { type Draft, isRef, listOf, type RawRecord } from '../record.ts';
import { cents } from './random.ts';

type Tables = (entity: string) => ReadonlyMap<number | string, RawRecord>;

/** How a shape is computed from other records. */
export interface Projection {
  /** Entities whose change makes the projection stale. */
  readonly sources: readonly string[];
  readonly make: (table: Tables) => ReadonlyMap<number | string, RawRecord>;
}

/** Shapes without data of their own. What a shape adds to a record stands before it: objects have one shape then, and are made quickly. */
export const PROJECTIONS: Readonly<Record<string, Projection>> = {
  /** `/matters/{id}/client`: the contact, reduced. By contact id. */
  Client: {
    sources: ['Matter', 'Contact'],
    make(table) {
      const clients = new Map<number | string, RawRecord>();
      const contacts = table('Contact');
      for (const matter of table('Matter').values()) {
        const contact = isRef(matter.client) ? contacts.get(matter.client.id) : undefined;
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
        const contact = isRef(matter.client) ? contacts.get(matter.client.id) : undefined;
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
          is_matter_client: isRef(matter.client) && matter.client.id === contact.id,
          relationship: { entity: 'Relationship', id: relationship.id as number },
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
      // The very records, so that an item's etag is that of its document or folder.
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
        if (!isRef(activity.matter) || !isUnbilled(activity)) continue;
        const matter = matters.get(activity.matter.id);
        if (!matter) continue;
        let row = made.get(matter.id as number);
        if (!row) {
          row = billableMatter(matter);
          made.set(matter.id as number, row);
        }
        row.unbilled_amount = cents(
          (row.unbilled_amount as number) + ((activity.total as number | null) ?? 0),
        );
        if (activity.type === 'TimeEntry') {
          row.unbilled_hours = cents(
            (row.unbilled_hours as number) + ((activity.quantity_in_hours as number | null) ?? 0),
          );
        }
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
        const contact = isRef(row.client) ? contacts.get(row.client.id) : undefined;
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
        for (const key of ['amount_in_trust', 'unbilled_amount', 'unbilled_hours']) {
          client[key] = cents((client[key] as number) + ((row[key] as number | null) ?? 0));
        }
        client.billable_matters = [
          ...listOf(client.billable_matters),
          { entity: 'BillableMatter', id: row.id as number },
        ];
        client.billable_matters_count = listOf(client.billable_matters).length;
        made.set(id, client);
      }
      return new Map([...made].sort(([a], [b]) => Number(a) - Number(b)));
    },
  },
};

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
    const matter = isRef(relationship.matter) ? matters.get(relationship.matter.id) : undefined;
    const contact = isRef(relationship.contact) ? contacts.get(relationship.contact.id) : undefined;
    if (matter && contact) yield { key: `${matter.id}-${contact.id}`, matter, contact, relationship };
  }
}

/** True for work that is on no bill yet. */
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
    // Clio orders this list's `id` by the relationship; the client comes without one, first.
    $order: (relationship?.id as number | undefined) ?? 0,
    matter_id: matter.id as number,
    matter_number: matter.display_number ?? null,
    description: relationship?.description ?? null,
    relationship_name: relationship?.description ?? (isClient ? 'Client' : null),
    relationship: relationship ? { entity: 'Relationship', id: relationship.id as number } : null,
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
