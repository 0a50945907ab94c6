import type { OperationFact, UploadFact } from './operation-facts.ts';

/**
 * The facts about Clio's API in `schema/catalog.json`, which `npm run schema:import` writes.
 *
 * Clio's names are snake_case; `name` and `type` are GraphQL names.
 */
export interface CatalogData {
  readonly source: SourceFact;
  /** By Clio's schema name without `_base`: `Activity`, `Activity_Task`. */
  readonly entities: Readonly<Record<string, EntityFact>>;
  /** By GraphQL enum name. */
  readonly enums: Readonly<Record<string, EnumFact>>;
  /** By Clio's operation id: `Activity#index`. */
  readonly operations: Readonly<Record<string, OperationFact>>;
  /** By GraphQL field of `Mutation`. */
  readonly uploads: Readonly<Record<string, UploadFact>>;
  /** The lists that `search` covers, by value of `SearchType`. */
  readonly searches: Readonly<Record<string, SearchFact>>;
  /** By GraphQL field of `Subscription`. */
  readonly subscriptions: Readonly<Record<string, SubscriptionFact>>;
  /** A firm's own fields, by type of record and GraphQL name. Not in the file: a gateway adds them. */
  readonly customFields?: Readonly<Record<CustomFieldOwnerType, Readonly<Record<string, CustomFieldFact>>>>;
}

/** GraphQL types of the records that have custom fields. */
export type CustomFieldOwnerType = 'Contact' | 'Matter';

/** A custom field of one firm. */
export interface CustomFieldFact {
  /** GraphQL name. */
  readonly name: string;
  /** Clio's number. */
  readonly id: string;
  readonly label: string;
  /** Clio's name of the type: `text_line`. */
  readonly type: string;
  /** Its value can be changed, but not removed. */
  readonly required?: boolean;
  /** The firm deleted it in Clio. */
  readonly deleted?: boolean;
  /** A record can have several values of it. */
  readonly several?: boolean;
  /** The options of a picklist, by GraphQL enum value. */
  readonly options?: Readonly<Record<string, CustomFieldOption>>;
}

export interface CustomFieldOption {
  /** Clio's number. */
  readonly id: string;
  readonly label: string;
  readonly deleted?: boolean;
}

/** The document that the catalog was made from. */
export interface SourceFact {
  readonly title: string;
  readonly version: string;
  /** Day on which the document was retrieved, `YYYY-MM-DD`. */
  readonly retrieved: string;
  /** SHA-256 of the document's unpacked text, hex. */
  readonly sha256: string;
  readonly paths: number;
  readonly operations: number;
}

/** A form in which Clio returns records. Several entities can be views of one GraphQL type. */
export interface EntityFact {
  /** GraphQL type. */
  readonly type: string;
  /** SDL file of the type. */
  readonly domain: string;
  /** Set for a partial view: the entity with the same ids and all fields of the type. */
  readonly viewOf?: string;
  /** Type of the `id` that Clio sends; absent if there is none. */
  readonly id?: 'integer' | 'string';
  /** Clio sends some records with a null `id`. */
  readonly nullableId?: true;
  /**
   * Clio marks records that a login may not see with `redacted: true`. With `partly`, such a record can be loaded
   * by id and then shows some of its values; otherwise loading it shows nothing more.
   */
  readonly redactable?: true | 'partly';
  /** Fields that a redacted record shows beside its id. None if absent. */
  readonly redactedFields?: readonly string[];
  /** Fields that Clio leaves out, or sends as an empty object, if the application lacks an access permission. */
  readonly withheld?: WithheldFact;
  /** Clio sends such nested records whole and accepts no braces after their name: its document lists no fields of them. */
  readonly whole?: true;
  /** A firm seldom changes such records, so they may be cached for longer. */
  readonly seldomChanges?: true;
  /** A firm has about ten such records, and changes them in its daily work. */
  readonly few?: true;
  /** By Clio's field name. */
  readonly fields: Readonly<Record<string, FieldFact>>;
  /** How records are loaded by id; absent if Clio has no endpoint for that. */
  readonly load?: LoadFact;
}

export interface WithheldFact {
  /** Clio's field names. */
  readonly fields: readonly string[];
  /** Name in Clio's developer portal. */
  readonly permission: string;
}

/**
 * A field of an entity.
 *
 * - `scalar`: a value, a list of values, or free-form JSON.
 * - `one`, `many`: nested records, whose fields can be selected in braces.
 *
 * The other kinds are not fields of Clio:
 *
 * - `link`: the record whose id is the value of the field `via`.
 * - `node`: the record with the type and the id of two fields.
 * - `pick`: one record of the nested list `from`, chosen by an argument.
 * - `typed`: the JSON value of the field `from`, if it has one type; otherwise null.
 * - `sum`: the sum of amounts in the nested list `from`.
 * - `custom`: an object of the firm's fields, with the values of the list `from`.
 */
export type FieldFact =
  | ScalarFact
  | NestedFact
  | LinkFact
  | NodeFact
  | PickFact
  | TypedFact
  | SumFact
  | CustomFact;

export interface ScalarFact {
  readonly kind: 'scalar';
  /** GraphQL field name. */
  readonly name: string;
  /** GraphQL scalar or enum. */
  readonly type: string;
  readonly list?: true;
  /** Clio's wire format: `int64`, `double`, `date-time`, `string`, `object` … */
  readonly format: string;
  /** Set if `type` is an enum of the catalog. */
  readonly enum?: true;
  /** Values of the enum that responses spell differently → their spelling. */
  readonly spelling?: Readonly<Record<string, string>>;
}

export interface NestedFact {
  readonly kind: 'one' | 'many';
  readonly name: string;
  /** Entity of the nested records. */
  readonly entity: string;
  /** Query parameters that a batch of these ids needs to be complete (a note's `type`). */
  readonly loadQuery?: Readonly<Record<string, string>>;
  /** Most records have none. */
  readonly seldom?: true;
  /**
   * Where a record without an endpoint can be found: in the list `list` of its sibling `of` (a picklist option in
   * its custom field).
   */
  readonly sibling?: { readonly of: string; readonly list: string };
}

export interface LinkFact {
  readonly kind: 'link';
  readonly name: string;
  readonly entity: string;
  /** Clio's field with the id. */
  readonly via: string;
  readonly shared?: SharedFields;
}

/**
 * Values that a record shares with a linked record: Clio's field of the linked record → the field here with the same
 * value. If no other field is selected, the linked record is not loaded.
 */
export type SharedFields = Readonly<Record<string, string>>;

export interface NodeFact {
  readonly kind: 'node';
  readonly name: string;
  /** GraphQL type: the type of all targets, or the union of their types. */
  readonly type: string;
  /** Clio's field with the type. */
  readonly typeField: string;
  /** Clio's field with the id. */
  readonly idField: string;
  /** Clio's type name → what is loaded. Other types cannot be loaded. */
  readonly targets: Readonly<Record<string, NodeTarget>>;
}

export interface NodeTarget {
  readonly entity: string;
  /** Further parameters of the call. */
  readonly query?: Readonly<Record<string, string>>;
  readonly shared?: SharedFields;
}

export interface PickFact {
  readonly kind: 'pick';
  readonly name: string;
  /** Clio's field with the list. */
  readonly from: string;
  /** Entity of the list's records. */
  readonly entity: string;
  /** Field of the argument `by` → Clio's field that it is compared with, or the nested record whose id is compared. */
  readonly by: Readonly<Record<string, string>>;
  /** If Clio withholds the nested record `of`, it is loaded, and its `field` is compared with the list's `key`. */
  readonly ifWithheld?: { readonly of: string; readonly field: string; readonly key: string };
}

export interface TypedFact {
  readonly kind: 'typed';
  readonly name: string;
  /** GraphQL scalar. */
  readonly type: string;
  /** Clio's field with the value. */
  readonly from: string;
  /** Clio's field with the value's type, and the types that this field returns. */
  readonly when: { readonly field: string; readonly values: readonly string[] };
}

export interface SumFact {
  readonly kind: 'sum';
  readonly name: string;
  /** GraphQL scalar. */
  readonly type: string;
  /** Clio's field with the list. */
  readonly from: string;
  /** Field of its records with the amount. */
  readonly of: string;
  /** Only records with one of these values in this field are included. */
  readonly where: { readonly field: string; readonly values: readonly string[] };
  /** Field of its records with the currency. Amounts in several currencies have no sum. */
  readonly per: string;
}

export interface CustomFact {
  readonly kind: 'custom';
  readonly name: string;
  /** Type of the records that have the fields. */
  readonly owner: CustomFieldOwnerType;
  /** Clio's field with the list of values. */
  readonly from: string;
  /** Entity of the list's records. */
  readonly entity: string;
  /** The firm's fields, by GraphQL name. */
  readonly fields: Readonly<Record<string, CustomFieldFact>>;
}

export interface LoadFact {
  /** Operation that returns one record by `{id}`. */
  readonly show?: string;
  /** List operation that takes `ids[]`. */
  readonly batch?: string;
  /** Parameters that a batch needs to include all records (`include_deleted`). */
  readonly query?: Readonly<Record<string, string>>;
  /** Parameters that a batch needs and only some positions have (`loadQuery`). Without them, records are loaded one by one. */
  readonly requires?: readonly string[];
  /** The list may leave out existing records, so a record that is missing from a batch is loaded by itself. */
  readonly incomplete?: true;
}

export interface EnumFact {
  readonly domain: string;
  /** GraphQL value → Clio's value. */
  readonly values: Readonly<Record<string, string>>;
}

/** A list that `search` covers. */
export interface SearchFact {
  /** List operation with a parameter `query`. */
  readonly operation: string;
  /** Further parameters sent with it (`type=matter`). */
  readonly with?: Readonly<Record<string, string>>;
}

/** The events that Clio's webhooks report for one type of record. */
export interface SubscriptionFact {
  /** Clio's name of the type for webhooks: `calendar_entry`. */
  readonly model: string;
  readonly entity: string;
  /** GraphQL event → Clio's event: `OPENED` → `matter_opened`. */
  readonly events: Readonly<Record<string, string>>;
  /** List operation that finds records that changed since an instant; absent if there is none. */
  readonly changes?: string;
}
