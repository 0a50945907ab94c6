import type { CatalogOperation } from '../../../src/catalog/catalog.ts';
import { loadCatalog } from '../../../src/catalog/catalog.ts';
import type { BodyFact } from '../../../src/catalog/operation-facts.ts';
import { isRecord, isRef, type RawRecord, type RawValue } from '../../../src/sandbox/record.ts';
import type { Json } from '../../../src/sandbox/render.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { writeTo } from '../ask-sandbox.ts';

const catalog = loadCatalog();

export type Body = { [key: string]: Json };

/** A request that Clio would execute: every property of the body, in Clio's terms. */
export interface WriteCase {
  readonly operation: CatalogOperation;
  /** By placeholder of the path. */
  readonly ids: Readonly<Record<string, number | string>>;
  /** With its placeholders filled in. */
  readonly path: string;
  /** Undefined if the operation takes none. */
  readonly body?: Body;
  /** The login that can do this, if not every login can. */
  readonly token: string;
}

/** Chooses a user without a timer, and creates a tax that nothing uses and custom fields without values. */
export async function prepareWrites(sandbox: Sandbox): Promise<void> {
  sandbox.addToken({ name: 'untimed', userId: 9 });
  const field = (parent: string): object => ({ name: 'New', parent_type: parent, field_type: 'text_line' });
  const made: readonly (readonly [path: string, data: object])[] = [
    ['/tax_rate_configurations.json', { name: 'Unused', rate: 0.01, country: 'US' }],
    ...['Contact', 'Contact', 'Matter', 'Matter'].map(
      (parent) => ['/custom_fields.json', field(parent)] as const,
    ),
  ];
  for (const [path, data] of made) await writeTo(sandbox, 'POST', path, data);
}

/** The operations that write, in the catalog's order. */
export const writes: readonly CatalogOperation[] = Object.entries(catalog.data.operations)
  .filter(([, { method }]) => method !== 'GET')
  .map(([id, fact]) => ({ id, ...fact }));

/** Records for a write that does not work with every record. */
const SUBJECTS: Readonly<Record<string, (record: RawRecord) => boolean>> = {
  'Activity#update': (one) => one.bill === null && one.type === 'TimeEntry',
  'Bill#update': (one) => one.state === 'draft',
  'Bill#destroy': (one) => one.state === 'draft',
  'Contact#update': (one) => one.type === 'Company' && sized(one, 'email_addresses'),
  'Document#destroy': (one) => one.locked !== true && one.deleted_at === null,
  'Folder#destroy': (one) => one.root !== true && one.locked !== true && Number(one.id) > 150,
  'TaxRateConfiguration#destroy': (one) => one.is_system !== true,
};

function sized(record: RawRecord, key: string): boolean {
  return Array.isArray(record[key]) && (record[key] as readonly RawValue[]).length > 0;
}

/** Entities behind ids that the catalog's fields do not name, by `Operation's entity.path`. */
const ENTITIES: Readonly<Record<string, string>> = {
  'Activity.activity_description.utbms_activity_id': 'UtbmsCode',
  'Activity.activity_description.utbms_task_id': 'UtbmsCode',
  'CalendarEntry.attendees.id': 'Calendar',
  'Communication.notification_event_subscribers.user_id': 'User',
  'Note.notification_event_subscribers.user_id': 'User',
  'Comment.item.id': 'Document',
  'SafeCustodyPacket.safe_custody_location_id': 'SafeCustodyPacketLocation',
};

const PARTS = [{ part_number: 1, content_length: '12', content_md5: 'rL0Y20zC+Fzt72VPzMSk2A==' }];

/** Values for a body where not every value of the right type is accepted, by `Operation` and path. */
function given(sandbox: Sandbox, operation: CatalogOperation): Readonly<Record<string, Json>> {
  const version = [...sandbox.records('DocumentVersion').values()].find(({ document_id: id }) => id === 1);
  // Only matters have all events.
  const webhook = {
    url: 'https://hooks.example.com/new',
    model: 'matter',
    expires_at: soon(),
    fields: 'id,etag',
  };
  const all: Readonly<Record<string, Readonly<Record<string, Json>>>> = {
    // The sample users already have their one timer.
    'Activity#create': { type: 'TimeEntry', start_timer: false },
    'Activity#update': { type: 'TimeEntry', start_timer: false },
    'Bill#update': { state: 'awaiting_approval' },
    'CalendarEntry#create': { 'attendees.type': 'Calendar' },
    'CalendarEntry#update': { 'attendees.type': 'Calendar' },
    'Contact#create': { type: 'Company', first_name: null, middle_name: null, last_name: null },
    'Contact#update': { type: 'Company' },
    'Document#update': { uuid: version?.uuid as string, fully_uploaded: false, multiparts: PARTS },
    'Folder#update': { parent: { id: 2, type: 'Folder' } },
    'DocumentTemplate#create': { file: 'SGVsbG8=' },
    'DocumentTemplate#update': { file: 'SGVsbG8=' },
    'Document#create': { multiparts: PARTS },
    'ClioPaymentsLink#create': { duration: 3600 },
    'TaxRateConfiguration#create': { tax_authority: null },
    'Webhook#create': webhook,
    'Webhook#update': webhook,
    'ReportPreset#create': { options: { client_id: 1 } },
    'ReportPreset#update': { options: { client_id: 2 } },
  };
  return all[operation.id] ?? {};
}

/** A webhook lives for a month at most. */
function soon(): string {
  return `${new Date(Date.now() + 86_400_000).toISOString().slice(0, 19)}Z`;
}

/** A complete, valid request of an operation with the sandbox's current records. */
export function writeCase(sandbox: Sandbox, operation: CatalogOperation): WriteCase {
  const entity = operation.id.split('#')[0] as string;
  const ids: Record<string, number | string> = {};
  const subject = operation.pathParameters.length > 0 ? subjectOf(sandbox, operation, entity) : undefined;
  for (const name of operation.pathParameters) {
    ids[name] =
      name === 'document_version_id' ? Number(subject?.record.$latest_version_id) : (subject?.key ?? 1);
  }
  let { path } = operation;
  for (const [name, id] of Object.entries(ids)) path = path.replace(`{${name}}`, String(id));
  const token = operation.id === 'Timer#create' ? 'sandbox-untimed' : sandbox.tokens.owner;
  if (!operation.body) return { operation, ids, path, token };
  // A copy has no children yet that could be changed.
  const held = operation.verb === 'update' ? subject?.record : undefined;
  const maker = new BodyMaker(sandbox, operation, entity, held);
  return { operation, ids, path, token, body: maker.object(operation.body, '', held) };
}

function subjectOf(
  sandbox: Sandbox,
  operation: CatalogOperation,
  entity: string,
): { key: number | string; record: RawRecord } {
  const table = [...sandbox.records(entity === 'DocumentVersion' ? 'Document' : entity)];
  const test = SUBJECTS[operation.id] ?? (() => true);
  const fit = table.filter(([, record]) => test(record));
  // Records to which others refer stay: records are deleted from the end.
  const found = operation.verb === 'destroy' ? fit.at(-1) : fit[0];
  if (!found) throw new Error(`The sandbox has no record to try ${operation.id} on`);
  return { key: found[0], record: found[1] };
}

/** Types of custom fields that accept any text. */
const TEXTS: ReadonlySet<string> = new Set(['text_line', 'text_area', 'email', 'url']);

class BodyMaker {
  readonly #sandbox: Sandbox;
  readonly #operation: CatalogOperation;
  readonly #entity: string;
  readonly #subject: RawRecord | undefined;
  readonly #given: Readonly<Record<string, Json>>;

  constructor(sandbox: Sandbox, operation: CatalogOperation, entity: string, subject: RawRecord | undefined) {
    this.#sandbox = sandbox;
    this.#operation = operation;
    this.#entity = entity;
    this.#subject = subject;
    this.#given = given(sandbox, operation);
  }

  object(fact: BodyFact, path: string, shape: RawRecord | undefined, entity = this.#entity): Body {
    const body: Body = {};
    for (const [key, property] of Object.entries(fact.properties ?? {})) {
      const at = path === '' ? key : `${path}.${key}`;
      body[key] = Object.hasOwn(this.#given, at)
        ? (this.#given[at] as Json)
        : this.#value(property, key, at, entity, shape);
    }
    return body;
  }

  #value(fact: BodyFact, key: string, path: string, entity: string, shape: RawRecord | undefined): Json {
    const field = catalog.data.entities[entity]?.fields[key];
    const nested = field?.kind === 'one' || field?.kind === 'many' ? field.entity : entity;
    if (fact.type === 'object') {
      if (!fact.properties) return { id: 1 };
      const held = shape?.[key];
      const inner = isRef(held) ? this.#sandbox.records(held.entity).get(held.id) : held;
      return this.object(fact, path, isRecord(inner) ? inner : undefined, nested);
    }
    if (fact.type === 'array') return this.#list(fact, key, path, nested, shape);
    if (key === '_destroy' || key === '_deleted') return fact.type === 'boolean' ? false : 'single';
    if (key === 'id' || fact.input === 'ID' || /_id$/.test(key)) return this.#id(fact, key, path, entity);
    if (path.endsWith('email_addresses.address')) return 'made-by-a-test@example.com';
    return plain(fact, key);
  }

  #list(fact: BodyFact, key: string, path: string, entity: string, shape: RawRecord | undefined): Json {
    const item = fact.items as BodyFact;
    if (!item.properties) {
      if (item.enum) return [...item.enum];
      return [fact.input === 'ID' ? this.#known('CustomField') : plain(item, key)];
    }
    if (key === 'custom_field_values') return this.#customValues(item);
    const row = this.object(item, path, undefined, entity);
    if (!this.#hasOwnIds(item, entity)) return [row];
    // One row creates a child; another changes the existing child.
    const { id: _made, ...fresh } = row;
    const held = firstOf(shape?.[key]);
    return held === undefined ? [fresh] : [{ ...row, id: held }, fresh];
  }

  /** Children with their own ids, rather than links to records of another kind. */
  #hasOwnIds(item: BodyFact, entity: string): boolean {
    const names = Object.keys(item.properties ?? {}).filter(
      (name) => !['id', '_destroy', '_deleted'].includes(name),
    );
    return (
      item.properties?.id !== undefined &&
      names.length > 0 &&
      !names.includes('type') &&
      entity !== this.#entity
    );
  }

  /** A field of the subject's kind that has no value yet; on updates also the existing value. */
  #customValues(item: BodyFact): Json {
    const held = ((this.#subject?.custom_field_values ?? []) as readonly RawValue[]).filter(isRecord);
    const taken = new Set(held.map((one) => (isRef(one.custom_field) ? one.custom_field.id : null)));
    const field = [...this.#sandbox.records('CustomField').values()].find(
      (one) =>
        one.parent_type === this.#entity && TEXTS.has(String(one.field_type)) && !taken.has(one.id as number),
    );
    const rows: Body[] = field ? [{ custom_field: { id: field.id as number }, value: 'Made by a test' }] : [];
    const text = held.find((one) => TEXTS.has(String(one.field_type)) && one.id !== null);
    if (text && item.properties?.id)
      rows.push({ id: text.id as string, value: 'Changed by a test', _destroy: false });
    return rows;
  }

  #id(fact: BodyFact, key: string, path: string, entity: string): Json {
    const target = ENTITIES[`${this.#entity}.${path}`] ?? this.#target(fact, key, path, entity);
    const id = target === undefined ? 1 : this.#known(target);
    return fact.type === 'string' ? String(id) : Number(id);
  }

  #target(fact: BodyFact, key: string, path: string, entity: string): string | undefined {
    const type = this.#typeBeside(path);
    if (type !== undefined) return type;
    const fields = catalog.data.entities[entity]?.fields ?? {};
    const base = fields[key.replace(/_id$/, '')];
    if (key !== 'id' && base?.kind === 'one') return base.entity;
    const link = Object.values(fields).find((one) => one.kind === 'link' && one.via === key);
    if (link?.kind === 'link') return link.entity;
    if (key === 'id' && entity !== this.#entity && this.#sandbox.records(entity).size > 0) return entity;
    const [named] = fact.targets ?? [];
    return named === undefined ? undefined : catalog.mainEntity(named);
  }

  /** The `type` that a polymorphic `{id, type}` will have: the first of its enum. */
  #typeBeside(path: string): string | undefined {
    let fact: BodyFact | undefined = this.#operation.body;
    for (const key of path.split('.').slice(0, -1)) {
      fact = fact?.properties?.[key];
      fact = fact?.items ?? fact;
    }
    const type = fact?.properties?.type?.enum?.[0];
    return typeof type === 'string' && path.endsWith('.id') && type in catalog.data.entities
      ? type
      : undefined;
  }

  #known(entity: string): number | string {
    const home = catalog.data.entities[entity]?.viewOf ?? entity;
    const [first] = this.#sandbox.records(home).keys();
    return first ?? 1;
  }
}

function firstOf(value: RawValue | undefined): Json | undefined {
  const [first] = (Array.isArray(value) ? value : []) as readonly RawValue[];
  if (isRef(first)) return first.id;
  return isRecord(first) ? (first.id as Json) : undefined;
}

/** A value of the property's type that is no default. */
function plain(fact: BodyFact, key: string): Json {
  if (fact.enum) return (fact.enum.at(-1) ?? null) as Json;
  switch (fact.type) {
    case 'boolean':
      return true;
    case 'integer':
      return 3;
    case 'number':
      return fact.seconds ? 5400 : 12.5;
    default:
      // The start of a PNG is accepted as any kind of file.
      if (fact.base64) return 'iVBORw0KGgo=';
      if (fact.format === 'date') return '2026-04-02';
      if (fact.format === 'date-time' || /_at$/.test(key)) return '2026-04-02T09:30:00Z';
      if (/url/.test(key)) return 'https://www.example.com/new';
      return `Text of ${key}`;
  }
}
