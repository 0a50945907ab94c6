import { parse as parseYaml } from 'yaml';
import type {
  Base64Fact,
  BodyFact,
  CodeFact,
  ParameterType,
  RangeOperator,
  ResponseKind,
  UploadFact,
} from '../catalog/operation-facts.ts';
import type { PickFact, SearchFact, WithheldFact } from '../catalog/types.ts';
import { ImportError } from './import-error.ts';

/** The meaning of a type name, if a batch needs more than the id. */
interface NodeTarget {
  readonly entity: string;
  readonly query: Record<string, string>;
}

interface Reasoned {
  /** What the document gets wrong or leaves out. */
  readonly reason: string;
}

/** `schema/corrections.yml`, whose comments describe each list. */
export interface Corrections {
  readonly retrieved: string;
  readonly entities: readonly (Reasoned & {
    readonly entity: string;
    readonly drop?: true;
    readonly viewOf?: string;
    readonly type?: string;
    readonly redactable?: true | 'partly';
    readonly redactedFields?: readonly string[];
    readonly withheld?: WithheldFact;
    readonly nullableId?: true;
    readonly few?: true;
    /** Fields that are not in the document → their formats. Clio sends such records in full. */
    readonly given?: Readonly<Record<string, string>>;
  })[];
  readonly seldomChanged: readonly (Reasoned & { readonly entity: string })[];
  readonly fields: readonly (Reasoned & {
    readonly field: string;
    readonly drop?: true;
    readonly list?: true;
    readonly type?: string;
    /** Values of an enum. */
    readonly values?: readonly string[];
    /** Value of the enum → its spelling in responses. */
    readonly spelling?: Readonly<Record<string, string>>;
  })[];
  readonly money: readonly (Reasoned & { readonly entity: string; readonly fields: readonly string[] })[];
  readonly sameEnums: readonly (Reasoned & { readonly enum: string; readonly as: readonly string[] })[];
  readonly sameInputs: readonly (Reasoned & { readonly input: string; readonly as: readonly string[] })[];
  readonly links: readonly (Reasoned & {
    readonly entity: string;
    readonly name: string;
    readonly via: string;
    readonly to: string;
  })[];
  readonly nodes: readonly (Reasoned & {
    readonly entity: string;
    readonly types: Record<string, string | NodeTarget>;
  })[];
  readonly shared: readonly (Reasoned & {
    readonly entity: string;
    /** GraphQL field that leads to the other record. */
    readonly name: string;
    /** The other record's entity, if the field leads to several; absent for all of them. */
    readonly to?: string;
    /** Clio's fields: a name in both records, or the other record's name → this record's name. */
    readonly fields: readonly (string | Readonly<Record<string, string>>)[];
  })[];
  readonly seldom: readonly (Reasoned & { readonly entity: string; readonly fields: readonly string[] })[];
  readonly loads: readonly (Reasoned & {
    readonly entity: string;
    readonly query?: Record<string, string>;
    readonly requires?: readonly string[];
    readonly batch?: false;
    readonly incomplete?: true;
  })[];
  readonly picks: readonly (Reasoned & {
    readonly ifWithheld?: PickFact['ifWithheld'];
    readonly entity: string;
    readonly name: string;
    readonly from: string;
    readonly by: Record<string, string>;
  })[];
  readonly typed: readonly (Reasoned & {
    readonly entity: string;
    readonly name: string;
    readonly type: string;
    readonly from: string;
    readonly when: Record<string, readonly string[]>;
  })[];
  readonly sums: readonly (Reasoned & {
    readonly entity: string;
    readonly name: string;
    readonly from: string;
    readonly of: string;
    readonly where: Record<string, readonly string[]>;
    readonly per: string;
  })[];
  readonly siblings: readonly (Reasoned & {
    readonly field: string;
    readonly of: string;
    readonly list: string;
  })[];
  readonly loadQueries: readonly (Reasoned & {
    readonly field: string;
    readonly query: Record<string, string>;
  })[];
  readonly parameters: readonly (Reasoned & {
    readonly parameter: string;
    readonly drop?: true;
    readonly type?: ParameterType;
    readonly list?: 'comma';
    readonly values?: readonly string[];
    readonly targets?: readonly string[];
    readonly nullable?: true;
    readonly partial?: true;
    readonly relation?: false;
    readonly name?: string;
  })[];
  readonly ranges: readonly (Reasoned & {
    readonly name: string;
    /** Operations; absent for all lists. */
    readonly of?: readonly string[];
    /** Clio's parameter → operator. */
    readonly parameters: Readonly<Record<string, RangeOperator>>;
  })[];
  readonly bodies: readonly (Reasoned & {
    readonly body: string;
    readonly drop?: true;
    readonly required?: boolean;
    readonly type?: BodyFact['type'];
    readonly format?: string;
    readonly name?: string;
    readonly values?: readonly string[];
    /** Any text is valid: the document's values are examples. */
    readonly label?: true;
    readonly targets?: readonly string[];
    readonly targetsBy?: BodyFact['targetsBy'];
    /** GraphQL type of the input's field. */
    readonly input?: string;
    /** The text is a file. */
    readonly base64?: Base64Fact;
    /** Clio's document does not say that the object is a record's id. */
    readonly reference?: true;
    readonly spelling?: BodyFact['spelling'];
    readonly impliedBy?: readonly string[];
    readonly oneOf?: BodyFact['oneOf'];
    readonly notNull?: true;
    readonly verified?: true;
    readonly hiddenBy?: string;
    readonly notFor?: Record<string, readonly string[]>;
    readonly seconds?: BodyFact['seconds'];
  })[];
  readonly relations: readonly (Reasoned & {
    readonly parameter: string;
    readonly on?: string;
    readonly name?: string;
    readonly with?: Record<string, string>;
    /** An additional connection, besides that of the parameter alone. */
    readonly beside?: true;
  })[];
  readonly operations: readonly (Reasoned & {
    readonly operation: string;
    readonly response?: ResponseKind;
    readonly entity?: string;
    readonly offset?: false;
    readonly order?: readonly string[];
    readonly pathTypes?: Record<string, string>;
    readonly body?: false;
  })[];
  readonly permissions: readonly (Reasoned & { readonly of: string; readonly needs: readonly string[] })[];
  readonly untouched: readonly (Reasoned & {
    readonly by: readonly string[];
    readonly entities: readonly string[];
  })[];
  readonly places: readonly (Reasoned & {
    readonly operation: string;
    readonly on: string;
    readonly name: string;
    readonly parent?: string;
  })[];
  readonly uploads: readonly (Reasoned & UploadFact & { readonly name: string })[];
  readonly codes: readonly (Reasoned & CodeFact & { readonly operation: string; readonly name: string })[];
  readonly searches: readonly (Reasoned & SearchFact & { readonly name: string })[];
  readonly subscriptions: readonly (Reasoned & {
    readonly model: string;
    /** Clio's events that the model does not have. */
    readonly without: readonly string[];
  })[];
}

export type CorrectionList = Exclude<keyof Corrections, 'retrieved'>;

/** List → keys of its entries besides `reason`. The first key says what an entry corrects; `?` marks optional keys. */
const lists: Readonly<Record<CorrectionList, string>> = {
  entities: 'entity drop? viewOf? type? redactable? redactedFields? withheld? nullableId? few? given?',
  seldomChanged: 'entity',
  fields: 'field drop? list? type? values? spelling?',
  money: 'entity fields',
  sameEnums: 'enum as',
  sameInputs: 'input as',
  links: 'entity name via to',
  nodes: 'entity types',
  shared: 'entity name to? fields',
  seldom: 'entity fields',
  loads: 'entity query? requires? batch? incomplete?',
  picks: 'entity name from by ifWithheld?',
  typed: 'entity name type from when',
  sums: 'entity name from of where per',
  siblings: 'field of list',
  loadQueries: 'field query',
  parameters: 'parameter drop? type? list? values? targets? nullable? partial? relation? name?',
  ranges: 'name of? parameters',
  bodies:
    'body drop? required? type? format? name? values? label? targets? targetsBy? input? base64? reference? spelling? impliedBy? oneOf? notNull? verified? hiddenBy? notFor? seconds?',
  relations: 'parameter on? name? with? beside?',
  operations: 'operation response? entity? offset? order? pathTypes? body?',
  permissions: 'of needs',
  untouched: 'by entities',
  places: 'operation on name parent?',
  uploads: 'name create finish show undo version ownType of',
  codes: 'operation name into list type',
  searches: 'name operation with?',
  subscriptions: 'model without',
};

/** An entry with what it corrects: its first key, or each of the fields of an entity. */
export function withSubjects<Entry extends object>(
  list: CorrectionList,
  entry: Entry,
): (readonly [subject: string, entry: Entry])[] {
  const { entity, fields } = entry as { readonly entity?: string; readonly fields?: readonly string[] };
  if (lists[list] === 'entity fields') return (fields ?? []).map((key) => [`${entity}.${key}`, entry]);
  const [key = ''] = lists[list].split(' ');
  return [[String(entry[key as keyof Entry]), entry]];
}

/**
 * Reads the text of `schema/corrections.yml`.
 *
 * @throws ImportError if the day or a list is missing, a list is unknown, or an entry has no reason, lacks a required key or
 * has an unknown one.
 */
export function parseCorrections(text: string): Corrections {
  const parsed = (parseYaml(text) ?? {}) as Partial<Record<string, unknown>>;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(String(parsed.retrieved)))
    throw new ImportError('corrections: retrieved must be a day, YYYY-MM-DD');
  for (const list of Object.keys(parsed)) {
    if (list !== 'retrieved' && !(list in lists))
      throw new ImportError(
        `corrections: unknown list "${list}" (there are ${Object.keys(lists).join(', ')})`,
      );
  }
  for (const [list, keys] of Object.entries(lists)) {
    const entries = parsed[list];
    // Empty lists are `[]`, so that a list without entries by accident is an error.
    if (!Array.isArray(entries))
      throw new ImportError(`corrections: ${list} is not a list; write "${list}: []" for an empty one`);
    for (const entry of entries)
      checkEntry(`corrections: ${list}: ${JSON.stringify(entry)}`, entry ?? {}, keys.split(' '));
  }
  return parsed as unknown as Corrections;
}

function checkEntry(shown: string, entry: Readonly<Record<string, unknown>>, keys: readonly string[]): void {
  if (!entry.reason) throw new ImportError(`${shown} gives no reason`);
  const missing = keys.filter((key) => !key.endsWith('?') && entry[key] === undefined);
  if (missing.length > 0) throw new ImportError(`${shown} lacks ${missing.join(' and ')}`);
  const known = new Set(['reason', ...keys.map((key) => key.replace('?', ''))]);
  const unknown = Object.keys(entry).find((key) => !known.has(key));
  // A comma ends a text without quotes, and the words after it are read as a key.
  if (unknown !== undefined)
    throw new ImportError(`${shown} has an unknown key "${unknown}"; a text with a comma needs quotes`);
}
