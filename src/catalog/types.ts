import type { OperationFact, UploadFact } from './operation-facts.ts';

/**
 * The facts about Clio's API that the gateway runs on, as `schema/catalog.json` holds them.
 *
 * Keys and names in Clio's spelling are snake_case; `name` and `type` are GraphQL's. The file is
 * written by `npm run schema:import` and only read at run time.
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
  /** What `search` looks in, by value of `SearchType`. */
  readonly searches: Readonly<Record<string, SearchFact>>;
  /** By GraphQL field of `Subscription`. */
  readonly subscriptions: Readonly<Record<string, SubscriptionFact>>;
  /** A firm's own fields, by the type of their records and by GraphQL name. Not in the file: a gateway adds them. */
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
  /** Clio's word for the type: `text_line`. */
  readonly type: string;
  /** Its value can be changed, not removed. */
  readonly required?: boolean;
  /** The firm has it no longer. */
  readonly deleted?: boolean;
  /** A record can hold several values of it. */
  readonly several?: boolean;
  /** Of a picklist, by GraphQL enum value. */
  readonly options?: Readonly<Record<string, CustomFieldOption>>;
}

export interface CustomFieldOption {
  /** Clio's number. */
  readonly id: string;
  readonly label: string;
  readonly deleted?: boolean;
}

/** Which document the catalog was made from. */
export interface SourceFact {
  readonly title: string;
  readonly version: string;
  /** Day on which the document was taken, `YYYY-MM-DD`. */
  readonly retrieved: string;
  /** SHA-256 of the document's text (unpacked), hex. */
  readonly sha256: string;
  readonly paths: number;
  readonly operations: number;
}

/** A shape in which Clio returns a thing. Several entities can be views of one GraphQL type. */
export interface EntityFact {
  /** GraphQL type. */
  readonly type: string;
  /** SDL file the type is written to. */
  readonly domain: string;
  /** Set when this shape is a partial view: the entity that has all the type's fields and the same ids. */
  readonly viewOf?: string;
  /** What Clio sends as `id`; absent where the shape has none. */
  readonly id?: 'integer' | 'string';
  /** True if Clio sends records with a null `id`. */
  readonly nullableId?: true;
  /**
   * Clio marks records of this shape that a login may not see with `redacted: true`. `partly`: the record can still be
   * loaded, and shows some of its values then; otherwise loading it brings nothing.
   */
  readonly redactable?: true | 'partly';
  /** Fields that a redacted record of this shape keeps beside its id. None where absent. */
  readonly redactedFields?: readonly string[];
  /**
   * Fields that an application without this access permission gets left out, or as an empty object. That is not the same as null.
   */
  readonly withheld?: WithheldFact;
  /**
   * Clio sends such records whole where they are nested, and takes no braces after their name: its document lists no fields
   * of them.
   */
  readonly whole?: true;
  /** A firm sets such records up once and seldom changes them: what was read may be served from the cache for longer. */
  readonly seldomChanges?: true;
  /** A firm has about ten of such records, and changes them as it works. */
  readonly few?: true;
  /** By Clio's field name. */
  readonly fields: Readonly<Record<string, FieldFact>>;
  /** How records of this shape are loaded by id; absent where Clio offers no way. */
  readonly load?: LoadFact;
}

export interface WithheldFact {
  /** Clio's field names. */
  readonly fields: readonly string[];
  /** As Clio's developer portal names it. */
  readonly permission: string;
}

/**
 * A field of a shape.
 *
 * - `scalar`: a value (also lists of values and free-form JSON).
 * - `one`, `many`: nested records; one brace level of `fields` can select inside.
 * - `link`: no field of Clio's; the record whose id stands in the field `via`.
 * - `node`: no field of Clio's; the record that `type` and `id` beside it name.
 * - `pick`: no field of Clio's; one record of the nested list `from`, found by an argument.
 * - `typed`: no field of Clio's; the JSON value of `from` under a type of its own, null where it is of another.
 * - `sum`: no field of Clio's; amounts of the nested list `from`, added up.
 * - `custom`: no field of Clio's; an object with the values of the list `from`, each under the firm's own field.
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
  /** True where `type` names an enum of the catalog. */
  readonly enum?: true;
  /** The enum's value → its spelling in responses, if that differs. */
  readonly spelling?: Readonly<Record<string, string>>;
}

export interface NestedFact {
  readonly kind: 'one' | 'many';
  readonly name: string;
  /** The shape nested here. */
  readonly entity: string;
  /** Query parameters without which a batch of these ids is incomplete (a note's `type`). */
  readonly loadQuery?: Readonly<Record<string, string>>;
  /** Most records have none. */
  readonly seldom?: true;
  /**
   * Where a record without an endpoint can be found all the same: in the list `list` of the record that
   * stands beside it as `of` (a picklist option in its custom field).
   */
  readonly sibling?: { readonly of: string; readonly list: string };
}

export interface LinkFact {
  readonly kind: 'link';
  readonly name: string;
  readonly entity: string;
  /** Clio's field that holds the id. */
  readonly via: string;
  readonly shared?: SharedFields;
}

/**
 * What a record has in common with one whose id it holds: Clio's field of that one → the field here with the same value. Where no
 * more is asked for, that record need not be loaded.
 */
export type SharedFields = Readonly<Record<string, string>>;

export interface NodeFact {
  readonly kind: 'node';
  readonly name: string;
  /** GraphQL type: the union of all targets' types, or the one that they have. */
  readonly type: string;
  /** Clio's field that holds the type. */
  readonly typeField: string;
  /** Clio's field that holds the id. */
  readonly idField: string;
  /** Clio's type name → what is loaded, and with which further parameters. Types left out cannot be loaded. */
  readonly targets: Readonly<Record<string, NodeTarget>>;
}

export interface NodeTarget {
  readonly entity: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly shared?: SharedFields;
}

export interface PickFact {
  readonly kind: 'pick';
  readonly name: string;
  /** Clio's field with the list. */
  readonly from: string;
  /** Shape of the list's records. */
  readonly entity: string;
  /** Field of the argument `by` → Clio's field that it is compared with; a nested record is compared by its id. */
  readonly by: Readonly<Record<string, string>>;
  /** Where Clio withholds the nested record `of`, it is loaded, and its field `field` compared with the list's `key`. */
  readonly ifWithheld?: { readonly of: string; readonly field: string; readonly key: string };
}

export interface TypedFact {
  readonly kind: 'typed';
  readonly name: string;
  /** GraphQL scalar. */
  readonly type: string;
  /** Clio's field with the value. */
  readonly from: string;
  /** Clio's field that holds the value's type, and the types that this field returns. */
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
  /** Field of its records that says which of them count, and with what values. */
  readonly where: { readonly field: string; readonly values: readonly string[] };
  /** Field of its records with the currency: amounts of several are not added up. */
  readonly per: string;
}

export interface CustomFact {
  readonly kind: 'custom';
  readonly name: string;
  /** The records whose fields they are. */
  readonly owner: CustomFieldOwnerType;
  /** Clio's field with the list of values. */
  readonly from: string;
  /** Shape of the list's records. */
  readonly entity: string;
  /** The firm's fields, by GraphQL name. */
  readonly fields: Readonly<Record<string, CustomFieldFact>>;
}

export interface LoadFact {
  /** Operation that returns one record by `{id}`. */
  readonly show?: string;
  /** List operation that takes `ids[]`. */
  readonly batch?: string;
  /** Parameters a batch needs so that it leaves no record out (`include_deleted`). */
  readonly query?: Readonly<Record<string, string>>;
  /** A parameter that a batch cannot do without, found only at some positions (`loadQuery`): else single loads. */
  readonly requires?: readonly string[];
  /** The list may leave out records that can be loaded singly: one that is missing from a batch is loaded by itself. */
  readonly incomplete?: true;
}

export interface EnumFact {
  readonly domain: string;
  /** GraphQL value → Clio's value. */
  readonly values: Readonly<Record<string, string>>;
}

/** A list that `search` looks in. */
export interface SearchFact {
  /** List operation with a parameter `query`. */
  readonly operation: string;
  /** Further parameters sent with it (`type=matter`). */
  readonly with?: Readonly<Record<string, string>>;
}

/** What Clio's webhooks report of one kind of record. */
export interface SubscriptionFact {
  /** Clio's name for the kind, as webhooks take it: `calendar_entry`. */
  readonly model: string;
  readonly entity: string;
  /** GraphQL event → Clio's event: `OPENED` → `matter_opened`. */
  readonly events: Readonly<Record<string, string>>;
  /** List operation that finds what has changed since an instant; absent where there is none. */
  readonly changes?: string;
}
