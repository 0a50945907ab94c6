/** The contents of a successful response. */
export type ResponseKind = 'list' | 'record' | 'ids' | 'redirect' | 'text' | 'empty';

export interface OperationFact {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Path below the base URL, with `{id}` placeholders and `.json`. */
  readonly path: string;
  /** What the operation does: `index`, `show`, `create`, `update`, `destroy`, or Clio's special verb. */
  readonly verb: string;
  readonly domain: string;
  readonly response: ResponseKind;
  /** Entity of the response's records. */
  readonly entity?: string;
  /** Names of the placeholders in the path, in order. */
  readonly pathParameters: readonly string[];
  /** Placeholder → GraphQL type whose id it takes, if that is not the type that the operation is named after. */
  readonly pathTypes?: Readonly<Record<string, string>>;
  /** Query parameters other than `fields`, `limit`, `page_token` and `order`. */
  readonly query: Readonly<Record<string, ParameterFact>>;
  /** Set if `fields` is accepted. */
  readonly fields?: true;
  /** Maximum and default page size. */
  readonly limit?: number;
  /** Set if `page_token` is accepted. */
  readonly pageToken?: true;
  /** Set if Clio is known to reject `offset`. */
  readonly offset?: false;
  readonly order?: OrderFact;
  readonly ifNoneMatch?: true;
  readonly ifMatch?: true;
  readonly apiVersion?: true;
  readonly body?: BodyFact;
  /**
   * All access permissions that the application needs, by their names in Clio's developer portal. An operation that
   * writes needs them for writing, others for reading. Absent if Clio does not document them.
   */
  readonly permissions?: readonly string[];
  /** Entities of which a write certainly changes no record, so that cached records of them remain valid. */
  readonly untouched?: readonly string[];
  /** HTTP statuses that Clio's document lists. */
  readonly statuses: readonly number[];
  /** The operation's field in the GraphQL schema. */
  readonly field?: FieldPlaceFact;
  /** GraphQL input of the list's `filter`; absent if the list has no parameters. */
  readonly filter?: string;
  /** Input fields that take a code instead of an id, by GraphQL name. */
  readonly codes?: Readonly<Record<string, CodeFact>>;
  /** GraphQL input of the mutation; absent if it has none. */
  readonly input?: string;
  /** Fields on other types that list these records through a filter. */
  readonly relations?: readonly RelationFact[];
}

/** The operations of a mutation that takes a file. */
export interface UploadFact {
  /** Creates the record, and returns the address for its file. */
  readonly create: string;
  /** Reports to Clio that the file is stored, and returns the record. */
  readonly finish: string;
  /** Reads the record. */
  readonly show: string;
  /** Undoes `create`. */
  readonly undo: string;
  /** The record's field with the version that is uploaded. */
  readonly version: string;
  /** Clio's type of the record. A parent of this type is a record that the file becomes a new version of. */
  readonly ownType: string;
  /** GraphQL input field with the id of the record that gets a new version; null if a new record is created. */
  readonly of: string | null;
}

export interface OrderFact {
  /** GraphQL enum. */
  readonly type: string;
  /** GraphQL order value → Clio's `order` value. */
  readonly values: Readonly<Record<string, string>>;
  readonly default: string;
}

export interface FieldPlaceFact {
  /** GraphQL type with the field: `Query`, or the type whose id the path takes. */
  readonly on: string;
  readonly name: string;
  /** Path placeholder that takes the parent's id. */
  readonly parent?: string;
}

export interface RelationFact {
  /** GraphQL type with the connection. */
  readonly on: string;
  readonly name: string;
  /** Filter that takes the parent's id. */
  readonly parameter: string;
  /** Further parameters sent with it (`type=Matter`). */
  readonly with?: Readonly<Record<string, string>>;
  /** GraphQL input of the connection's `filter`. */
  readonly filter?: string;
}

/** `operand`: an operator and a value in one text (`>=2020-01-01`); `customField`: the same for each custom field id. */
export type ParameterType =
  | 'integer'
  | 'number'
  | 'string'
  | 'boolean'
  | 'date'
  | 'date-time'
  | 'operand'
  | 'customField';

/** How a field is compared with a value. */
export type RangeOperator = 'eq' | 'gt' | 'gte' | 'lt' | 'lte';

export interface ParameterFact {
  /** GraphQL name of the filter field. */
  readonly name: string;
  /** Set if the filter field is an input of operators: the operator for this parameter. */
  readonly operator?: RangeOperator;
  readonly type: ParameterType;
  /** Enum of the catalog. */
  readonly enum?: string;
  /** Values of the enum that Clio spells differently here → their spelling: `Open` → `open`. */
  readonly spelling?: Readonly<Record<string, string>>;
  /** How several values are sent: as repeated `name[]`, or separated by commas. */
  readonly list?: 'repeat' | 'comma';
  readonly required?: true;
  /** Clio's keyword `null` is allowed. */
  readonly nullable?: true;
  /** With this parameter, Clio leaves out contents of records, so they must not be used as whole records. */
  readonly partial?: true;
  /** GraphQL types whose ids the parameter takes. */
  readonly targets?: readonly string[];
}

/** A property of a request body, and the GraphQL input for it. Recursive. */
export interface BodyFact {
  /** GraphQL input field; absent at the root and on the items of a list. */
  readonly name?: string;
  /** GraphQL type of the value, or of a list's items: a scalar, an enum of the catalog, or an input type. */
  readonly input?: string;
  /** Values of the enum that Clio spells differently here → their spelling. */
  readonly spelling?: Readonly<Record<string, string | number>>;
  /**
   * Set on a property with the type of a record: the properties beside it with the record's id. The input may leave
   * out the type if the id shows it: a global id, or an id of a property that accepts one type only.
   */
  readonly impliedBy?: readonly string[];
  /** Set for an object that has only an id: the GraphQL field takes the id itself. */
  readonly reference?: true;
  /** Set if the input is a `@oneOf`: its fields that are ids → the GraphQL types of the records. */
  readonly oneOf?: Readonly<Record<string, string>>;
  /** GraphQL types whose ids this takes; empty if this API has no such records. */
  readonly targets?: readonly string[];
  /** Set if another property of the same object chooses one of the targets: its values → the types. */
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
  /** Clio is known to reject null. The gateway then rejects it before the call. */
  readonly notNull?: true;
  /** Clio is known to sometimes accept a value without storing it. By default it is read back after the write. */
  readonly verified?: true;
  /** Field of the record that is true if Clio hides this property from the login. Clio then rejects changes of it. */
  readonly hiddenBy?: string;
  /** Kinds of records for which Clio rejects it → the properties to write instead. */
  readonly notFor?: Readonly<Record<string, readonly string[]>>;
  /** Set if the text is a whole file. */
  readonly base64?: Base64Fact;
  readonly seconds?: SecondsFact;
}

/** A code that can be sent instead of a record's id. */
export interface CodeFact {
  /** Path of the id in the body, in Clio's names. */
  readonly into: readonly string[];
  /** List operation whose records have `code` and `type`. */
  readonly list: string;
  /** Clio's type of the codes that the field takes. */
  readonly type: string;
}

/** A number of seconds that clients may send in hours. */
export interface SecondsFact {
  /** GraphQL input field for the hours. */
  readonly hours: string;
  /** Property beside it → values with which the number does not count seconds. */
  readonly unless: Readonly<Record<string, readonly string[]>>;
}

/** Clio's limits for a file that is sent as base64 text. */
export interface Base64Fact {
  /** Allowed kinds of file: `GIF`, `JPG`, `PNG`. All if absent. */
  readonly kinds?: readonly string[];
  /** Maximum size of the file itself. */
  readonly maxBytes?: number;
}
