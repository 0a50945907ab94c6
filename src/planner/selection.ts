import type { FieldNode } from 'graphql';
import type { CustomFieldFact, LinkFact, NestedFact, NodeFact, PickFact } from '../catalog/types.ts';
import type { ArgumentSource } from './argument-values.ts';
import type {
  ByIdEndpoint,
  CustomFieldsEndpoint,
  ListEndpoint,
  RecordEndpoint,
  UploadEndpoint,
  WriteEndpoint,
} from './field-endpoints.ts';

/** What an operation asks of one concrete type at one position, in Clio's terms. */
export interface Selection {
  readonly type: string;
  /** Clio's names of the values asked for. */
  readonly values: ReadonlySet<string>;
  /** True where the selection asks whether Clio hides the record. The name is never sent, but only Clio's response shows it. */
  readonly redacted: boolean;
  readonly children: readonly ChildSelection[];
}

/** A position below a record that holds records (or comes from a call of its own). */
export type ChildSelection =
  | {
      readonly kind: 'nested';
      readonly key: string;
      readonly fact: NestedFact;
      /** Set where one record is picked out of the list. */
      readonly pick?: ListPick | undefined;
      readonly responseKey: string;
      readonly node: FieldNode;
      readonly selection: Selection;
    }
  | {
      readonly kind: 'link';
      readonly fact: LinkFact;
      readonly responseKey: string;
      readonly selection: Selection;
    }
  | {
      readonly kind: 'node';
      readonly fact: NodeFact;
      readonly responseKey: string;
      readonly byType: TypeSelections;
    }
  | FieldSelection;

/** A record, or a list of them, inside the record that holds it. */
export type NestedSelection = Extract<ChildSelection, { kind: 'nested' }>;

/** A position that takes calls of its own: with the field's arguments, evaluated at run time. */
interface Selected<Endpoint extends { readonly kind: string }> {
  readonly kind: Endpoint['kind'];
  readonly endpoint: Endpoint;
  readonly responseKey: string;
  readonly argument: ArgumentSource;
}

/** A field that lists records. */
export interface ListSelection extends Selected<ListEndpoint> {
  readonly connection: ConnectionSelection;
}

/** A field that one call answers. */
export interface RecordSelection extends Selected<RecordEndpoint> {
  /** Null for a link or a text. */
  readonly selection: Selection | null;
}

/** A field that takes ids. */
export interface ByIdSelection extends Selected<ByIdEndpoint> {
  readonly byType: TypeSelections;
}

interface PayloadSelection<Endpoint extends { readonly kind: string }> extends Selected<Endpoint> {
  /** Positions of the payload that hold the record: each once for every type that it can be. */
  readonly positions: readonly RecordPosition[];
}

/** A mutation's field. */
export type WriteSelection =
  | PayloadSelection<WriteEndpoint>
  | PayloadSelection<UploadEndpoint>
  | PayloadSelection<CustomFieldsEndpoint>;

export type FieldSelection = ListSelection | RecordSelection | ByIdSelection | WriteSelection;

/** Where the records that a field answers with stand below it; nothing for a field that is a record itself. */
export function positionsOf(field: FieldSelection): readonly RecordPosition[] {
  if (field.kind === 'list') return field.connection.positions;
  return 'positions' in field ? field.positions : [];
}

/** Where a connection or a payload holds a record. */
export interface RecordPosition {
  readonly path: readonly string[];
  readonly selection: Selection;
}

/** One record out of a nested list, by an argument, or the values of one of the firm's own fields. */
export type ListPick =
  | { readonly fact: PickFact; readonly argument: ArgumentSource }
  | { readonly custom: CustomFieldFact };

/** What is asked of a connection: the positions in which its records are answered, and whether the count is. */
export interface ConnectionSelection {
  readonly positions: readonly RecordPosition[];
  readonly totalCount: boolean;
  /** True where records, cursors or page info are asked for: a count alone needs no page. */
  readonly page: boolean;
  /** True where the count or page info is asked for: an empty page, too, then takes a call. */
  readonly meta: boolean;
  /** GraphQL type of the records, where they stand among those of other types. */
  readonly type: string | null;
}

/** Selections on an abstract position, made when a record's type is known. */
export interface TypeSelections {
  readonly possible: readonly string[];
  of(type: string): Selection;
}
