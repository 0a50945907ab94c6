/** What a successful response holds. */
export type ResponseKind = 'list' | 'record' | 'ids' | 'redirect' | 'text' | 'empty';

export interface OperationFact {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Path below the base URL, with `{id}` placeholders and `.json`. */
  readonly path: string;
  /** What the operation does: `index`, `show`, `create`, `update`, `destroy`, or Clio's special verb. */
  readonly verb: string;
  readonly domain: string;
  readonly response: ResponseKind;
  /** Shape of the response's record(s). */
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
  /** False where `offset` is known to be rejected. */
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
  /** Creates the record, and returns the address for its file. */
  readonly create: string;
  /** Reports to Clio that the file is stored, and returns the record. */
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
  /** Whether Clio is known to reject null, which is then rejected before the call. */
  readonly notNull?: true;
  /** Clio is known to accept a value without applying it at times: what was written is read back by default. */
  readonly verified?: true;
  /** Field of the record that is true if Clio hides this from the login. Clio then rejects changes of it. */
  readonly hiddenBy?: string;
  /** Kind of record that Clio rejects it for → the properties that are written instead. */
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
