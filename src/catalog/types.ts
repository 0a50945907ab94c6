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
  /** The enum's value → how answers spell it, where that is otherwise. */
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
  /** Clio's field that holds the value's type, and the types of it that this field answers. */
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

/** What a successful answer holds. */
export type AnswerKind = 'list' | 'record' | 'ids' | 'redirect' | 'text' | 'empty';

export interface OperationFact {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Path below the base URL, with `{id}` placeholders and `.json`. */
  readonly path: string;
  /** What the operation does: `index`, `show`, `create`, `update`, `destroy`, or Clio's special verb. */
  readonly verb: string;
  readonly domain: string;
  readonly answer: AnswerKind;
  /** Shape of the answer's record(s). */
  readonly entity?: string;
  /** Names of the placeholders in the path, in order. */
  readonly pathParameters: readonly string[];
  /** Placeholder → GraphQL type whose id it takes, where it is not the type that the operation is named after. */
  readonly pathTypes?: Readonly<Record<string, string>>;
  /** Query parameters other than `fields`, `limit`, `page_token` and `order`. */
  readonly query: Readonly<Record<string, ParameterFact>>;
  /** True where `fields` is accepted. */
  readonly fields?: true;
  /** Largest (and default) page size. */
  readonly limit?: number;
  /** True where `page_token` is accepted. */
  readonly pageToken?: true;
  /** False where `offset` is known to be refused. */
  readonly offset?: false;
  readonly order?: OrderFact;
  readonly ifNoneMatch?: true;
  readonly ifMatch?: true;
  readonly apiVersion?: true;
  readonly body?: BodyFact;
  /**
   * Access permissions that the application needs for it, as Clio's developer portal names them: all of them, for reading
   * or, where the operation writes, for writing. Absent where Clio does not say.
   */
  readonly permissions?: readonly string[];
  /** Where it writes: entities of which it surely changes no record, so that those read before it need not be read again. */
  readonly untouched?: readonly string[];
  /** HTTP statuses that Clio's document lists. */
  readonly statuses: readonly number[];
  /** Where the operation appears in the GraphQL schema. */
  readonly field?: FieldPlaceFact;
  /** GraphQL input of the list's `filter`; absent where the list takes no parameters. */
  readonly filter?: string;
  /** Input fields that take a code in place of an id, by GraphQL name. */
  readonly codes?: Readonly<Record<string, CodeFact>>;
  /** GraphQL input of the mutation; absent where it takes nothing. */
  readonly input?: string;
  /** Reverse relations: fields on other types that list these records through a filter. */
  readonly relations?: readonly RelationFact[];
}

/** A mutation that takes a file: the operations that its steps are. */
export interface UploadFact {
  /** Makes the record, and answers with where its file goes. */
  readonly create: string;
  /** Reports to Clio that the file is stored; answers with the record as it then is. */
  readonly finish: string;
  /** Reads the record. */
  readonly show: string;
  /** Undoes `create`. */
  readonly undo: string;
  /** The record's field that holds the version being uploaded. */
  readonly version: string;
  /** Clio's type of the parent that is the record itself: the file then becomes a further version of it. */
  readonly ownType: string;
  /** GraphQL input field that names the record to make a version of; null where a record is made. */
  readonly of: string | null;
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

export interface OrderFact {
  /** GraphQL enum. */
  readonly type: string;
  /** GraphQL order value → Clio's `order` value. */
  readonly values: Readonly<Record<string, string>>;
  readonly default: string;
}

export interface FieldPlaceFact {
  /** GraphQL type that carries the field: `Query`, or the type whose id the path takes. */
  readonly on: string;
  readonly name: string;
  /** Path placeholder that takes the parent's id. */
  readonly parent?: string;
}

export interface RelationFact {
  /** GraphQL type that carries the connection. */
  readonly on: string;
  readonly name: string;
  /** Filter that takes the parent's id. */
  readonly parameter: string;
  /** Further parameters sent with it (`type=Matter`). */
  readonly with?: Readonly<Record<string, string>>;
  /** GraphQL input of the connection's `filter`. */
  readonly filter?: string;
}

/** `operand`: an operator and a value in one string (`>=2020-01-01`); `customField`: the same, per custom field id. */
export type ParameterType =
  | 'integer'
  | 'number'
  | 'string'
  | 'boolean'
  | 'date'
  | 'date-time'
  | 'operand'
  | 'customField';

/** How a value is compared with what a range is over. */
export type RangeOperator = 'eq' | 'gt' | 'gte' | 'lt' | 'lte';

export interface ParameterFact {
  /** GraphQL name of the filter field. */
  readonly name: string;
  /** Set where the filter field is a comparator: the operator of it that this parameter is. */
  readonly operator?: RangeOperator;
  readonly type: ParameterType;
  /** Enum of the catalog. */
  readonly enum?: string;
  /** The enum's value → what is sent in its place, where Clio spells it otherwise here: `Open` → `open`. */
  readonly spelling?: Readonly<Record<string, string>>;
  /** How several values are sent: `name[]` repeated, or one comma list. */
  readonly list?: 'repeat' | 'comma';
  readonly required?: true;
  /** Clio's keyword `null` is allowed. */
  readonly nullable?: true;
  /** With it, records come without a part of what they have: they do not stand for the whole record. */
  readonly partial?: true;
  /** GraphQL types whose ids the parameter takes. */
  readonly targets?: readonly string[];
}

/** A request body's property, recursively: Clio's side of it, and the GraphQL input that becomes it. */
export interface BodyFact {
  /** GraphQL input field; absent at the root and on the items of a list. */
  readonly name?: string;
  /** GraphQL type of the value, or of a list's items: a scalar, an enum of the catalog, or an input type. */
  readonly input?: string;
  /** As of a parameter: the enum's value → what is sent in its place. */
  readonly spelling?: Readonly<Record<string, string | number>>;
  /**
   * Properties beside it with the id of what this is the type of: a global id shows it, and so does an id that takes one type. The
   * input may leave it out then.
   */
  readonly impliedBy?: readonly string[];
  /** True for an object that holds nothing but an id: the GraphQL field takes the id itself. */
  readonly reference?: true;
  /**
   * Set where the input is a `@oneOf` whose one member holds the value: its members that are ids → the GraphQL types whose ids they
   * are.
   */
  readonly oneOf?: Readonly<Record<string, string>>;
  /** GraphQL types whose ids this takes; none where this API has no records of what an id names. */
  readonly targets?: readonly string[];
  /** Where another property of the same object says which of the targets is meant: its values, and their types. */
  readonly targetsBy?: { readonly property: string; readonly types: Readonly<Record<string, string>> };
  readonly type: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean';
  readonly format?: string;
  readonly enum?: readonly (string | number)[];
  readonly default?: unknown;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, BodyFact>>;
  readonly items?: BodyFact;
  /** Clio says that the keyword `null` is allowed. */
  readonly nullable?: true;
  /** Clio is known to refuse null: it is refused before the call. */
  readonly notNull?: true;
  /** Clio is known to accept a value without applying it at times: what was written is read back by default. */
  readonly verified?: true;
  /** Field of the record that is true where Clio hides this from a login, and then refuses its changes. */
  readonly hiddenBy?: string;
  /** Kind of record that Clio refuses it for → the properties that are written instead. */
  readonly notFor?: Readonly<Record<string, readonly string[]>>;
  /** Set where the text is a whole file. */
  readonly base64?: Base64Fact;
  readonly seconds?: SecondsFact;
}

/** A code that stands for a record's id. */
export interface CodeFact {
  /** Where the id goes in the body, in Clio's names. */
  readonly into: readonly string[];
  /** List operation whose records have `code` and `type`. */
  readonly list: string;
  /** Clio's type of the codes that the field takes. */
  readonly type: string;
}

/** A number of seconds that callers may give in hours. */
export interface SecondsFact {
  /** GraphQL input field that takes hours in its place. */
  readonly hours: string;
  /** Property beside it → values of it with which the number counts something else. */
  readonly unless: Readonly<Record<string, readonly string[]>>;
}

/** What Clio says of a file that is sent as base64 text. */
export interface Base64Fact {
  /** Kinds of file: `GIF`, `JPG`, `PNG`. All where absent. */
  readonly kinds?: readonly string[];
  /** Most bytes of the file itself. */
  readonly maxBytes?: number;
}
